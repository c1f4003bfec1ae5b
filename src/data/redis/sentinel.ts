import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { HAPROXY } from '../../catalog/images';
import { Guard } from '../../internal/guard';
import { memoryVolume } from '../../internal/plus/memory-volume';
import { Durability, Guarantees } from '../../model/guarantees';
import { Platform, PriorityRole } from '../../platform/platform';
import { Registry } from '../../platform/registry';
import { PlatformSettings } from '../../platform/settings';
import { DeployedStore } from '../../store/store-provider';
import { resolveResources } from '../../workload/compute-resources';
import { HealthCheck } from '../../workload/health-check';
import { memberNames } from '../../workload/member-names';
import { catalogueImage, NamedPort } from '../../workload/pod-plan';
import { ReplicatedWorkload } from '../../workload/replicated-workload';
import { StatefulWorkload } from '../../workload/stateful-workload';
import { RedisProvider, RedisRequest } from './redis-provider';
import { PROXY_CONFIG_FOLDER, PROXY_RUN_FOLDER, proxyFiles, SENTINEL_IS_READY, SENTINEL_PORT, sentinelFiles, SentinelMembers, SERVER_IS_READY, serverFiles } from './sentinel-files';
import { sentinelMonitoring } from './sentinel-monitoring';
import { CONFIG_FOLDER, CREDENTIAL_FOLDER, REDIS_PORT } from './valkey-files';
import { METRICS, REDIS, valkeyChecks, ValkeyMembers } from './valkey-members';

/** Options of `RedisEngine.sentinel`. */
export interface SentinelOptions {
  /**
   * Standbys in addition to the master, 2 to 8. The master accepts writes only while a standby is connected.
   *
   * @default 2
   */
  readonly replicas?: number;
  /**
   * Another version of the Valkey image.
   *
   * @default - `valkey` of the catalogue, as `images` of the Platform has it
   */
  readonly image?: string;
}

const SENTINELS = 3;
const PROXIES = 3;

const SENTINEL: NamedPort = { name: 'sentinel', number: SENTINEL_PORT };
const PROXY_METRICS: NamedPort = { name: 'metrics', number: 8404 };

/** Valkey in a StatefulSet, Sentinels in another, and proxies in front. */
export class SentinelProvider implements RedisProvider {
  public readonly call = 'RedisEngine.sentinel()';

  public constructor(private readonly options: SentinelOptions) {}

  public validate(guard: Guard): void {
    guard.struct('options', this.options);
    guard.integer('replicas', this.replicas, { min: 2, max: 8 }, 'with fewer than 2 standbys, the restart of one would stop all writes');
    if (this.options.image !== undefined) {
      guard.image('image', this.options.image);
    }
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

  public deploy(store: Construct, request: RedisRequest): DeployedStore {
    return new SentinelRedis(store, request, this.replicas + 1, this.options.image).deploy();
  }

  private get replicas(): number {
    return this.options.replicas ?? 2;
  }
}

class SentinelRedis {
  private readonly settings: PlatformSettings;
  private readonly guard: Guard;
  private readonly hosts: SentinelMembers;
  private readonly members: ValkeyMembers;

  public constructor(
    private readonly store: Construct, private readonly request: RedisRequest, private readonly size: number, image: string | undefined,
  ) {
    this.settings = Platform.of(store);
    this.guard = new Guard(store);
    this.members = new ValkeyMembers(store, request, image);
    this.hosts = { servers: memberNames(store, `${request.name}-server`, size).hosts, sentinels: memberNames(store, `${request.name}-sentinel`, SENTINELS).hosts };
  }

  public deploy(): DeployedStore {
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
    return this.members.addServers(this.size, SERVER_IS_READY, {
      files: serverFiles(this.hosts, this.request.resources.memory), stopCommand: ['sh', `${CONFIG_FOLDER}/stop.sh`],
    });
  }

  private addSentinels(): StatefulWorkload {
    return this.members.add('sentinel', 'sentinel', {
      replicas: SENTINELS,
      storage: Size.gibibytes(1),
      port: SENTINEL,
      resources: resolveResources(this.guard, undefined, { cpu: Cpu.millis(50), memory: Size.mebibytes(64) }, this.settings.securityProfile),
      checks: valkeyChecks(SENTINEL, SENTINEL_IS_READY),
      files: sentinelFiles(this.hosts),
    });
  }

  private addProxies(): ReplicatedWorkload {
    const resources = resolveResources(this.guard, undefined, { cpu: Cpu.millis(100), memory: Size.mebibytes(128) }, this.settings.securityProfile);
    return new ReplicatedWorkload(this.store, 'Default', {
      componentName: this.request.componentName,
      component: 'cache-proxy',
      role: PriorityRole.DATA,
      containers: [{
        name: 'haproxy',
        image: catalogueImage(this.guard, HAPROXY, this.settings),
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
      configFiles: [{ name: 'config', path: PROXY_CONFIG_FOLDER, files: proxyFiles(this.hosts) }],
      volumes: [this.members.password(), memoryVolume('run', Size.mebibytes(16))],
      metricsPort: PROXY_METRICS,
      user: HAPROXY.user,
    });
  }
}
