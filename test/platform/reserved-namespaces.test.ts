import { ClusterProfile, Mesh, Namespace, Operator, Platform } from '../../src';
import { messageOf, silentApp } from '../support/platforms';

const refused = (name: string, cluster?: ClusterProfile): string =>
  messageOf(() => new Namespace(new Platform(silentApp(), 'production', { cluster }), name));

describe('default deny on the pods of others is refused', () => {
  test.each(['default', 'kube-system', 'kube-public', 'kube-node-lease', 'kube-flannel'])('%s belongs to Kubernetes', (name) => {
    expect(refused(name)).toMatch(/^\[production\/.+\] "id" /);
  });

  test('by the name as well as by the id', () => {
    expect(messageOf(() => new Namespace(new Platform(silentApp(), 'production'), 'system', { name: 'kube-system' }))).toMatch(/^\[production\/system\] "name" /);
  });

  test.each(['istio-system', 'istio-ingress', 'cnpg-system'])('%s belongs to an operator', (name) => {
    expect(refused(name)).toMatch(/"id" /);
  });

  test.each([
    ['mesh-control', ClusterProfile.generic({ operators: [Operator.istio({ namespace: 'mesh-control' })] })],
    ['edge', ClusterProfile.generic({ ingressGateway: { namespace: 'edge', labels: { istio: 'edge' } } })],
    ['postgres-operator', ClusterProfile.generic({ operators: [Operator.cloudNativePg({ namespace: 'postgres-operator' })] })],
    ['dns', ClusterProfile.generic({ dns: { namespace: 'dns' } })],
    ['openshift-dns', ClusterProfile.openshift()],
    ['openshift-monitoring', ClusterProfile.openshift()],
  ])('%s, as the cluster profile states it', (name, cluster) => {
    expect(refused(name, cluster)).toMatch(/"id" /);
  });

  test('an operator that the cluster does not have keeps no namespace', () => {
    const cluster = ClusterProfile.generic({ operators: [Operator.cloudNativePg()] });
    expect(() => new Namespace(new Platform(silentApp(), 'production', { cluster }), 'velero')).not.toThrow();
    expect(refused('velero')).toMatch(/"id" /);
  });

  test('the namespace of the ObservabilityStack is ours, whoever else scrapes there', () => {
    const cluster = ClusterProfile.generic({ monitoring: { namespace: 'monitoring' } });
    expect(() => new Namespace(new Platform(silentApp(), 'production', { cluster, mesh: Mesh.istio() }), 'monitoring')).not.toThrow();
  });
});
