import { Chart, Duration, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { Connections } from '../../connections/connections';
import { TrafficPeer } from '../../connections/traffic-peer';
import { bindings } from '../../internal/bindings';
import { Guard } from '../../internal/guard';
import { quantity } from '../../internal/plus/workloads';
import { Operator } from '../../model/cluster-profile';
import { Durability, Guarantees } from '../../model/guarantees';
import { SecretSource } from '../../model/secret-source';
import { componentLabels } from '../../platform/labels';
import { namespaceOf } from '../../platform/namespace';
import { Platform, priorityClassName, PriorityRole } from '../../platform/platform';
import { Registry } from '../../platform/registry';
import { PlatformSettings } from '../../platform/settings';
import { ResolvedResources, toAmounts, toRequirements } from '../../workload/compute-resources';
import { resolveImage, selector, versionOf } from '../../workload/pod-plan';
import { Acknowledgement, acknowledge } from '../acknowledgement';
import { cloudNativePgMonitoring } from './cloud-native-pg-monitoring';
import { sizedParameters } from './parameters';
import { DeployedPostgres, majorOf, POSTGRES_PORT, PostgresProvider, PostgresRequest } from './postgres-provider';

/** Options of `PostgresEngine.cloudNativePg`. */
export interface CloudNativePgOptions {
  /**
   * Members, the primary included, 1 to 9.
   *
   * @default 3
   */
  readonly instances?: number;
  /**
   * What becomes of a committed write when the primary is lost. Synchronous writes wait for one standby, and hang while no
   * standby is there; asynchronous ones never wait.
   *
   * @default - Durability.SYNCHRONOUS with three members or more, else Durability.ASYNCHRONOUS
   */
  readonly durability?: Durability;
  /**
   * The operator's image in a version of your own. Its tag begins with the major version.
   *
   * @default ghcr.io/cloudnative-pg/postgresql:18.4-system-trixie
   */
  readonly image?: string;
  /**
   * A volume of its own for the write-ahead log of each member, 1Gi to 65536Gi. It cannot be taken away later.
   *
   * @default - the log is on the volume of the data
   */
  readonly walStorage?: Size;
  /**
   * The certificate that clients show, besides their password: a Secret with the keys `tls.crt` and `tls.key`, for the user that
   * is called like the database. Who shows none, or comes without TLS, is refused. The operator's plugin makes it:
   * `kubectl cnpg certificate <secret> --cnpg-cluster <name> --cnpg-user <database>`.
   *
   * @default - a password is enough
   */
  readonly clientCertificate?: SecretSource;
}

const IMAGE = 'ghcr.io/cloudnative-pg/postgresql:18.4-system-trixie';
/** Where the operator and the members ask each other how they are. */
const STATUS_PORT = 8000;
/** Where a sidecar gets its configuration and its certificate. */
const ISTIOD_PORT = 15012;

/** Members by the operator CloudNativePG, which elects another primary by itself. */
export class CloudNativePgProvider implements PostgresProvider {
  public readonly call = 'PostgresEngine.cloudNativePg()';

  public constructor(private readonly options: CloudNativePgOptions) {}

  public validate(guard: Guard): void {
    guard.struct('options', this.options);
    this.validateClientCertificate(guard);
    guard.integer('instances', this.instances, { min: 1, max: 9 }, 'leave it out for 3 members');
    guard.oneOf('durability', this.durability, Object.values(Durability), 'use Durability.SYNCHRONOUS or ASYNCHRONOUS');
    if (this.durability === Durability.SYNCHRONOUS && this.instances === 1) {
      guard.fail('durability', this.durability, 'asynchronous without a standby', 'writes would wait for a standby for ever: give more instances, or leave it out');
    }
    guard.image('image', this.image);
    majorOf(guard, 'image', this.image);
    if (this.options.walStorage !== undefined) {
      guard.size('walStorage', this.options.walStorage, { min: Size.gibibytes(1), max: Size.gibibytes(65536) }, 'leave it out for the volume of the data');
    }
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
      pointInTimeRecovery: false,
      nodes: zones.isRequired ? Math.min(this.instances, zones.count) : 1,
      customResources: ['clusters.postgresql.cnpg.io'],
    };
  }

  public deploy(store: Construct, request: PostgresRequest): DeployedPostgres {
    const settings = Platform.of(store);
    const { namespace } = Chart.of(store);
    settings.cluster._requireOperator(new Guard(store), 'engine', Operator.CLOUD_NATIVE_PG, 'PostgresEngine.plain()');
    const role = { name: request.componentName, component: 'database' };
    const metadata = { name: request.name, labels: componentLabels(store, settings, request.name, role) };
    const labels = componentLabels(store, settings, request.name, { ...role, version: versionOf(this.image) });
    new bindings.postgresCluster.Cluster(store, 'Default', {
      metadata: { ...metadata, labels }, spec: this.spec(store, request, settings, labels) as never,
    });
    const connections = this.connect(store, settings, metadata);
    const amounts = toAmounts(request.resources);
    // One more while a member is replaced or joins.
    namespaceOf(store)?._addFootprint(() => ({ pods: this.instances + 1, pod: amounts, largest: amounts }));
    if (request.credentials) {
      Registry.of(store).requireSecret(store, namespace, request.credentials, ['username', 'password', 'uri']);
    }
    if (this.options.clientCertificate) {
      Registry.of(store).requireSecret(store, namespace, this.options.clientCertificate, ['tls.crt', 'tls.key']);
    }
    return {
      peers: [connections.peer],
      connections,
      certificateAuthority: SecretSource._generated(`${request.name}-ca`).key('ca.crt'),
      clientCertificate: this.options.clientCertificate,
      credentials: request.credentials ?? SecretSource._generated(`${request.name}-app`),
      clientImage: this.image,
      monitoring: cloudNativePgMonitoring({ namespace, name: request.name, instances: this.instances, scrapeAccess: connections }),
    };
  }

  private validateClientCertificate(guard: Guard): void {
    const { clientCertificate } = this.options;
    if (clientCertificate !== undefined) {
      guard.instance('clientCertificate', clientCertificate, SecretSource, 'SecretSource.existing(\'customers-client\')')
        ._validate(guard, 'clientCertificate');
    }
  }

  private get instances(): number {
    return this.options.instances ?? 3;
  }

  private get durability(): Durability {
    return this.options.durability ?? (this.instances >= 3 ? Durability.SYNCHRONOUS : Durability.ASYNCHRONOUS);
  }

  private get image(): string {
    return this.options.image ?? IMAGE;
  }

  /** Members spread evenly, so a zone holds the primary and at most this many standbys. */
  private acknowledgement({ zones }: PlatformSettings): Acknowledgement {
    return acknowledge(this.instances - 1, zones.isRequired ? Math.ceil(this.instances / zones.count) - 1 : 0);
  }

  private spec(store: Construct, request: PostgresRequest, settings: PlatformSettings, labels: Record<string, string>): object {
    const { walStorage } = this.options;
    const { storageClass } = request;
    return {
      instances: this.instances,
      imageName: resolveImage(new Guard(store, 'engine.'), 'image', this.image, settings),
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
      topologySpreadConstraints: [this.zoneSpread(request.name, settings)],
      seccompProfile: { type: 'RuntimeDefault' },
      priorityClassName: settings.securityProfile.isHardened ? priorityClassName(settings, PriorityRole.DATA) : undefined,
      postgresql: {
        parameters: sizedParameters(request.resources.memory, request.storage),
        pgHba: this.options.clientCertificate && onlyWithCertificate(request.database),
        synchronous: this.durability === Durability.SYNCHRONOUS ? synchronous(this.instances, this.acknowledgement(settings).standbys) : undefined,
      },
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
      inheritedMetadata: { labels: inherited(labels, settings) },
    };
  }

  /** By zone; nodes are told apart by the operator's own anti-affinity. */
  private zoneSpread(name: string, { zones }: PlatformSettings): object {
    return {
      maxSkew: 1,
      topologyKey: 'topology.kubernetes.io/zone',
      labelSelector: { matchLabels: { 'cnpg.io/cluster': name, 'cnpg.io/podRole': 'instance' } },
      ...zones.isRequired
        ? { whenUnsatisfiable: 'DoNotSchedule', nodeTaintsPolicy: 'Honor', minDomains: this.instances <= zones.count ? zones.count : undefined }
        : { whenUnsatisfiable: 'ScheduleAnyway' },
    };
  }

  /** The members encrypt by themselves, with certificates of the operator's, so a sidecar would only be in their way. */
  private connect(store: Construct, settings: PlatformSettings, metadata: { name: string; labels: Record<string, string> }): Connections {
    const { cloudNativePg, istiod } = settings.cluster;
    const connections = new Connections(store, 'Connections', { metadata, selector: selector(metadata.name), inMesh: false });
    connections.allowFrom(TrafficPeer.pods(cloudNativePg), [POSTGRES_PORT, STATUS_PORT]);
    connections.allowFrom(connections.peer, [POSTGRES_PORT, STATUS_PORT]);
    connections.allowTo(connections.peer, [POSTGRES_PORT, STATUS_PORT]);
    // Each member reads its orders from the API server.
    connections.allowToApiServer();
    if (settings.mesh.isIstio) {
      // Jobs that make a member carry our `instance`, but not the label that keeps the sidecar away, and theirs must start.
      connections.allowTo(TrafficPeer.pods(istiod), [ISTIOD_PORT]);
      Registry.of(store).warn(store, 'the operator makes members by jobs that get a sidecar whatever we say, and such a job ends only where sidecars are'
        + ' native: by default since Istio 1.28, before that by ENABLE_NATIVE_SIDECARS=true of istiod');
    }
    return connections;
  }
}

/** The operator's own rules stand before these, and its rule for everybody behind them. */
function onlyWithCertificate(owner: string): string[] {
  return [`hostssl all ${owner} all scram-sha-256 clientcert=verify-full`, `host all ${owner} all reject`];
}

function synchronous(instances: number, number: number): object {
  const {
    ClusterSpecPostgresqlSynchronousMethod: Method, ClusterSpecPostgresqlSynchronousDataDurability: DataDurability,
  } = bindings.postgresCluster;
  // With a quorum, a standby that may miss a committed write is never elected.
  return { method: Method.ANY, number, dataDurability: DataDurability.REQUIRED, failoverQuorum: instances >= 3 ? true : undefined };
}

function requirements(resources: ResolvedResources): object {
  const { ClusterSpecResourcesLimits: Limit, ClusterSpecResourcesRequests: Request } = bindings.postgresCluster;
  const { requests, limits } = toRequirements(resources);
  const convert = <T>(amounts: typeof requests, from: (text: string) => T): Record<string, T> =>
    Object.fromEntries(Object.entries(amounts ?? {}).map(([name, amount]) => [name, from(`${amount.value}`)]));
  return { requests: convert(requests, Request.fromString), limits: convert(limits, Limit.fromString) };
}

function ephemeralVolumes(): object {
  const {
    ClusterSpecEphemeralVolumesSizeLimitShm: Shm, ClusterSpecEphemeralVolumesSizeLimitTemporaryData: TemporaryData,
  } = bindings.postgresCluster;
  return { shm: Shm.fromString('256Mi'), temporaryData: TemporaryData.fromString('512Mi') };
}

/** What the operator writes itself (`managed-by`, `component`, ...) is left to it: two writers would undo each other. */
function inherited(labels: Record<string, string>, { mesh }: PlatformSettings): Record<string, string> {
  const ours = Object.entries(labels).filter(([label]) => ['app.kubernetes.io/instance', 'env', 'owner'].includes(label));
  return { ...Object.fromEntries(ours), ...mesh.isIstio ? { 'sidecar.istio.io/inject': 'false' } : {} };
}

