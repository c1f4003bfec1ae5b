import { compatible, Tenant, together } from '../../conformance/tenants';
import { Trial } from '../../conformance/trial';

type Object = Record<string, unknown>;

const NAMESPACE = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'agents' } };
const inAgents = (kind: string, rest: Object) => ({ apiVersion: 'v1', kind, metadata: { name: 'api', namespace: 'agents' }, ...rest });

function tenant(index: number, ...objects: Object[]): Tenant {
  const documents = objects.map((object) => ({ object, source: JSON.stringify(object), file: 'agents.yaml' }));
  const example = { id: `example-${index}`, folder: '', securityProfile: 'standard' as const, documents };
  return new Tenant(new Trial(example, { zones: true, oldest: false, updateGolden: false }), index);
}

const objects = ({ documents }: { readonly documents: readonly { readonly object: Object }[] }) => documents.map(({ object }) => object);

describe('examples that share a cluster', () => {
  beforeEach(() => jest.spyOn(console, 'log').mockImplementation(() => undefined));
  afterEach(() => jest.restoreAllMocks());

  it('have namespaces of their own', () => {
    expect(objects(tenant(1, NAMESPACE, inAgents('ConfigMap', {})))).toMatchObject([
      { metadata: { name: 'tenant-1-agents' } },
      { metadata: { name: 'api', namespace: 'tenant-1-agents' } },
    ]);
  });

  it('select their own namespaces, and leave those of others', () => {
    const peer = (name: string) => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } });
    const expression = (...values: string[]) => ({ matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values }] });
    const policy = inAgents('NetworkPolicy', { spec: { from: [peer('agents'), peer('kube-system'), expression('agents', 'monitoring')] } });
    expect(objects(tenant(1, NAMESPACE, policy))[1]).toMatchObject({
      spec: { from: [peer('tenant-1-agents'), peer('kube-system'), expression('tenant-1-agents', 'monitoring')] },
    });
  });

  it('grant permissions to their own service accounts', () => {
    const binding = inAgents('RoleBinding', { subjects: [{ kind: 'ServiceAccount', name: 'api', namespace: 'agents' }] });
    expect(objects(tenant(1, NAMESPACE, binding))[1]).toMatchObject({ subjects: [{ namespace: 'tenant-1-agents' }] });
  });

  it('are told apart in a finding, and called by their own names in the report', () => {
    const [first, eleventh] = [1, 11].map((index) => tenant(index, NAMESPACE));
    const finding = { check: 'drains', object: 'Pod tenant-11-agents/api-0', cause: 'it was not evicted' };
    expect([first.isNamedIn(finding), eleventh.isNamedIn(finding)]).toEqual([false, true]);
    expect(eleventh.original(finding.object)).toBe('Pod agents/api-0');
  });

  it('share an object of the cluster that they have alike', () => {
    const priority = { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'agents' }, value: 1 };
    const tenants = [tenant(1, priority), tenant(2, priority)];
    expect(compatible(tenants)).toEqual([tenants, []]);
    expect(objects(together(tenants, 'all'))).toEqual([priority]);
  });

  it('are kept apart where such an object differs', () => {
    const priority = (value: number) => ({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'agents' }, value });
    const [first, second, third] = [tenant(1, priority(1)), tenant(2, priority(2)), tenant(3, priority(1))];
    expect(compatible([first, second, third])).toEqual([[first, third], [second]]);
  });
});
