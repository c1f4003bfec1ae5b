import { AgentApi, AgentGateway, DataLayer, Environment, ExternalService, GatewayEngine, Mesh, PostgresEngine, SecretSource, TrafficPeer } from '../../src';
import { IMAGE, withPlatform } from '../support/platforms';
import { refusal } from '../support/refusals';

/** Two APIs that talk to each other, one of them to a service outside of the cluster. */
function fleet(environment = Environment.production()) {
  return withPlatform((agents) => {
    const [front, back] = ['front', 'back'].map((id) => new AgentApi(agents, id, { image: IMAGE }));
    front.connectTo(back);
    back.connectTo(new ExternalService(agents, 'model', { host: 'api.model.example', port: 443, addresses: TrafficPeer.publicInternet() }));
    return { front, back };
  }, { mesh: Mesh.istioAmbient(), environment });
}

const pods = (instance: string) => ({ podSelector: { matchLabels: { 'app.kubernetes.io/instance': instance } } });
const tcp = (...ports: number[]) => ports.map((port) => ({ port, protocol: 'TCP' }));

test('the namespace is in the mesh, and no pod has a sidecar', () => {
  const manifests = fleet().manifests();
  const { labels } = manifests.one('Namespace', 'agents').metadata;
  expect(labels['istio.io/dataplane-mode']).toBe('ambient');
  expect(Object.keys(labels)).not.toContain('istio-injection');
  expect(manifests.one('Deployment', 'back').spec.template.metadata.annotations).toBeUndefined();
});

test('the quota counts no sidecar', () => {
  const quota = (mesh: Mesh) => withPlatform((agents) => new AgentApi(agents, 'api', { image: IMAGE }), { mesh }).manifests().one('ResourceQuota', 'quota').spec;
  expect(quota(Mesh.istioAmbient())).toEqual(quota(Mesh.none()));
});

test('policies let the tunnel through between pods in the mesh, and nowhere else', () => {
  const manifests = fleet().manifests();
  expect(manifests.one('NetworkPolicy', 'back').spec.ingress).toEqual([{ from: [pods('front')], ports: tcp(8080, 15008) }]);
  const egress = manifests.one('NetworkPolicy', 'front').spec.egress;
  expect(egress).toContainEqual({ to: [pods('back')], ports: tcp(8080, 15008) });
  const outside = manifests.one('NetworkPolicy', 'back').spec.egress;
  expect(JSON.stringify(outside)).not.toContain('15008');
  expect(JSON.stringify(outside)).not.toContain('15012');
});

test('the kubelet probes pods from the address that ambient gives it', () => {
  expect(fleet().manifests().one('NetworkPolicy', 'kubelet-probes').spec).toEqual({
    podSelector: {}, policyTypes: ['Ingress'],
    ingress: [{ from: [{ ipBlock: { cidr: '169.254.7.127/32' } }], ports: [{ protocol: 'TCP', port: 1, endPort: 65535 }] }],
  });
  expect(fleet(Environment.development()).manifests().all('NetworkPolicy').map(({ metadata }) => metadata.name)).not.toContain('kubelet-probes');
});

test('ztunnel authorizes by principal and port, and asks for mutual TLS', () => {
  const manifests = fleet().manifests();
  expect(manifests.one('PeerAuthentication', 'default').spec.mtls.mode).toBe('STRICT');
  expect(manifests.one('AuthorizationPolicy', 'default-deny').spec).toEqual({ action: 'ALLOW' });
  expect(manifests.one('AuthorizationPolicy', 'back').spec.rules).toEqual([{
    from: [{ source: { principals: ['cluster.local/ns/agents/sa/front'] } }], to: [{ operation: { ports: ['8080'] } }],
  }]);
});

test('ztunnel does not read host names: hosts need addresses, and nothing is made known to the mesh', () => {
  const manifests = fleet().manifests();
  expect([...manifests.all('ServiceEntry'), ...manifests.all('Sidecar')]).toEqual([]);
  expect(refusal(() => withPlatform((agents) => new ExternalService(agents, 'model', { host: 'api.model.example', port: 443 }), { mesh: Mesh.istioAmbient() })))
    .toBe('[production/agents/model] "addresses" (Required)');
});

test('members of CloudNativePG stay outside', () => {
  const { manifests } = withPlatform((agents) => new DataLayer(agents, 'data').addPostgres('customers', { engine: PostgresEngine.cloudNativePg() }),
    { mesh: Mesh.istioAmbient() });
  expect(manifests().one('Cluster', 'data-customers').spec.inheritedMetadata.labels).toMatchObject({ 'istio.io/dataplane-mode': 'none' });
});

test('the ingress gateway comes through the tunnel too', () => {
  const { manifests } = withPlatform((agents) => {
    const api = new AgentApi(agents, 'api', { image: IMAGE });
    new AgentGateway(agents, 'gateway', { host: 'a.example.com', engine: GatewayEngine.istio(), certificate: SecretSource.existing('tls') }).route('/', api);
  }, { mesh: Mesh.istioAmbient() });
  expect(manifests().one('NetworkPolicy', 'api').spec.ingress[0].ports).toEqual(tcp(8080, 15008));
  expect(manifests().one('AuthorizationPolicy', 'api').spec.rules[0].from).toEqual([{ source: { principals: ['cluster.local/ns/istio-ingress/sa/istio-ingressgateway'] } }]);
});
