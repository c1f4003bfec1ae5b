import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { Construct } from 'constructs';
import { AgentApi, ClusterFacts, ClusterProfile, DataLayer, Mesh, Namespace, Operator, Platform, PostgresEngine } from '../../src';
import { OPERATORS } from '../../src/catalog/operators';
import { IMAGE, silentApp, withPlatform } from '../support/platforms';
import { refusal } from '../support/refusals';

const DIST = join(__dirname, '..', '..', 'dist', 'manifests');

function manifestsOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml')).map((file) => readFileSync(join(folder, file), 'utf8'));
}

function platform(facts: ClusterFacts, mesh: Mesh = Mesh.none()): Platform {
  return new Platform(silentApp(), 'production', { cluster: ClusterProfile.generic(facts), mesh });
}

function customers(scope: Construct): void {
  new DataLayer(scope, 'data').addPostgres('customers', { engine: PostgresEngine.cloudNativePg() });
}

test('the operators of a cluster are a list, with what differs from their usual installation', () => {
  const cluster = ClusterProfile.gke({
    operators: [Operator.cloudNativePg(), Operator.istio({ namespace: 'istio-control' }), Operator.keda({ version: '2.19.0' })],
  });
  expect(cluster._locationOf(Operator.cloudNativePg()._descriptor)).toEqual({ namespace: 'cnpg-system', labels: { 'app.kubernetes.io/name': 'cloudnative-pg' } });
  expect(cluster._locationOf(Operator.istio()._descriptor)).toEqual({ namespace: 'istio-control', labels: { app: 'istiod' } });
});

test('policies follow where an operator runs', () => {
  const { manifests } = withPlatform((agents) => customers(agents), {
    cluster: ClusterProfile.generic({ operators: [Operator.cloudNativePg({ namespace: 'postgres', labels: { app: 'cnpg' } })] }),
  });
  expect(manifests().one('NetworkPolicy', 'data-customers').spec.ingress).toContainEqual(expect.objectContaining({
    from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'postgres' } }, podSelector: { matchLabels: { app: 'cnpg' } } }],
  }));
});

test('sidecars reach the control plane where it runs', () => {
  const { manifests } = withPlatform((agents) => new AgentApi(agents, 'api', { image: IMAGE }), {
    mesh: Mesh.istio(), cluster: ClusterProfile.generic({ operators: [Operator.istio({ namespace: 'mesh' })] }),
  });
  expect(JSON.stringify(manifests().one('NetworkPolicy', 'api').spec.egress)).toContain('"kubernetes.io/metadata.name":"mesh"');
});

test('OpenShift installs operators in its own namespace, and a stated one wins', () => {
  expect(ClusterProfile.openshift()._locationOf(Operator.cloudNativePg()._descriptor)?.namespace).toBe('openshift-operators');
  const listed = ClusterProfile.openshift({ operators: [Operator.cloudNativePg({ version: '1.29.0' })] });
  expect(listed._locationOf(Operator.cloudNativePg()._descriptor)?.namespace).toBe('openshift-operators');
  const stated = ClusterProfile.openshift({ operators: [Operator.cloudNativePg({ namespace: 'postgres' })] });
  expect(stated._locationOf(Operator.cloudNativePg()._descriptor)?.namespace).toBe('postgres');
});

describe('operators that are not listed', () => {
  test('are taken where nothing is stated', () => {
    expect(() => withPlatform((agents) => customers(agents))).not.toThrow();
  });

  test.each<[string, ClusterFacts]>([['none', { operators: [] }], ['another', { operators: [Operator.istio()] }]])('are refused where %s is listed', (_, facts) => {
    expect(refusal(() => withPlatform((agents) => customers(agents), { cluster: ClusterProfile.generic(facts) })))
      .toBe('[production/agents/data/customers] "engine" (Unavailable)');
  });

  test('are named with what they serve, what to add and where to read', () => {
    expect(() => platform({ operators: [] }, Mesh.istio())).toThrow(/Istio.*networking\.istio\.io\/v1.*Operator\.istio\(\).*https:\/\/istio\.io/);
  });
});

describe('versions', () => {
  test.each(['1.27', '1.27.9', 'v1.27.1', '0.99.99'])('%s is older than the oldest that we support, and both are named', (version) => {
    const program = (): unknown => platform({ operators: [Operator.cloudNativePg({ version })] });
    expect(refusal(program)).toBe('[production] "cluster.operators[0].version" (OutOfRange)');
    expect(program).toThrow(new RegExp(`${version}.*CloudNativePG 1\\.28`));
  });

  test.each(['1.28', '1.28.0', 'v1.30.1', '1.28.0-rc1', '2'])('%s is taken', (version) => {
    expect(() => platform({ operators: [Operator.cloudNativePg({ version })] })).not.toThrow();
  });
});

test.each<[string, Operator[], string]>([
  ['an operator twice', [Operator.istio(), Operator.istio({ namespace: 'mesh' })], '"cluster.operators[1]" (Duplicate)'],
  ['a version that is none', [Operator.istio({ version: 'latest' })], '"cluster.operators[0].version" (Invalid)'],
  ['a namespace that is none', [Operator.istio({ namespace: 'Istio System' })], '"cluster.operators[0].namespace" (Invalid)'],
  ['labels that are none', [Operator.istio({ labels: { 'a b': 'c' } })], '"cluster.operators[0].labels" (Invalid)'],
  ['one of your own without a name', [Operator.custom({ name: '', apiVersions: ['acme.io/v1'] })], '"cluster.operators[0].name" (Invalid)'],
  ['one of your own with an API version that has no group', [Operator.custom({ name: 'Notes', apiVersions: ['v1'] })], '"cluster.operators[0].apiVersions[0]" (Invalid)'],
])('%s is refused', (_, operators, message) => {
  expect(refusal(() => platform({ operators }))).toBe(`[production] ${message}`);
});

test('an operator of your own has a namespace like any other', () => {
  const notes = Operator.custom({ name: 'Notes operator', apiVersions: ['notes.acme.io/v1'], namespace: 'notes-system', labels: { app: 'notes' } });
  const cluster = ClusterProfile.generic({ operators: [notes] });
  expect(cluster._locationOf(notes._descriptor)).toEqual({ namespace: 'notes-system', labels: { app: 'notes' } });
  expect(refusal(() => new Namespace(new Platform(silentApp(), 'production', { cluster }), 'notes-system'))).toBe('[production/notes-system] "id" (Invalid)');
});

describe('the catalogue', () => {
  test.each(Object.entries(OPERATORS))('Operator.%s()', (factory, descriptor) => {
    const make = (Operator as unknown as Record<string, () => Operator>)[factory];
    expect(make()._descriptor).toBe(descriptor);
    expect(() => platform({ operators: [make()] })).not.toThrow();
    expect(descriptor.docs).toMatch(/^https:\/\//);
    expect(() => platform({ operators: [Operator.custom(descriptor)] })).not.toThrow();
  });

  test('every custom resource that the examples make is served by one of them', () => {
    const served = Object.values(OPERATORS).flatMap(({ apiVersions = [] }) => apiVersions);
    const used = manifestsOf(DIST).flatMap((text) => [...text.matchAll(/^apiVersion: (\S+)$/gm)].map(([, version]) => version));
    const custom = used.filter((version) => /\.[a-z]+\//.test(version) && !/^[a-z.]*\.k8s\.io\/|^kustomize\./.test(version) || version.startsWith('autoscaling.k8s.io/'));
    expect(custom.length).toBeGreaterThan(50);
    expect([...new Set(custom)].filter((version) => !served.includes(version))).toEqual([]);
  });

  test('names are unique', () => {
    const names = Object.values(OPERATORS).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
