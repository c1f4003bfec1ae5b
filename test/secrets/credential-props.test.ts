import {
  AgentApi, AgentGateway, Alerting, ClientCertificates, DataLayer, ObjectStorageBucket, ExternalProtocol, ExternalService, GatewayEngine,
  EtcdEngine, MySqlAccess, MySqlEngine, MessagingLayer, Namespace, ObservabilityStack, PostgresEngine, RabbitMqEngine, Receiver,
  SecretSource, TrafficPeer,
} from '../../src';
import { IMAGE, withPlatform } from '../support/platforms';
import { sourcesOf } from './support';

/** Every prop that takes a credential: who passes it on, the namespace in which it is read, and the keys that are read. */
const PROPS: [string, string, string[], (namespace: Namespace, source: SecretSource) => void][] = [
  ['secrets of an AgentApi', 'agents', ['token'], (namespace, source) => {
    new AgentApi(namespace, 'api', { image: IMAGE, secrets: { TOKEN: source.key('token') } });
  }],
  ['credentials of an ExternalService', 'agents', ['token'], (namespace, source) => {
    const model = new ExternalService(namespace, 'model', {
      host: 'api.example.com', port: 443, protocol: ExternalProtocol.TLS, addresses: TrafficPeer.publicInternet(), credentials: { token: source.key('token') },
    });
    new AgentApi(namespace, 'api', { image: IMAGE }).connectTo(model);
  }],
  ['credentials of connectTo', 'clients', ['password', 'uri', 'username'], (namespace, source) => {
    const store = new DataLayer(namespace, 'data').addPostgres('customers');
    const clients = new Namespace(namespace.node.scope as never, 'clients');
    new AgentApi(clients, 'api', { image: IMAGE }).connectTo(store, { credentials: source });
  }],
  ['credentials of a plain Postgres', 'agents', ['password', 'uri', 'username'], (namespace, source) => {
    new DataLayer(namespace, 'data').addPostgres('customers', { engine: PostgresEngine.plain(), credentials: source });
  }],
  ['credentials of a CloudNativePG Postgres', 'agents', ['password', 'uri', 'username'], (namespace, source) => {
    new DataLayer(namespace, 'data').addPostgres('customers', { engine: PostgresEngine.cloudNativePg(), credentials: source });
  }],
  ['credentials of a Redis', 'agents', ['password'], (namespace, source) => {
    new DataLayer(namespace, 'data').addRedis('locks', { credentials: source });
  }],
  ['credentials of an Etcd', 'agents', ['ca.crt', 'tls.crt', 'tls.key'], (namespace, source) => {
    new DataLayer(namespace, 'data').addEtcd('locks', { credentials: source });
  }],
  ['certificate of an Etcd', 'agents', ['ca.crt', 'tls.crt', 'tls.key'], (namespace, source) => {
    new DataLayer(namespace, 'data').addEtcd('locks', { engine: EtcdEngine.plain({ certificate: source }) });
  }],
  ['credentials of a MySql', 'agents', ['password', 'uri', 'username'], (namespace, source) => {
    new DataLayer(namespace, 'data').addMySql('orders', { credentials: source });
  }],
  ['certificate of a MariaDB', 'agents', ['ca.crt', 'tls.crt', 'tls.key'], (namespace, source) => {
    new DataLayer(namespace, 'data').addMySql('orders', { engine: MySqlEngine.mariaDb({ certificate: source }) });
  }],
  ['credentials of a user of a MySql', 'agents', ['password', 'uri', 'username'], (namespace, source) => {
    const user = new DataLayer(namespace, 'data').addMySql('orders').addUser('reporting', { access: MySqlAccess.readOnly(), credentials: source });
    new AgentApi(namespace, 'api', { image: IMAGE }).connectTo(user);
  }],
  ['certificateAuthority of an external MySql', 'agents', ['ca.crt'], (namespace, source) => {
    const addresses = TrafficPeer.cidrs(['192.0.2.0/24']);
    new DataLayer(namespace, 'data').addMySql('orders', { engine: MySqlEngine.external({ host: 'mysql.example', addresses, certificateAuthority: source }) });
  }],
  ['credentials of a RabbitMq', 'agents', ['password', 'username'], (namespace, source) => {
    new MessagingLayer(namespace, 'messaging').addRabbitMq('jobs', { credentials: source });
  }],
  ['clusterCredentials of a RabbitMq', 'agents', ['erlang-cookie'], (namespace, source) => {
    new MessagingLayer(namespace, 'messaging').addRabbitMq('jobs', { engine: RabbitMqEngine.plain({ clusterCredentials: source }) });
  }],
  ['credentials of a ObjectStorageBucket', 'agents', ['access-key-id', 'secret-access-key'], (namespace, source) => {
    const store = new DataLayer(namespace, 'data').addPostgres('customers');
    store.addDump('dump', { schedule: '0 2 * * *', bucket: ObjectStorageBucket.s3({ bucket: 'acme-dumps', region: 'eu-west-1', credentials: source }) });
  }],
  ['certificate of an AgentGateway', 'istio-ingress', ['tls.crt', 'tls.key'], (namespace, source) => {
    gateway(namespace, source, ClientCertificates.none());
  }],
  ['client authority of an AgentGateway', 'istio-ingress', ['ca.crt'], (namespace, source) => {
    gateway(namespace, SecretSource.existing('certificate'), ClientCertificates.required(source));
  }],
  ['webhook of Alerting', 'agents', ['url'], (namespace, source) => {
    new ObservabilityStack(namespace, 'observability', { alerting: Alerting.webhook(source) });
  }],
  ['key of a Receiver', 'agents', ['routing-key'], (namespace, source) => {
    new ObservabilityStack(namespace, 'observability', { alerting: Alerting.receivers([Receiver.pagerDuty(source)]) });
  }],
];

const MORE_KEYS = ['ca.crt'];
const CASES = PROPS.flatMap(([prop, where, keys, compose]) => sourcesOf('credential', [...keys, ...MORE_KEYS]).map(([kind, source]) =>
  ({ prop, kind, where, keys, compose, source })));

test.each(CASES)('$prop from a $kind', ({ kind, where, keys, compose, source }) => {
  const { app, manifests } = withPlatform((namespace) => compose(namespace, source));
  const made = manifests();
  const listed = app.report().requiredSecrets.filter((secret) => secret.name === 'credential');
  if (kind === 'Secret') {
    expect(listed).toMatchObject([{ namespace: where, keys }]);
  } else {
    expect(listed).toEqual([]);
    expect(made.one(kind, 'credential').metadata.namespace).toBe(where);
  }
  expect(made.all('Secret')).toEqual([]);
});

test.each(CASES.filter(({ kind }) => kind === 'ExternalSecret'))('$prop asks the store for the keys that it reads', ({ keys, compose, source }) => {
  const { manifests } = withPlatform((namespace) => compose(namespace, source));
  expect(manifests().one('ExternalSecret').spec.data.map((entry: { secretKey: string }) => entry.secretKey)).toEqual(keys);
});

function gateway(namespace: Namespace, certificate: SecretSource, clientCertificates: ClientCertificates): void {
  const api = new AgentApi(namespace, 'api', { image: IMAGE });
  new AgentGateway(namespace, 'gateway', { host: 'agents.example.com', engine: GatewayEngine.istio(), certificate, clientCertificates }).route('/v1', api);
}
