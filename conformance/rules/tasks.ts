import { AlertCase, Series, steady } from './case';

const cronJob = (metric: string): string => `kube_cronjob_${metric}{namespace="agents",cronjob="report"}`;
/** Longer than the day and the hour that a run is given. */
const long = (value: number): string => `${value}x1800`;
const run = (job: { readonly failed: number; readonly active: number; readonly owner?: string }): Series => ({
  'kube_job_failed{namespace="agents",job_name="j-1",condition="true"}': long(job.failed),
  'kube_job_status_active{namespace="agents",job_name="j-1"}': long(job.active),
  'kube_job_status_start_time{namespace="agents",job_name="j-1"}': long(1000),
  [`kube_job_owner{namespace="agents",job_name="j-1",owner_kind="CronJob",owner_name="${job.owner ?? 'report'}"}`]: long(1),
});
const failed = run({ failed: 1, active: 0 });

export const TASK: AlertCase[] = [
  {
    id: 'TaskFailed', at: 5,
    fires: [failed, { ...failed, [cronJob('status_last_successful_time')]: steady(500) }],
    quiet: [run({ failed: 0, active: 1 }), run({ failed: 1, active: 0, owner: 'another' }), { ...failed, [cronJob('status_last_successful_time')]: steady(2000) }, {}],
  },
  // Due at 0 and at 5000 s, asked at 6000 s and 25 minutes of patience.
  { id: 'TaskLate', at: 100, fires: [{ [cronJob('next_schedule_time')]: steady(0) }], quiet: [{ [cronJob('next_schedule_time')]: steady(5500) }, {}] },
  {
    id: 'TaskNeverSucceeded', at: 1720,
    fires: [{ [cronJob('created')]: long(0) }],
    quiet: [{ [cronJob('created')]: long(0), [cronJob('status_last_successful_time')]: long(50000) }, { [cronJob('created')]: long(50000) }, {}],
  },
  { id: 'TaskRunningLong', at: 80, fires: [run({ failed: 0, active: 1 })], quiet: [run({ failed: 0, active: 0 }), run({ failed: 0, active: 1, owner: 'another' }), {}] },
];
