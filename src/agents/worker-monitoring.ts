import { Duration } from 'cdk8s';
import { aggregate, Labels, rate, select } from '../internal/promql';
import { SYMPTOM } from '../model/alert-labels';
import { withThreshold } from '../model/alert-threshold';
import { Alert, MonitoringPlan, Panel, ScrapeEndpoint, Severity } from '../model/monitoring-plan';
import { targetMissing, WatchedWorkload, workloadAlerts, workloadPanels } from '../workload/workload-alerts';

export interface WorkerMonitoring {
  readonly workload: WatchedWorkload;
  /** Absent where the program offers no metrics. */
  readonly scrape?: ScrapeEndpoint;
  readonly longestTask: Duration;
}

/** OpenTelemetry's messaging semantic conventions, as Prometheus names them. */
const DURATION = 'messaging_process_duration_seconds';
/** The age of the oldest task that waits, as any of the pods sees it. */
const OLDEST = 'agent_queue_oldest_task_seconds';
/** Only tasks that failed have an `error_type`. */
const FAILED: Labels = { error_type: '~.+' };
const BY_JOB = ['namespace', 'job'];
const MINIMUM_FAILURES = 10;

/** Tasks, the queue as the worker sees it, and the pods. */
export function workerMonitoringPlan({ workload, scrape, longestTask }: WorkerMonitoring): MonitoringPlan {
  const { namespace, name } = workload;
  const labels: Labels = { ...namespace === undefined ? {} : { namespace }, job: name };
  return {
    title: name,
    scrapes: scrape ? [scrape] : [],
    alerts: [...scrape ? [...taskAlerts(name, labels, longestTask), targetMissing('Worker', name, labels, workload)] : [], ...workloadAlerts(workload)],
    recordings: [],
    panels: [...scrape ? taskPanels(labels) : [], ...workloadPanels(workload)],
  };
}

function taskAlerts(name: string, labels: Labels, longestTask: Duration): Alert[] {
  // Long enough that a worker which is busy with its longest task has finished one.
  const window = `${Math.max(15, Math.ceil(longestTask.toSeconds() / 60) * 2)}m`;
  const finished = aggregate('sum', BY_JOB, `increase(${select(`${DURATION}_count`, labels)}[${window}])`);
  const oldest = aggregate('max', BY_JOB, select(OLDEST, labels));
  return [
    withThreshold({ usual: 0.05, unit: 'share', min: 0.0001, max: 0.99 }, (limit) => ({
      id: 'WorkerHighFailureRatio',
      expr: `${failureRatio(labels, '15m')} > ${limit.value} and ${failures(labels, '1h')} >= ${MINIMUM_FAILURES}`,
      for: Duration.minutes(10),
      severity: Severity.CRITICAL,
      summary: `More than ${limit.text} of the tasks of ${name} fail.`,
      description: `{{ $value | humanizePercentage }} of the tasks that ${name} processes end with an error.`,
      labels: { [SYMPTOM]: 'true' },
    })),
    withThreshold({ usual: 600, unit: 'seconds', min: 1, max: 86400 }, (limit) => ({
      id: 'WorkerQueueOld',
      expr: `${oldest} > ${limit.value}`,
      for: Duration.minutes(5),
      severity: Severity.WARNING,
      summary: `Tasks for ${name} wait longer than ${limit.text}.`,
      description: `The oldest task for ${name} has been waiting for {{ $value | humanizeDuration }}.`,
      labels: { [SYMPTOM]: 'true' },
    })),
    {
      id: 'WorkerStuck',
      expr: `${oldest} > 60 and (${finished} == 0)`,
      for: Duration.minutes(5),
      severity: Severity.CRITICAL,
      summary: `${name} finishes no tasks although tasks are waiting.`,
      description: `No task of ${name} has finished in the last ${window}, and the oldest task has been waiting for {{ $value | humanizeDuration }}.`,
      labels: { [SYMPTOM]: 'true' },
    },
    {
      id: 'WorkerNoMetrics',
      expr: `${aggregate('sum', BY_JOB, select('up', labels))} > 0 unless (${aggregate('sum', BY_JOB, select(`${DURATION}_count`, labels))} and ${oldest})`,
      for: Duration.hours(1),
      severity: Severity.INFO,
      summary: `${name} exposes no task metrics.`,
      description: `The pods of ${name} are scraped, but do not expose ${DURATION} and ${OLDEST}, so alerts on tasks and on the queue cannot fire.`,
    },
  ];
}

function taskPanels(labels: Labels): Panel[] {
  const window = '$__rate_interval';
  const quantile = (share: number): string => `histogram_quantile(${share}, ${aggregate('sum', [...BY_JOB, 'le'], rate(`${DURATION}_bucket`, labels, window))})`;
  return [
    {
      title: 'Tasks', description: 'Tasks finished per second, and those that failed.', unit: 'ops',
      queries: [
        { expr: aggregate('sum', BY_JOB, rate(`${DURATION}_count`, labels, window)), legend: 'finished' },
        { expr: aggregate('sum', ['error_type'], rate(`${DURATION}_count`, { ...labels, ...FAILED }, window)), legend: 'failed: {{error_type}}' },
      ],
    },
    {
      title: 'Task duration', description: 'Duration of tasks at the 50th, 95th and 99th percentile.', unit: 's',
      queries: [0.5, 0.95, 0.99].map((share) => ({ expr: quantile(share), legend: `p${share * 100}` })),
    },
    {
      title: 'Oldest waiting task', description: 'How long the oldest task in the queue has been waiting.', unit: 's',
      queries: [{ expr: aggregate('max', BY_JOB, select(OLDEST, labels)), legend: 'age' }],
    },
  ];
}

/** Without the `or` a worker that never failed would have no ratio. */
function failureRatio(labels: Labels, window: string): string {
  const all = aggregate('sum', BY_JOB, rate(`${DURATION}_count`, labels, window));
  const failed = aggregate('sum', BY_JOB, rate(`${DURATION}_count`, { ...labels, ...FAILED }, window));
  return `(${failed} or 0 * ${all}) / (${all} > 0)`;
}

function failures(labels: Labels, window: string): string {
  return aggregate('sum', BY_JOB, `increase(${select(`${DURATION}_count`, { ...labels, ...FAILED })}[${window}])`);
}
