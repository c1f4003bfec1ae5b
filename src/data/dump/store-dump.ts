import { Duration, Size } from 'cdk8s';
import { Cpu, CronJob, k8s } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { AWS_CLI } from '../../catalog/images';
import { Component } from '../../component/component';
import { IConnectable } from '../../connections/connectable';
import { connect } from '../../connections/connection';
import { TrafficPeer } from '../../connections/traffic-peer';
import { longestGap } from '../../internal/forms/cron';
import { frozen } from '../../internal/frozen';
import { Guard } from '../../internal/guard';
import { quantity } from '../../internal/plus/workloads';
import { AlertOverride } from '../../model/alert-override';
import { MonitoringPlan } from '../../model/monitoring-plan';
import { componentLabels } from '../../platform/labels';
import { Platform, PriorityRole } from '../../platform/platform';
import { Registry } from '../../platform/registry';
import { PlatformSettings } from '../../platform/settings';
import { credentialVolume } from '../../store/credential-volume';
import { ObjectStorageBucket } from '../../store/object-storage-bucket';
import { resolveResources } from '../../workload/compute-resources';
import { HealthCheck } from '../../workload/health-check';
import { catalogueImage, ContainerPlan, resolveImage } from '../../workload/pod-plan';
import { ScheduledWorkload } from '../../workload/scheduled-workload';
import {
  BUCKET_FOLDER, DATABASE_FOLDER, DUMP_FOLDER, HEARTBEAT_IS_FRESH, SCRIPT_FOLDER, uploadScript,
} from './dump-files';
import { dumpMonitoring } from './dump-monitoring';

/** Options of `addDump` of a store. */
export interface StoreDumpProps {
  /** Where dumps are kept. */
  readonly bucket: ObjectStorageBucket;
  /** When dumps are made: five cron fields, in UTC. */
  readonly schedule: string;
  /**
   * How long a dump is kept, 1 day to 10 years. A run that has uploaded a new dump deletes older ones; a run that
   * fails deletes nothing.
   *
   * @default - dumps are not deleted: let a lifecycle rule of the bucket do it
   */
  readonly retention?: Duration;
  /**
   * How long a run may take, 1 minute to 7 days.
   *
   * @default Duration.hours(4)
   */
  readonly deadline?: Duration;
  /**
   * The minimum size of a dump in percent of the last one, 0 to 100. A smaller one is uploaded with the suffix
   * `.small`, and the run fails: it does not count as a backup, and no old dump is deleted. 0 accepts any size.
   *
   * @default 50
   */
  readonly minimumPercentOfLast?: number;
  /**
   * The size of the temporary volume that holds the dump during the run, 1Gi to 65536Gi.
   *
   * @default - as much as the store has
   */
  readonly scratch?: Size;
  /**
   * Overrides of single alerts, by alert id.
   *
   * @default - no overrides
   */
  readonly alerts?: Record<string, AlertOverride>;
}

/** How the database is reached. */
export interface DumpSource {
  readonly port: string;
  /** The files of its credentials: `ca.crt` proves the server's certificate, `tls.crt` and `tls.key` are the client's own. */
  readonly files: string[];
}

/** The store that is dumped. */
export interface DumpedStore {
  readonly store: IConnectable;
  /** The script that makes the dump, for bash. */
  readonly script: (source: DumpSource) => string;
  /** With the client programs of the server's major version: an older one refuses a newer server. */
  readonly image: string;
  readonly storage: Size;
  readonly storageClass?: string;
}

const HTTPS = 443;

/** A scheduled dump of a database to a bucket. It contains the database, but not the roles and settings of the server. */
export class StoreDump extends Component {
  /** @internal */
  public static _of(scope: Construct, id: string, props: StoreDumpProps, dumped: DumpedStore): StoreDump {
    return new StoreDump(scope, id, props, dumped);
  }

  /** The CronJob. */
  public readonly cronJob: CronJob;

  private readonly guard: Guard;
  private readonly settings: PlatformSettings;
  private readonly workload: ScheduledWorkload;

  private readonly props: StoreDumpProps;

  private constructor(scope: Construct, id: string, given: StoreDumpProps, private readonly dumped: DumpedStore) {
    super(scope, id);
    this.props = frozen(given);
    this.guard = new Guard(this);
    this.settings = Platform.of(this);
    this.validate();
    this.node.addValidation({ validate: () => this.overlaps() });
    this.workload = this.addWorkload();
    this.cronJob = this.workload.cronJob;
    connect(this, this.workload.connections, dumped.store, {});
    this.workload.connections.allowTo(this.bucket.addresses ?? TrafficPeer.publicInternet(), [this.endpoint?.port ?? HTTPS]);
    if (this.settings.mesh._provider.controlsHosts && !this.isInCluster) {
      this.addBucketToMesh();
    }
    this.requireSecrets();
    this.warn();
    this.monitor(this.props.alerts);
  }

  protected describeMonitoring(): MonitoringPlan {
    const { name, namespace } = this.workload;
    return dumpMonitoring({ namespace, name, schedule: this.props.schedule, deadline: this.deadline });
  }

  /** The maximum age of the newest dump. @internal */
  public get _recoveryPoint(): Duration {
    return Duration.seconds(longestGap(this.props.schedule) + this.deadline.toSeconds());
  }

  private get bucket(): ObjectStorageBucket['_options'] {
    return this.props.bucket._options;
  }

  private get endpoint(): ObjectStorageBucket['_endpoint'] {
    return this.props.bucket._endpoint;
  }

  /** A Service, which the mesh knows anyway. */
  private get isInCluster(): boolean {
    return /\.svc(\.|$)/.test(this.endpoint?.host ?? '');
  }

  private get deadline(): Duration {
    return this.props.deadline ?? Duration.hours(4);
  }

  private get minimumPercentOfLast(): number {
    return this.props.minimumPercentOfLast ?? 50;
  }

  /** Of its own: two dumps in one folder would delete each other's files. */
  private get folder(): string {
    const { prefix } = this.bucket;
    const path = this.node.path.replace(/[^A-Za-z0-9_./-]+/g, '-');
    return prefix === undefined ? path : `${prefix}/${path}`;
  }

  /** Paths differ, but a prefix, or an id with characters that no folder has, can make two the same. */
  private overlaps(): string[] {
    const { bucket } = this.bucket;
    const others = this.node.root.node.findAll().filter((other): other is StoreDump => other instanceof StoreDump && other !== this);
    const twin = others.find((other) => other.bucket.bucket === bucket && other.endpoint?.url === this.endpoint?.url && other.folder === this.folder);
    return twin ? [Guard.message('bucket', `${bucket}/${this.folder}`, 'a folder of its own',
      `${twin.node.path} writes there too, and each would delete the other's dumps: give one of them another prefix`)] : [];
  }

  private validate(): void {
    const { guard, props } = this;
    guard.struct('props', props);
    guard.instance('bucket', props.bucket, ObjectStorageBucket, 'ObjectStorageBucket.s3({ bucket, region, credentials })')._validate(guard.within('bucket'));
    guard.cron('schedule', props.schedule);
    guard.duration('deadline', this.deadline, { min: 60, max: 7 * 86400 }, 'leave it out for 4 hours');
    if (props.retention !== undefined) {
      guard.duration('retention', props.retention, { min: 86400, max: 3650 * 86400 }, 'leave it out where a lifecycle rule of the bucket deletes');
    }
    guard.integer('minimumPercentOfLast', this.minimumPercentOfLast, { min: 0, max: 100 }, 'leave it out for 50');
    if (props.scratch !== undefined) {
      guard.size('scratch', props.scratch, { min: Size.gibibytes(1), max: Size.gibibytes(65536) }, 'leave it out for as much as the store has');
    }
  }

  private addWorkload(): ScheduledWorkload {
    const { binding } = this.dumped.store.toConnectable();
    const { bucket, region, addressing, credentials, certificateAuthority } = this.bucket;
    const { uri, ...secrets } = binding.secrets!;
    const { folder, minimumPercentOfLast } = this;
    return new ScheduledWorkload(this, 'Default', {
      componentName: this.node.id,
      component: 'backup',
      role: PriorityRole.BATCH,
      schedule: this.props.schedule,
      deadline: this.deadline,
      initContainers: [this.dumper()],
      containers: [this.uploader()],
      configFiles: [{
        name: 'config',
        path: SCRIPT_FOLDER,
        files: {
          'dump.sh': this.dumped.script({ port: binding.literals.port, files: Object.keys(secrets) }),
          'upload.sh': uploadScript({
            bucket,
            region,
            folder,
            minimumPercentOfLast,
            retention: this.props.retention,
            service: this.endpoint && { endpoint: this.endpoint.url, addressing: addressing!, ownAuthority: certificateAuthority !== undefined },
          }),
        },
      }],
      volumes: [
        credentialVolume('database', secrets),
        credentialVolume('bucket', {
          'access-key-id': credentials.key('access-key-id'),
          'secret-access-key': credentials.key('secret-access-key'),
          ...certificateAuthority ? { 'ca.crt': certificateAuthority.key('ca.crt') } : {},
        }),
        this.scratch(),
      ],
    });
  }

  private dumper(): ContainerPlan {
    return {
      name: 'dump',
      image: resolveImage(this.guard, 'engine.image', this.dumped.image, this.settings),
      command: ['bash', `${SCRIPT_FOLDER}/dump.sh`],
      resources: resolveResources(this.guard, undefined, { cpu: Cpu.millis(250), memory: Size.mebibytes(512) }, this.settings.securityProfile),
      mounts: [
        { name: 'config', mountPath: SCRIPT_FOLDER, readOnly: true },
        { name: 'database', mountPath: DATABASE_FOLDER, readOnly: true },
        { name: 'dump', mountPath: DUMP_FOLDER },
      ],
    };
  }

  private uploader(): ContainerPlan {
    return {
      name: 'upload',
      image: catalogueImage(this.guard, AWS_CLI, this.settings),
      command: ['bash', `${SCRIPT_FOLDER}/upload.sh`],
      resources: resolveResources(this.guard, undefined, { cpu: Cpu.millis(100), memory: Size.mebibytes(512) }, this.settings.securityProfile),
      checks: {
        liveness: HealthCheck.command(HEARTBEAT_IS_FRESH, { period: Duration.seconds(30), timeout: Duration.seconds(5) }),
      },
      mounts: [{ name: 'bucket', mountPath: BUCKET_FOLDER, readOnly: true }, { name: 'dump', mountPath: DUMP_FOLDER, readOnly: true }],
    };
  }

  /** A volume from the storage class, because a dump may be larger than what a node's own disk has free. */
  private scratch(): k8s.Volume {
    return {
      name: 'dump',
      ephemeral: {
        volumeClaimTemplate: {
          spec: {
            accessModes: ['ReadWriteOnce'],
            storageClassName: this.dumped.storageClass,
            resources: { requests: { storage: k8s.Quantity.fromString(quantity(this.props.scratch ?? this.dumped.storage)) } },
          },
        },
      },
    };
  }

  private requireSecrets(): void {
    const { credentials, certificateAuthority } = this.bucket;
    const registry = Registry.of(this);
    registry.requireSecret(this, this.workload.namespace, credentials, ['access-key-id', 'secret-access-key']);
    if (certificateAuthority) {
      registry.requireSecret(this, this.workload.namespace, certificateAuthority, ['ca.crt']);
    }
  }

  private warn(): void {
    if (this.settings.environment.name === 'production' && this.endpoint?.encrypted === false && !(this.settings.mesh._provider.hasIdentities && this.isInCluster)) {
      Registry.of(this).warn(this, `dumps are sent to ${this.endpoint.url} without encryption: use an endpoint with https://`);
    }
  }

  /** Makes the bucket known to the mesh, which lets nothing out to hosts that it does not know. */
  private addBucketToMesh(): void {
    const { name } = this.workload;
    this.settings.mesh._provider.addHost(this, 'Bucket', {
      metadata: { name, labels: componentLabels(this, this.settings, name, { name: this.node.id, component: 'external' }) },
      host: this.props.bucket._host,
      port: this.endpoint?.port ?? HTTPS,
      protocol: this.endpoint?.encrypted === false ? 'HTTP' : 'TLS',
      exportTo: () => ['.'],
    });
  }
}
