import { aggregate, Labels, select } from '../internal/promql';

/** A CronJob, as kube-state-metrics knows it: a Job that has ended cannot be scraped. */
export interface CronJobName {
  readonly namespace?: string;
  readonly name: string;
}

export const BY_CRON_JOB = ['namespace', 'cronjob'];
const BY_JOB = ['namespace', 'job_name'];

/** A metric of the CronJob, without the prefix `kube_cronjob_`. */
export function cronJobMetric({ namespace, name }: CronJobName, metric: string): string {
  return aggregate('max', BY_CRON_JOB, select(`kube_cronjob_${metric}`, { ...inNamespace(namespace), cronjob: name }));
}

/** Where the CronJob is not suspended. */
export function notSuspended(cronJob: CronJobName): string {
  return `on (${BY_CRON_JOB.join(', ')}) (${cronJobMetric(cronJob, 'spec_suspend')} == 0)`;
}

/** The start time of each failed run since the last successful one. */
export function failedSinceSuccess(cronJob: CronJobName): string {
  const { namespace, name } = cronJob;
  const lastSuccess = aggregate('max', ['namespace'], select('kube_cronjob_status_last_successful_time', { ...inNamespace(namespace), cronjob: name }));
  const runs = `(${startTime(namespace)} and on (${BY_JOB.join(', ')}) ${failedRuns(cronJob)})`;
  return `${runs} > on (namespace) group_left () ${lastSuccess} or ${runs} unless on (namespace) ${lastSuccess}`;
}

/** Failed runs. A failed pod is not a failed run, as the Job retries. */
export function failedRuns(cronJob: CronJobName): string {
  const gaveUp = aggregate('max', BY_JOB, select('kube_job_failed', { ...inNamespace(cronJob.namespace), condition: 'true' }));
  return `(${gaveUp} == 1 ${ofCronJob(cronJob)})`;
}

/** How long each run that has not ended has taken so far, in seconds. */
export function runningFor(cronJob: CronJobName): string {
  const active = aggregate('max', BY_JOB, select('kube_job_status_active', inNamespace(cronJob.namespace)));
  return `((time() - ${startTime(cronJob.namespace)}) and on (${BY_JOB.join(', ')}) (${active} > 0 ${ofCronJob(cronJob)}))`;
}

/** How long each run took. */
export function runDuration({ namespace, name }: CronJobName): string {
  const jobs: Labels = { ...inNamespace(namespace), job_name: `~${name}-[0-9]+` };
  return `${aggregate('max', ['job_name'], select('kube_job_status_completion_time', jobs))}`
    + ` - ${aggregate('max', ['job_name'], select('kube_job_status_start_time', jobs))}`;
}

function ofCronJob({ namespace, name }: CronJobName): string {
  const owner = select('kube_job_owner', { ...inNamespace(namespace), owner_kind: 'CronJob', owner_name: name });
  return `and on (${BY_JOB.join(', ')}) ${aggregate('max', BY_JOB, owner)}`;
}

function startTime(namespace: string | undefined): string {
  return aggregate('max', BY_JOB, select('kube_job_status_start_time', inNamespace(namespace)));
}

function inNamespace(namespace: string | undefined): Labels {
  return namespace ? { namespace } : {};
}
