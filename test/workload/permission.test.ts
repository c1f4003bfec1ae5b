import { App, Chart } from 'cdk8s';
import { AgentApi, AgentController, Coordination, Permission, PermissionOptions } from '../../src';
import { IMAGE, messageOf, withPlatform } from '../support/platforms';

const JOBS: PermissionOptions = { apiGroups: ['batch'], resources: ['jobs'], verbs: ['get', 'create'] };

/** An API that is allowed something. */
const allowing = (...permissions: PermissionOptions[]) => withPlatform((namespace) => {
  const api = new AgentApi(namespace, 'api', { image: IMAGE });
  permissions.forEach((permission) => api.allow(Permission.of(permission)));
});

const refused = (change: object) => messageOf(() => allowing({ ...JOBS, ...change }));

test('without a permission there is no Role, no token and no way to the API server', () => {
  const manifests = allowing().manifests();
  expect(manifests.all('Role')).toEqual([]);
  expect(manifests.podSpec('Deployment').volumes.map((volume: { name: string }) => volume.name)).toEqual(['tmp']);
  expect(manifests.one('NetworkPolicy', 'api').spec.egress).toHaveLength(1);
});

test('the first permission brings all three, each further one a rule', () => {
  const manifests = allowing(JOBS, { apiGroups: [''], resources: ['pods'], verbs: ['list'] }).manifests();
  expect(manifests.one('Role', 'api').rules).toEqual([JOBS, { apiGroups: [''], resources: ['pods'], verbs: ['list'] }]);
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

describe('refused', () => {
  test.each(['apiGroups', 'resources', 'verbs'])('a wildcard in %s', (prop) => {
    expect(refused({ [prop]: ['*'] })).toMatch(new RegExp(`^\\[production/agents/api\\] "allow\\.${prop}\\[0\\]" is "\\*", but must be`));
  });

  test('reading Secrets', () => {
    expect(refused({ apiGroups: [''], resources: ['secrets'] })).toBe('[production/agents/api] "allow.resources[0]" is "secrets", but must be '
      + 'a resource that keeps the part inside its own namespace: whoever reads Secrets by the API reads all that the verb allows; mount the one Secret instead');
  });

  test('writing what runs code', () => {
    expect(refused({ apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'patch'] })).toBe('[production/agents/api] "allow.resources[0]" is '
      + '"deployments with get, patch", but must be read only (get, list, watch): '
      + 'writing it runs code or opens paths; let an operator with its own custom resource do it');
  });

  test('an empty list', () => {
    expect(refused({ verbs: [] })).toBe('[production/agents/api] "allow.verbs" is a list of 0, but must be a list of at least 1: name them');
  });

  test('a name that is none', () => {
    expect(refused({ resourceNames: ['Not A Name'] })).toContain('"allow.resourceNames[0]" is "Not A Name"');
  });

  test('leader election in a chart without a namespace, whose RoleBinding could name nobody', () => {
    const chart = new Chart(new App(), 'chart');
    expect(messageOf(() => new AgentController(chart, 'controller', { image: IMAGE, coordination: Coordination.leaderElection() })))
      .toContain('[chart/controller] "scope" is "chart", but must be a chart with a namespace');
  });
});
