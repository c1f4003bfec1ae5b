import { WatchedWorkload, targetMissing, workloadAlerts, workloadPanels } from '../../src/workload/workload-alerts';
import { faultsOf } from '../observability/promql';

const deployment: WatchedWorkload = { namespace: 'agents', name: 'api', kind: 'Deployment', autoscaled: true };
const statefulSet: WatchedWorkload = { namespace: 'agents', name: 'data', kind: 'StatefulSet', autoscaled: false };
const expr = (workload: WatchedWorkload, id: string): string => workloadAlerts(workload).find((alert) => alert.id === id)!.expr;

test.each([['Deployment', deployment], ['StatefulSet', statefulSet], ['no namespace', { ...deployment, namespace: undefined }]])('%s: sound PromQL', (_, workload) => {
  const alerts = workloadAlerts(workload).map((alert) => alert.expr);
  const panels = workloadPanels(workload).flatMap(({ queries }) => queries.map((query) => query.expr));
  expect([...alerts, ...panels].flatMap(faultsOf)).toEqual([]);
});

test('a StatefulSet is known by other metrics than a Deployment', () => {
  expect(expr(statefulSet, 'AllReplicasDown')).toBe(
    'max by (namespace, statefulset) (kube_statefulset_status_replicas_ready{namespace="agents",statefulset="data"}) == 0'
    + ' and max by (namespace, statefulset) (kube_statefulset_replicas{namespace="agents",statefulset="data"}) > 0');
});

test('pods of a StatefulSet have numbers', () => {
  expect(expr(statefulSet, 'PodCrashLooping')).toContain('pod=~"data-[0-9]+"');
});

test('a rollout that goes on is not a lack of pods', () => {
  expect(expr(deployment, 'ReplicasUnavailable')).toMatch(/ and max by \(namespace, deployment\) \(changes\(.*\[10m\]\)\) == 0$/);
});

test('a prefix tells the sets of one part apart', () => {
  const ids = (prefix: string): string[] => workloadAlerts({ ...statefulSet, prefix }).map(({ id }) => id);
  expect(ids('Primary')).toContain('PrimaryPodCrashLooping');
  expect(ids('Primary').filter((id) => ids('Replica').includes(id))).toEqual([]);
  expect(workloadPanels({ ...statefulSet, prefix: 'Primary' })[0].title).toBe('Pods (Primary)');
});

test('what is gone is told by its job', () => {
  expect(targetMissing('Redis', 'locks', { job: 'locks' })).toMatchObject({
    id: 'RedisTargetMissing', expr: 'sum by (namespace, job) (up{job="locks"}) == 0 or absent(up{job="locks"})',
  });
});
