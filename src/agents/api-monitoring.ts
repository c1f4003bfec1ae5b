import { Duration } from 'cdk8s';
import { IConstruct } from 'constructs';
import { Guard } from '../internal/guard';
import { aggregate, bucketBound, Labels, rate, select } from '../internal/promql';
import { SYMPTOM } from '../model/alert-labels';
import { withThreshold } from '../model/alert-threshold';
import { burnRateAlerts, burnRatePanels, burnRateRecordings, ServiceLevel } from '../model/burn-rate';
import { Alert, MonitoringPlan, Panel, ScrapeEndpoint, Severity } from '../model/monitoring-plan';
import { Objective } from '../model/objective';
import { targetMissing, WatchedWorkload, workloadAlerts, workloadPanels } from '../workload/workload-alerts';

export interface ApiMonitoring {
  readonly workload: WatchedWorkload;
  readonly scrape: ScrapeEndpoint;
  readonly objectives: Objective[];
}

/** OpenTelemetry's HTTP semantic conventions, as Prometheus names them. */
const DURATION = 'http_server_request_duration_seconds';
const FAILED: Labels = { http_response_status_code: '~5..' };
const BY_JOB = ['namespace', 'job'];

/** Requests, errors and duration, the objectives for them, and the pods. */
export function apiMonitoringPlan(api: IConstruct, facts: ApiMonitoring): MonitoringPlan {
  const guard = new Guard(api);
  const { workload } = facts;
  const { namespace, name } = workload;
  const labels: Labels = { ...namespace === undefined ? {} : { namespace }, job: name };
  const levels = serviceLevels(guard, name, labels, facts.objectives);
  const alerts = [
    ...requestAlerts(name, labels), targetMissing('Api', name, labels, workload), ...levels.flatMap(burnRateAlerts), ...workloadAlerts(workload),
  ];
  return {
    title: name,
    scrapes: [facts.scrape],
    alerts,
    recordings: levels.flatMap(burnRateRecordings),
    panels: [...requestPanels(labels), ...levels.flatMap(burnRatePanels), ...workloadPanels(workload)],
  };
}

/** A few failures at low traffic are a high ratio, and no reason to page. */
const MINIMUM_FAILURES = 10;

function requestAlerts(name: string, labels: Labels): Alert[] {
  return [
    withThreshold({ usual: 0.05, unit: 'share', min: 0.0001, max: 0.99 }, (limit) => ({
      id: 'ApiHighErrorRatio',
      expr: `${errorRatio(labels, '5m')} > ${limit.value} and ${failures(labels, '30m')} >= ${MINIMUM_FAILURES}`,
      for: Duration.minutes(10),
      severity: Severity.CRITICAL,
      summary: `More than ${limit.text} of requests to ${name} fail.`,
      description: `${name} answers {{ $value | humanizePercentage }} of requests with a 5xx status.`,
      labels: { [SYMPTOM]: 'true' },
    })),
    withThreshold({ usual: 2.5, unit: 'seconds', min: 0.001, max: 600 }, (limit) => ({
      id: 'ApiHighLatency',
      expr: `${quantile(0.99, labels, '5m')} > ${limit.value}`,
      for: Duration.minutes(15),
      severity: Severity.WARNING,
      summary: `The 99th percentile latency of ${name} is above ${limit.text}.`,
      description: `The slowest 1% of requests to ${name} take longer than {{ $value | humanizeDuration }}.`,
      labels: { [SYMPTOM]: 'true' },
    })),
    {
      id: 'ApiNoMetrics',
      expr: `${aggregate('sum', BY_JOB, select('up', labels))} > 0 unless ${aggregate('sum', BY_JOB, select(`${DURATION}_count`, labels))}`,
      for: Duration.hours(1),
      severity: Severity.INFO,
      summary: `${name} exposes no request metrics.`,
      description: `The pods of ${name} are scraped, but do not expose ${DURATION}, so alerts on errors and latency cannot fire.`,
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
      title: 'Errors', description: 'Ratio of requests answered with a 5xx status.', unit: 'percentunit',
      queries: [{ expr: errorRatio(labels, window), legend: 'errors' }],
    },
    {
      title: 'Duration', description: 'Request duration at the 50th, 95th and 99th percentile.', unit: 's',
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
    subject: name,
    objective: `${objective.target}% of requests succeed`,
    errorRatio: (window) => errorRatio(labels, window),
    requests: (window) => requests(labels, window),
  };
}

function latency(objective: Objective, name: string, labels: Labels): ServiceLevel {
  const milliseconds = objective.threshold!.toMilliseconds();
  return {
    alert: `ApiLatency${milliseconds}ms`,
    slo: `latency-${milliseconds}ms`,
    labels,
    target: objective.target,
    subject: name,
    objective: `${objective.target}% of requests complete within ${milliseconds} ms`,
    errorRatio: (window) => slowRatio(labels, milliseconds / 1000, window),
    requests: (window) => requests(labels, window),
  };
}

/** Without the `or` a component that never failed would have no ratio; without the `> 0` an idle one would have NaN, and averages over it too. */
function errorRatio(labels: Labels, window: string): string {
  const all = aggregate('sum', BY_JOB, rate(`${DURATION}_count`, labels, window));
  const failed = aggregate('sum', BY_JOB, rate(`${DURATION}_count`, { ...labels, ...FAILED }, window));
  return `(${failed} or 0 * ${all}) / (${all} > 0)`;
}

/** Counted from the good ones, so that a bucket that does not exist reads as all bad and not as all good. */
function slowRatio(labels: Labels, seconds: number, window: string): string {
  const all = aggregate('sum', BY_JOB, rate(`${DURATION}_count`, labels, window));
  const good = aggregate('sum', BY_JOB, rate(`${DURATION}_bucket`, { ...labels, le: bucketBound(seconds) }, window));
  return `1 - (${good} or 0 * ${all}) / (${all} > 0)`;
}

function requests(labels: Labels, window: string): string {
  return aggregate('sum', BY_JOB, `increase(${select(`${DURATION}_count`, labels)}[${window}])`);
}

function failures(labels: Labels, window: string): string {
  return requests({ ...labels, ...FAILED }, window);
}

function quantile(share: number, labels: Labels, window: string): string {
  return `histogram_quantile(${share}, ${aggregate('sum', [...BY_JOB, 'le'], rate(`${DURATION}_bucket`, labels, window))})`;
}
