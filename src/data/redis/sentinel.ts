import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { Guard } from '../../internal/guard';
import { Durability, Guarantees } from '../../model/guarantees';
import { Platform, PriorityRole } from '../../platform/platform';
import { Registry } from '../../platform/registry';
import { PlatformSettings } from '../../platform/settings';
import { resolveResources, ResolvedResources } from '../../workload/compute-resources';
import { HealthCheck, HealthChecks } from '../../workload/health-check';
import { ContainerPlan, NamedPort, resolveImage } from '../../workload/pod-plan';
import { ReplicatedWorkload } from '../../workload/replicated-workload';
import { StatefulWorkload } from '../../workload/stateful-workload';
import { ConfigFiles } from '../../workload/workload-base';
import { credentialVolume } from '../credential-volume';
import { memberNames } from '../member-names';
import { memoryTarget } from '../memory-target';
import { memoryVolume } from '../memory-volume';
import { DeployedRedis, RedisProvider, RedisRequest } from './redis-provider';
import {
  CONFIG_FOLDER, CREDENTIAL_FOLDER, DATA_FOLDER, EXPORTER_FOLDER, exporterPasswordCommand, PROXY_CONFIG_FOLDER, PROXY_RUN_FOLDER, proxyFiles,
  REDIS_PORT, RUN_FOLDER, SENTINEL_IS_READY, SENTINEL_PORT, sentinelFiles, SentinelMembers, SERVER_IS_READY, serverFiles,
} from './sentinel-files';
import { sentinelMonitoring } from './sentinel-monitoring';

/** Options of `RedisEngine.sentinel`. */
export interface SentinelOptions {
  /**
   * Standbys beside the master, 2 to 8. A master takes writes only while a standby is connected.
   *
   * @default 2
   */
  readonly replicas?: number;
  /**
   * The image of Valkey in a version of your own.
   *
   * @default docker.io/valkey/valkey:9.1.1
   */
  readonly image?: string;
}

const IMAGE = 'docker.io/valkey/valkey:9.1.1';
const PROXY_IMAGE = 'docker.io/library/haproxy:3.2.26';
const EXPORTER_IMAGE = 'docker.io/oliver006/redis_exporter:v1.88.0';
/** The user of the image of Valkey, which owns the image's files. */
const VALKEY_USER = 999;
const PROXY_USER = 99;
const SENTINELS = 3;
const PROXIES = 3;

const REDIS: NamedPort = { name: 'redis', number: REDIS_PORT };
const SENTINEL: NamedPort = { name: 'sentinel', number: SENTINEL_PORT };
const METRICS: NamedPort = { name: 'metrics', number: 9121 };
const PROXY_METRICS: NamedPort = { name: 'metrics', number: 8404 };

/** Valkey in a StatefulSet, Sentinels in another, and proxies in front. */
export class SentinelProvider implements RedisProvider {
  public readonly call = 'RedisEngine.sentinel()';

  public constructor(private readonly options: SentinelOptions) {}

  public validate(guard: Guard): void {
    guard.struct('options', this.options);
    guard.integer('replicas', this.replicas, { min: 2, max: 8 }, 'with fewer than 2 standbys, the restart of one would stop all writes');
    guard.image('image', this.image);
  }

  public guarantees({ zones }: PlatformSettings): Guarantees {
    return {
      replicas: this.replicas + 1,
      automaticFailover: true,
      failoverTime: Duration.seconds(30),
      durability: Durability.ASYNCHRONOUS,
      pointInTimeRecovery: false,
      nodes: zones.isRequired ? Math.min(this.replicas + 1, zones.count) : 1,
      customResources: [],
    };
  }

  public deploy(store: Construct, request: RedisRequest): DeployedRedis {
    return new SentinelRedis(store, request, this.replicas + 1, resolveImage(new Guard(store, 'engine.'), 'image', this.image, Platform.of(store))).deploy();
  }

  private get replicas(): number {
    return this.options.replicas ?? 2;
  }

  private get image(): string {
    return this.options.image ?? IMAGE;
  }
}

class SentinelRedis {
  private readonly settings: PlatformSettings;
  private readonly guard: Guard;
  private readonly members: SentinelMembers;

  public constructor(
    private readonly store: Construct, private readonly request: RedisRequest, private readonly size: number, private readonly image: string,
  ) {
    this.settings = Platform.of(store);
    this.guard = new Guard(store);
    this.members = { servers: memberNames(store, `${request.name}-server`, size), sentinels: memberNames(store, `${request.name}-sentinel`, SENTINELS) };
  }

  public deploy(): DeployedRedis {
    const servers = this.addServers();
    const sentinels = this.addSentinels();
    const proxies = this.addProxies();
    const [toServers, toSentinels] = [servers.connections.peer, sentinels.connections.peer];
    for (const { connections } of [servers, sentinels, proxies]) {
      connections.allowTo(toServers, [REDIS_PORT]);
      servers.connections.allowFrom(connections.peer, [REDIS_PORT]);
    }
    for (const { connections } of [servers, sentinels]) {
      connections.allowTo(toSentinels, [SENTINEL_PORT]);
      sentinels.connections.allowFrom(connections.peer, [SENTINEL_PORT]);
    }
    Registry.of(this.store).requireSecret(this.store, servers.namespace, this.request.credentials, ['password']);
    return {
      connections: proxies.connections,
      monitoring: sentinelMonitoring({
        namespace: servers.namespace,
        name: this.request.name,
        standbys: this.size - 1,
        servers: { instance: servers.name, port: METRICS.number, scrapeAccess: servers.connections },
        sentinels: { instance: sentinels.name, port: METRICS.number, scrapeAccess: sentinels.connections },
        proxies: { instance: proxies.name, port: PROXY_METRICS.number, scrapeAccess: proxies.connections },
      }),
    };
  }

  private addServers(): StatefulWorkload {
    const { request } = this;
    const checks = {
      startup: HealthCheck.tcp(REDIS.name, { failureThreshold: 120 }),
      liveness: HealthCheck.tcp(REDIS.name),
      readiness: HealthCheck.command(SERVER_IS_READY, { timeout: Duration.seconds(5) }),
    };
    return this.addMembers('server', this.size, request.storage, REDIS, {
      ...this.valkey('valkey', request.resources, REDIS, checks), stopCommand: ['sh', `${CONFIG_FOLDER}/stop.sh`],
    }, serverFiles(this.members, request.resources.memory));
  }

  private addSentinels(): StatefulWorkload {
    const resources = resolveResources(this.guard, undefined, { cpu: Cpu.millis(50), memory: Size.mebibytes(64) }, this.settings.securityProfile);
    const checks = {
      startup: HealthCheck.tcp(SENTINEL.name),
      liveness: HealthCheck.tcp(SENTINEL.name),
      readiness: HealthCheck.command(SENTINEL_IS_READY, { timeout: Duration.seconds(5) }),
    };
    return this.addMembers(
      'sentinel', SENTINELS, Size.gibibytes(1), SENTINEL, this.valkey('sentinel', resources, SENTINEL, checks), sentinelFiles(this.members));
  }

  private addMembers(
    id: string, replicas: number, storage: Size, port: NamedPort, main: ContainerPlan, files: Record<string, string>,
  ): StatefulWorkload {
    const members = new StatefulWorkload(this.store, id, {
      componentName: this.request.componentName,
      component: 'cache',
      role: PriorityRole.DATA,
      replicas,
      containers: [main, this.exporter(port.number)],
      initContainers: [this.exporterPassword(port.number)],
      claims: [{ name: 'data', size: storage, storageClass: this.request.storageClass }],
      memberPorts: [{ name: `tcp-${port.name}`, port: port.number, target: port }],
      configFiles: [this.config(CONFIG_FOLDER, files)],
      volumes: [this.password(), memoryVolume('run', Size.mebibytes(16)), memoryVolume('exporter', Size.mebibytes(16))],
      plainPorts: [METRICS.number],
      user: VALKEY_USER,
    });
    members.environment.addField('POD_NAME', 'metadata.name');
    return members;
  }

  private addProxies(): ReplicatedWorkload {
    const resources = resolveResources(this.guard, undefined, { cpu: Cpu.millis(100), memory: Size.mebibytes(128) }, this.settings.securityProfile);
    return new ReplicatedWorkload(this.store, 'Default', {
      componentName: this.request.componentName,
      component: 'cache-proxy',
      role: PriorityRole.DATA,
      containers: [{
        name: 'haproxy',
        image: resolveImage(this.guard, 'image', PROXY_IMAGE, this.settings),
        command: ['sh', `${PROXY_CONFIG_FOLDER}/start.sh`],
        ports: [REDIS, PROXY_METRICS],
        resources,
        checks: {
          startup: HealthCheck.http('/livez', { port: PROXY_METRICS.name }),
          liveness: HealthCheck.http('/livez', { port: PROXY_METRICS.name }),
          readiness: HealthCheck.http('/readyz', { port: PROXY_METRICS.name }),
        },
        drainSeconds: 10,
        mounts: [{ name: 'credentials', mountPath: CREDENTIAL_FOLDER, readOnly: true }, { name: 'run', mountPath: PROXY_RUN_FOLDER }],
      }],
      scaling: { floor: PROXIES, ceiling: PROXIES },
      ownNode: false,
      servicePorts: [{ name: 'tcp-redis', port: REDIS_PORT, target: REDIS }],
      configFiles: [this.config(PROXY_CONFIG_FOLDER, proxyFiles(this.members))],
      volumes: [this.password(), memoryVolume('run', Size.mebibytes(16))],
      plainPorts: [PROXY_METRICS.number],
      user: PROXY_USER,
    });
  }

  private valkey(name: string, resources: ResolvedResources, port: NamedPort, checks: HealthChecks): ContainerPlan {
    return {
      name,
      image: this.image,
      command: ['sh', `${CONFIG_FOLDER}/start.sh`],
      ports: [port],
      resources,
      checks,
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
      image: resolveImage(this.guard, 'image', EXPORTER_IMAGE, this.settings),
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

  private config(path: string, files: Record<string, string>): ConfigFiles {
    return { name: 'config', path, files };
  }

  private password(): ReturnType<typeof credentialVolume> {
    return credentialVolume('credentials', { password: this.request.credentials.key('password') });
  }
}
