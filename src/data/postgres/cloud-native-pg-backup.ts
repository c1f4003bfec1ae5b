import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { BARMAN_CLOUD } from '../../catalog/operators/barman-cloud';
import { Connections } from '../../connections/connections';
import { TrafficPeer } from '../../connections/traffic-peer';
import { bindings } from '../../internal/bindings';
import { longestGap } from '../../internal/forms/cron';
import { Guard } from '../../internal/guard';
import { Platform } from '../../platform/platform';
import { Registry } from '../../platform/registry';
import { BucketAddressing, ObjectStorageBucket } from '../../store/object-storage-bucket';
import { ComputeResources, ResolvedResources, resolveResources, toRequirements } from '../../workload/compute-resources';
import { OperatedPods } from '../../workload/operated-pods';
import { BackupWatch } from './backup-monitoring';

/** Continuous backups of `PostgresEngine.cloudNativePg`. */
export interface CloudNativePgBackup {
  /**
   * Where backups and WAL are stored, in a folder named after the construct path of the store. The credentials
   * must allow listing, reading, writing and deleting objects.
   */
  readonly bucket: ObjectStorageBucket;
  /**
   * When base backups are made: five cron fields, in UTC. WAL is archived continuously.
   *
   * @default 0 2 * * *
   */
  readonly schedule?: string;
  /**
   * How far back the database can be restored, in whole days, 1 day to 10 years. Older backups are deleted.
   *
   * @default Duration.days(30)
   */
  readonly retention?: Duration;
  /**
   * Requests and limits of the plugin's container in each member.
   *
   * @default - 100m CPU and 512Mi memory
   */
  readonly resources?: ComputeResources;
}

/** An idle server closes a file of the log after 4 minutes, which leaves a minute for its way to the bucket. */
const ARCHIVE_TIMEOUT = '4min';
export const RECOVERY_POINT = Duration.minutes(5);
/** Custom resources that backups need besides the Cluster. */
export const BACKUP_RESOURCES = ['objectstores.barmancloud.cnpg.io', 'scheduledbackups.postgresql.cnpg.io'];

type ObjectStoreSpec = ConstructorParameters<typeof bindings.objectStore.ObjectStore>[2]['spec'];
type SidecarResources = NonNullable<NonNullable<ObjectStoreSpec['instanceSidecarConfiguration']>['resources']>;

const PLUGIN = 'barman-cloud.cloudnative-pg.io';
const HTTPS = 443;
/** Services that speak S3 reject the checksums that newer clients of AWS send by default. */
const WITHOUT_CHECKSUMS = [
  { name: 'AWS_REQUEST_CHECKSUM_CALCULATION', value: 'when_required' }, { name: 'AWS_RESPONSE_CHECKSUM_VALIDATION', value: 'when_required' },
];

/** Backups by the Barman Cloud plugin, which runs a container in each member. */
export class BarmanBackup {
  /** Settings of the server. */
  public readonly parameters = { archive_timeout: ARCHIVE_TIMEOUT };

  public constructor(private readonly options: CloudNativePgBackup) {}

  public validate(guard: Guard): void {
    const { bucket } = guard.struct('options', this.options);
    guard.instance('bucket', bucket, ObjectStorageBucket, 'ObjectStorageBucket.s3({ bucket, region, credentials })')._validate(guard.within('bucket'));
    if (bucket._options.addressing === BucketAddressing.VIRTUAL_HOST) {
      guard.notAllowed('bucket', 'the Barman Cloud plugin names a bucket in the path', 'leave out the addressing of the bucket');
    }
    guard.cron('schedule', this.schedule);
    const [remedy, day] = ['give whole days, or leave it out for 30', 86400];
    guard.duration('retention', this.retention, { min: day, max: 3650 * day }, remedy);
    if (this.retention.toSeconds() % day !== 0) {
      guard.fail('retention', `${this.retention.toSeconds()}s`, 'whole days', remedy, 'OutOfRange');
    }
  }

  /** `spec.plugins` of a Cluster. */
  public plugins(name: string): import('../../../imports/postgresql.cnpg.io/cluster').ClusterSpecPlugins[] {
    return [{ name: PLUGIN, isWalArchiver: true, parameters: { barmanObjectName: name } }];
  }

  /** Of the container that the plugin adds to each member. */
  public resources(store: Construct): ResolvedResources {
    return resolveResources(new Guard(store, 'engine.backup.'), this.options.resources, { cpu: Cpu.millis(100), memory: Size.mebibytes(512) },
      Platform.of(store).securityProfile);
  }

  public watch(): BackupWatch {
    return { gap: longestGap(this.schedule) };
  }

  /** Makes the objects in addition to the Cluster. */
  public addTo(store: Construct, name: string, pods: OperatedPods, connections: Connections): void {
    Platform.of(store).cluster._requireOperator(new Guard(store), 'engine.backup', BARMAN_CLOUD, 'addDump(...)');
    const { addresses, credentials, certificateAuthority } = this.bucket;
    pods.requireSecret(credentials, ['access-key-id', 'secret-access-key']);
    pods.requireSecret(certificateAuthority, ['ca.crt']);
    this.warn(store);
    connections.allowTo(addresses ?? TrafficPeer.publicInternet(), [this.options.bucket._endpoint?.port ?? HTTPS]);
    const { ObjectStore } = bindings.objectStore;
    new ObjectStore(store, 'ObjectStore', { metadata: pods.metadata, spec: this.objectStore(store) });
    const { ScheduledBackup, ScheduledBackupSpecBackupOwnerReference: Owner, ScheduledBackupSpecMethod: Method } = bindings.scheduledBackup;
    new ScheduledBackup(store, 'ScheduledBackup', {
      metadata: pods.metadata,
      spec: {
        cluster: { name },
        // Seconds first.
        schedule: `0 ${this.schedule}`,
        immediate: true,
        backupOwnerReference: Owner.SELF,
        method: Method.PLUGIN,
        pluginConfiguration: { name: PLUGIN },
      },
    });
  }

  private warn(store: Construct): void {
    const endpoint = this.options.bucket._endpoint;
    if (Platform.of(store).environment.name === 'production' && endpoint?.encrypted === false) {
      Registry.of(store).warn(store, `backups are sent to ${endpoint.url} without encryption: use an endpoint with https://`);
    }
  }

  private get bucket(): ObjectStorageBucket['_options'] {
    return this.options.bucket._options;
  }

  private get schedule(): string {
    return this.options.schedule ?? '0 2 * * *';
  }

  private get retention(): Duration {
    return this.options.retention ?? Duration.days(30);
  }

  private objectStore(store: Construct): ObjectStoreSpec {
    const { bucket, prefix, region, credentials, certificateAuthority } = this.bucket;
    const {
      ObjectStoreSpecConfigurationWalCompression: WalCompression, ObjectStoreSpecConfigurationDataCompression: DataCompression,
    } = bindings.objectStore;
    const endpoint = this.options.bucket._endpoint;
    const folder = store.node.path.replace(/[^A-Za-z0-9_./-]+/g, '-');
    return {
      retentionPolicy: `${this.retention.toDays()}d`,
      configuration: {
        destinationPath: `s3://${[bucket, ...prefix === undefined ? [] : [prefix], folder].join('/')}`,
        endpointUrl: endpoint?.url,
        endpointCa: certificateAuthority && { name: certificateAuthority.secretName, key: 'ca.crt' },
        s3Credentials: {
          accessKeyId: { name: credentials.secretName, key: 'access-key-id' }, secretAccessKey: { name: credentials.secretName, key: 'secret-access-key' },
        },
        wal: { compression: WalCompression.GZIP },
        data: { compression: DataCompression.GZIP },
      },
      instanceSidecarConfiguration: {
        env: [{ name: 'AWS_DEFAULT_REGION', value: region }, ...endpoint ? WITHOUT_CHECKSUMS : []],
        resources: sidecarResources(this.resources(store)),
      },
    };
  }
}

function sidecarResources(resources: ResolvedResources): SidecarResources {
  const {
    ObjectStoreSpecInstanceSidecarConfigurationResourcesLimits: Limit, ObjectStoreSpecInstanceSidecarConfigurationResourcesRequests: Request,
  } = bindings.objectStore;
  const { requests, limits } = toRequirements(resources);
  const convert = <T>(amounts: typeof requests, from: (text: string) => T): Record<string, T> =>
    Object.fromEntries(Object.entries(amounts ?? {}).map(([name, amount]) => [name, from(`${amount.value}`)]));
  return { requests: convert(requests, Request.fromString), limits: convert(limits, Limit.fromString) };
}
