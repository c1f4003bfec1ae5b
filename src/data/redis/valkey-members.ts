import { Duration, Size } from 'cdk8s';
import { Cpu, k8s } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { REDIS_EXPORTER, VALKEY } from '../../catalog/images';
import { Guard } from '../../internal/guard';
import { memoryVolume } from '../../internal/plus/memory-volume';
import { Platform, PriorityRole } from '../../platform/platform';
import { PlatformSettings } from '../../platform/settings';
import { credentialVolume } from '../../store/credential-volume';
import { memoryTarget } from '../../store/memory-target';
import { resolveResources, ResolvedResources } from '../../workload/compute-resources';
import { HealthCheck, HealthChecks } from '../../workload/health-check';
import { catalogueImage, ContainerPlan, NamedPort, resolveImage } from '../../workload/pod-plan';
import { StatefulWorkload } from '../../workload/stateful-workload';
import { RedisRequest } from './redis-provider';
import { CONFIG_FOLDER, CREDENTIAL_FOLDER, DATA_FOLDER, EXPORTER_FOLDER, exporterPasswordCommand, REDIS_PORT, RUN_FOLDER } from './valkey-files';


export const REDIS: NamedPort = { name: 'redis', number: REDIS_PORT };
export const METRICS: NamedPort = { name: 'metrics', number: 9121 };

/** Pods of one kind: servers, or Sentinels. */
export interface ValkeyPods {
  readonly replicas: number;
  readonly storage: Size;
  readonly port: NamedPort;
  readonly resources: ResolvedResources;
  readonly checks: HealthChecks;
  readonly files: Record<string, string>;
  readonly stopCommand?: string[];
}

/** Makes the StatefulSets of a store: the program of Valkey with a volume, its password as a file, and an exporter beside it. */
export class ValkeyMembers {
  private readonly settings: PlatformSettings;
  private readonly guard: Guard;
  private readonly image: string;

  public constructor(private readonly store: Construct, private readonly request: RedisRequest, image: string | undefined) {
    this.settings = Platform.of(store);
    this.guard = new Guard(store);
    this.image = resolveImage(new Guard(store, 'engine.'), 'image', image ?? this.settings.images._of(VALKEY), this.settings);
  }

  /** Servers hold the data. */
  public addServers(replicas: number, readiness: string[], pods: Pick<ValkeyPods, 'files' | 'stopCommand'>): StatefulWorkload {
    const { resources, storage } = this.request;
    const startup = HealthCheck.tcp(REDIS.name, { failureThreshold: 120 });
    return this.add('server', 'valkey', { replicas, storage, port: REDIS, resources, checks: valkeyChecks(REDIS, readiness, startup), ...pods });
  }

  public add(id: string, container: string, { replicas, storage, port, files, ...main }: ValkeyPods): StatefulWorkload {
    const members = new StatefulWorkload(this.store, id, {
      componentName: this.request.componentName,
      component: 'cache',
      role: PriorityRole.DATA,
      replicas,
      containers: [this.valkey(container, port, main), this.exporter(port.number)],
      initContainers: [this.exporterPassword(port.number)],
      claims: [{ name: 'data', size: storage, storageClass: this.request.storageClass }],
      memberPorts: [{ name: `tcp-${port.name}`, port: port.number, target: port }],
      configFiles: [{ name: 'config', path: CONFIG_FOLDER, files }],
      volumes: [this.password(), memoryVolume('run', Size.mebibytes(16)), memoryVolume('exporter', Size.mebibytes(16))],
      metricsPort: METRICS,
      user: VALKEY.user,
    });
    members.environment.addField('POD_NAME', 'metadata.name');
    return members;
  }

  public password(): k8s.Volume {
    return credentialVolume('credentials', { password: this.request.credentials.key('password') });
  }

  private valkey(name: string, port: NamedPort, main: Pick<ValkeyPods, 'resources' | 'checks' | 'stopCommand'>): ContainerPlan {
    return {
      name,
      image: this.image,
      command: ['sh', `${CONFIG_FOLDER}/start.sh`],
      ports: [port],
      ...main,
      mounts: [
        { name: 'data', mountPath: DATA_FOLDER },
        { name: 'credentials', mountPath: CREDENTIAL_FOLDER, readOnly: true },
        { name: 'run', mountPath: RUN_FOLDER },
      ],
    };
  }

  private exporterPassword(port: number): ContainerPlan {
    return {
      name: 'exporter-password',
      image: this.image,
      command: exporterPasswordCommand(port),
      resources: this.small(),
      mounts: [{ name: 'credentials', mountPath: CREDENTIAL_FOLDER, readOnly: true }, { name: 'exporter', mountPath: EXPORTER_FOLDER }],
    };
  }

  private exporter(port: number): ContainerPlan {
    const resources = this.small();
    return {
      name: 'exporter',
      image: catalogueImage(this.guard, REDIS_EXPORTER, this.settings),
      args: [`--redis.addr=redis://localhost:${port}`, `--redis.password-file=${EXPORTER_FOLDER}/passwords.json`],
      ports: [METRICS],
      resources,
      env: [memoryTarget(resources)],
      checks: { startup: HealthCheck.tcp(METRICS.name), liveness: HealthCheck.tcp(METRICS.name), readiness: HealthCheck.http('/') },
      mounts: [{ name: 'exporter', mountPath: EXPORTER_FOLDER, readOnly: true }],
    };
  }

  private small(): ResolvedResources {
    const defaults = { cpu: Cpu.millis(50), memory: Size.mebibytes(64) };
    return resolveResources(this.guard, { ephemeralStorage: Size.mebibytes(64) }, defaults, this.settings.securityProfile);
  }
}

/** A port that is open proves that the program lives; `readiness` says more. */
export function valkeyChecks({ name }: NamedPort, readiness: string[], startup: HealthCheck = HealthCheck.tcp(name)): HealthChecks {
  return { startup, liveness: HealthCheck.tcp(name), readiness: HealthCheck.command(readiness, { timeout: Duration.seconds(5) }) };
}
