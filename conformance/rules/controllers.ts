import { AlertCase, growing, Series, steady } from './case';
import { podSetCases } from './pod-set';

/** What both ways of sharing the work have in common. */
function workCases(job: string): AlertCase[] {
  const of = (metric: string, further: string): string => `${metric}{namespace="agents",job="${job}",pod="a",${further}}`;
  const reconciled = (errors: number): Series => ({
    [of('controller_runtime_reconcile_errors_total', 'controller="environment"')]: growing(errors),
    [of('controller_runtime_reconcile_total', 'controller="environment",result="success"')]: growing(100 - errors),
    [of('controller_runtime_reconcile_total', 'controller="environment",result="error"')]: growing(errors),
  });
  const panics = (values: string): Series => ({ [of('controller_runtime_reconcile_panics_total', 'controller="environment"')]: values });
  const queue = (...depths: number[]): Series => Object.fromEntries(depths.map((depth, priority) =>
    [of('workqueue_depth', `name="environment",priority="${priority}"`), steady(depth)]));
  const stuck = (values: string): Series => ({ [of('workqueue_longest_running_processor_seconds', 'name="environment"')]: values });
  return [
    { id: 'ControllerReconcileErrors', at: 25, fires: [reconciled(20)], quiet: [reconciled(5), {}] },
    { id: 'ControllerReconcilePanics', at: 12, fires: [panics('0x8 1x20')], quiet: [panics('1x40'), {}] },
    { id: 'ControllerQueueDeep', at: 20, fires: [queue(60, 60), queue(150)], quiet: [queue(90), {}] },
    { id: 'ControllerWorkStuck', at: 20, fires: [stuck('0+60x30')], quiet: [stuck(steady(500)), {}] },
    {
      id: 'ControllerTargetMissing',
      at: 10,
      fires: [{}, { [`up{namespace="agents",job="${job}"}`]: steady(0) }],
      quiet: [{ [`up{namespace="agents",job="${job}"}`]: steady(1) }],
    },
  ];
}

const renewed = (values: string): Series => ({ 'kube_lease_renew_time{namespace="agents",lease="leader"}': values });
const holders = (...values: string[]): Series => Object.fromEntries(values.map((value, index) =>
  [`kube_lease_owner{namespace="agents",lease="leader",lease_holder="leader-${index}"}`, value]));
const leads = (...values: number[]): Series => Object.fromEntries(values.map((value, index) =>
  [`leader_election_master_status{namespace="agents",job="leader",pod="${index}",name="leader"}`, steady(value)]));

export const LEADER: AlertCase[] = [
  { id: 'ControllerLeaseNotRenewed', at: 10, fires: [renewed(steady(30))], quiet: [renewed('0+60x30'), {}] },
  { id: 'ControllerLeaseMissing', at: 15, fires: [{}], quiet: [renewed(steady(30))] },
  {
    id: 'ControllerLeaderFlapping',
    at: 22,
    fires: [holders('1x3 stale', '_x4 1x3 stale', '_x8 1x3 stale', '_x12 1x20')],
    // One handover, and a Lease that was released cleanly.
    quiet: [holders('1x3 stale', '_x4 1x30'), {
      ...holders('1x3 stale', '_x4 1x3 stale', '_x8 1x20'),
      'kube_lease_owner{namespace="agents",lease="leader",lease_holder=""}': '_x7 1 stale',
    }],
  },
  { id: 'ControllerNoLeader', at: 10, fires: [leads(0, 0)], quiet: [leads(1, 0), {}] },
  { id: 'ControllerTwoLeaders', at: 5, fires: [leads(1, 1)], quiet: [leads(1, 0), {}] },
  ...workCases('leader'),
  ...podSetCases('leader'),
];

/** Environments that every pod knows, and those that each owns. */
const environments = (known: number, ...owned: number[]): Series => Object.fromEntries(owned.flatMap((own, pod) => [
  [`agent_controller_environments{namespace="agents",job="shards",pod="${pod}"}`, steady(known)],
  [`agent_controller_environments_owned{namespace="agents",job="shards",pod="${pod}"}`, steady(own)],
]));
const running: Series = { 'up{namespace="agents",job="shards"}': steady(1) };

export const SHARDS: AlertCase[] = [
  { id: 'ControllerEnvironmentsUnowned', at: 15, fires: [environments(10, 4, 5)], quiet: [environments(10, 4, 6), {}] },
  { id: 'ControllerEnvironmentsOwnedTwice', at: 10, fires: [environments(10, 6, 5)], quiet: [environments(10, 4, 6), {}] },
  { id: 'ControllerNoMetrics', at: 70, fires: [running], quiet: [{ ...running, ...environments(1, 1) }, {}] },
  ...workCases('shards'),
  ...podSetCases('shards', { autoscaled: true }),
];
