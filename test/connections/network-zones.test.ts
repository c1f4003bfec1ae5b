import { AgentApi, AgentGateway, ExternalService, GatewayEngine, Mesh, Namespace, NetworkZone, Platform, SecretSource, TrafficPeer } from '../../src';
import { Manifests } from '../support/manifests';
import { IMAGE, silentApp } from '../support/platforms';
import { refusal } from '../support/refusals';

const ZONES = Object.values(NetworkZone);

/** A platform with one API in a namespace of each zone, and one in a namespace without. */
function world(): { platform: Platform; api: (zone: NetworkZone | 'none') => AgentApi } {
  const platform = new Platform(silentApp(), 'production');
  const apis = new Map<string, AgentApi>();
  for (const zone of [...ZONES, undefined]) {
    const namespace = new Namespace(platform, zone ?? 'none', { networkZone: zone });
    apis.set(zone ?? 'none', new AgentApi(namespace, `${zone ?? 'none'}-api`, { image: IMAGE }));
  }
  return { platform, api: (zone) => apis.get(zone)! };
}

function mayConnect(from: NetworkZone, to: NetworkZone): boolean {
  const { api } = world();
  const target = from === to ? new AgentApi(new Namespace(api(from).node.scope!.node.scope as Platform, 'second', { networkZone: to }), 'second', { image: IMAGE }) : api(to);
  try {
    api(from).connectTo(target);
    return true;
  } catch {
    return false;
  }
}

test('a namespace says its zone by a label', () => {
  const { platform } = world();
  expect(Manifests.of(platform).one('Namespace', 'data').metadata.labels).toMatchObject({ 'network-zone': 'data' });
  expect(Manifests.of(platform).one('Namespace', 'none').metadata.labels).not.toHaveProperty('network-zone');
});

test.each([
  [NetworkZone.PUBLIC, ['public', 'application', 'security']],
  [NetworkZone.APPLICATION, ['application', 'data', 'storage', 'monitoring', 'security']],
  [NetworkZone.DATA, ['data', 'storage', 'security']],
  [NetworkZone.STORAGE, ['storage', 'security']],
  [NetworkZone.MONITORING, ['public', 'application', 'data', 'storage', 'monitoring', 'security']],
  [NetworkZone.SECURITY, ['data', 'storage', 'monitoring', 'security']],
])('parts in zone %s reach exactly %j', (from, targets) => {
  expect(ZONES.filter((to) => mayConnect(from, to))).toEqual(targets);
});

test('a store that is asked for from the public zone is refused, with a way to do it', () => {
  const { api } = world();
  expect(refusal(() => api(NetworkZone.PUBLIC).connectTo(api(NetworkZone.DATA)))).toBe(
    '[production/public/public-api] "connectTo.target" (Invalid)');
});

test('where no zone lies between, the other direction is proposed', () => {
  const { api } = world();
  expect(refusal(() => api(NetworkZone.DATA).connectTo(api(NetworkZone.APPLICATION)))).toBe(
    '[production/data/data-api] "connectTo.target" (Invalid)');
});

test('a refused connection opens nothing', () => {
  const { platform, api } = world();
  refusal(() => api(NetworkZone.PUBLIC).connectTo(api(NetworkZone.DATA)));
  expect(Manifests.of(platform).one('NetworkPolicy', 'data-api').spec.ingress).toEqual(
    [{ from: [{ podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'data-api' } } }] }]);
});

test('a namespace without a zone may be connected with any, both ways', () => {
  const { platform, api } = world();
  for (const zone of ZONES) {
    api('none').connectTo(api(zone));
    api(zone).connectTo(api('none'));
  }
  expect(Manifests.of(platform).all('NetworkPolicy').length).toBeGreaterThan(0);
});

test('an external service is in the zone of its namespace', () => {
  const { platform, api } = world();
  const mail = (zone: NetworkZone): ExternalService => new ExternalService(platform.node.findChild(zone) as Namespace, 'mail', {
    host: 'mail.example', port: 465, addresses: TrafficPeer.publicInternet(),
  });
  api(NetworkZone.DATA).connectTo(mail(NetworkZone.STORAGE));
  expect(refusal(() => api(NetworkZone.DATA).connectTo(mail(NetworkZone.APPLICATION)))).toBe('[production/data/data-api] "connectTo.target" (Invalid)');
});

test('a gateway is in the zone of its namespace', () => {
  const platform = new Platform(silentApp(), 'production', { mesh: Mesh.istio() });
  const gateway = new AgentGateway(new Namespace(platform, 'edge', { networkZone: NetworkZone.PUBLIC }), 'gateway', {
    host: 'agents.example.com', engine: GatewayEngine.istio(), certificate: SecretSource.existing('tls'),
  });
  const api = (zone: NetworkZone): AgentApi => new AgentApi(new Namespace(platform, zone, { networkZone: zone }), `${zone}-api`, { image: IMAGE });
  gateway.route('/v1', api(NetworkZone.APPLICATION));
  expect(refusal(() => gateway.route('/data', api(NetworkZone.DATA)))).toContain(
    '"route.target" (Invalid)');
});

test('a zone that does not exist is refused', () => {
  const platform = new Platform(silentApp(), 'production');
  expect(refusal(() => new Namespace(platform, 'edge', { networkZone: 'dmz' as NetworkZone }))).toBe(
    '[production/edge] "networkZone" (NotSupported)');
});
