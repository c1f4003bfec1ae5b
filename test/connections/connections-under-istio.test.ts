import { AgentApi, ClusterProfile, Connections, Environment, Mesh } from '../../src';
import { Manifest } from '../support/manifests';
import { IMAGE, withPlatform } from '../support/platforms';

const tcp = (...ports: number[]): Manifest => ports.map((port) => ({ protocol: 'TCP', port }));

describe('under Istio', () => {
  const meshed = (mesh: Mesh = Mesh.istio(), cluster?: ClusterProfile, environment?: Environment) => withPlatform((namespace) => {
    const [client, target] = ['client', 'target'].map((id) => new AgentApi(namespace, id, { image: IMAGE }));
    client.connectTo(target);
  }, { mesh, cluster, environment }).manifests();

  test('exactly the client is authorized, by its service account', () => {
    expect(meshed().one('AuthorizationPolicy', 'target').spec).toEqual({
      selector: { matchLabels: { 'app.kubernetes.io/instance': 'target' } },
      action: 'ALLOW',
      rules: [{ from: [{ source: { principals: ['cluster.local/ns/agents/sa/client'] } }], to: [{ operation: { ports: ['8080'] } }] }],
    });
  });

  test('without clients nobody is', () => {
    expect(meshed().one('AuthorizationPolicy', 'client').spec).toEqual({
      selector: { matchLabels: { 'app.kubernetes.io/instance': 'client' } }, action: 'ALLOW',
    });
  });

  test('the trust domain is the cluster\'s domain', () => {
    const { rules } = meshed(Mesh.istio(), ClusterProfile.generic({ clusterDomain: 'eu.local' })).one('AuthorizationPolicy', 'target').spec;
    expect(rules[0].from[0].source.principals).toEqual(['eu.local/ns/agents/sa/client']);
  });

  test('in staging neighbours are authorized', () => {
    const { rules } = meshed(Mesh.istio(), undefined, Environment.staging()).one('AuthorizationPolicy', 'client').spec;
    expect(rules).toEqual([{ from: [{ source: { namespaces: ['agents'] } }] }]);
  });

  test('in development everybody is', () => {
    expect(meshed(Mesh.istio(), undefined, Environment.development()).one('AuthorizationPolicy', 'client').spec.rules).toEqual([{}]);
  });

  test('sidecars reach istiod', () => {
    expect(meshed().one('NetworkPolicy', 'target').spec.egress[1]).toEqual({
      to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'istio-system' } }, podSelector: { matchLabels: { app: 'istiod' } } }],
      ports: tcp(15012),
    });
  });

  test('metrics are read without mutual TLS, and nothing else', () => {
    expect(meshed().one('PeerAuthentication', 'target').spec).toEqual({
      selector: { matchLabels: { 'app.kubernetes.io/instance': 'target' } },
      mtls: { mode: 'STRICT' }, portLevelMtls: { 9090: { mode: 'PERMISSIVE' } },
    });
  });

  test('a target outside of the mesh has no policy of the mesh', () => {
    const { manifests } = withPlatform((namespace) => new Connections(namespace, 'outside', {
      metadata: { name: 'outside' }, selector: { app: 'outside' }, inMesh: false,
    }), { mesh: Mesh.istio() });
    expect(manifests().all('AuthorizationPolicy')).toEqual([]);
  });
});
