import { Duration } from 'cdk8s';
import { longestGap } from '../../internal/forms/cron';
import { aggregate, Labels, select } from '../../internal/promql';
import { Threshold, withThreshold } from '../../model/alert-threshold';
import { Alert, MonitoringPlan, Panel, Severity } from '../../model/monitoring-plan';

/** What is watched of a dump. */
export interface DumpWatch {
  readonly namespace?: string;
  readonly name: string;
  readonly schedule: string;
  /** How long a run may take. */
  readonly deadline: Duration;
}

const BY = ['namespace', 'cronjob'];

/** From kube-state-metrics: a Job that has ended cannot be scraped. */
export function dumpMonitoring(watch: DumpWatch): MonitoringPlan {
  const labels: Labels = { ...watch.namespace ? { namespace: watch.namespace } : {}, cronjob: watch.name };
  return { title: watch.name, scrapes: [], alerts: alerts(watch, labels), recordings: [], panels: panels(watch, labels) };
}

function alerts({ namespace, name, schedule, deadline }: DumpWatch, labels: Labels): Alert[] {
  const of = (metric: string): string => aggregate('max', BY, select(`kube_cronjob_${metric}`, labels));
  const gap = longestGap(schedule);
  const age: Threshold = { usual: gap + deadline.toSeconds(), unit: 'seconds', min: gap, max: Math.max(gap, 366 * 86400) };
  const running = `on (${BY.join(', ')}) (${of('spec_suspend')} == 0)`;
  return [
    withThreshold(age, (limit) => ({
      id: 'DumpTooOld',
      expr: `(time() - ${of('status_last_successful_time')} > ${limit.value}) and ${running}`,
      for: Duration.minutes(30),
      severity: Severity.CRITICAL,
      summary: `The newest dump of ${name} is more than ${limit.text} old.`,
      description: 'The last successful run of CronJob {{ $labels.namespace }}/{{ $labels.cronjob }} was {{ $value | humanizeDuration }} ago.',
    })),
    withThreshold(age, (limit) => ({
      id: 'DumpNeverSucceeded',
      expr: `(time() - ${of('created')} > ${limit.value}) unless on (${BY.join(', ')}) ${of('status_last_successful_time')}`,
      for: Duration.minutes(30),
      severity: Severity.CRITICAL,
      summary: `${name} has not made a dump in the ${limit.text} since it was created.`,
      description: 'CronJob {{ $labels.namespace }}/{{ $labels.cronjob }} was created {{ $value | humanizeDuration }} ago, and no run of it has succeeded.',
    })),
    {
      id: 'DumpFailed',
      expr: failedSince({ namespace, name }, aggregate('max', ['namespace'], select('kube_cronjob_status_last_successful_time', labels))),
      for: Duration.minutes(1),
      severity: Severity.WARNING,
      summary: `The last run of ${name} failed.`,
      description: 'Job {{ $labels.namespace }}/{{ $labels.job_name }} failed, and no run has succeeded since.',
    },
    {
      id: 'DumpSuspended',
      expr: `${of('spec_suspend')} == 1`,
      for: Duration.hours(24),
      severity: Severity.WARNING,
      summary: `${name} is suspended.`,
      description: 'CronJob {{ $labels.namespace }}/{{ $labels.cronjob }} is suspended. No dump is made until it is resumed.',
    },
  ];
}

function panels({ namespace, name }: DumpWatch, labels: Labels): Panel[] {
  const of = (metric: string): string => aggregate('max', BY, select(`kube_cronjob_${metric}`, labels));
  const jobs: Labels = { ...namespace ? { namespace } : {}, job_name: `~${name}-[0-9]+` };
  return [
    {
      title: 'Age of the newest dump', description: 'Time since the last successful run; it should fall at each run.', unit: 's',
      queries: [{ expr: `time() - ${of('status_last_successful_time')}`, legend: '{{cronjob}}' }],
    },
    {
      title: 'Next run', description: 'Time until the next run.', unit: 's',
      queries: [{ expr: `${of('next_schedule_time')} - time()`, legend: '{{cronjob}}' }],
    },
    {
      title: 'Failed runs', description: 'Failed Jobs that are still kept; normally none.', unit: 'short',
      queries: [{ expr: failed({ namespace, name }), legend: '{{job_name}}' }],
    },
    {
      title: 'Duration', description: 'Duration of each run; investigate a sudden change.', unit: 's',
      queries: [{
        expr: `${aggregate('max', ['job_name'], select('kube_job_status_completion_time', jobs))}`
          + ` - ${aggregate('max', ['job_name'], select('kube_job_status_start_time', jobs))}`,
        legend: '{{job_name}}',
      }],
    },
  ];
}

const JOB = ['namespace', 'job_name'];

interface CronJobName {
  readonly namespace?: string;
  readonly name: string;
}

/** The start time of each failed run since the last successful one. */
function failedSince(cronJob: CronJobName, lastSuccess: string): string {
  const all: Labels = cronJob.namespace ? { namespace: cronJob.namespace } : {};
  const runs = `(${aggregate('max', JOB, select('kube_job_status_start_time', all))} and on (${JOB.join(', ')}) ${failed(cronJob)})`;
  return `${runs} > on (namespace) group_left () ${lastSuccess} or ${runs} unless on (namespace) ${lastSuccess}`;
}

/** Failed runs. A failed pod is not a failed run, as the Job retries. */
function failed({ namespace, name }: CronJobName): string {
  const all: Labels = namespace ? { namespace } : {};
  const own: Labels = { ...all, owner_kind: 'CronJob', owner_name: name };
  const gaveUp = aggregate('max', JOB, select('kube_job_failed', { ...all, condition: 'true' }));
  return `(${gaveUp} == 1 and on (${JOB.join(', ')}) ${aggregate('max', JOB, select('kube_job_owner', own))})`;
}
