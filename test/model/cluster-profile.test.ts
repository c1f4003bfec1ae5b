import { AgentApi, AgentController, ClusterFacts, ClusterProfile, Coordination, Namespace, Platform } from '../../src';
import { Manifest, Manifests } from '../support/manifests';
import { IMAGE, silentApp } from '../support/platforms';
import { refusal } from '../support/refusals';

const { generic, kind, gke, eks, openshift } = ClusterProfile;
const SHOULD_STATE = { apiServerCidrs: ['10.0.0.0/28'] };

const pods = (namespace: string, labels: Record<string, string>): Manifest =>
  ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } }, podSelector: { matchLabels: labels } });
const dnsPorts = (port: number): Manifest => [{ protocol: 'UDP', port }, { protocol: 'TCP', port }];
const KUBE_DNS = { to: [pods('kube-system', { 'k8s-app': 'kube-dns' })], ports: dnsPorts(53) };

function manifests(cluster: ClusterProfile): Manifests {
  const platform = new Platform(silentApp(), 'production', { cluster });
  new AgentApi(new Namespace(platform, 'agents'), 'api', { image: IMAGE });
  return Manifests.of(platform);
}

function warnings(cluster: ClusterProfile): string[] {
  const app = silentApp();
  const namespace = new Namespace(new Platform(app, 'production', { cluster }), 'agents');
  new AgentController(namespace, 'controller', { image: IMAGE, coordination: Coordination.leaderElection() });
  return app.report().warnings.map(({ text }) => text);
}

test.each([
  ['generic', generic(), [KUBE_DNS]],
  ['kind', kind(), [KUBE_DNS]],
  ['eks', eks(), [KUBE_DNS]],
  ['gke', gke(), [KUBE_DNS, {
    to: [
      pods('kube-system', { 'k8s-app': 'node-local-dns' }), { ipBlock: { cidr: '169.254.20.10/32' } }, { ipBlock: { cidr: '169.254.169.254/32' } },
    ],
    ports: dnsPorts(53),
  }]],
  ['openshift', openshift(), [{ to: [pods('openshift-dns', { 'dns.operator.openshift.io/daemonset-dns': 'default' })], ports: dnsPorts(5353) }]],
])('on %s a part without connections reaches its DNS, and nothing else', (name, cluster, egress) => {
  expect(cluster.name).toBe(name);
  expect(manifests(cluster).one('NetworkPolicy', 'api').spec.egress).toEqual(egress);
});

test('a cache in the node\'s network is reached at its address, whatever the port of the DNS pods', () => {
  expect(manifests(openshift({ dnsCidrs: ['169.254.20.10/32'] })).one('NetworkPolicy', 'api').spec.egress[1]).toEqual(
    { to: [{ ipBlock: { cidr: '169.254.20.10/32' } }], ports: dnsPorts(53) });
});

test('a stated fact takes the place of a known one', () => {
  expect(manifests(gke({ dnsCidrs: ['10.8.0.10/32'] })).one('NetworkPolicy', 'api').spec.egress[1].to).toEqual(
    [pods('kube-system', { 'k8s-app': 'node-local-dns' }), { ipBlock: { cidr: '10.8.0.10/32' } }]);
});

test.each<[string, ClusterProfile, number[]]>([
  ['generic', generic(), [443, 6443]], ['kind', kind(), [6443]], ['gke', gke(), [443]], ['eks', eks(), [443]], ['openshift', openshift(), [6443]],
])('on %s the API server listens on the ports that the profile says', (_, cluster, ports) => {
  expect(cluster.apiServerPorts).toEqual(ports);
});

test.each<[string, (facts?: ClusterFacts) => ClusterProfile, string]>([
  ['generic', generic, 'the cluster profile does not say where the API server listens: components that need it may reach any address on port '
    + '443 and 6443; state apiServerCidrs'],
  ['kind', kind, 'the cluster profile does not say where the API server listens: components that need it may reach any address on port 6443; '
    + 'state apiServerCidrs (kubectl get endpoints kubernetes)'],
  ['eks', eks, 'the cluster profile does not say where the API server listens: components that need it may reach any address on port 443; state '
    + 'apiServerCidrs (the ranges of the subnets that the control plane has its network interfaces in: aws eks describe-cluster)'],
  ['openshift', openshift, 'the cluster profile does not say where the API server listens: components that need it may reach any address on port '
    + '6443; state apiServerCidrs (the range of the control-plane machines: oc get endpoints kubernetes)'],
])('on %s synthesis warns of an API server that is nowhere, and not of one that is stated', (_, profile, text) => {
  expect(warnings(profile())).toEqual([text]);
  expect(warnings(profile(SHOULD_STATE))).toEqual([]);
});

test('on GKE synthesis warns of the DNS address that only its owner knows', () => {
  expect(warnings(gke(SHOULD_STATE))).toEqual([
    'the cluster profile does not say which addresses answer DNS: with NodeLocal DNSCache and without Dataplane V2, pods ask the address of the '
    + 'Service kube-dns, which no policy by labels meets; state dnsCidrs: that address as /32, or 169.254.20.10/32 where that is not so',
  ]);
  expect(warnings(gke({ ...SHOULD_STATE, dnsCidrs: ['10.8.0.10/32'] }))).toEqual([]);
});

test('on OpenShift every namespace lets its pods run as the users that they name', () => {
  expect(manifests(openshift()).one('RoleBinding', 'security-context-constraints-nonroot-v2')).toMatchObject({
    metadata: { namespace: 'agents' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'system:openshift:scc:nonroot-v2' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'system:serviceaccounts:agents' }],
  });
});

test('elsewhere there are no such constraints', () => {
  expect(manifests(generic()).all('RoleBinding')).toEqual([]);
});

test.each<[string, ClusterFacts, string]>([
  ['a range that is none', { dnsCidrs: ['169.254.20.10'] },
    '[production] "cluster.dnsCidrs[0]" (Invalid)'],
  ['no port', { dnsPorts: [] }, '[production] "cluster.dnsPorts" (Required)'],
  ['a port that is none', { dnsPorts: [0] },
    '[production] "cluster.dnsPorts[0]" (OutOfRange)'],
  ['an unknown address of the API server', { apiServerCidrs: ['300.0.0.0/8'] },
    '[production] "cluster.apiServerCidrs[0]" (Invalid)'],
])('%s is refused', (_, facts, message) => {
  expect(refusal(() => new Platform(silentApp(), 'production', { cluster: generic(facts) }))).toBe(message);
});
