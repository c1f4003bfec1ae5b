import { Duration } from 'cdk8s';
import { longestGap } from '../../internal/forms/cron';
import { Threshold, withThreshold } from '../../model/alert-threshold';
import { Alert, MonitoringPlan, Panel, Severity } from '../../model/monitoring-plan';
import { BY_CRON_JOB, CronJobName, cronJobMetric, failedRuns, failedSinceSuccess, notSuspended, runDuration } from '../../workload/cron-job-queries';

/** What is watched of a dump. */
export interface DumpWatch {
  readonly namespace?: string;
  readonly name: string;
  readonly schedule: string;
  /** How long a run may take. */
  readonly deadline: Duration;
}

/** From kube-state-metrics: a Job that has ended cannot be scraped. */
export function dumpMonitoring(watch: DumpWatch): MonitoringPlan {
  return { title: watch.name, scrapes: [], alerts: alerts(watch), recordings: [], panels: panels(watch) };
}

function alerts(watch: DumpWatch): Alert[] {
  const { name, schedule, deadline } = watch;
  const of = (metric: string): string => cronJobMetric(watch, metric);
  const gap = longestGap(schedule);
  const age: Threshold = { usual: gap + deadline.toSeconds(), unit: 'seconds', min: gap, max: Math.max(gap, 366 * 86400) };
  return [
    withThreshold(age, (limit) => ({
      id: 'DumpTooOld',
      expr: `(time() - ${of('status_last_successful_time')} > ${limit.value}) and ${notSuspended(watch)}`,
      for: Duration.minutes(30),
      severity: Severity.CRITICAL,
      summary: `The newest dump of ${name} is more than ${limit.text} old.`,
      description: 'The last successful run of CronJob {{ $labels.namespace }}/{{ $labels.cronjob }} was {{ $value | humanizeDuration }} ago.',
    })),
    withThreshold(age, (limit) => ({
      id: 'DumpNeverSucceeded',
      expr: `(time() - ${of('created')} > ${limit.value}) unless on (${BY_CRON_JOB.join(', ')}) ${of('status_last_successful_time')}`,
      for: Duration.minutes(30),
      severity: Severity.CRITICAL,
      summary: `${name} has not made a dump in the ${limit.text} since it was created.`,
      description: 'CronJob {{ $labels.namespace }}/{{ $labels.cronjob }} was created {{ $value | humanizeDuration }} ago, and no run of it has succeeded.',
    })),
    {
      id: 'DumpFailed',
      expr: failedSinceSuccess(watch),
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

function panels(watch: CronJobName): Panel[] {
  const of = (metric: string): string => cronJobMetric(watch, metric);
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
      queries: [{ expr: failedRuns(watch), legend: '{{job_name}}' }],
    },
    {
      title: 'Duration', description: 'Duration of each run; investigate a sudden change.', unit: 's',
      queries: [{ expr: runDuration(watch), legend: '{{job_name}}' }],
    },
  ];
}
