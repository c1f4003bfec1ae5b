import { AgentApi, ExternalProtocol, ExternalService, ExternalServiceProps, Mesh, SecretSource, TrafficPeer } from '../../src';
import { IMAGE, withPlatform } from '../support/platforms';

/** Every prop, each other than its default. The type makes a new prop fail here. */
const EVERYTHING: Required<ExternalServiceProps> = {
  host: 'model.example.com',
  port: 8443,
  protocol: ExternalProtocol.HTTP,
  addresses: TrafficPeer.cidrs(['192.0.2.0/24']),
  type: 'model',
  credentials: { token: SecretSource.existing('model-api').key('api-token') },
};

test('the client is told all of it', () => {
  const { manifests } = withPlatform((namespace) =>
    new AgentApi(namespace, 'api', { image: IMAGE }).connectTo(new ExternalService(namespace, 'model', EVERYTHING)));
  expect(manifests().env('Deployment')).toMatchObject({
    MODEL_HOST: 'model.example.com', MODEL_PORT: '8443', MODEL_URI: 'http://model.example.com:8443',
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

test.each(['host', 'port', 'protocol', 'type', 'credentials', 'addresses'])('leaving out or changing %s changes the output or the binding', (prop) => {
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
