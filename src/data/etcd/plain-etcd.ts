import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { ETCD } from '../../catalog/images';
import { Guard } from '../../internal/guard';
import { Durability, Guarantees } from '../../model/guarantees';
import { componentLabels } from '../../platform/labels';
import { Platform, PriorityRole } from '../../platform/platform';
import { Registry } from '../../platform/registry';
import { PlatformSettings } from '../../platform/settings';
import { SecretSource } from '../../secrets/secret-source';
import { credentialVolume } from '../../store/credential-volume';
import { DeployedStore } from '../../store/store-provider';
import { addStoreService } from '../../store/store-service';
import { HealthCheck } from '../../workload/health-check';
import { memberNames } from '../../workload/member-names';
import { ContainerPlan, NamedPort, resolveImage } from '../../workload/pod-plan';
import { StatefulWorkload } from '../../workload/stateful-workload';
import * as flags from './etcd-flags';
import { etcdMonitoring } from './etcd-monitoring';
import { EtcdProvider, EtcdRequest } from './etcd-provider';

/** Options of `EtcdEngine.plain`. */
export interface PlainEtcdOptions {
  /**
   * The members: 1, 3, 5 or 7. It cannot be changed once the cluster exists.
   *
   * @default 3
   */
  readonly replicas?: number;
  /**
   * The Secret with the certificate of the members: the keys `tls.crt`, `tls.key` and `ca.crt`. Members present it to clients and to
   * each other, so it must be valid for the usages server and client, and its names must include the client Service and
   * `*.<members' Service>`. Every certificate of the authority `ca.crt` is accepted from clients and members: use an authority of its own.
   *
   * @default - the Secret `<name of the store>-cluster`
   */
  readonly certificate?: SecretSource;
  /**
   * The official image in a version of your own, 3.6 or later.
   *
   * @default - `etcd` of the catalogue, as `images` of the Platform has it
   */
  readonly image?: string;
}

const CERTIFICATE_KEYS = ['ca.crt', 'tls.crt', 'tls.key'];
const GRACE_SECONDS = 60;
const CLIENT: NamedPort = { name: 'client', number: flags.CLIENT_PORT };
const PEER: NamedPort = { name: 'peer', number: flags.PEER_PORT };
const METRICS: NamedPort = { name: 'metrics', number: flags.METRICS_PORT };

/** etcd in one StatefulSet, configured by flags: its image has no shell. */
export class PlainEtcdProvider implements EtcdProvider {
  public readonly call = 'EtcdEngine.plain()';

  public constructor(private readonly options: PlainEtcdOptions) {}

  public validate(guard: Guard): void {
    guard.struct('options', this.options);
    guard.integer('replicas', this.replicas, { min: 1, max: 7 }, 'leave it out for 3');
    if (this.replicas % 2 === 0) {
      guard.fail('replicas', this.replicas, 'an odd number', `${this.replicas} members tolerate no more failures than ${this.replicas - 1}: use ${this.replicas + 1}`);
    }
    const { certificate, image } = this.options;
    if (certificate !== undefined) {
      guard.instance('certificate', certificate, SecretSource, 'SecretSource.existing(\'locks-tls\')')._validate(guard, 'certificate');
    }
    if (image !== undefined) {
      guard.image('image', image);
    }
  }

  public guarantees({ zones }: PlatformSettings): Guarantees {
    const several = this.replicas > 1;
    return {
      replicas: this.replicas,
      automaticFailover: several,
      ...several ? { failoverTime: Duration.seconds(10) } : {},
      durability: several ? Durability.SYNCHRONOUS : Durability.ASYNCHRONOUS,
      pointInTimeRecovery: false,
      nodes: zones.isRequired ? Math.min(this.replicas, zones.count) : 1,
      customResources: [],
    };
  }

  public deploy(store: Construct, request: EtcdRequest): DeployedStore {
    return new PlainEtcd(store, request, { ...this.options, replicas: this.replicas }).deploy();
  }

  private get replicas(): number {
    return this.options.replicas ?? 3;
  }
}

class PlainEtcd {
  private readonly settings: PlatformSettings;
  private readonly certificate: SecretSource;

  public constructor(
    private readonly store: Construct, private readonly request: EtcdRequest,
    private readonly options: PlainEtcdOptions & { readonly replicas: number },
  ) {
    this.settings = Platform.of(store);
    this.certificate = options.certificate ?? SecretSource.existing(`${request.name}-cluster`);
  }

  public deploy(): DeployedStore {
    const { request, store } = this;
    const members = this.addMembers();
    const { connections, name, namespace } = members;
    connections.allowTo(connections.peer, [PEER.number]);
    connections.allowFrom(connections.peer, [PEER.number]);
    addStoreService(store, 'Service', {
      name: request.name,
      labels: componentLabels(store, this.settings, name, { name: request.componentName, component: 'etcd' }),
      instance: name,
      portName: `tcp-${CLIENT.name}`,
      port: CLIENT.number,
      targetPort: CLIENT.name,
    });
    Registry.of(store).requireSecret(store, namespace, this.certificate, CERTIFICATE_KEYS);
    return {
      connections,
      monitoring: etcdMonitoring({
        namespace, name: request.name, instance: name, members: this.options.replicas, metricsPort: METRICS.number, scrapeAccess: connections,
      }),
    };
  }

  private addMembers(): StatefulWorkload {
    const { request, store } = this;
    const { replicas } = this.options;
    const members = new StatefulWorkload(store, 'server', {
      componentName: request.componentName,
      component: 'etcd',
      role: PriorityRole.DATA,
      replicas,
      containers: [this.container()],
      claims: [{ name: 'data', size: request.storage, storageClass: request.storageClass }],
      memberPorts: [{ name: `tcp-${PEER.name}`, port: PEER.number, target: PEER }],
      volumes: () => [
        credentialVolume('certificate', Object.fromEntries(CERTIFICATE_KEYS.map((key) => [key, this.certificate.key(key)]))),
      ],
      metricsPort: METRICS,
      user: ETCD.user,
      graceSeconds: GRACE_SECONDS,
    });
    members.environment.addField('POD_NAME', 'metadata.name');
    return members;
  }

  private container(): ContainerPlan {
    const { request, settings, store } = this;
    const { pods, hosts } = memberNames(store, `${request.name}-server`, this.options.replicas);
    return {
      name: 'etcd',
      image: resolveImage(new Guard(store, 'engine.'), 'image', this.options.image ?? settings.images._of(ETCD), settings),
      command: ['/usr/local/bin/etcd'],
      args: flags.etcdFlags({ pods, hosts, storage: request.storage }),
      ports: [CLIENT, PEER, METRICS],
      resources: request.resources,
      checks: {
        // Answered once the log is read and the database defragmented, and before there is a leader: members wait for each other.
        startup: HealthCheck.http('/livez', { port: METRICS.name, failureThreshold: 120 }),
        liveness: HealthCheck.http('/livez', { port: METRICS.name }),
        // It asks for a consistent read, which needs a leader.
        readiness: HealthCheck.http('/readyz', { port: METRICS.name, timeout: Duration.seconds(5) }),
      },
      mounts: [
        { name: 'data', mountPath: flags.VOLUME_FOLDER },
        { name: 'certificate', mountPath: flags.CERTIFICATE_FOLDER, readOnly: true },
      ],
    };
  }
}
