import { AgentApi, ExternalProtocol, ExternalService, ExternalServiceProps, Mesh, SecretSource, TrafficPeer } from '../../src';
import { IMAGE, messageOf, withPlatform } from '../support/platforms';

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

describe('an address in place of a host name', () => {
  const composed = (props: Partial<ExternalServiceProps> = {}, mesh = Mesh.istio()) => withPlatform((namespace) => {
    const legacy = new ExternalService(namespace, 'legacy', { host: '203.0.113.7', port: 8443, ...props });
    new AgentApi(namespace, 'api', { image: IMAGE }).connectTo(legacy);
  }, { mesh }).manifests();

  test('the mesh knows it by the address: Istio takes no address for a host', () => {
    expect(composed().one('ServiceEntry', 'legacy').spec).toEqual({
      hosts: ['legacy.agents.internal'],
      addresses: ['203.0.113.7'],
      endpoints: [{ address: '203.0.113.7' }],
      location: 'MESH_EXTERNAL',
      resolution: 'STATIC',
      ports: [{ number: 8443, name: 'tls', protocol: 'TLS' }],
      exportTo: ['.'],
    });
  });

  test('the client is told the address, and may reach nothing else, with a mesh and without', () => {
    for (const manifests of [composed(), composed({}, Mesh.none())]) {
      expect(manifests.env('Deployment', 'api')).toMatchObject({ LEGACY_HOST: '203.0.113.7' });
      expect(manifests.one('NetworkPolicy', 'api').spec.egress[1]).toEqual({
        to: [{ ipBlock: { cidr: '203.0.113.7/32' } }], ports: [{ port: 8443, protocol: 'TCP' }],
      });
    }
  });

  test.each(['203.0.113.256', '203.0.113', '1.2.3.4.5', '010.0.0.1'])('%s is neither a name nor an address', (host) => {
    expect(messageOf(() => composed({ host }))).toMatch(/^\[production\/agents\/legacy\] "host" /);
  });
});
