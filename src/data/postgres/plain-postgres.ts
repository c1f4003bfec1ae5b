import { Duration, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { POSTGRES } from '../../catalog/images';
import { Guard } from '../../internal/guard';
import { memoryVolume } from '../../internal/plus/memory-volume';
import { Durability, Guarantees } from '../../model/guarantees';
import { componentLabels } from '../../platform/labels';
import { Platform, PriorityRole } from '../../platform/platform';
import { Registry } from '../../platform/registry';
import { PlatformSettings } from '../../platform/settings';
import { SecretSource } from '../../secrets/secret-source';
import { Acknowledgement, acknowledge } from '../../store/acknowledgement';
import { credentialVolume } from '../../store/credential-volume';
import { addStoreService } from '../../store/store-service';
import { HealthCheck } from '../../workload/health-check';
import { memberNames } from '../../workload/member-names';
import { ContainerPlan, emptyDir, resolveImage, selector } from '../../workload/pod-plan';
import { serviceHost } from '../../workload/service-host';
import { StatefulWorkload } from '../../workload/stateful-workload';
import { postgresExporter } from './plain-exporter';
import {
  CONFIG_FOLDER, CREDENTIAL_FOLDER, dataFolder, PlainConfiguration, primaryFiles, SOCKET_FOLDER, standbyFiles, VOLUME_FOLDER,
} from './plain-files';
import { plainMonitoring } from './plain-monitoring';
import { DeployedPostgres, majorOf, METRICS_PORT, POSTGRES_PORT, PostgresProvider, PostgresRequest, primaryService, standbyService } from './postgres-provider';

/** Options of `PostgresEngine.plain`. */
export interface PlainPostgresOptions {
  /**
   * Standbys in addition to the primary, 0 to 8.
   *
   * @default 2
   */
  readonly replicas?: number;
  /**
   * What happens to a committed write when the primary is lost. Synchronous writes wait for one standby, and block while there is none; asynchronous ones never wait.
   *
   * @default - Durability.SYNCHRONOUS with two standbys or more, else Durability.ASYNCHRONOUS
   */
  readonly durability?: Durability;
  /**
   * Another version of the official image. Its tag begins with the major version, which cannot be changed later.
   *
   * @default - `postgres` of the catalogue, as `images` of the Platform has it
   */
  readonly image?: string;
}

const SERVER = { name: 'postgres', number: POSTGRES_PORT };
/** A Service's port name tells a mesh that it carries bytes. */
const PORT_NAME = 'tcp-postgres';

/**
 * The official image in two StatefulSets, so that labels, Services and budgets are fixed: one primary, and standbys that
 * stream from it. It does not fail over by itself.
 */
export class PlainPostgresProvider implements PostgresProvider {
  public readonly call = 'PostgresEngine.plain()';

  public constructor(private readonly options: PlainPostgresOptions) {}

  public validate(guard: Guard): void {
    guard.struct('options', this.options);
    guard.integer('replicas', this.standbys, { min: 0, max: 8 }, 'leave it out for 2 standbys');
    guard.oneOf('durability', this.durability, Object.values(Durability), 'use Durability.SYNCHRONOUS or ASYNCHRONOUS');
    if (this.durability === Durability.SYNCHRONOUS && this.standbys === 0) {
      guard.fail('durability', this.durability, 'asynchronous without a standby', 'writes would block forever, waiting for a standby: give replicas, or leave it out');
    }
    if (this.options.image !== undefined) {
      majorOf(guard, 'image', guard.image('image', this.options.image));
    }
  }

  public guarantees(settings: PlatformSettings): Guarantees {
    const { zones } = settings;
    const members = this.standbys + 1;
    return {
      replicas: members,
      automaticFailover: false,
      durability: acknowledgement(this.standbys, settings).survivesZone ? this.durability : Durability.ASYNCHRONOUS,
      pointInTimeRecovery: false,
      nodes: zones.isRequired ? Math.min(members, zones.count) : 1,
      customResources: [],
    };
  }

  public deploy(store: Construct, request: PostgresRequest): DeployedPostgres {
    return new PlainPostgres(store, request, {
      image: this.options.image ?? Platform.of(store).images._of(POSTGRES),
      standbys: this.standbys,
      synchronous: this.durability === Durability.SYNCHRONOUS,
    }).deploy();
  }

  private get standbys(): number {
    return this.options.replicas ?? 2;
  }

  private get durability(): Durability {
    return this.options.durability ?? (this.standbys >= 2 ? Durability.SYNCHRONOUS : Durability.ASYNCHRONOUS);
  }
}

interface ResolvedPlainOptions {
  readonly image: string;
  readonly standbys: number;
  readonly synchronous: boolean;
}

class PlainPostgres {
  private readonly settings: PlatformSettings;
  private readonly image: string;
  private readonly major: string;
  private readonly owner: SecretSource;
  private readonly replication: SecretSource;

  public constructor(private readonly store: Construct, private readonly request: PostgresRequest, private readonly options: ResolvedPlainOptions) {
    const guard = new Guard(store, 'engine.');
    this.settings = Platform.of(store);
    this.image = resolveImage(guard, 'image', options.image, this.settings);
    this.major = majorOf(guard, 'image', options.image);
    this.owner = request.credentials ?? SecretSource.existing(`${request.name}-app`);
    this.replication = SecretSource.existing(`${request.name}-replication`);
  }

  public deploy(): DeployedPostgres {
    const primary = this.addMembers('primary', 1, primaryFiles(this.configuration()));
    const standbys = this.options.standbys > 0 ? this.addMembers('replica', this.options.standbys, standbyFiles(this.configuration()), primary) : undefined;
    this.addServices(primary, standbys);
    this.requireSecrets(primary);
    this.warn();
    if (standbys) {
      primary.connections.allowFrom(standbys.connections.peer, [POSTGRES_PORT]);
      standbys.connections.allowTo(primary.connections.peer, [POSTGRES_PORT]);
      // A primary that starts on an empty volume asks whether a standby holds data.
      primary.connections.allowTo(standbys.connections.peer, [POSTGRES_PORT]);
      standbys.connections.allowFrom(primary.connections.peer, [POSTGRES_PORT]);
      // After a standby was promoted, clients and the other standbys talk to it.
      standbys.connections._admitLike(primary.connections);
      standbys.connections.allowTo(standbys.connections.peer, [POSTGRES_PORT]);
    }
    const members = standbys ? [primary, standbys] : [primary];
    return {
      peers: members.map((member) => member.connections.peer),
      connections: primary.connections,
      credentials: this.owner,
      clientImage: this.options.image,
      monitoring: plainMonitoring({
        namespace: primary.namespace,
        name: this.request.name,
        primary: primary.name,
        replica: standbys?.name,
        standbys: this.options.standbys,
        synchronous: this.options.synchronous,
        scrapeAccess: Object.fromEntries(members.map((member) => [member.name, member.connections])),
      }),
    };
  }

  private addMembers(id: string, replicas: number, files: Record<string, string>, apartFrom?: StatefulWorkload): StatefulWorkload {
    const { request, settings, store } = this;
    const members = new StatefulWorkload(store, id, {
      componentName: request.componentName,
      component: 'database',
      role: PriorityRole.DATA,
      replicas,
      containers: [this.server(), postgresExporter(new Guard(store, 'engine.'), settings)],
      claims: [{ name: 'data', size: request.storage, storageClass: request.storageClass }],
      memberPorts: [{ name: PORT_NAME, port: POSTGRES_PORT, target: SERVER }],
      configFiles: [{ name: 'config', path: CONFIG_FOLDER, files }],
      volumes: [
        credentialVolume('credentials', {
          username: this.owner.key('username'),
          password: this.owner.key('password'),
          ...this.options.standbys > 0 ? { replication: this.replication.key('password') } : {},
        }),
        emptyDir('socket', Size.mebibytes(16)),
        // Parallel queries share their results here; the runtime's own is 64Mi.
        memoryVolume('shm', Size.mebibytes(256)),
      ],
      apartFrom: apartFrom && standApart(replicas, settings) ? selector(apartFrom.name) : undefined,
      metricsPort: { name: 'metrics', number: METRICS_PORT },
      user: POSTGRES.user,
      graceSeconds: 120,
    });
    members.environment.addField('POD_NAME', 'metadata.name');
    members.environment.addVariable('PGDATA', dataFolder(this.major));
    return members;
  }

  private server(): ContainerPlan {
    // Not the socket: during the very first start the server answers there before the database exists.
    const ready = HealthCheck.command(['pg_isready', '--quiet', '--host=127.0.0.1'], { timeout: Duration.seconds(5) });
    return {
      name: 'postgres',
      image: this.image,
      command: ['bash', `${CONFIG_FOLDER}/start.sh`],
      ports: [SERVER],
      resources: this.request.resources,
      checks: {
        // A clone or a recovery of a large database takes hours, and a restart would begin it anew.
        startup: HealthCheck.command(['pg_isready', '--quiet', '--host=127.0.0.1'], { period: Duration.seconds(10), failureThreshold: 1000 }),
        liveness: HealthCheck.tcp(SERVER.name),
        readiness: ready,
      },
      mounts: [
        { name: 'data', mountPath: VOLUME_FOLDER },
        { name: 'credentials', mountPath: CREDENTIAL_FOLDER, readOnly: true },
        { name: 'socket', mountPath: SOCKET_FOLDER },
        { name: 'shm', mountPath: '/dev/shm' },
      ],
    };
  }

  private configuration(): PlainConfiguration {
    const { request, options } = this;
    const standbys = memberNames(this.store, `${request.name}-replica`, options.standbys);
    return {
      major: this.major,
      database: request.database,
      primaryHost: serviceHost(this.store, primaryService(request.name)),
      standbyHosts: standbys.hosts,
      synchronousStandbys: options.synchronous ? standbys.pods : [],
      acknowledgements: acknowledgement(options.standbys, this.settings).standbys,
      memory: request.resources.memory,
      storage: request.storage,
    };
  }

  private addServices(primary: StatefulWorkload, standbys: StatefulWorkload | undefined): void {
    const { request, settings } = this;
    const roles: [string, string, StatefulWorkload | undefined][] = [
      ['ReadWrite', primaryService(request.name), primary], ['ReadOnly', standbyService(request.name), standbys],
    ];
    for (const [id, name, members] of roles) {
      if (members) {
        const labels = componentLabels(this.store, settings, members.name, { name: request.componentName, component: 'database' });
        addStoreService(this.store, id, {
          name,
          labels,
          instance: members.name,
          portName: PORT_NAME,
          port: POSTGRES_PORT,
          targetPort: SERVER.name,
          // No other pod could answer in its place, and a pod also counts as not ready when only its exporter is not ready.
          onlyMember: members === primary,
        });
      }
    }
  }

  private requireSecrets({ namespace }: StatefulWorkload): void {
    const registry = Registry.of(this.store);
    registry.requireSecret(this.store, namespace, this.owner, ['username', 'password', 'uri']);
    if (this.options.standbys > 0) {
      registry.requireSecret(this.store, namespace, this.replication, ['password']);
    }
  }

  private warn(): void {
    const registry = Registry.of(this.store);
    if (this.settings.environment.name === 'production') {
      registry.warn(this.store, 'this engine does not fail over: when its primary is lost, writes wait until a person promotes a standby;'
        + ' PostgresEngine.cloudNativePg() does it by itself');
    }
    if (this.options.synchronous && this.options.standbys === 1) {
      registry.warn(this.store, 'writes wait for the only standby: they hang while it is restarted; give it two, or Durability.ASYNCHRONOUS');
    }
  }
}

/** With as many standbys as zones there is one in each, the primary's too; where zones are only preferred, nodes count. */
function standApart(standbys: number, { zones }: PlatformSettings): boolean {
  return !zones.isRequired || standbys < zones.count;
}

/** Standbys that do not stand apart spread evenly, so the primary's zone holds at most this many of them. */
function acknowledgement(standbys: number, settings: PlatformSettings): Acknowledgement {
  return acknowledge(standbys, standApart(standbys, settings) ? 0 : Math.ceil(standbys / settings.zones.count));
}
