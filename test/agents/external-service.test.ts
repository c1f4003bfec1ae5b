import { AgentApi, ExternalProtocol, ExternalService, ExternalServiceProps, Mesh, SecretSource, TrafficPeer } from '../../src';
import { IMAGE, withPlatform } from '../support/platforms';

/** Every prop, each other than its default. The type makes a new prop fail here. */
const EVERYTHING: Required<ExternalServiceProps> = {
  host: 'model.example.com',
  port: 8443,
  protocol: ExternalProtocol.HTTP,
  addresses: TrafficPeer.cidrs(['192.0.2.0/24']),
  type: 'model',
  entries: { region: 'eu' },
  credentials: { token: SecretSource.existing('model-api').key('api-token') },
};

test('the client is told all of it', () => {
  const { manifests } = withPlatform((namespace) =>
    new AgentApi(namespace, 'api', { image: IMAGE }).connectTo(new ExternalService(namespace, 'model', EVERYTHING)));
  expect(manifests().env('Deployment')).toMatchObject({
    MODEL_HOST: 'model.example.com', MODEL_PORT: '8443', MODEL_URI: 'http://model.example.com:8443', MODEL_REGION: 'eu',
    MODEL_TOKEN: { secretKeyRef: { name: 'model-api', key: 'api-token' } },
  });
});

test.each<[ExternalProtocol, string, string]>([
  [ExternalProtocol.TLS, 'https', 'https://a.example:1'], [ExternalProtocol.HTTP, 'http', 'http://a.example:1'], [ExternalProtocol.TCP, 'tcp', 'tcp://a.example:1'],
])('%s is of type %s', (protocol, type, uri) => {
  const { made } = withPlatform((namespace) =>
    new ExternalService(namespace, 'a', { host: 'a.example', port: 1, protocol, addresses: TrafficPeer.publicInternet() }).toConnectable());
  expect(made.binding).toMatchObject({ type, literals: { uri } });
});

test.each(['host', 'port', 'protocol', 'type', 'entries', 'credentials', 'addresses'])('leaving out or changing %s changes the output or the binding', (prop) => {
  const minimal = { host: 'other.example.com', port: 1 };
  const { [prop as keyof ExternalServiceProps]: left, ...rest } = EVERYTHING;
  void left;
  const render = (props: ExternalServiceProps): unknown => {
    const composed = withPlatform((namespace) => {
      const service = new ExternalService(namespace, 'model', props);
      new AgentApi(namespace, 'api', { image: IMAGE }).connectTo(service);
      return service;
    }, { mesh: Mesh.istio() });
    return [composed.manifests().documents, composed.made.toConnectable().binding];
  };
  expect(render({ ...minimal, ...rest })).not.toEqual(render(EVERYTHING));
});

test('a managed PostgreSQL is told like one of our own', () => {
  const owner = SecretSource.existing('customers-app');
  const { manifests } = withPlatform((namespace) => {
    const customers = new ExternalService(namespace, 'customers', {
      host: 'customers.abc.eu-west-1.rds.amazonaws.com', port: 5432, protocol: ExternalProtocol.TCP, type: 'postgresql',
      addresses: TrafficPeer.cidrs(['10.20.0.0/24']), entries: { database: 'customers' },
      credentials: { username: owner.key('username'), password: owner.key('password'), uri: owner.key('uri') },
    });
    new AgentApi(namespace, 'api', { image: IMAGE }).connectTo(customers);
  });
  const secret = (key: string) => ({ secretKeyRef: { name: 'customers-app', key } });
  expect(manifests().env('Deployment', 'api')).toMatchObject({
    CUSTOMERS_HOST: 'customers.abc.eu-west-1.rds.amazonaws.com', CUSTOMERS_PORT: '5432', CUSTOMERS_DATABASE: 'customers',
    CUSTOMERS_USERNAME: secret('username'), CUSTOMERS_PASSWORD: secret('password'), CUSTOMERS_URI: secret('uri'),
  });
  expect(manifests().one('NetworkPolicy', 'api').spec.egress[1]).toEqual({
    to: [{ ipBlock: { cidr: '10.20.0.0/24' } }], ports: [{ port: 5432, protocol: 'TCP' }],
  });
});
