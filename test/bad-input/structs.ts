import { Duration, Size } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-29';
import {
  AcmeChallenge, EventTrigger, AdoptedWorkload, AgentApi, AgentController, AgentGateway, Alerting, AlertOverride, AvailabilityZones,
  CertificateAuthority, CertificateIssuer, ClusterProfile, Connections, Coordination, DatabaseAccess, DataLayer, ObjectStorageBucket,
  Etcd, EtcdEngine, MySql, MySqlAccess, MySqlEngine,
  ExternalService, GatewayEngine, GatewayExposure, HealthCheck, Images, InfisicalAuth, IssuerRef, Mesh, MessageAccess, MessagingLayer,
  MonitoringEngine, Namespace, NodePool, Objective, ObservabilityStack, Operator, Permission, Platform, PlatformApp, PolicyBundle, Postgres, Receiver,
  PostgresEngine, Quota, RabbitMq, RabbitMqEngine, RateLimit, RecoveryObjective, Redis, RedisEngine, Scaling, SealedValue, SecretSource,
  SecretStoreRef, TrafficPeer, AgentWorker, ScheduledTask, WorkerHealth, Uploads, WebService,
} from '../../src';
import { IMAGE, silentApp } from '../support/platforms';
import { adopted, CIPHERTEXT, gib, wild } from './compose';

/** A set of named values that a program gives: the least that is taken, and who takes it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type StructInput = [least: object, take: (given: any) => unknown];

const secret = SecretSource.existing('a');
const platform = () => new Platform(silentApp(), 'production', { mesh: Mesh.istio() });
const agents = () => new Namespace(platform(), 'agents');
const imagesFrom = (images: Images) => new Platform(silentApp(), 'production', { images });
const cluster = (profile: ClusterProfile) => new Platform(silentApp(), 'production', { cluster: profile });
const api = (props: object) => new AgentApi(agents(), 'api', { image: IMAGE, ...props });
const checked = (liveness: HealthCheck) => api({ liveness });
const reads = (source: SecretSource) => api({ secrets: { TOKEN: source.key('token') } });
const postgres = (engine: PostgresEngine) => new DataLayer(agents(), 'data').addPostgres('customers', { engine });
const rabbit = (engine: RabbitMqEngine) => new MessagingLayer(agents(), 'messaging').addRabbitMq('jobs', { engine });
const redis = (engine: RedisEngine) => new DataLayer(agents(), 'data').addRedis('locks', { engine });
const mySql = (engine: MySqlEngine) => new DataLayer(agents(), 'data').addMySql('orders', { engine });
const dumped = (bucket: ObjectStorageBucket) => postgres(PostgresEngine.plain()).addDump('nightly', { bucket, schedule: '0 2 * * *' });
const authenticated = (auth: InfisicalAuth) => reads(SecretSource.infisical('a', { auth, project: 'p', environment: 'prod' }));
const gateway = (props: object) => new AgentGateway(agents(), 'gateway', {
  host: 'a.example.com', engine: GatewayEngine.istio(), certificate: secret, ...props,
});
const runs = (options: object) => new ObservabilityStack(agents(), 'observability', { engine: MonitoringEngine.prometheus(options) });
const receives = (receiver: Receiver) => new ObservabilityStack(agents(), 'observability', { alerting: Alerting.receivers([receiver]) });
const works = (health: WorkerHealth) => new AgentWorker(agents(), 'worker', { image: IMAGE, health });
const plain = (engine: GatewayEngine) => new AgentGateway(new Namespace(new Platform(silentApp(), 'production'), 'agents'), 'gateway', {
  host: 'a.example.com', certificate: secret, engine,
});
const placed = (nodePool: NodePool) => new AgentApi(new Namespace(new Platform(silentApp(), 'production', { cluster: ClusterProfile.gke() }), 'agents'), 'api', { image: IMAGE, nodePool });
const office = EventTrigger.cron({ start: '0 8 * * *', end: '0 18 * * *', replicas: 3 });
const scales = (scaling: Scaling, namespace = new Namespace(new Platform(silentApp(), 'production'), 'agents')) =>
  new AgentWorker(namespace, 'worker', { image: IMAGE, health: WorkerHealth.heartbeat(), scaling });
const triggered = (trigger: (namespace: Namespace) => EventTrigger) => {
  const namespace = new Namespace(new Platform(silentApp(), 'production'), 'agents');
  return scales(Scaling.events({ max: 9, triggers: [trigger(namespace)] }), namespace);
};
const own = () => new Connections(agents(), 'own', { metadata: { name: 'own' }, selector: { app: 'own' } });
const issued = (authority: CertificateAuthority) => new CertificateIssuer(agents(), 'issuer', { authority });
const solved = (challenge: AcmeChallenge) => issued(CertificateAuthority.acme({ email: 'a@acme.io', challenge }));
const operated = (operator: Operator) => cluster(ClusterProfile.generic({ operators: [operator] }));
const bucket = { bucket: 'acme-dumps', region: 'eu-west-1', credentials: secret };
const lease = { image: IMAGE, coordination: Coordination.leaderElection() };
const external = { host: 'a.example.com', port: 443, addresses: TrafficPeer.publicInternet() };
const location = { namespace: 'a' };
const key = { source: secret, key: 'token' };

function connectTo(client: (namespace: Namespace) => AgentApi | AgentController, options: object, target: object = {}): unknown {
  const namespace = agents();
  return client(namespace).connectTo(new ExternalService(namespace, 'model', { ...external, ...target }), options);
}

function toldOfAdopted(options: object): unknown {
  const namespace = agents();
  const deployment = new Deployment(namespace, 'legacy', { containers: [{ image: IMAGE, ports: [{ name: 'http', number: 8080 }] }] });
  const service = deployment.exposeViaService({ ports: [{ name: 'http', port: 80, targetPort: 8080 }] });
  return new AgentApi(namespace, 'api', { image: IMAGE }).connectTo(AdoptedWorkload.of(deployment, { service, ...options }));
}

function route(options: object): unknown {
  const edge = gateway({});
  return edge.route('/', new AgentApi(wild(edge.node.scope), 'api', { image: IMAGE }), options);
}

const namespaceOfLock = agents();
const lock = new ExternalService(namespaceOfLock, 'lock', { ...external, type: 'etcd' });

function sharded(options: object): unknown {
  return new AgentController(namespaceOfLock, `controller${namespaceOfLock.node.children.length}`, { image: IMAGE, coordination: Coordination.sharded(wild(options)) });
}

/** Factories of operators that the library knows: all take the same. */
const OPERATORS = Object.getOwnPropertyNames(Operator).filter((name) => typeof wild(Operator)[name] === 'function' && !name.startsWith('_') && name !== 'custom');

/** By `<type>.<method>.<parameter>` and `<type>.<prop>`; `[x]` where each value of a record is such a set. */
export const STRUCTS: Record<string, StructInput> = {
  'AdoptionOptions.additionalAlerts[x]': [
    { id: 'Late', expr: 'up == 0', severity: 'warning', summary: 'Late.', description: 'Late.' }, (given) => adopted({ additionalAlerts: [given] }),
  ],
  'AdoptionOptions.additionalPanels[x]': [
    { title: 'Orders', description: 'Orders.', unit: 'short', queries: [{ expr: 'up', legend: 'up' }] }, (given) => adopted({ additionalPanels: [given] }),
  ],
  'AdoptionOptions.credentials[x]': [key, (given) => toldOfAdopted({ credentials: { password: given } })],
  'Panel.queries[x]': [
    { expr: 'up', legend: 'up' }, (given) => adopted({ additionalPanels: [{ title: 'Orders', description: 'Orders.', unit: 'short', queries: [given] }] }),
  ],
  'AdoptedWorkload.of.options': [{}, (given) => adopted(wild(given))],
  'AdoptedWorkload.connectTo.options': [{}, (given) => {
    const client = adopted({});
    return client.connectTo(new ExternalService(wild(client.workload.node.scope), 'model', external), given);
  }],
  'AcmeChallenge.httpGateway.options': [{ name: 'a', namespace: 'b' }, (given) => solved(AcmeChallenge.httpGateway(given))],
  'AcmeChallenge.route53.options': [{ region: 'eu-west-1' }, (given) => solved(AcmeChallenge.route53(given))],
  'AgentApi.new.given': [{ image: IMAGE }, (given) => new AgentApi(agents(), 'api', given)],
  'WorkloadComponent.connectTo.options': [{}, (given) => connectTo((namespace) => new AgentApi(namespace, 'api', { image: IMAGE }), given)],
  'AgentController.new.given': [lease, (given) => new AgentController(agents(), 'controller', given)],
  'AgentGateway.new.given': [{ host: 'a.example.com', engine: GatewayEngine.istio(), certificate: secret }, (given) => new AgentGateway(agents(), 'gateway', given)],
  'AgentGateway.route.options': [{}, route],
  'AlertOverride.change.changes': [{}, (given) => api({ alerts: { PodCrashLooping: AlertOverride.change(given) } })],
  'AvailabilityZones.required.options': [{}, (given) => new Platform(silentApp(), 'production', { zones: AvailabilityZones.required(given) })],
  'CertificateAuthority.acme.options': [{ email: 'a@acme.io', challenge: AcmeChallenge.cloudDns('dns') }, (given) => issued(CertificateAuthority.acme(given))],
  'CertificateAuthority.selfSigned.options': [{}, (given) => issued(CertificateAuthority.selfSigned(given))],
  'CertificateAuthority.vault.options': [{ server: 'https://vault.acme.io', path: 'a', role: 'b' }, (given) => issued(CertificateAuthority.vault(given))],
  'CertificateIssuer.new.given': [{ authority: CertificateAuthority.selfSigned() }, (given) => new CertificateIssuer(agents(), 'issuer', given)],
  'ClusterProfile.eks.facts': [{}, (given) => cluster(ClusterProfile.eks(given))],
  'ClusterProfile.generic.facts': [{}, (given) => cluster(ClusterProfile.generic(given))],
  'ClusterProfile.gke.facts': [{}, (given) => cluster(ClusterProfile.gke(given))],
  'ClusterProfile.kind.facts': [{}, (given) => cluster(ClusterProfile.kind(given))],
  'ClusterProfile.openshift.facts': [{}, (given) => cluster(ClusterProfile.openshift(given))],
  'ClusterFacts.spotNodes': [{ labels: { a: 'b' } }, (given) => cluster(ClusterProfile.generic({ spotNodes: given }))],
  'NodePool.spot.options': [{}, (given) => placed(NodePool.spot(given))],
  'NodePool.gpu.options': [{}, (given) => placed(NodePool.gpu(given))],
  'NodePool.dedicated.options': [{ labels: { a: 'b' } }, (given) => placed(NodePool.dedicated(given))],
  'ClusterFacts.dns': [location, (given) => cluster(ClusterProfile.generic({ dns: given }))],
  'ClusterFacts.dnsCache': [location, (given) => cluster(ClusterProfile.generic({ dnsCache: given }))],
  'ClusterFacts.ingressGateway': [location, (given) => cluster(ClusterProfile.generic({ ingressGateway: given }))],
  'ClusterFacts.monitoring': [location, (given) => cluster(ClusterProfile.generic({ monitoring: given }))],
  'ProgramOptions.resources': [{}, (given) => api({ resources: given })],
  'ProgramOptions.secrets[x]': [key, (given) => api({ secrets: { TOKEN: given } })],
  'Connections.new.given': [{ metadata: { name: 'own' }, selector: { app: 'own' } }, (given) => new Connections(agents(), 'own', given)],
  'Connections.admitScraper.reader': [location, (given) => own().admitScraper(given, 9090)],
  'Coordination.leaderElection.options': [{}, (given) => new AgentController(agents(), 'controller', { image: IMAGE, coordination: Coordination.leaderElection(given) })],
  'Coordination.sharded.options': [{ lock }, sharded],
  'DataLayer.addPostgres.props': [{}, (given) => new DataLayer(agents(), 'data').addPostgres('customers', given)],
  'DataLayer.addMySql.props': [{}, (given) => new DataLayer(agents(), 'data').addMySql('orders', given)],
  'DataLayer.addEtcd.props': [{}, (given) => new DataLayer(agents(), 'data').addEtcd('locks', given)],
  'DataLayer.addRedis.props': [{}, (given) => new DataLayer(agents(), 'data').addRedis('locks', given)],
  'ObjectStorageBucket.s3.options': [bucket, (given) => dumped(ObjectStorageBucket.s3(given))],
  'ObjectStorageBucket.s3Compatible.options': [{ ...bucket, endpoint: 'https://minio.example.com' }, (given) => dumped(ObjectStorageBucket.s3Compatible(given))],
  'ExternalSecretOptions.entries[x]': [{ path: 'a' }, (given) => reads(SecretSource.externalSecrets('a', { store: SecretStoreRef.cluster('vault'), entries: { token: given } }))],
  'ExternalService.new.given': [external, (given) => new ExternalService(agents(), 'model', given)],
  'ExternalServiceProps.credentials[x]': [key, (given) => connectTo(
    (namespace) => new AgentApi(namespace, 'api', { image: IMAGE }), {}, { credentials: { token: given } })],
  'EventScalingOptions.fallback': [{ replicas: 1 }, (given) => scales(Scaling.events({ max: 9, triggers: [office], fallback: given }))],
  'EventTrigger.cron.options': [{ start: '0 8 * * *', end: '0 18 * * *', replicas: 3 }, (given) => triggered(() => EventTrigger.cron(given))],
  'EventTrigger.postgresQuery.options': [{ query: 'SELECT 1' }, (given) => triggered((a) => EventTrigger.postgresQuery(new DataLayer(a, 'data').addPostgres('customers'), given))],
  'EventTrigger.prometheusQuery.options': [{ address: 'http://a', query: 'a' }, (given) => triggered(() => EventTrigger.prometheusQuery(given))],
  'EventTrigger.rabbitMqQueue.options': [{}, (given) => triggered((a) => EventTrigger.rabbitMqQueue(new MessagingLayer(a, 'messaging').addRabbitMq('jobs').addQueue('runs'), given))],
  'EventTrigger.redisList.options': [{ list: 'a' }, (given) => triggered((a) => EventTrigger.redisList(new DataLayer(a, 'data').addRedis('locks'), given))],
  'EventTrigger.redisStream.options': [{ stream: 'a', consumerGroup: 'b' }, (given) => triggered((a) => EventTrigger.redisStream(new DataLayer(a, 'data').addRedis('locks'), given))],
  'Scaling.events.options': [{ max: 9, triggers: [office] }, (given) => scales(Scaling.events(given))],
  'GatewayEngine.gatewayApi.options': [{ className: 'eg', proxies: TrafficPeer.publicInternet() }, (given) => plain(GatewayEngine.gatewayApi(given))],
  'HealthCheck.command.options': [{}, (given) => checked(HealthCheck.command(['true'], given))],
  'HealthCheck.grpc.options': [{}, (given) => checked(HealthCheck.grpc(8080, given))],
  'HealthCheck.http.options': [{}, (given) => checked(HealthCheck.http('/a', given))],
  'HealthCheck.tcp.options': [{}, (given) => checked(HealthCheck.tcp('http', given))],
  'Images.mirror.options': [{}, (given) => imagesFrom(Images.mirror('registry.acme.io', given))],
  'Images.of.options': [{}, (given) => imagesFrom(Images.of(given))],
  'InfisicalAuth.kubernetes.options': [{ identityId: 'a', serviceAccount: 'b' }, (given) => authenticated(InfisicalAuth.kubernetes(given))],
  'InfisicalAuth.ref.options': [{}, (given) => authenticated(InfisicalAuth.ref('a', given))],
  'InfisicalAuth.universal.options': [{}, (given) => authenticated(InfisicalAuth.universal(SecretSource.existing('identity'), given))],
  'Mesh.istio.options': [{}, (given) => new Platform(silentApp(), 'production', { mesh: Mesh.istio(given) })],
  'AgentWorker.new.given': [{ image: IMAGE, health: WorkerHealth.heartbeat() }, (given) => new AgentWorker(agents(), 'worker', given)],
  'ScheduledTask.connectTo.options': [{}, (given) => {
    const namespace = agents();
    return new ScheduledTask(namespace, 'report', { image: IMAGE, schedule: '0 7 * * *' }).connectTo(new AgentApi(namespace, 'api', { image: IMAGE }), given);
  }],
  'ScheduledTask.new.given': [{ image: IMAGE, schedule: '0 7 * * *' }, (given) => new ScheduledTask(agents(), 'report', given)],
  'ScheduledTaskProps.firstSteps[x]': [{ name: 'fetch' }, (given) => new ScheduledTask(agents(), 'report', { image: IMAGE, schedule: '0 7 * * *', firstSteps: [given] })],
  'ScheduledTaskProps.heartbeat': [{}, (given) => new ScheduledTask(agents(), 'report', { image: IMAGE, schedule: '0 7 * * *', heartbeat: given })],
  'TaskStep.resources': [{}, (given) => new ScheduledTask(agents(), 'report', { image: IMAGE, schedule: '0 7 * * *', firstSteps: [{ name: 'fetch', resources: given }] })],
  'Uploads.volume.options': [{ size: Size.gibibytes(1) }, (given) => new WebService(agents(), 'web', { image: IMAGE, uploads: Uploads.volume(given) })],
  'WebService.new.given': [{ image: IMAGE }, (given) => new WebService(agents(), 'web', given)],
  'WorkerHealth.heartbeat.options': [{}, (given) => works(WorkerHealth.heartbeat(given))],
  'WorkerHealth.http.options': [{}, (given) => works(WorkerHealth.http(given))],
  'Receiver.webhook.options': [{}, (given) => receives(Receiver.webhook(secret, given))],
  'Receiver.slack.options': [{}, (given) => receives(Receiver.slack(secret, given))],
  'Receiver.pagerDuty.options': [{}, (given) => receives(Receiver.pagerDuty(secret, given))],
  'Receiver.opsgenie.options': [{}, (given) => receives(Receiver.opsgenie(secret, given))],
  'Receiver.teams.options': [{}, (given) => receives(Receiver.teams(secret, given))],
  'Alerting.webhook.options': [{}, (given) => new ObservabilityStack(agents(), 'observability', { alerting: Alerting.webhook(secret, given) })],
  'MonitoringEngine.prometheus.options': [{}, (given) => runs(given)],
  'PrometheusOptions.resources': [{}, (given) => runs({ resources: given })],
  'MessagingLayer.addRabbitMq.props': [{}, (given) => new MessagingLayer(agents(), 'messaging').addRabbitMq('jobs', given)],
  'MonitoringEngine.prometheusOperator.options': [{}, (given) => new ObservabilityStack(agents(), 'observability', { engine: MonitoringEngine.prometheusOperator(given) })],
  'Namespace.new.props': [{}, (given) => new Namespace(platform(), 'agents', given)],
  'ObservabilityStack.new.props': [{}, (given) => new ObservabilityStack(agents(), 'observability', given)],
  'Objective.latency.options': [{ target: 99, threshold: Duration.millis(250) }, (given) => api({ objectives: [Objective.latency(given)] })],
  ...Object.fromEntries(OPERATORS.map((name): [string, StructInput] => [`Operator.${name}.options`, [{}, (given) => operated(wild(Operator)[name](given))]])),
  'Operator.custom.descriptor': [{ name: 'a' }, (given) => operated(Operator.custom(given))],
  'Operator.custom.options': [{}, (given) => operated(Operator.custom({ name: 'a' }, given))],
  'Permission.of.options': [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }, (given) => api({}).allow(Permission.of(given))],
  'Platform.new.props': [{}, (given) => new Platform(silentApp(), 'production', given)],
  'PlatformApp.new.props': [{}, (given) => new PlatformApp(given)],
  'PlatformProps.owner': [{ team: 'agents' }, (given) => new Platform(silentApp(), 'production', { owner: given })],
  'PolicyBundle.new.props': [{}, (given) => new PolicyBundle(platform(), 'policies', given)],
  'Postgres.new.props': [{}, (given) => new Postgres(agents(), 'customers', given)],
  'Postgres.addDump.props': [{ bucket: ObjectStorageBucket.s3(bucket), schedule: '0 2 * * *' }, (given) => postgres(PostgresEngine.plain()).addDump('nightly', given)],
  'CloudNativePgBackup.resources': [{}, (given) => postgres(PostgresEngine.cloudNativePg({ backup: { bucket: ObjectStorageBucket.s3(bucket), resources: given } }))],
  'CloudNativePgOptions.backup': [{ bucket: ObjectStorageBucket.s3(bucket) }, (given) => postgres(PostgresEngine.cloudNativePg({ backup: given }))],
  'PostgresEngine.external.options': [{ host: 'db.example', addresses: TrafficPeer.publicInternet() }, (given) => postgres(PostgresEngine.external(given))],
  'ExternalServerOptions.promised': [{}, (given) =>
    postgres(PostgresEngine.external({ host: 'db.example', addresses: TrafficPeer.publicInternet(), promised: given }))],
  'Postgres.addPooler.props': [{}, (given) => postgres(PostgresEngine.cloudNativePg()).addPooler('pool', given)],
  'PostgresPoolerProps.resources': [{}, (given) => postgres(PostgresEngine.cloudNativePg()).addPooler('pool', { resources: given })],
  'Postgres.addUser.props': [{ access: DatabaseAccess.readOnly() }, (given) => postgres(PostgresEngine.cloudNativePg()).addUser('reporting', given)],
  'PostgresEngine.cloudNativePg.options': [{}, (given) => postgres(PostgresEngine.cloudNativePg(given))],
  'PostgresEngine.plain.options': [{}, (given) => postgres(PostgresEngine.plain(given))],
  'Quota.computed.options': [{}, (given) => new Namespace(platform(), 'agents', { quota: Quota.computed(given) })],
  'RabbitMq.new.props': [{}, (given) => new RabbitMq(agents(), 'jobs', given)],
  'RabbitMq.addPolicy.props': [{ pattern: '.*', maxMessages: 1 }, (given) => rabbit(RabbitMqEngine.plain()).addPolicy('short', given)],
  'RabbitMq.addQueue.props': [{}, (given) => rabbit(RabbitMqEngine.plain()).addQueue('runs', given)],
  'RabbitMq.addUser.props': [{ access: MessageAccess.consume() }, (given) => rabbit(RabbitMqEngine.plain()).addUser('worker', given)],
  'RabbitMqEngine.plain.options': [{}, (given) => rabbit(RabbitMqEngine.plain(given))],
  'GatewayEngine.nginx.options': [{}, (given) => plain(GatewayEngine.nginx(given))],
  'GatewayExposure.loadBalancer.options': [{}, (given) => plain(GatewayEngine.nginx({ exposure: GatewayExposure.loadBalancer(given) }))],
  'NginxGatewayOptions.resources': [{}, (given) => plain(GatewayEngine.nginx({ resources: given }))],
  'RateLimit.perSecond.options': [{}, (given) => gateway({ rateLimit: RateLimit.perSecond(50, given) })],
  'RecoveryObjective.of.options': [{ rpo: Duration.seconds(30), rto: Duration.minutes(5) },
    (given) => new DataLayer(agents(), 'data').addPostgres('customers', { engine: PostgresEngine.cloudNativePg(), recovery: RecoveryObjective.of(given) })],
  'MySql.new.props': [{}, (given) => new MySql(agents(), 'orders', given)],
  'MySql.addDump.props': [{ bucket: ObjectStorageBucket.s3(bucket), schedule: '0 2 * * *' }, (given) => mySql(MySqlEngine.mariaDb()).addDump('nightly', given)],
  'MySql.addUser.props': [{ access: MySqlAccess.readOnly() }, (given) => mySql(MySqlEngine.mariaDb()).addUser('reporting', given)],
  'MySqlEngine.mariaDb.options': [{}, (given) => mySql(MySqlEngine.mariaDb(given))],
  'MySqlEngine.external.options': [{ host: 'mysql.example', addresses: TrafficPeer.publicInternet() }, (given) => mySql(MySqlEngine.external(given))],
  'Etcd.new.props': [{}, (given) => new Etcd(agents(), 'locks', given)],
  'EtcdEngine.plain.options': [{}, (given) => new DataLayer(agents(), 'data').addEtcd('locks', { engine: EtcdEngine.plain(given) })],
  'Redis.new.props': [{}, (given) => new Redis(agents(), 'locks', given)],
  'RedisEngine.sentinel.options': [{}, (given) => redis(RedisEngine.sentinel(given))],
  'RedisEngine.external.options': [{ host: 'redis.example', addresses: TrafficPeer.publicInternet() }, (given) => redis(RedisEngine.external(given))],
  'RedisEngine.single.options': [{}, (given) => redis(RedisEngine.single(given))],
  'Scaling.horizontal.options': [{}, (given) => api({ scaling: Scaling.horizontal(given) })],
  'Scaling.vertical.options': [{}, (given) => api({ scaling: Scaling.vertical(given) })],
  'SecretSource.certManager.options': [{ issuer: IssuerRef.cluster('a'), dnsNames: ['a.acme.io'] },
    (given) => api({ secrets: { CERTIFICATE: SecretSource.certManager('a', given).key('tls.crt') } })],
  'SecretSource.existing.options': [{}, (given) => reads(SecretSource.existing('a', given))],
  'SecretSource.externalSecrets.options': [{ store: SecretStoreRef.cluster('vault'), path: 'a' }, (given) => reads(SecretSource.externalSecrets('a', given))],
  'SecretSource.infisical.options': [{ auth: InfisicalAuth.ref('a'), project: 'p', environment: 'prod' }, (given) => reads(SecretSource.infisical('a', given))],
  'SecretSource.sealed.options': [{ values: { token: SealedValue.encrypted(CIPHERTEXT) } }, (given) => reads(SecretSource.sealed('a', given))],
  'StoreProps.resources': [{}, (given) => new DataLayer(agents(), 'data').addPostgres('customers', { resources: given, storage: gib(1) })],
  'TrafficPeer.pods.location': [location, (given) => own().allowFrom(TrafficPeer.pods(given), [8080])],
};
