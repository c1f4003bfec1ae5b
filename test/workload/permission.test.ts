import { App, Chart } from 'cdk8s';
import { AgentApi, AgentController, Coordination, Permission, PermissionOptions } from '../../src';
import { IMAGE, withPlatform } from '../support/platforms';
import { refusal } from '../support/refusals';

const JOBS: PermissionOptions = { apiGroups: ['batch'], resources: ['jobs'], verbs: ['get', 'list'] };
const ACCEPTED_RISKS = 'cdk8s-agent-platform.dev/accepted-risks';

/** An API that is allowed something. */
const allowing = (...permissions: PermissionOptions[]) => withPlatform((namespace) => {
  const api = new AgentApi(namespace, 'api', { image: IMAGE });
  permissions.forEach((permission) => api.allow(Permission.of(permission)));
});

const refused = (change: object) => refusal(() => allowing({ ...JOBS, ...change }));

test('without a permission there is no Role, no token and no way to the API server', () => {
  const manifests = allowing().manifests();
  expect(manifests.all('Role')).toEqual([]);
  expect(manifests.podSpec('Deployment').volumes.map((volume: { name: string }) => volume.name)).toEqual(['tmp']);
  expect(manifests.one('NetworkPolicy', 'api').spec.egress).toHaveLength(1);
});

test('the first permission brings all three, each further one a rule', () => {
  const manifests = allowing(JOBS, { apiGroups: [''], resources: ['pods'], verbs: ['list'] }).manifests();
  expect(manifests.one('Role', 'api').rules).toEqual([{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }, JOBS]);
  expect(manifests.one('RoleBinding', 'api').subjects).toEqual([{ kind: 'ServiceAccount', name: 'api', namespace: 'agents' }]);
  expect(manifests.podSpec('Deployment').volumes.map((volume: { name: string }) => volume.name)).toEqual(['tmp', 'kube-api']);
  expect(manifests.one('NetworkPolicy', 'api').spec.egress[1]).toEqual({
    to: [{ ipBlock: { cidr: '0.0.0.0/0' } }], ports: [{ port: 443, protocol: 'TCP' }, { port: 6443, protocol: 'TCP' }],
  });
});

test('a controller keeps its lease beside what it is allowed', () => {
  const { manifests } = withPlatform((namespace) => {
    const controller = new AgentController(namespace, 'controller', { image: IMAGE, coordination: Coordination.leaderElection() });
    controller.allow(Permission.of({ ...JOBS, resourceNames: ['nightly'] }));
  });
  expect(manifests().one('Role').rules).toHaveLength(4);
  expect(manifests().one('Role').rules[3]).toEqual({ ...JOBS, resourceNames: ['nightly'] });
});

test('reading what is risky to write needs no reason', () => {
  expect(allowing({ apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'list', 'watch'] }).manifests().one('Role').metadata.annotations).toBeUndefined();
});

test('resources of other groups with the name of a risky one need no reason', () => {
  expect(() => allowing({ apiGroups: ['example.com'], resources: ['services'], verbs: ['create'] })).not.toThrow();
});

test('what is risky on purpose stands in the Role with its reason, in one order', () => {
  const jobs = { ...JOBS, verbs: ['create'], acceptedRisk: 'Each customer environment is set up by a Job.' };
  const maps = { apiGroups: [''], resources: ['configmaps'], verbs: ['update'], acceptedRisk: 'It publishes its shards.' };
  const annotations = (...permissions: PermissionOptions[]) => allowing(...permissions).manifests().one('Role').metadata.annotations;
  expect(annotations(jobs, maps)).toEqual({
    [ACCEPTED_RISKS]: 'configmaps: It publishes its shards.\njobs.batch: Each customer environment is set up by a Job.',
  });
  expect(annotations(maps, jobs)).toEqual(annotations(jobs, maps));
});

describe('refused', () => {
  test.each(['apiGroups', 'resources', 'verbs'])('a wildcard in %s', (prop) => {
    expect(refused({ [prop]: ['*'] })).toBe(`[production/agents/api] "allow.${prop}[0]" (${prop === 'verbs' ? 'NotSupported' : 'Invalid'})`);
  });

  test.each([
    ['', 'secrets', 'get'], ['', 'pods/proxy', 'get'], ['', 'services/proxy', 'create'], ['', 'nodes/proxy', 'get'], ['', 'pods/exec', 'create'],
    ['batch', 'jobs', 'create'], ['apps', 'deployments', 'patch'], ['rbac.authorization.k8s.io', 'rolebindings', 'create'],
    ['networking.k8s.io', 'networkpolicies', 'delete'], ['networking.istio.io', 'envoyfilters', 'create'], ['security.istio.io', 'authorizationpolicies', 'update'],
    ['external-secrets.io', 'externalsecrets', 'create'],
  ])('what is risky without a reason: %s %s %s', (group, resource, verb) => {
    expect(refused({ apiGroups: [group], resources: ['leases', resource], verbs: [verb] })).toBe('[production/agents/api] "allow.resources[1]" (Invalid)');
  });

  test('a reason for what is not risky', () => {
    expect(refused({ acceptedRisk: 'It reads Jobs.' })).toMatch(/^\[production\/agents\/api\] "allow.acceptedRisk" \(/);
  });

  test.each(['', 'two\nlines', 5])('a reason that is no line: %j', (acceptedRisk) => {
    expect(refused({ verbs: ['create'], acceptedRisk })).toMatch(/^\[production\/agents\/api\] "allow.acceptedRisk" \(/);
  });

  test('an empty list', () => {
    expect(refused({ verbs: [] })).toBe('[production/agents/api] "allow.verbs" (Required)');
  });

  test('a name that is none', () => {
    expect(refused({ resourceNames: ['Not A Name'] })).toBe('[production/agents/api] "allow.resourceNames[0]" (Invalid)');
  });

  test('leader election in a chart without a namespace, whose RoleBinding could name nobody', () => {
    const chart = new Chart(new App(), 'chart');
    expect(refusal(() => new AgentController(chart, 'controller', { image: IMAGE, coordination: Coordination.leaderElection() })))
      .toContain('[chart/controller] "scope" (Invalid)');
  });
});
