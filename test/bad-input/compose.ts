import { Size } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-29';
import { IConstruct } from 'constructs';
import {
  AcmeChallenge, AcmeOptions, AdoptedWorkload, AdoptionOptions, AgentApi, AgentApiProps, AgentController, AgentControllerProps,
  AgentGateway, AgentGatewayProps, AlertOverride, CertificateAuthority, CertificateIssuer, CertificateIssuerProps, CertManagerOptions,
  ClusterFacts, ClusterProfile, ComputeResources, ConnectOptions, Connections, ConnectionsProps, Coordination, DatabaseAccess, DataLayer,
  ObjectStorageBucket, ExternalSecretOptions, ExternalService, ExternalServiceProps, GatewayEngine, HealthCheck, InfisicalAuth,
  InfisicalOptions, IssuerRef, Mesh, MessageAccess, MessagingLayer, Namespace, NginxGatewayOptions, ObservabilityStack,
  ObservabilityStackProps, Permission, Platform, PlatformProps, PolicyBundle, PolicyBundleProps, Postgres, StoreDump, StoreDumpProps,
  Etcd, EtcdEngine, EtcdProps, PlainEtcdOptions,
  ExternalMySqlOptions, ExternalPostgresOptions, ExternalRedisOptions, MariaDbOptions, MySql, MySqlAccess, MySqlEngine, MySqlProps, MySqlUserProps,
  PostgresEngine, PostgresProps, PlainRabbitMqOptions, PostgresPoolerProps, PostgresUserProps, RabbitMq, RabbitMqEngine,
  RabbitMqPolicyProps, RabbitMqProps, RabbitMqQueueProps, RabbitMqUserProps, Redis, RedisEngine, RedisProps, RouteOptions, S3BucketOptions,
  S3CompatibleBucketOptions, Scaling, SealedSecretOptions, SealedValue, SecretSource, SecretStoreRef, TrafficPeer, VaultOptions,
  AgentWorker, AgentWorkerProps, WorkerHealth, ScheduledTask, ScheduledTaskProps, WebService, WebServiceProps,
} from '../../src';
import { IMAGE, silentApp, validationErrors } from '../support/platforms';

/** What may stand in the place of a value: a program in JavaScript or Python has no types. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Wild<T> = { [K in keyof T]?: any };

export function platform(props: Wild<PlatformProps> = {}): Platform {
  return new Platform(silentApp(), 'production', props);
}

export function namespace(props: Wild<PlatformProps> = {}): Namespace {
  return new Namespace(platform(props), 'agents');
}

export function cluster(facts: Wild<ClusterFacts>): Platform {
  return platform({ cluster: ClusterProfile.generic(facts) });
}

export function task(props: Wild<ScheduledTaskProps>): ScheduledTask {
  return new ScheduledTask(namespace(), 'report', { image: IMAGE, schedule: '0 7 * * *', ...props });
}

export function worker(props: Wild<AgentWorkerProps>): AgentWorker {
  return new AgentWorker(namespace(), 'worker', { image: IMAGE, health: WorkerHealth.heartbeat(), ...props });
}

export function web(props: Wild<WebServiceProps>): WebService {
  return new WebService(namespace(), 'web', { image: IMAGE, ...props });
}

export function api(props: Wild<AgentApiProps>): AgentApi {
  return new AgentApi(namespace(), 'api', { image: IMAGE, ...props });
}

export function controller(props: Wild<AgentControllerProps>): AgentController {
  return new AgentController(namespace(), 'controller', { image: IMAGE, coordination: Coordination.leaderElection(), ...props });
}

export function resources(props: Wild<ComputeResources>): AgentApi {
  return api({ resources: props });
}

export function scaled(scaling: Scaling): AgentApi {
  return api({ scaling });
}

export function checked(readiness: HealthCheck): AgentApi {
  return api({ readiness });
}

export function external(props: Wild<ExternalServiceProps>): ExternalService {
  return new ExternalService(namespace(), 'model', { host: 'api.example.com', port: 443, addresses: TrafficPeer.publicInternet(), ...props });
}

/** An external service that an API of its namespace is connected to. */
export function told(props: Wild<ExternalServiceProps>): void {
  const model = external(props);
  new AgentApi(model.node.scope as Namespace, 'api', { image: IMAGE }).connectTo(model);
}

export function connected(options: Wild<ConnectOptions>): AgentApi {
  const agents = namespace();
  const model = new ExternalService(agents, 'model', { host: 'api.example.com', port: 443, addresses: TrafficPeer.publicInternet() });
  const client = new AgentApi(agents, 'api', { image: IMAGE });
  client.connectTo(model, options);
  return client;
}

/** The same, validated. */
export function connectedApi(options: Wild<ConnectOptions>): void {
  validated(connected(options));
}

export function gateway(props: Wild<AgentGatewayProps>): AgentGateway {
  return new AgentGateway(namespace({ mesh: Mesh.istio() }), 'gateway', {
    host: 'agents.example.com', engine: GatewayEngine.istio(), certificate: SecretSource.existing('agents-example-com'), ...props,
  });
}

export function nginx(props: Wild<AgentGatewayProps>, options: NginxGatewayOptions = {}): AgentGateway {
  return new AgentGateway(namespace(), 'gateway', {
    host: 'agents.example.com', engine: GatewayEngine.nginx(options), certificate: SecretSource.existing('agents-example-com'), ...props,
  });
}

export function routed(path: unknown, options: Wild<RouteOptions> = {}, target?: unknown): void {
  const edge = gateway({});
  edge.route(path as string, (target ?? new AgentApi(edge.node.scope as Namespace, 'api', { image: IMAGE })) as AgentApi, options);
}

export function stack(props: Wild<ObservabilityStackProps>): ObservabilityStack {
  return new ObservabilityStack(namespace(), 'observability', props);
}

export function postgres(props: Wild<PostgresProps>): Postgres {
  return new DataLayer(namespace(), 'data').addPostgres('customers', props);
}

export function etcd(props: Wild<EtcdProps>): Etcd {
  return new DataLayer(namespace(), 'data').addEtcd('locks', props);
}

export function plainEtcd(options: Wild<PlainEtcdOptions>): Etcd {
  return etcd({ engine: EtcdEngine.plain(options) });
}

export function mySql(props: Wild<MySqlProps>, id: string = 'orders'): MySql {
  return new DataLayer(namespace(), 'data').addMySql(id, props);
}

export function mariaDb(options: Wild<MariaDbOptions>): MySql {
  return mySql({ engine: MySqlEngine.mariaDb(options) });
}

export function externalPostgres(options: Wild<ExternalPostgresOptions>): Postgres {
  return postgres({ engine: PostgresEngine.external({ host: 'db.example', addresses: TrafficPeer.publicInternet(), ...options }) });
}

export function externalRedis(options: Wild<ExternalRedisOptions>): Redis {
  const engine = RedisEngine.external({ host: 'redis.example', addresses: TrafficPeer.cidrs(['192.0.2.0/24']), ...options });
  return new DataLayer(namespace(), 'data').addRedis('locks', { engine });
}

export function externalMySql(options: Wild<ExternalMySqlOptions>): MySql {
  const engine = MySqlEngine.external({ host: 'mysql.example', addresses: TrafficPeer.cidrs(['192.0.2.0/24']), ...options });
  return mySql({ engine });
}

export function mySqlUser(props: Wild<MySqlUserProps>, id: string = 'reporting', store: MySql = mySql({})): IConstruct {
  return store.addUser(id, { access: MySqlAccess.readOnly(), ...props });
}

export function redis(props: Wild<RedisProps>): Redis {
  return new DataLayer(namespace(), 'data').addRedis('locks', props);
}

export function rabbit(props: Wild<RabbitMqProps>): RabbitMq {
  return new MessagingLayer(namespace(), 'messaging').addRabbitMq('jobs', props);
}

export function plainRabbit(options: Wild<PlainRabbitMqOptions>): RabbitMq {
  return rabbit({ engine: RabbitMqEngine.plain(options) });
}

export function queue(props: Wild<RabbitMqQueueProps>, id: string = 'runs'): IConstruct {
  return rabbit({}).addQueue(id, props);
}

export function rabbitUser(props: Wild<RabbitMqUserProps>, id: string = 'worker'): IConstruct {
  return rabbit({}).addUser(id, { access: MessageAccess.consume(), ...props });
}

export function rabbitPolicy(props: Wild<RabbitMqPolicyProps>, id: string = 'short'): void {
  rabbit({}).addPolicy(id, { pattern: '.*', maxMessages: 1000, ...props });
}

export function compatible(options: Wild<S3CompatibleBucketOptions>): ObjectStorageBucket {
  return ObjectStorageBucket.s3Compatible({ endpoint: 'https://minio.example.com', bucket: 'acme-dumps', credentials: SecretSource.existing('dump-bucket'), ...options });
}

export function bucket(options: Wild<S3BucketOptions> = {}): ObjectStorageBucket {
  return ObjectStorageBucket.s3({ bucket: 'acme-dumps', region: 'eu-west-1', credentials: SecretSource.existing('dump-bucket'), ...options });
}

export function dumped(props: Wild<StoreDumpProps>): StoreDump {
  return postgres({ storage: Size.gibibytes(10) }).addDump('nightly', { bucket: bucket(), schedule: '0 2 * * *', ...props });
}

/** A user of a store whose engine manages roles. */
export function pooler(props: Wild<PostgresPoolerProps>, id: string = 'pool', engine: PostgresEngine = PostgresEngine.cloudNativePg()): IConstruct {
  return postgres({ engine }).addPooler(id, props);
}

export function user(props: Wild<PostgresUserProps>, id: string = 'reporting', engine: PostgresEngine = PostgresEngine.cloudNativePg()): IConstruct {
  return postgres({ engine }).addUser(id, { access: DatabaseAccess.readOnly(), ...props });
}

/** A Deployment of cdk8s-plus-29, adopted. */
export function adopted(options: Wild<AdoptionOptions>): AdoptedWorkload {
  const deployment = new Deployment(namespace(), 'legacy', { containers: [{ image: IMAGE, ports: [{ name: 'http', number: 8080 }] }] });
  return AdoptedWorkload.of(deployment, options);
}

/** What validation at synthesis finds first. */
export function validated(construct: IConstruct): void {
  const [error] = validationErrors(construct);
  if (error) {
    throw new Error(error);
  }
}

/** Stands for a value that a program without types may pass. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export const wild = (value: unknown): any => value;
export const text = 'text';
export const mib = Size.mebibytes;
export const gib = Size.gibibytes;

/** As kubeseal would print it, as far as its shape goes. */
export const CIPHERTEXT = Buffer.concat([Buffer.from([1, 0]), Buffer.alloc(300)]).toString('base64');

export function reads(source: SecretSource): unknown {
  return api({ secrets: { TOKEN: source.key('token') } });
}

export function stored(options: Wild<ExternalSecretOptions>): SecretSource {
  return SecretSource.externalSecrets('model', { store: SecretStoreRef.cluster('vault'), path: 'model', ...options });
}

export function infisical(options: Wild<InfisicalOptions>): SecretSource {
  return SecretSource.infisical('model', { auth: InfisicalAuth.ref('agents-auth'), project: 'agents', environment: 'prod', ...options });
}

export function certified(options: Wild<CertManagerOptions>): SecretSource {
  return SecretSource.certManager('agents-acme-io', { issuer: IssuerRef.cluster('letsencrypt'), dnsNames: ['agents.acme.io'], ...options });
}

/** An issuer whose challenge, authority and alerts may be bad. */
export function issuer(props: Wild<CertificateIssuerProps>): CertificateIssuer {
  return new CertificateIssuer(namespace(), 'public', { authority: CertificateAuthority.selfSigned(), ...props });
}

export function acme(options: Wild<AcmeOptions>): unknown {
  return issuer({ authority: CertificateAuthority.acme({ email: 'sre@acme.io', challenge: AcmeChallenge.cloudDns('dns'), ...options }) });
}

export function vault(options: Wild<VaultOptions>): unknown {
  return issuer({ authority: CertificateAuthority.vault({ server: 'https://vault.acme.io', path: 'pki/sign/agents', role: 'agents', ...options }) });
}

export function sealed(options: Wild<SealedSecretOptions>): SecretSource {
  return SecretSource.sealed('model', { values: { token: SealedValue.encrypted(CIPHERTEXT) }, ...options });
}

export function policies(props: Wild<PolicyBundleProps>): PolicyBundle {
  return new PolicyBundle(platform(), 'policies', props);
}

export function closed(props: Wild<ConnectionsProps>): Connections {
  return new Connections(namespace(), 'policies', { metadata: { name: 'mine' }, selector: { app: 'mine' }, ...props });
}

export function changed(changes: Wild<Parameters<typeof AlertOverride.change>[0]>): unknown {
  return api({ alerts: { PodCrashLooping: AlertOverride.change(changes) } });
}

export function adjusted(value: number): unknown {
  return api({ alerts: { MemoryNearLimit: AlertOverride.threshold(value) } });
}

export function isolated(props: Wild<{ name: 0; networkZone: 0; podSecurity: 0; quota: 0 }>): unknown {
  return new Namespace(platform(), 'agents', props);
}

export function allowed(options: Wild<{ apiGroups: 0; resources: 0; verbs: 0; resourceNames: 0; acceptedRisk: 0 }>): unknown {
  return api({}).allow(Permission.of({ apiGroups: [''], resources: ['pods'], verbs: ['get'], ...options }));
}
