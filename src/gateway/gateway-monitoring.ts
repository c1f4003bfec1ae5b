import { Duration } from 'cdk8s';
import { IConstruct } from 'constructs';
import { Guard } from '../internal/guard';
import { Labels, select } from '../internal/promql';
import { AlertOverride, applyOverrides } from '../model/alert-override';
import { Alert, MonitoringPlan, Severity } from '../model/monitoring-plan';
import { Platform } from '../platform/platform';

export interface GatewayMonitoring {
  readonly name: string;
  /** The host names of the Services behind it. */
  readonly services: string[];
  readonly overrides: Record<string, AlertOverride>;
}

/**
 * What the proxies say of requests to the parts behind the gateway. The source's view also counts what never arrived. The
 * proxies are scraped by whoever runs the shared ingress gateway.
 */
export function gatewayMonitoringPlan(gateway: IConstruct, facts: GatewayMonitoring): MonitoringPlan {
  const labels: Labels = {
    reporter: 'source',
    source_workload_namespace: Platform.of(gateway).cluster.ingressGateway.namespace,
    destination_service: `~${facts.services.map((service) => service.replace(/\./g, '\\.')).join('|')}`,
  };
  return {
    title: facts.name,
    scrapes: [],
    alerts: applyOverrides(new Guard(gateway), alerts(facts.name, labels), facts.overrides),
    recordings: [],
    panels: [
      {
        title: 'Requests', description: 'Requests per second by status code; 0 is a caller that gave up.', unit: 'reqps',
        queries: [{ expr: `sum by (response_code) (rate(${select('istio_requests_total', labels)}[$__rate_interval]))`, legend: '{{response_code}}' }],
      },
      {
        title: 'Errors', description: 'Share of requests answered with 5xx, or not at all.', unit: 'percentunit',
        queries: [{ expr: errorRatio(labels, '$__rate_interval'), legend: 'errors' }],
      },
      {
        title: 'Duration', description: 'How long requests take, seen from the gateway.', unit: 'ms',
        queries: [0.5, 0.95, 0.99].map((quantile) => ({ expr: duration(labels, quantile, '$__rate_interval'), legend: `p${quantile * 100}` })),
      },
      {
        title: 'Refused callers', description: 'Requests per second answered 401, 403 or 429.', unit: 'reqps',
        queries: [{
          expr: `sum by (response_code) (rate(${select('istio_requests_total', { ...labels, response_code: '~401|403|429' })}[$__rate_interval]))`,
          legend: '{{response_code}}',
        }],
      },
    ],
  };
}

function alerts(name: string, labels: Labels): Alert[] {
  return [
    {
      id: 'GatewayHighErrorRatio',
      expr: `${errorRatio(labels, '5m')} > 0.05`,
      for: Duration.minutes(5),
      severity: Severity.CRITICAL,
      summary: `More than 5 % of the requests through gateway ${name} fail.`,
      description: '{{ $value | humanizePercentage }} of the requests are answered 5xx or not at all. Look at the parts behind the gateway first.',
    },
    {
      id: 'GatewayHighLatency',
      expr: `${duration(labels, 0.99, '5m')} > 5000`,
      for: Duration.minutes(15),
      severity: Severity.WARNING,
      summary: `The slowest requests through gateway ${name} take more than 5 seconds.`,
      description: 'The 99th percentile is {{ $value | humanize }} ms.',
    },
    {
      id: 'GatewayManyRefused',
      expr: `sum(rate(${select('istio_requests_total', { ...labels, response_code: '~401|403' })}[5m]))`
        + ` / sum(rate(${select('istio_requests_total', labels)}[5m])) > 0.2`,
      for: Duration.minutes(10),
      severity: Severity.WARNING,
      summary: `More than 20 % of the requests through gateway ${name} are refused.`,
      description: '{{ $value | humanizePercentage }} of the requests are answered 401 or 403: a client lost its credentials, or somebody is trying doors.',
      labels: { category: 'security' },
    },
  ];
}

function errorRatio(labels: Labels, window: string): string {
  const failed = `sum(rate(${select('istio_requests_total', { ...labels, response_code: '~5..' })}[${window}]))`;
  const all = `sum(rate(${select('istio_requests_total', labels)}[${window}]))`;
  // A gateway that never failed has no series of failures.
  return `(${failed} or 0 * ${all}) / ${all}`;
}

function duration(labels: Labels, quantile: number, window: string): string {
  return `histogram_quantile(${quantile}, sum by (le) (rate(${select('istio_request_duration_milliseconds_bucket', labels)}[${window}])))`;
}
