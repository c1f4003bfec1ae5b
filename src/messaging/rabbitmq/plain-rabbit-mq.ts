import { Duration, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { RABBITMQ } from '../../catalog/images';
import { Guard } from '../../internal/guard';
import { memoryVolume } from '../../internal/plus/memory-volume';
import { Durability, Guarantees } from '../../model/guarantees';
import { componentLabels } from '../../platform/labels';
import { Platform, PriorityRole } from '../../platform/platform';
import { Registry } from '../../platform/registry';
import { PlatformSettings } from '../../platform/settings';
import { SecretSource } from '../../secrets/secret-source';
import { credentialVolume } from '../../store/credential-volume';
import { addStoreService } from '../../store/store-service';
import { HealthCheck } from '../../workload/health-check';
import { memberNames } from '../../workload/member-names';
import { ContainerPlan, NamedPort, resolveImage } from '../../workload/pod-plan';
import { StatefulWorkload } from '../../workload/stateful-workload';
import * as files from './rabbit-mq-files';
import { rabbitMqMonitoring } from './rabbit-mq-monitoring';
import { DeployedRabbitMq, RabbitMqProvider, RabbitMqRequest } from './rabbit-mq-provider';

/** Options of `RabbitMqEngine.plain`. */
export interface PlainRabbitMqOptions {
  /**
   * The nodes, an odd number from 1 to 9. With more than three, each quorum queue has replicas on three of them.
   *
   * @default 3
   */
  readonly replicas?: number;
  /**
   * The Secret with the nodes' certificate: the keys `tls.crt`, `tls.key` and `ca.crt`. Its names must include the host that clients
   * connect to. Clients then use TLS on port 5671, and nothing listens on 5672.
   *
   * @default - connections are not encrypted by the broker itself
   */
  readonly certificate?: SecretSource;
  /**
   * The Secret with the key `erlang-cookie`, by which nodes know each other. It must not be the Secret of clients.
   *
   * @default - the Secret `<name of the store>-cluster`
   */
  readonly clusterCredentials?: SecretSource;
  /**
   * The official image in a version of your own, 4.1 or later.
   *
   * @default - `rabbitmq` of the catalogue, as `images` of the Platform has it
   */
  readonly image?: string;
}

const GRACE_SECONDS = 180;

const EPMD: NamedPort = { name: 'epmd', number: files.EPMD_PORT };
const CLUSTERING: NamedPort = { name: 'clustering', number: files.CLUSTERING_PORT };
const METRICS: NamedPort = { name: 'metrics', number: files.METRICS_PORT };

/** RabbitMQ in one StatefulSet, configured by files. */
export class PlainRabbitMqProvider implements RabbitMqProvider {
  public readonly call = 'RabbitMqEngine.plain()';

  public constructor(private readonly options: PlainRabbitMqOptions) {}

  public validate(guard: Guard): void {
    guard.struct('options', this.options);
    guard.integer('replicas', this.replicas, { min: 1, max: 9 }, 'leave it out for 3');
    if (this.replicas % 2 === 0) {
      guard.fail('replicas', this.replicas, 'an odd number', `${this.replicas} nodes tolerate no more failures than ${this.replicas - 1}: use ${this.replicas + 1}`);
    }
    validateSource(guard, 'certificate', this.options.certificate);
    validateSource(guard, 'clusterCredentials', this.options.clusterCredentials);
    if (this.options.image !== undefined) {
      guard.image('image', this.options.image);
    }
  }

  public guarantees({ zones }: PlatformSettings): Guarantees {
    const several = this.replicas > 1;
    return {
      replicas: this.replicas,
      automaticFailover: several,
      ...several ? { failoverTime: Duration.seconds(30) } : {},
      durability: several ? Durability.SYNCHRONOUS : Durability.ASYNCHRONOUS,
      pointInTimeRecovery: false,
      nodes: zones.isRequired ? Math.min(this.replicas, zones.count) : 1,
      customResources: [],
    };
  }

  public deploy(store: Construct, request: RabbitMqRequest): DeployedRabbitMq {
    return new PlainRabbitMq(store, request, { ...this.options, replicas: this.replicas }).deploy();
  }

  private get replicas(): number {
    return this.options.replicas ?? 3;
  }
}

function validateSource(guard: Guard, prop: string, source: SecretSource | undefined): void {
  if (source !== undefined) {
    guard.instance(prop, source, SecretSource, 'SecretSource.existing(\'jobs-tls\')')._validate(guard, prop);
  }
}

class PlainRabbitMq {
  private readonly settings: PlatformSettings;
  private readonly amqp: NamedPort;
  private readonly cluster: SecretSource;

  public constructor(
    private readonly store: Construct, private readonly request: RabbitMqRequest,
    private readonly options: PlainRabbitMqOptions & { readonly replicas: number },
  ) {
    this.settings = Platform.of(store);
    this.amqp = options.certificate ? { name: 'amqps', number: files.AMQPS_PORT } : { name: 'amqp', number: files.AMQP_PORT };
    this.cluster = options.clusterCredentials ?? SecretSource.existing(`${request.name}-cluster`);
  }

  public deploy(): DeployedRabbitMq {
    const { amqp, request, store } = this;
    const nodes = this.addNodes();
    const { connections } = nodes;
    connections.allowTo(connections.peer, [EPMD.number, CLUSTERING.number]);
    connections.allowFrom(connections.peer, [EPMD.number, CLUSTERING.number]);
    addStoreService(store, 'Service', {
      name: request.name,
      labels: componentLabels(store, this.settings, nodes.name, { name: request.componentName, component: 'broker' }),
      instance: nodes.name,
      portName: `tcp-${amqp.name}`,
      port: amqp.number,
      targetPort: amqp.name,
    });
    this.requireSecrets(nodes.namespace);
    return {
      connections,
      port: amqp.number,
      certificateAuthority: this.options.certificate?.key('ca.crt'),
      monitoring: rabbitMqMonitoring({
        namespace: nodes.namespace, name: request.name, instance: nodes.name, nodes: this.options.replicas,
        metricsPort: METRICS.number, scrapeAccess: connections,
      }),
    };
  }

  private addNodes(): StatefulWorkload {
    const { request, store } = this;
    const { resources, storage, definitions } = request;
    const { replicas, certificate } = this.options;
    const { hosts } = memberNames(store, `${request.name}-server`, replicas);
    const nodes = new StatefulWorkload(store, 'server', {
      componentName: request.componentName,
      component: 'broker',
      role: PriorityRole.DATA,
      replicas,
      containers: [this.container()],
      claims: [{ name: 'data', size: storage, storageClass: request.storageClass }],
      memberPorts: [EPMD, CLUSTERING].map((port) => ({ name: `tcp-${port.name}`, port: port.number, target: port })),
      configFiles: [{
        name: 'config', path: files.CONFIG_FOLDER,
        files: () => files.nodeFiles(
          { name: request.name, hosts, memory: resources.memory, storage, encrypted: certificate !== undefined }, definitions,
        ),
      }],
      volumes: () => [
        this.credentials(),
        memoryVolume('home', Size.mebibytes(16)),
        ...certificate ? [credentialVolume('certificate', certificateFiles(certificate))] : [],
      ],
      metricsPort: METRICS,
      user: RABBITMQ.user,
      graceSeconds: GRACE_SECONDS,
    });
    this.tell(nodes, hosts);
    return nodes;
  }

  /** In the environment, so that `kubectl exec` finds the node too. */
  private tell({ environment }: StatefulWorkload, [first]: string[]): void {
    environment.addField('POD_NAME', 'metadata.name');
    environment.addVariable('HOME', files.HOME_FOLDER);
    environment.addVariable('RABBITMQ_CONFIG_FILE', `${files.CONFIG_FOLDER}/rabbitmq.conf`);
    environment.addVariable('RABBITMQ_ENABLED_PLUGINS_FILE', `${files.CONFIG_FOLDER}/enabled_plugins`);
    environment.addVariable('RABBITMQ_MNESIA_BASE', files.DATA_FOLDER);
    environment.addVariable('RABBITMQ_NODENAME', `rabbit@$(POD_NAME)${first.slice(first.indexOf('.'))}`);
    // Threads that wait for work do not burn the CPU of their neighbours.
    environment.addVariable('RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS', '+sbwt none +sbwtdcpu none +sbwtdio none');
    environment.addVariable('RABBITMQ_USE_LONGNAME', 'true');
  }

  private container(): ContainerPlan {
    const [amqp, clustering] = [this.amqp.name, CLUSTERING.name];
    return {
      name: 'rabbitmq',
      image: resolveImage(new Guard(this.store, 'engine.'), 'image', this.options.image ?? this.settings.images._of(RABBITMQ), this.settings),
      command: ['sh', `${files.CONFIG_FOLDER}/start.sh`],
      stopCommand: ['sh', `${files.CONFIG_FOLDER}/stop.sh`],
      ports: [this.amqp, EPMD, CLUSTERING, METRICS],
      resources: this.request.resources,
      checks: {
        // After an outage of all, a node waits for the others.
        startup: HealthCheck.tcp(amqp, { failureThreshold: 120 }),
        // A node without a majority closes its ports for clients. A restart would not help it.
        liveness: HealthCheck.tcp(clustering),
        readiness: HealthCheck.tcp(amqp),
      },
      mounts: [
        { name: 'home', mountPath: files.HOME_FOLDER },
        { name: 'data', mountPath: files.DATA_FOLDER },
        { name: 'credentials', mountPath: files.CREDENTIAL_FOLDER, readOnly: true },
        ...this.options.certificate ? [{ name: 'certificate', mountPath: files.CERTIFICATE_FOLDER, readOnly: true }] : [],
      ],
    };
  }

  private credentials(): ReturnType<typeof credentialVolume> {
    const users = this.request.definitions.users.flatMap(({ id, credentials }) =>
      ['username', 'password'].map((key) => [`${id}.${key}`, credentials.key(key)] as const));
    return credentialVolume('credentials', { [files.COOKIE_FILE]: this.cluster.key(files.COOKIE_FILE), ...Object.fromEntries(users) });
  }

  private requireSecrets(namespace: string | undefined): void {
    const registry = Registry.of(this.store);
    registry.requireSecret(this.store, namespace, this.cluster, [files.COOKIE_FILE]);
    if (this.options.certificate) {
      registry.requireSecret(this.store, namespace, this.options.certificate, ['tls.crt', 'tls.key', 'ca.crt']);
    }
  }
}

function certificateFiles(certificate: SecretSource): Record<string, ReturnType<SecretSource['key']>> {
  return Object.fromEntries(['tls.crt', 'tls.key', 'ca.crt'].map((key) => [key, certificate.key(key)]));
}
