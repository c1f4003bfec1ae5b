import {
  AgentApi, AgentController, AgentGateway, AlertOverride, ClusterProfile, Connections, Coordination, DatabaseAccess, DataLayer,
  ObjectStorageBucket, ExternalService, GatewayEngine, HealthCheck, Mesh, MessagingLayer, MonitoringEngine, Namespace, ObservabilityStack,
  EtcdEngine, MySqlAccess, MySqlEngine, Objective, Operator, Permission, Platform, PolicyBundle, PostgresEngine, RabbitMqEngine,
  RedisEngine, Scaling, SealedValue, SecretSource, SecretStoreRef, TrafficPeer,
} from '../../src';
import { CERTIFICATE, SEALING_KEY } from '../secrets/support';
import { Manifests } from '../support/manifests';
import { IMAGE, messageOf, silentApp, withPlatform } from '../support/platforms';

// Data of a program that goes on using it.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Data = any;

const pods = { 'app.kubernetes.io/instance': 'x' };
const own = (n: Namespace, props: Data = {}) => new Connections(n, 'own', { metadata: { name: 'own' }, selector: pods, ...props });
const dump = (n: Namespace, props: Data) => new DataLayer(n, 'data').addPostgres('x').addDump('y', props);
const bucket = () => ({ bucket: 'acme-dumps', region: 'eu-west-1', credentials: SecretSource.existing('bucket') });

/** Everything that takes a list or a set of named values: what is given, and who takes it. */
const INPUTS: [string, () => Data, (namespace: Namespace, given: Data) => unknown][] = [
  ['AgentApi', () => ({
    image: IMAGE, command: ['a'], args: ['b'], variables: { A: 'a' }, configFiles: { a: 'b' }, secrets: { T: { source: SecretSource.existing('a'), key: 'b' } },
    objectives: [Objective.availability(99)], alerts: { PodCrashLooping: AlertOverride.silence() }, resources: { extended: { 'a.example/b': 1 } },
  }), (n, given) => new AgentApi(n, 'x', given)],
  ['AgentController', () => ({ image: IMAGE, coordination: Coordination.leaderElection(), args: ['b'], variables: { A: 'a' } }), (n, given) => new AgentController(n, 'x', given)],
  ['AgentGateway', () => ({ host: 'a.example.com', engine: GatewayEngine.istio(), certificate: SecretSource.existing('a'), alerts: {} }),
    (n, given) => new AgentGateway(n, 'x', given).route('/', new AgentApi(n, 'y', { image: IMAGE }))],
  ['ExternalService', () => ({
    host: 'a.example.com', port: 443, addresses: TrafficPeer.publicInternet(), entries: { a: 'b' }, credentials: { t: SecretSource.existing('a').key('b') },
  }), (n, given) => new ExternalService(n, 'x', given)],
  ['Connections', () => ({ metadata: { name: 'own' }, selector: { a: 'b' }, plainPorts: [9090] }), (n, given) => new Connections(n, 'x', given)],
  ['Connections.allowFrom', () => [8080], (n, given) => own(n).allowFrom(TrafficPeer.publicInternet(), given)],
  ['Connections.allowTo', () => [8080], (n, given) => own(n).allowTo(TrafficPeer.publicInternet(), given)],
  ['Connections.admitScraper', () => ({ namespace: 'a', labels: { b: 'c' } }), (n, given) => own(n).admitScraper(given, 9090)],
  ['TrafficPeer.cidrs', () => ['203.0.113.0/24'], (n, given) => own(n).allowFrom(TrafficPeer.cidrs(given), [8080])],
  ['TrafficPeer.pods', () => ({ namespace: 'a', labels: { b: 'c' } }), (n, given) => own(n).allowFrom(TrafficPeer.pods(given), [8080])],
  ['Permission.of', () => ({ apiGroups: ['acme.io'], resources: ['agents'], verbs: ['get'], resourceNames: ['a'] }),
    (n, given) => new AgentApi(n, 'x', { image: IMAGE }).allow(Permission.of(given))],
  ['HealthCheck.command', () => ['a', 'b'], (n, given) => new AgentApi(n, 'x', { image: IMAGE, liveness: HealthCheck.command(given) })],
  ['HealthCheck.http', () => ({ port: 'http' }), (n, given) => new AgentApi(n, 'x', { image: IMAGE, liveness: HealthCheck.http('/a', given) })],
  ['Scaling.horizontal', () => ({ minReplicas: 3, maxReplicas: 4 }), (n, given) => new AgentApi(n, 'x', { image: IMAGE, scaling: Scaling.horizontal(given) })],
  ['Coordination.leaderElection', () => ({}), (n, given) => new AgentController(n, 'x', { image: IMAGE, coordination: Coordination.leaderElection(given) })],
  ['AlertOverride.change', () => ({ labels: { a: 'b' } }),
    (n, given) => new AgentApi(n, 'x', { image: IMAGE, alerts: { PodCrashLooping: AlertOverride.change(given) } })],
  ['labels of MonitoringEngine.prometheusOperator', () => ({ a: 'b' }),
    (n, given) => new ObservabilityStack(n, 'observability', { engine: MonitoringEngine.prometheusOperator({ labels: given }) })],
  ['PolicyBundle', () => ({ imageUsers: [26], exceptions: ['A6'] }), (n, given) => new PolicyBundle(n.node.scope as Platform, 'policies', given)],
  ['ObjectStorageBucket.s3', bucket, (n, given) => dump(n, { schedule: '0 2 * * *', bucket: ObjectStorageBucket.s3(given) })],
  ['Postgres.addDump', () => ({ schedule: '0 2 * * *', bucket: ObjectStorageBucket.s3(bucket()), alerts: {} }), dump],
  ['Postgres.addUser', () => ({ access: DatabaseAccess.readOnly() }),
    (n, given) => new DataLayer(n, 'data').addPostgres('x', { engine: PostgresEngine.cloudNativePg() }).addUser('y', given)],
  ['Postgres.addPooler', () => ({ alerts: {} }),
    (n, given) => new DataLayer(n, 'data').addPostgres('x', { engine: PostgresEngine.cloudNativePg() }).addPooler('y', given)],
  ['Postgres', () => ({ alerts: {} }), (n, given) => new DataLayer(n, 'data').addPostgres('x', given)],
  ['PostgresEngine.plain', () => ({}), (n, given) => new DataLayer(n, 'data').addPostgres('x', { engine: PostgresEngine.plain(given) })],
  ['PostgresEngine.cloudNativePg', () => ({}), (n, given) => new DataLayer(n, 'data').addPostgres('x', { engine: PostgresEngine.cloudNativePg(given) })],
  ['backup of PostgresEngine.cloudNativePg', () => ({ bucket: ObjectStorageBucket.s3(bucket()) }),
    (n, given) => new DataLayer(n, 'data').addPostgres('x', { engine: PostgresEngine.cloudNativePg({ backup: given }) })],
  ['PostgresEngine.external', () => ({ host: 'db.example', addresses: TrafficPeer.publicInternet(), promised: {} }),
    (n, given) => new DataLayer(n, 'data').addPostgres('x', { engine: PostgresEngine.external(given) })],
  ['Redis', () => ({ alerts: {} }), (n, given) => new DataLayer(n, 'data').addRedis('x', given)],
  ['RedisEngine.sentinel', () => ({}), (n, given) => new DataLayer(n, 'data').addRedis('x', { engine: RedisEngine.sentinel(given) })],
  ['RedisEngine.external', () => ({ host: 'redis.example', addresses: TrafficPeer.cidrs(['192.0.2.0/24']), promised: {} }),
    (n, given) => new DataLayer(n, 'data').addRedis('x', { engine: RedisEngine.external(given) })],
  ['Etcd', () => ({ alerts: {} }), (n, given) => new DataLayer(n, 'data').addEtcd('x', given)],
  ['EtcdEngine.plain', () => ({}), (n, given) => new DataLayer(n, 'data').addEtcd('x', { engine: EtcdEngine.plain(given) })],
  ['MySql', () => ({ alerts: {}, databases: ['x'] }), (n, given) => new DataLayer(n, 'data').addMySql('x', given)],
  ['MySqlEngine.mariaDb', () => ({}), (n, given) => new DataLayer(n, 'data').addMySql('x', { engine: MySqlEngine.mariaDb(given) })],
  ['MySqlEngine.external', () => ({ host: 'mysql.example', addresses: TrafficPeer.cidrs(['192.0.2.0/24']), promised: {} }),
    (n, given) => new DataLayer(n, 'data').addMySql('x', { engine: MySqlEngine.external(given) })],
  ['MySql.addUser', () => ({ access: MySqlAccess.readOnly(), databases: ['x'] }), (n, given) => new DataLayer(n, 'data').addMySql('x').addUser('y', given)],
  ['RabbitMq', () => ({ alerts: {} }), (n, given) => new MessagingLayer(n, 'messaging').addRabbitMq('x', given)],
  ['RabbitMqEngine.plain', () => ({}), (n, given) => new MessagingLayer(n, 'messaging').addRabbitMq('x', { engine: RabbitMqEngine.plain(given) })],
  ['RabbitMq.addQueue', () => ({ maxMessages: 5 }), (n, given) => new MessagingLayer(n, 'messaging').addRabbitMq('x').addQueue('q', given)],
  ['SecretSource.sealed', () => ({ values: { a: SealedValue.secret('Tr0ub4dor&3') }, certificate: CERTIFICATE, sealingKey: SEALING_KEY }),
    (n, given) => new AgentApi(n, 'x', { image: IMAGE, secrets: { T: SecretSource.sealed('a', given).key('a') } })],
  ['SecretSource.externalSecrets', () => ({ store: SecretStoreRef.cluster('vault'), entries: { a: { path: 'b', property: 'c' } } }),
    (n, given) => new AgentApi(n, 'x', { image: IMAGE, secrets: { T: SecretSource.externalSecrets('a', given).key('a') } })],
];

/** Every list emptied and every name renamed, down to the last. */
function spoil(value: Data): void {
  if (typeof value !== 'object' || value === null || ![Object.prototype, Array.prototype].includes(Object.getPrototypeOf(value))) {
    return;
  }
  Object.values(value).forEach(spoil);
  if (Array.isArray(value)) {
    value.length = 0;
  } else {
    Object.keys(value).forEach((key) => delete value[key]);
  }
}

describe.each(INPUTS)('%s', (_, given, compose) => {
  const render = (after: (data: Data) => void) => {
    const data = given();
    const { app } = withPlatform((namespace) => compose(namespace, data), { mesh: Mesh.istio() });
    after(data);
    return Manifests.of(app).documents;
  };

  test('renders the same whatever becomes of what it was given', () => {
    expect(render(spoil)).toEqual(render(() => undefined));
  });

  test('leaves what it was given as it was', () => {
    const data = given();
    withPlatform((namespace) => compose(namespace, data), { mesh: Mesh.istio() });
    expect(() => spoil(data)).not.toThrow();
  });

  test.each([['a Map', new Map([['a', 'b']])], ['a Set', new Set(['a'])], ['holes', new Array(1)]])('refuses %s in its place', (__, wrong) => {
    expect(messageOf(() => withPlatform((namespace) => compose(namespace, wrong), { mesh: Mesh.istio() }))).toMatch(/^\[production.*\] ".+" is /);
  });
});

test.each(['apiServerCidrs', 'apiServerPorts', 'dnsPorts', 'dnsCidrs', 'operators'] as const)('%s of a cluster do not change later', (prop) => {
  const facts = {
    apiServerCidrs: ['203.0.113.0/24'], apiServerPorts: [443], dnsPorts: [53], dnsCidrs: ['203.0.113.1/32'], operators: [Operator.istio()],
    monitoring: { namespace: 'a', labels: { b: 'c' } },
  };
  const cluster = ClusterProfile.generic(facts);
  const platform = new Platform(silentApp(), 'production', { cluster });
  facts[prop].length = 0;
  const controller = new AgentController(new Namespace(platform, 'agents'), 'x', { image: IMAGE, coordination: Coordination.leaderElection() });
  expect(Manifests.of(controller).one('NetworkPolicy').spec.egress.every(({ ports }: Data) => ports.length > 0)).toBe(true);
  expect(() => platform.settings.cluster.apiServerPorts.push(1)).toThrow(TypeError);
});

test.each<[string, Data]>([['a Map of labels', { namespace: 'a', labels: new Map([['b', 'c']]) }], ['a Map', new Map()]])('a peer of pods with %s is refused', (_, location) => {
  expect(messageOf(() => withPlatform((n) => own(n).allowFrom(TrafficPeer.pods(location), [8080])))).toMatch(/^\[production\/agents\/own\] "allowFrom\.location/);
});
