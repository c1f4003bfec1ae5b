import { Duration } from 'cdk8s';
import { IConstruct } from 'constructs';
import { Guard } from '../internal/guard';
import { aggregate, bucketBound, Labels, rate, select } from '../internal/promql';
import { AlertOverride, applyOverrides } from '../model/alert-override';
import { burnRateAlerts, burnRatePanels, burnRateRecordings, ServiceLevel } from '../model/burn-rate';
import { Alert, IScrapeAccess, MonitoringPlan, Panel, Severity } from '../model/monitoring-plan';
import { Objective } from '../model/objective';
import { targetMissing, workloadAlerts, workloadPanels } from '../workload/workload-alerts';

export interface ApiMonitoring {
  readonly namespace?: string;
  readonly name: string;
  readonly metricsPort: number;
  readonly scrapeAccess: IScrapeAccess;
  readonly autoscaled: boolean;
  readonly objectives: Objective[];
  readonly overrides: Record<string, AlertOverride>;
}

/** OpenTelemetry's HTTP semantic conventions, as Prometheus names them. */
const DURATION = 'http_server_request_duration_seconds';
const BY_JOB = ['namespace', 'job'];

/** Requests, errors and duration, the promises made of them, and the pods. */
export function apiMonitoringPlan(api: IConstruct, facts: ApiMonitoring): MonitoringPlan {
  const guard = new Guard(api);
  const { namespace, name } = facts;
  const labels: Labels = { ...namespace === undefined ? {} : { namespace }, job: name };
  const levels = serviceLevels(guard, name, labels, facts.objectives);
  const workload = { namespace, name, kind: 'Deployment' as const, autoscaled: facts.autoscaled };
  const alerts = [
    ...requestAlerts(name, labels), targetMissing('Api', name, labels), ...levels.flatMap(burnRateAlerts), ...workloadAlerts(workload),
  ];
  return {
    title: name,
    scrapes: [{ port: 'metrics', portNumber: facts.metricsPort, podLabels: { 'app.kubernetes.io/instance': name }, scrapeAccess: facts.scrapeAccess }],
    alerts: applyOverrides(guard, alerts, facts.overrides),
    recordings: levels.flatMap(burnRateRecordings),
    panels: [...requestPanels(labels), ...levels.flatMap(burnRatePanels), ...workloadPanels(workload)],
  };
}

function requestAlerts(name: string, labels: Labels): Alert[] {
  return [
    {
      id: 'ApiHighErrorRatio',
      expr: `${errorRatio(labels, '5m')} > 0.05`,
      for: Duration.minutes(10),
      severity: Severity.CRITICAL,
      summary: `More than 5 % of the requests to ${name} fail.`,
      description: '{{ $value | humanizePercentage }} of the requests are answered with 5xx. Look at what was rolled out last, and at what it is connected to.',
    },
    {
      id: 'ApiHighLatency',
      expr: `${quantile(0.99, labels, '5m')} > 2.5`,
      for: Duration.minutes(15),
      severity: Severity.WARNING,
      summary: `The slowest requests to ${name} take more than 2.5 seconds.`,
      description: 'One request in a hundred takes longer than {{ $value | humanizeDuration }}. Look at the CPU of its pods, and at what it is connected to.',
    },
    {
      id: 'ApiNoMetrics',
      expr: `${aggregate('sum', BY_JOB, select('up', labels))} > 0 unless ${aggregate('sum', BY_JOB, select(`${DURATION}_count`, labels))}`,
      for: Duration.hours(1),
      severity: Severity.INFO,
      summary: `${name} says nothing of its requests.`,
      description: `Its pods are read, but offer no ${DURATION}: nothing can be said of errors and durations. See the application contract.`,
    },
  ];
}

function requestPanels(labels: Labels): Panel[] {
  const window = '$__rate_interval';
  return [
    {
      title: 'Requests', description: 'Requests per second by status code.', unit: 'reqps',
      queries: [{
        expr: aggregate('sum', ['http_response_status_code'], rate(`${DURATION}_count`, labels, window)), legend: '{{http_response_status_code}}',
      }],
    },
    {
      title: 'Errors', description: 'Share of requests that are answered with 5xx.', unit: 'percentunit',
      queries: [{ expr: errorRatio(labels, window), legend: 'errors' }],
    },
    {
      title: 'Duration', description: 'How long requests take: half of them, all but 5 in 100, all but 1 in 100.', unit: 's',
      queries: [0.5, 0.95, 0.99].map((share) => ({ expr: quantile(share, labels, window), legend: `p${share * 100}` })),
    },
  ];
}

function serviceLevels(guard: Guard, name: string, labels: Labels, objectives: Objective[]): ServiceLevel[] {
  const levels = objectives.map((objective) => objective.kind === 'latency' ? latency(objective, name, labels) : availability(objective, name, labels));
  levels.forEach((level, index) => {
    if (levels.findIndex((other) => other.slo === level.slo) !== index) {
      guard.fail(`objectives[${index}]`, level.slo, 'an objective that is not in the list already', 'promise one target a kind and threshold');
    }
  });
  return levels;
}

function availability(objective: Objective, name: string, labels: Labels): ServiceLevel {
  return {
    alert: 'ApiAvailability',
    slo: 'availability',
    labels,
    target: objective.target,
    promise: `${objective.target} % of the requests to ${name} succeed`,
    errorRatio: (window) => errorRatio(labels, window),
  };
}

function latency(objective: Objective, name: string, labels: Labels): ServiceLevel {
  const milliseconds = objective.threshold!.toMilliseconds();
  return {
    alert: `ApiLatency${milliseconds}ms`,
    slo: `latency-${milliseconds}ms`,
    labels,
    target: objective.target,
    promise: `${objective.target} % of the requests to ${name} are answered within ${milliseconds} ms`,
    errorRatio: (window) => slowRatio(labels, milliseconds / 1000, window),
  };
}

/** A part that never failed has no series of failures: without the `or` it would have no ratio at all. */
function errorRatio(labels: Labels, window: string): string {
  const all = aggregate('sum', BY_JOB, rate(`${DURATION}_count`, labels, window));
  const failed = aggregate('sum', BY_JOB, rate(`${DURATION}_count`, { ...labels, http_response_status_code: '~5..' }, window));
  return `(${failed} or 0 * ${all}) / ${all}`;
}

/** Counted by the good ones, so that a bucket that does not exist reads as all bad and not as all good. */
function slowRatio(labels: Labels, seconds: number, window: string): string {
  const all = aggregate('sum', BY_JOB, rate(`${DURATION}_count`, labels, window));
  const good = aggregate('sum', BY_JOB, rate(`${DURATION}_bucket`, { ...labels, le: bucketBound(seconds) }, window));
  return `1 - (${good} or 0 * ${all}) / ${all}`;
}

function quantile(share: number, labels: Labels, window: string): string {
  return `histogram_quantile(${share}, ${aggregate('sum', [...BY_JOB, 'le'], rate(`${DURATION}_bucket`, labels, window))})`;
}
