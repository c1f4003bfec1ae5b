import { App, Chart } from 'cdk8s';
import {
  AgentApi, AgentGateway, Alerting, Receiver, ClientCertificates, DataLayer,
  ObjectStorageBucket, ExternalService, GatewayEngine, InfisicalAuth, Mesh, Namespace,
  ObservabilityStack, SealedValue, SecretSource, TrafficPeer,
} from '../../src';
import { Guard } from '../../src/internal/guard';
import { IMAGE, messageOf, withPlatform } from '../support/platforms';

/** Neither long nor of a known form: nothing but the place where it stands says that it is a credential. */
const PLAIN = 'Tr0ub4dor&3';
const wild = (value: unknown): never => value as never;

const gateway = (namespace: Namespace, certificate: SecretSource, clientCertificates?: ClientCertificates) =>
  new AgentGateway(namespace, 'gateway', { host: 'a.example.com', engine: GatewayEngine.istio(), certificate, clientCertificates });

describe('a credential in the place of its source is not in the message', () => {
  test.each<[string, string, (namespace: Namespace, secret: string) => unknown]>([
    ['secrets as a whole', 'secrets', (n, secret) => new AgentApi(n, 'x', { image: IMAGE, secrets: wild(secret) })],
    ['a value of secrets', 'secrets.TOKEN', (n, secret) => new AgentApi(n, 'x', { image: IMAGE, secrets: { TOKEN: wild(secret) } })],
    ['a name of secrets', 'secrets', (n, secret) => new AgentApi(n, 'x', { image: IMAGE, secrets: { [secret]: wild(1) } })],
    ['the name of a source', 'secrets.TOKEN', (n, secret) => new AgentApi(n, 'x', { image: IMAGE, secrets: { TOKEN: SecretSource.existing(secret).key('a') } })],
    ['the key of a source', 'secrets.TOKEN.key', (n, secret) => new AgentApi(n, 'x', { image: IMAGE, secrets: { TOKEN: SecretSource.existing('a').key(secret) } })],
    ['a webhook', 'webhook', (n, secret) => new ObservabilityStack(n, 'x', { alerting: Alerting.webhook(wild(secret)) })],
    ['the address of a receiver', 'receivers[0].address', (n, secret) => new ObservabilityStack(n, 'x', { alerting: Alerting.receivers([Receiver.slack(wild(secret))]) })],
    ['a receiver', 'receivers[0]', (n, secret) => new ObservabilityStack(n, 'x', { alerting: Alerting.receivers([wild(secret)]) })],
    ['alerting', 'alerting', (n, secret) => new ObservabilityStack(n, 'x', { alerting: wild(secret) })],
    ['credentials of a store', 'credentials', (n, secret) => new DataLayer(n, 'data').addPostgres('x', { credentials: wild(secret) })],
    ['credentials of a bucket', 'credentials', (n, secret) => new DataLayer(n, 'data').addPostgres('x').addDump('y', {
      schedule: '0 2 * * *', bucket: ObjectStorageBucket.s3({ bucket: 'acme-dumps', region: 'eu-west-1', credentials: wild(secret) }),
    })],
    ['credentials of an external service', 'connectTo.credentials', (n, secret) => new AgentApi(n, 'x', { image: IMAGE }).connectTo(new ExternalService(n, 'model', {
      host: 'api.example.com', port: 443, addresses: TrafficPeer.publicInternet(), credentials: { token: wild(secret) },
    }))],
    ['credentials of connectTo', 'connectTo.credentials', (n, secret) => new AgentApi(n, 'x', { image: IMAGE })
      .connectTo(new AgentApi(n, 'y', { image: IMAGE }), { credentials: wild(secret) })],
    ['a certificate', 'certificate', (n, secret) => gateway(n, wild(secret))],
    ['a client authority', 'clientCertificates', (n, secret) => gateway(n, SecretSource.existing('a'), ClientCertificates.required(wild(secret)))],
    ['an identity of Infisical', 'credentials', (n, secret) => new AgentApi(n, 'x', {
      image: IMAGE, secrets: { A: SecretSource.infisical('a', { auth: InfisicalAuth.universal(wild(secret)), project: 'p', environment: 'prod' }).key('a') },
    })],
    ['a sealed value', 'values', (n, secret) => new AgentApi(n, 'x', {
      image: IMAGE, secrets: { A: SecretSource.sealed('a', { values: { a: wild(secret) } }).key('a') },
    })],
    ['a ciphertext', 'values', (n, secret) => new AgentApi(n, 'x', {
      image: IMAGE, secrets: { A: SecretSource.sealed('a', { values: { a: SealedValue.encrypted(secret) } }).key('a') },
    })],
  ])('%s', (_, prop, program) => {
    const message = messageOf(() => withPlatform((namespace) => program(namespace, PLAIN), { mesh: Mesh.istio() }));
    expect(message).toContain(prop);
    expect(message).not.toContain(PLAIN);
  });
});

describe('a credential in any other place is cut out of the message', () => {
  const guard = new Guard(new Chart(new App(), 'chart'));
  const RANDOM = 'q7Zk2LmX9vB4nT8sW1yR';
  test.each([
    ['hunter2', 'postgresql://app:hunter2@db.example.com'],
    ['hunter2', 'app:hunter2@db.example.com'],
    ['hunter2', 'registry.example.com/app:hunter2@api:1.8.0'],
    ['hun/ter:2', 'https://app:hun/ter:2@db.example.com'],
    ['hunter2', 'https://hunter2@example.com'],
    ['hunter2', 'https://example.com/a?sig=hunter2'],
    ['hunter2', '--password=hunter2'],
    ['hunter2', '{"token": "hunter2"}'],
    [RANDOM, `https://hooks.slack.com/services/T000/B000/${RANDOM}`],
    ['d41d8cd98f00b204e9800998ecf8427e', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['eyJhbGci', `Bearer eyJhbGci.eyJzdWIi.${RANDOM}`],
    ['MIIEow', '-----BEGIN RSA PRIVATE KEY-----\nMIIEow'],
    ['hunter2', `${'a'.repeat(75)}:hunter2@${'b'.repeat(200)}`],
  ])('%s of %s', (secret, value) => {
    const message = messageOf(() => guard.fail('x', value, 'other', 'change it'));
    expect(message).toMatch(/^\[chart\] "x" is "/);
    expect(message).not.toContain(secret);
  });

  test.each(['ghcr.io/acme/agent-api:latest', 'agents-customers-eu-west-1-a', 'nginx@sha256:0', 'a@b', '10.0.0.256/8', '0 2 * * 9'])('%s stays', (value) => {
    expect(messageOf(() => guard.fail('x', value, 'other', 'change it'))).toContain(JSON.stringify(value));
  });

  test('a name in the prop', () => {
    expect(messageOf(() => guard.labels('labels', { [`a ${RANDOM}`]: 'x' }))).not.toContain(RANDOM);
    expect(messageOf(() => guard.labels('labels', { a: `a ${RANDOM}` }))).not.toContain(RANDOM);
    expect(messageOf(() => guard.struct(`files["${RANDOM}"]`, 1))).not.toContain(RANDOM);
  });

  test('a list of what is allowed', () => {
    expect(messageOf(() => guard.oneOf('x', 'b', [`ghp_${RANDOM}`], 'choose'))).not.toContain(RANDOM);
  });

  test('an object that names itself', () => {
    expect(messageOf(() => guard.host('x', wild({ constructor: { name: PLAIN } })))).not.toContain(PLAIN);
  });
});
