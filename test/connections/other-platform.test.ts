import { AgentApi, AgentGateway, ExternalService, GatewayEngine, Mesh, Namespace, Platform, SecretSource, TrafficPeer } from '../../src';
import { Manifests } from '../support/manifests';
import { IMAGE, messageOf, silentApp } from '../support/platforms';

/** One app with two Platforms, each with a namespace `agents`. */
function twoPlatforms() {
  const app = silentApp();
  const [here, there] = ['production', 'europe'].map((id) => new Namespace(new Platform(app, id, { mesh: Mesh.istio() }), 'agents'));
  return { app, here, there };
}

function gatewayOf(namespace: Namespace): AgentGateway {
  return new AgentGateway(namespace, 'gateway', {
    host: 'agents.acme.io', engine: GatewayEngine.istio(), certificate: SecretSource.existing('agents-acme-io'),
  });
}

test('a gateway does not route to a component of another Platform, and opens nothing', () => {
  const { app, here, there } = twoPlatforms();
  const gateway = gatewayOf(here);
  gateway.route('/v1', new AgentApi(here, 'api', { image: IMAGE }));
  const stranger = new AgentApi(there, 'api', { image: IMAGE });
  const before = JSON.stringify(Manifests.of(app).documents);
  expect(messageOf(() => gateway.route('/v2', stranger))).toMatch(/^\[production\/agents\/gateway\] "route\.target" /);
  expect(JSON.stringify(Manifests.of(app).documents)).toBe(before);
});

test('nor does a component connect to an ExternalService of another Platform', () => {
  const { here, there } = twoPlatforms();
  const model = new ExternalService(there, 'model', { host: 'api.model.example', port: 443, addresses: TrafficPeer.publicInternet() });
  expect(messageOf(() => new AgentApi(here, 'api', { image: IMAGE }).connectTo(model))).toMatch(/^\[production\/agents\/api\] "connectTo\.target" /);
});
