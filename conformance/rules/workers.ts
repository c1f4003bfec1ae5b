import { AlertCase, growing, Series, steady } from './case';
import { podSetCases } from './pod-set';
import { targetMissing } from './store-cases';

const of = (metric: string, further = ''): string => `${metric}{namespace="agents",job="worker",pod="worker-0"${further}}`;
const COUNT = 'messaging_process_duration_seconds_count';

/** So many tasks a minute, of which so many fail. */
const tasks = (finished: number, failed: number): Series => ({
  [of(COUNT)]: growing(finished - failed), ...failed > 0 ? { [of(COUNT, ',error_type="TimeoutError"')]: growing(failed) } : {},
});
const oldest = (seconds: number): Series => ({ [of('agent_queue_oldest_task_seconds')]: steady(seconds) });
const idle: Series = { [of(COUNT)]: steady(100) };
const up: Series = { 'up{namespace="agents",job="worker",pod="worker-0"}': steady(1) };
const noReplicas: Series = { 'kube_deployment_spec_replicas{namespace="agents",deployment="worker"}': steady(0) };
const missing = targetMissing('WorkerTargetMissing', 'worker');

export const WORKER: AlertCase[] = [
  { ...missing, quiet: [...missing.quiet, noReplicas] },
  { id: 'WorkerHighFailureRatio', at: 40, fires: [tasks(100, 10)], quiet: [tasks(100, 2), tasks(0.5, 0.1), tasks(100, 0), {}] },
  { id: 'WorkerQueueOld', at: 20, fires: [oldest(700)], quiet: [oldest(500), {}] },
  { id: 'WorkerStuck', at: 40, fires: [{ ...oldest(300), ...idle }], quiet: [{ ...oldest(300), ...tasks(1, 0) }, { ...oldest(0), ...idle }, {}] },
  { id: 'WorkerNoMetrics', at: 80, fires: [up, { ...up, ...tasks(1, 0) }], quiet: [{ ...up, ...tasks(1, 0), ...oldest(0) }, {}] },
  ...podSetCases('worker', { autoscaled: true }),
];
