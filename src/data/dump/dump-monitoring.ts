import { Duration } from 'cdk8s';
import { longestGap } from '../../internal/forms/cron';
import { aggregate, Labels, select } from '../../internal/promql';
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

/** By kube-state-metrics: a job that has ended cannot be asked. */
export function dumpMonitoring(watch: DumpWatch): MonitoringPlan {
  const labels: Labels = { ...watch.namespace ? { namespace: watch.namespace } : {}, cronjob: watch.name };
  return { title: watch.name, scrapes: [], alerts: alerts(watch, labels), recordings: [], panels: panels(watch, labels) };
}

function alerts({ namespace, name, schedule, deadline }: DumpWatch, labels: Labels): Alert[] {
  const of = (metric: string): string => aggregate('max', BY, select(`kube_cronjob_${metric}`, labels));
  const oldest = longestGap(schedule) + deadline.toSeconds();
  const running = `on (${BY.join(', ')}) (${of('spec_suspend')} == 0)`;
  return [
    {
      id: 'DumpTooOld',
      expr: `(time() - ${of('status_last_successful_time')} > ${oldest}) and ${running}`,
      for: Duration.minutes(30),
      severity: Severity.CRITICAL,
      summary: `The newest dump of ${name} is too old.`,
      description: 'The last run that succeeded was {{ $value | humanizeDuration }} ago. Read the log of the last job: kubectl logs job/<name> --all-containers.',
    },
    {
      id: 'DumpNeverSucceeded',
      expr: `(time() - ${of('created')} > ${oldest}) unless on (${BY.join(', ')}) ${of('status_last_successful_time')}`,
      for: Duration.minutes(30),
      severity: Severity.CRITICAL,
      summary: `${name} has never made a dump.`,
      description: 'It was made {{ $value | humanizeDuration }} ago, and no run has succeeded since. Read the log of the last job, and check the bucket\'s Secret.',
    },
    {
      id: 'DumpFailed',
      // Bare, `> 0` would belong to the owner, and a job that never failed counts as 0.
      expr: `(${failed({ namespace, name })}) > 0`,
      for: Duration.minutes(1),
      severity: Severity.WARNING,
      summary: `A run of ${name} failed.`,
      description: 'Job {{ $labels.job_name }} gave up. The next run tries again; the alert ends when the failed job is deleted.',
    },
    {
      id: 'DumpSuspended',
      expr: `${of('spec_suspend')} == 1`,
      for: Duration.hours(24),
      severity: Severity.WARNING,
      summary: `${name} is suspended.`,
      description: 'Somebody stopped it a day ago or more, and no dump is made until it is resumed.',
    },
  ];
}

function panels({ namespace, name }: DumpWatch, labels: Labels): Panel[] {
  const of = (metric: string): string => aggregate('max', BY, select(`kube_cronjob_${metric}`, labels));
  const jobs: Labels = { ...namespace ? { namespace } : {}, job_name: `~${name}-[0-9]+` };
  return [
    {
      title: 'Age of the newest dump', description: 'How long ago the last run succeeded. It should fall to zero at each run.', unit: 's',
      queries: [{ expr: `time() - ${of('status_last_successful_time')}`, legend: '{{cronjob}}' }],
    },
    {
      title: 'Next run', description: 'How long until the next run.', unit: 's',
      queries: [{ expr: `${of('next_schedule_time')} - time()`, legend: '{{cronjob}}' }],
    },
    {
      title: 'Failed runs', description: 'Jobs that gave up and are still kept; none is the normal state.', unit: 'short',
      queries: [{ expr: failed({ namespace, name }), legend: '{{job_name}}' }],
    },
    {
      title: 'Duration', description: 'How long each run took. A sudden rise or fall is worth a look.', unit: 's',
      queries: [{
        expr: `${aggregate('max', ['job_name'], select('kube_job_status_completion_time', jobs))}`
          + ` - ${aggregate('max', ['job_name'], select('kube_job_status_start_time', jobs))}`,
        legend: '{{job_name}}',
      }],
    },
  ];
}

function failed({ namespace, name }: { namespace?: string; name: string }): string {
  const own: Labels = { ...namespace ? { namespace } : {}, owner_kind: 'CronJob', owner_name: name };
  const all: Labels = namespace ? { namespace } : {};
  const by = ['namespace', 'job_name'];
  return `${aggregate('max', by, select('kube_job_status_failed', all))} and on (${by.join(', ')}) ${aggregate('max', by, select('kube_job_owner', own))}`;
}
