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
      expr: failedSince({ namespace, name }, aggregate('max', ['namespace'], select('kube_cronjob_status_last_successful_time', labels))),
      for: Duration.minutes(1),
      severity: Severity.WARNING,
      summary: `The last run of ${name} failed.`,
      description: 'Job {{ $labels.job_name }} gave up, or made a dump far smaller than the last one. Its pods are kept: kubectl logs job/{{ $labels.job_name }}'
        + ' --all-containers. The alert ends with the next run that succeeds.',
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

const JOB = ['namespace', 'job_name'];

interface CronJobName {
  readonly namespace?: string;
  readonly name: string;
}

/** When each run that failed began, where no run has succeeded since. */
function failedSince(cronJob: CronJobName, lastSuccess: string): string {
  const all: Labels = cronJob.namespace ? { namespace: cronJob.namespace } : {};
  const runs = `(${aggregate('max', JOB, select('kube_job_status_start_time', all))} and on (${JOB.join(', ')}) ${failed(cronJob)})`;
  return `${runs} > on (namespace) group_left () ${lastSuccess} or ${runs} unless on (namespace) ${lastSuccess}`;
}

/** The runs that gave up. A failed pod alone says little: the job tries again. */
function failed({ namespace, name }: CronJobName): string {
  const all: Labels = namespace ? { namespace } : {};
  const own: Labels = { ...all, owner_kind: 'CronJob', owner_name: name };
  const gaveUp = aggregate('max', JOB, select('kube_job_failed', { ...all, condition: 'true' }));
  return `(${gaveUp} == 1 and on (${JOB.join(', ')}) ${aggregate('max', JOB, select('kube_job_owner', own))})`;
}
