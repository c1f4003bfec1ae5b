import { Duration } from 'cdk8s';
import { Threshold, withThreshold } from '../model/alert-threshold';
import { Alert, MonitoringPlan, Panel, Severity } from '../model/monitoring-plan';
import { BY_CRON_JOB, CronJobName, cronJobMetric, failedRuns, failedSinceSuccess, runDuration, runningFor } from '../workload/cron-job-queries';

/** What is watched of a task. */
export interface TaskWatch extends CronJobName {
  /** The longest time between two runs that are due, in seconds. */
  readonly gap: number;
  readonly deadline: Duration;
  readonly startingDeadline: Duration;
}

/** Seconds that the controller and kube-state-metrics may lag behind. */
const LAG = 600;
const YEAR = 366 * 86400;

/** From kube-state-metrics: a Job that has ended cannot be scraped. */
export function taskMonitoring(watch: TaskWatch): MonitoringPlan {
  return { title: watch.name, scrapes: [], alerts: alerts(watch), recordings: [], panels: panels(watch) };
}

function alerts(watch: TaskWatch): Alert[] {
  const { name, gap, deadline, startingDeadline } = watch;
  const of = (metric: string): string => cronJobMetric(watch, metric);
  const age: Threshold = { usual: gap + deadline.toSeconds(), unit: 'seconds', min: 60, max: Math.max(2 * gap, YEAR) };
  const late: Threshold = { usual: startingDeadline.toSeconds() + LAG, unit: 'seconds', min: 60, max: YEAR };
  const long: Threshold = { usual: Math.ceil(deadline.toSeconds() * 0.8), unit: 'seconds', min: 1, max: deadline.toSeconds() };
  return [
    {
      id: 'TaskFailed',
      expr: failedSinceSuccess(watch),
      for: Duration.minutes(1),
      severity: Severity.WARNING,
      summary: `The last run of ${name} failed.`,
      description: 'Job {{ $labels.namespace }}/{{ $labels.job_name }} failed, and no run has succeeded since.',
    },
    withThreshold(late, (limit) => ({
      id: 'TaskLate',
      // A CronJob that is suspended has no next run.
      expr: `time() - ${of('next_schedule_time')} > ${limit.value}`,
      for: Duration.minutes(5),
      severity: Severity.WARNING,
      summary: `A run of ${name} has been due for more than ${limit.text}.`,
      description: 'CronJob {{ $labels.namespace }}/{{ $labels.cronjob }} should have started a run {{ $value | humanizeDuration }} ago.',
    })),
    withThreshold(age, (limit) => ({
      id: 'TaskNeverSucceeded',
      expr: `(time() - ${of('created')} > ${limit.value}) unless on (${BY_CRON_JOB.join(', ')}) ${of('status_last_successful_time')}`,
      for: Duration.minutes(30),
      severity: Severity.WARNING,
      summary: `No run of ${name} has succeeded in the ${limit.text} since it was created.`,
      description: 'CronJob {{ $labels.namespace }}/{{ $labels.cronjob }} was created {{ $value | humanizeDuration }} ago, and no run of it has succeeded.',
    })),
    withThreshold(long, (limit) => ({
      id: 'TaskRunningLong',
      expr: `${runningFor(watch)} > ${limit.value}`,
      severity: Severity.WARNING,
      summary: `A run of ${name} has taken more than ${limit.text}.`,
      description: `Job {{ $labels.namespace }}/{{ $labels.job_name }} has been running for {{ $value | humanizeDuration }}; it is ended after ${deadline.toSeconds()} seconds.`,
    })),
  ];
}

function panels(watch: TaskWatch): Panel[] {
  return [
    {
      title: 'Since the last success', description: 'Time since the last successful run; it should fall at each run.', unit: 's',
      queries: [{ expr: `time() - ${cronJobMetric(watch, 'status_last_successful_time')}`, legend: '{{cronjob}}' }],
    },
    {
      title: 'Next run', description: 'Time until the next run; below zero it is late.', unit: 's',
      queries: [{ expr: `${cronJobMetric(watch, 'next_schedule_time')} - time()`, legend: '{{cronjob}}' }],
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
