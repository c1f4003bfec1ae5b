import { Chart, Duration, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { CLOUD_NATIVE_PG_POSTGRES } from '../../catalog/images';
import { CLOUD_NATIVE_PG } from '../../catalog/operators/cloud-native-pg';
import { bindings } from '../../internal/bindings';
import { Guard } from '../../internal/guard';
import { late } from '../../internal/late';
import { quantity } from '../../internal/plus/workloads';
import { Durability, Guarantees } from '../../model/guarantees';
import { Platform, PriorityRole } from '../../platform/platform';
import { PlatformSettings } from '../../platform/settings';
import { SecretSource } from '../../secrets/secret-source';
import { Acknowledgement, acknowledge } from '../../store/acknowledgement';
import { Store } from '../../store/store';
import { OperatedPods } from '../../workload/operated-pods';
import { resolveImage, versionOf } from '../../workload/pod-plan';
import { serviceNames } from '../../workload/service-host';
import { BACKUP_RESOURCES, BarmanBackup, CloudNativePgBackup, RECOVERY_POINT } from './cloud-native-pg-backup';
import { ephemeralVolumes, requirements, synchronous } from './cloud-native-pg-fields';
import { cloudNativePgMonitoring } from './cloud-native-pg-monitoring';
import { addPooler } from './cloud-native-pg-pooler';
import { ManagedRoles } from './managed-roles';
import { LONG_READS, sizedParameters } from './parameters';
import { DeployedPostgres, majorOf, METRICS_PORT, POSTGRES_PORT, PostgresProvider, PostgresRequest } from './postgres-provider';

/** Whether clients must use TLS. */
export enum ClientEncryption {
  /** Connections without TLS are rejected. */
  REQUIRED = 'required',
  /** Clients choose: a connection without TLS sends its data in clear text. */
  OPTIONAL = 'optional',
}

/** Options of `PostgresEngine.cloudNativePg`. */
export interface CloudNativePgOptions {
  /**
   * The number of members, including the primary, 1 to 9.
   *
   * @default 3
   */
  readonly instances?: number;
  /**
   * What happens to a committed write when the primary is lost. Synchronous writes wait for one standby, and block while there is none; asynchronous ones never wait.
   *
   * @default - Durability.SYNCHRONOUS with three members or more, else Durability.ASYNCHRONOUS
   */
  readonly durability?: Durability;
  /**
   * Another version of the operator's image. Its tag begins with the major version.
   *
   * @default - `cloudnative-pg-postgresql` of the catalogue, as `images` of the Platform has it
   */
  readonly image?: string;
  /**
   * The size of a separate WAL volume for each member, 1Gi to 65536Gi. It cannot be removed later.
   *
   * @default - WAL is on the data volume
   */
  readonly walStorage?: Size;
  /**
   * Whether clients must use TLS. Members are outside the mesh, so nothing else encrypts these connections.
   *
   * @default ClientEncryption.REQUIRED
   */
  readonly clientEncryption?: ClientEncryption;
  /**
   * The certificate that the owner of the database must present, in addition to the password: a Secret with the keys `tls.crt`
   * and `tls.key`, issued for the user named like the database. Connections of that user without it are rejected. The operator's
   * plugin issues it: `kubectl cnpg certificate <secret> --cnpg-cluster <name> --cnpg-user <database>`.
   *
   * @default - a password is enough
   */
  readonly clientCertificate?: SecretSource;
  /**
   * Continuous backups to object storage, from which the database can be restored to any point in time. It needs the Barman Cloud plugin.
   *
   * @default - none
   */
  readonly backup?: CloudNativePgBackup;
}

/** The status endpoint of each member's instance manager, for the operator and the other members. */
const STATUS_PORT = 8000;

/** A cluster of the CloudNativePG operator, which fails over by itself. */
export class CloudNativePgProvider implements PostgresProvider {
  public readonly call: string;

  private readonly backup?: BarmanBackup;

  public constructor(private readonly options: CloudNativePgOptions) {
    this.backup = options?.backup === undefined ? undefined : new BarmanBackup(options.backup);
    this.call = `PostgresEngine.cloudNativePg(${this.backup ? '{ backup }' : ''})`;
  }

  public validate(guard: Guard): void {
    guard.struct('options', this.options);
    this.validateClientCertificate(guard);
    guard.integer('instances', this.instances, { min: 1, max: 9 }, 'leave it out for 3 members');
    guard.oneOf('durability', this.durability, Object.values(Durability), 'use Durability.SYNCHRONOUS or ASYNCHRONOUS');
    if (this.durability === Durability.SYNCHRONOUS && this.instances === 1) {
      guard.fail('durability', this.durability, 'asynchronous without a standby', 'writes would block forever, waiting for a standby: give more instances, or leave it out');
    }
    if (this.options.image !== undefined) {
      majorOf(guard, 'image', guard.image('image', this.options.image));
    }
    if (this.options.walStorage !== undefined) {
      guard.size('walStorage', this.options.walStorage, { min: Size.gibibytes(1), max: Size.gibibytes(65536) }, 'leave it out for the volume of the data');
    }
    this.backup?.validate(guard.within('backup'));
  }

  public guarantees(settings: PlatformSettings): Guarantees {
    const { zones } = settings;
    const fails = this.instances > 1;
    return {
      replicas: this.instances,
      automaticFailover: fails,
      // A lost node is noticed after about 50 s, and the election takes a few more.
      failoverTime: fails ? Duration.seconds(120) : undefined,
      durability: this.acknowledgement(settings).survivesZone ? this.durability : Durability.ASYNCHRONOUS,
      pointInTimeRecovery: this.backup !== undefined,
      recoveryPoint: this.backup && RECOVERY_POINT,
      nodes: zones.isRequired ? Math.min(this.instances, zones.count) : 1,
      customResources: ['clusters.postgresql.cnpg.io', ...this.backup ? BACKUP_RESOURCES : []],
    };
  }

  public deploy(store: Store, request: PostgresRequest): DeployedPostgres {
    const roles = new ManagedRoles();
    const poolers: string[] = [];
    const pods = new OperatedPods(store, {
      operator: CLOUD_NATIVE_PG,
      alternative: 'PostgresEngine.plain()',
      name: request.name,
      part: { name: request.componentName, component: 'database', version: versionOf(this.image(store)) },
      members: this.instances,
      resources: request.resources,
      added: this.backup?.resources(store),
      role: PriorityRole.DATA,
      memberPorts: [POSTGRES_PORT, STATUS_PORT],
      // The instance manager in each member reads the Cluster and updates its status.
      usesApiServer: true,
    });
    pods.requireSecret(request.credentials, ['username', 'password', 'uri']);
    pods.requireSecret(this.options.clientCertificate, ['tls.crt', 'tls.key']);
    new bindings.postgresCluster.Cluster(store, 'Default', {
      metadata: { name: request.name, labels: pods.labels },
      spec: { ...this.spec(store, request, pods), managed: roles.toSpec(), certificates: certificates(poolers) },
    });
    const connections = pods.connect();
    this.backup?.addTo(store, request.name, pods, connections);
    const { namespace } = Chart.of(store);
    const scrape = pods.scrape({ name: 'metrics', number: METRICS_PORT }, connections, { 'cnpg.io/cluster': request.name, 'cnpg.io/podRole': 'instance' });
    return {
      peers: [connections.peer],
      connections,
      certificateAuthority: SecretSource._generated(`${request.name}-ca`).key('ca.crt'),
      clientCertificate: this.options.clientCertificate,
      credentials: request.credentials ?? SecretSource._generated(`${request.name}-app`),
      clientImage: this.image(store),
      addRole: (added) => roles.add(added),
      addPooler: (pooler, asked) => {
        this.refuseClientCertificate(new Guard(store, 'engine.'));
        poolers.push(...serviceNames(pooler, asked.name));
        return addPooler(pooler, store, asked, this.clientEncryption === ClientEncryption.REQUIRED);
      },
      monitoring: cloudNativePgMonitoring({ namespace, name: request.name, instances: this.instances, backup: this.backup?.watch(), scrape }),
    };
  }

  private validateClientCertificate(guard: Guard): void {
    const { clientCertificate } = this.options;
    guard.oneOf('clientEncryption', this.clientEncryption, Object.values(ClientEncryption), 'leave it out to require TLS');
    if (clientCertificate !== undefined && this.clientEncryption === ClientEncryption.OPTIONAL) {
      guard.fail('clientEncryption', this.clientEncryption, 'required where clients present a certificate', 'leave it out, or leave out clientCertificate');
    }
    if (clientCertificate !== undefined) {
      guard.instance('clientCertificate', clientCertificate, SecretSource, 'SecretSource.existing(\'customers-client\')')
        ._validate(guard, 'clientCertificate');
    }
  }

  /** A pooler connects as the client's role, and has no certificate of it. */
  private refuseClientCertificate(guard: Guard): void {
    if (this.options.clientCertificate !== undefined) {
      guard.conflicts('clientCertificate', 'a connection pooler, which cannot present it', 'leave it out, or connect to the store itself');
    }
  }

  private get instances(): number {
    return this.options.instances ?? 3;
  }

  private get durability(): Durability {
    return this.options.durability ?? (this.instances >= 3 ? Durability.SYNCHRONOUS : Durability.ASYNCHRONOUS);
  }

  private get clientEncryption(): ClientEncryption {
    return this.options.clientEncryption ?? ClientEncryption.REQUIRED;
  }

  private image(store: Construct): string {
    return this.options.image ?? Platform.of(store).images._of(CLOUD_NATIVE_PG_POSTGRES);
  }

  /** Members spread evenly, so a zone holds the primary and at most this many standbys. */
  private acknowledgement({ zones }: PlatformSettings): Acknowledgement {
    return acknowledge(this.instances - 1, zones.isRequired ? Math.ceil(this.instances / zones.count) - 1 : 0);
  }

  private spec(store: Construct, request: PostgresRequest, pods: OperatedPods): import('../../../imports/postgresql.cnpg.io/cluster').ClusterSpec {
    const settings = Platform.of(store);
    const { walStorage } = this.options;
    const { storageClass } = request;
    return {
      instances: this.instances,
      imageName: resolveImage(new Guard(store, 'engine.'), 'image', this.image(store), settings),
      imagePullPolicy: 'Always',
      enablePdb: true,
      enableSuperuserAccess: false,
      storage: { size: quantity(request.storage), storageClass },
      walStorage: walStorage && { size: quantity(walStorage), storageClass },
      ephemeralVolumesSizeLimit: ephemeralVolumes(),
      resources: requirements(request.resources),
      affinity: {
        enablePodAntiAffinity: true,
        podAntiAffinityType: 'preferred',
        topologyKey: 'kubernetes.io/hostname',
      },
      topologySpreadConstraints: [zoneSpread(request.name, pods)],
      seccompProfile: { type: 'RuntimeDefault' },
      priorityClassName: pods.priorityClassName,
      postgresql: {
        parameters: {
          ...sizedParameters(request.resources.memory, request.storage), ...this.instances > 1 ? LONG_READS : {}, ...this.backup?.parameters,
        },
        pgHba: this.authenticationRules(request.database),
        synchronous: this.durability === Durability.SYNCHRONOUS ? synchronous(this.instances, this.acknowledgement(settings).standbys) : undefined,
      },
      plugins: this.backup?.plugins(request.name),
      bootstrap: {
        initdb: {
          database: request.database,
          owner: request.database,
          secret: request.credentials && { name: request.credentials.secretName },
          encoding: 'UTF8',
          localeCollate: 'C',
          localeCType: 'C.UTF-8',
          dataChecksums: true,
        },
      },
      inheritedMetadata: { labels: pods.podLabels },
    };
  }

  /** They come after the operator's own rules for replication, and before its rule that takes any user by password. */
  private authenticationRules(owner: string): string[] | undefined {
    const rules = [
      ...this.clientEncryption === ClientEncryption.REQUIRED ? ['hostnossl all all all reject'] : [],
      ...this.options.clientCertificate ? [`hostssl all ${owner} all scram-sha-256 clientcert=verify-full`] : [],
    ];
    return rules.length > 0 ? rules : undefined;
  }
}

/**
 * Over zones; the operator's own anti-affinity spreads over nodes. The pods of the jobs that create members have no role yet, but
 * bind the member's volume to a zone, so they must count.
 */
function zoneSpread(name: string, pods: OperatedPods): import('../../../imports/postgresql.cnpg.io/cluster').ClusterSpecTopologySpreadConstraints {
  return pods.zoneSpread({
    matchLabels: { 'cnpg.io/cluster': name },
    matchExpressions: [{ key: 'cnpg.io/podRole', operator: 'NotIn', values: ['pooler'] }],
  });
}

/** Names that the server's certificate has besides those of its own Services: PgBouncer shows the same certificate. Read when rendering. */
function certificates(names: string[]): import('../../../imports/postgresql.cnpg.io/cluster').ClusterSpecCertificates | undefined {
  return late(() => names.length > 0 ? { serverAltDnsNames: [...new Set(names)].sort() } : undefined);
}
