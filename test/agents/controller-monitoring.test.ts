import { Duration } from 'cdk8s';
import { AgentController, AgentControllerProps, Alert, AlertOverride, Coordination, ExternalService, TrafficPeer } from '../../src';
import { IMAGE, withPlatform } from '../support/platforms';

const leader = (props: Partial<AgentControllerProps> = {}) => withPlatform((namespace) =>
  new AgentController(namespace, 'controller', { image: IMAGE, coordination: Coordination.leaderElection(), ...props })).made;

const shards = () => withPlatform((namespace) => {
  const lock = new ExternalService(namespace, 'etcd', { host: 'etcd.acme.io', port: 2379, type: 'etcd', addresses: TrafficPeer.publicInternet() });
  return new AgentController(namespace, 'controller', { image: IMAGE, coordination: Coordination.sharded({ lock }) });
}).made;

const own = (controller: AgentController): string[] => controller.alerts.map(({ id }) => id).filter((id) => id.startsWith('Controller'));
const alert = (controller: AgentController, id: string): Alert => controller.alerts.find((candidate) => candidate.id === id)!;

test('a leader is watched by its Lease, by what it says of itself, and by its work', () => {
  expect(own(leader())).toEqual([
    'ControllerLeaseNotRenewed', 'ControllerLeaseMissing', 'ControllerLeaderFlapping', 'ControllerNoLeader', 'ControllerTwoLeaders',
    'ControllerReconcileErrors', 'ControllerReconcilePanics', 'ControllerQueueDeep', 'ControllerWorkStuck', 'ControllerTargetMissing',
  ]);
});

test('shards are watched by what they own, and by their work', () => {
  expect(own(shards())).toEqual([
    'ControllerEnvironmentsUnowned', 'ControllerEnvironmentsOwnedTwice', 'ControllerNoMetrics',
    'ControllerReconcileErrors', 'ControllerReconcilePanics', 'ControllerQueueDeep', 'ControllerWorkStuck', 'ControllerTargetMissing',
  ]);
});

test('shards are autoscaled and leaders are not', () => {
  expect(alert(shards(), 'HpaMaxedOut')).toBeDefined();
  expect(alert(leader(), 'HpaMaxedOut')).toBeUndefined();
});

test('a Lease counts as left only after it has ended and a scrape has seen it', () => {
  expect(alert(leader(), 'ControllerLeaseNotRenewed').expr)
    .toBe('time() - max by (namespace, lease) (kube_lease_renew_time{namespace="agents",lease="controller"}) > 60');
  const patient = leader({ coordination: Coordination.leaderElection({ leaseDuration: Duration.seconds(120) }) });
  expect(alert(patient, 'ControllerLeaseNotRenewed').expr).toMatch(/> 165$/);
});

test('depth is summed over the priorities of newer queues', () => {
  expect(alert(leader(), 'ControllerQueueDeep').expr).toBe('sum by (namespace, job, name) (workqueue_depth{namespace="agents",job="controller"}) > 100');
});

test('environments without an owner are those that are known less those that are owned', () => {
  expect(alert(shards(), 'ControllerEnvironmentsUnowned').expr).toBe(
    'max by (namespace, job) (agent_controller_environments{namespace="agents",job="controller"})'
    + ' - sum by (namespace, job) (agent_controller_environments_owned{namespace="agents",job="controller"}) > 0');
});

test('an alert can be silenced', () => {
  expect(own(leader({ alerts: { ControllerQueueDeep: AlertOverride.silence() } }))).not.toContain('ControllerQueueDeep');
});
