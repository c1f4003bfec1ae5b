import { Duration } from 'cdk8s';
import { Labels, select } from '../../internal/promql';
import { SYMPTOM } from '../../model/alert-labels';
import { withThreshold } from '../../model/alert-threshold';
import { Alert, Severity } from '../../model/monitoring-plan';
import { GatewayMonitoring, GatewayPlan, RoutePlan } from '../gateway-provider';

/**
 * Requests as the proxies of the gateway report them: the source's view also counts requests that never arrived. The proxies are
 * scraped by the team that runs the shared ingress gateway. Istio's metrics do not name the gateway, only its target: requests to a Service
 * behind several gateways are counted by the alerts of the one that comes first.
 */
export function istioGatewayMonitoring(plan: GatewayPlan, namespace: string): GatewayMonitoring {
  const to = (services: string[]): Labels => ({
    reporter: 'source',
    source_workload_namespace: namespace,
    destination_service: `~${services.map((service) => service.replace(/\./g, '\\.')).join('|')}`,
  });
  const services = servicesOf(plan.routes());
  const labels = to(services);
  const elsewhere = servicesOf(plan.precedingRoutes());
  const counted = services.filter((service) => !elsewhere.includes(service));
  const onRequests = alerts(plan.name, to(counted));
  const asksForCertificates = plan.clientCertificates.authority !== undefined;
  return {
    title: plan.name,
    scrapes: [],
    alerts: [...onRequests, ...asksForCertificates ? [certificatesRefused(plan.name, namespace)] : []],
    raisedElsewhere: services.length > 0 && counted.length === 0 ? onRequests.map(({ id }) => id) : [],
    recordings: [],
    panels: [
      {
        title: 'Requests', description: 'Requests per second by status code; 0 means that the client disconnected.', unit: 'reqps',
        queries: [{ expr: `sum by (response_code) (rate(${select('istio_requests_total', labels)}[$__rate_interval]))`, legend: '{{response_code}}' }],
      },
      {
        title: 'Errors', description: 'Ratio of requests answered with a 5xx status.', unit: 'percentunit',
        queries: [{ expr: errorRatio(labels, '$__rate_interval'), legend: 'errors' }],
      },
      {
        title: 'Duration', description: 'Request duration as seen by the gateway.', unit: 'ms',
        queries: [0.5, 0.95, 0.99].map((quantile) => ({ expr: duration(labels, quantile, '$__rate_interval'), legend: `p${quantile * 100}` })),
      },
      {
        title: 'Refused requests', description: 'Requests per second answered with 401, 403 or 429.', unit: 'reqps',
        queries: [{
          expr: `sum by (response_code) (rate(${select('istio_requests_total', { ...labels, ...REFUSED })}[$__rate_interval]))`,
          legend: '{{response_code}}',
        }],
      },
    ],
  };
}

/** The host names of the Services behind routes. */
function servicesOf(routes: RoutePlan[]): string[] {
  return [...new Set(routes.map(({ host }) => host))].sort();
}

const REFUSED: Labels = { response_code: '~401|403|429' };
const FAILED: Labels = { response_code: '~5..' };
/** A few bad requests at low traffic are a high ratio, and no reason to page. */
const MINIMUM_BAD_REQUESTS = 10;

function alerts(name: string, labels: Labels): Alert[] {
  const atLeast = (bad: Labels): string => `sum(increase(${select('istio_requests_total', { ...labels, ...bad })}[30m])) >= ${MINIMUM_BAD_REQUESTS}`;
  return [
    withThreshold({ usual: 0.05, unit: 'share', min: 0.0001, max: 0.99 }, (limit) => ({
      id: 'GatewayHighErrorRatio',
      expr: `${ratio(labels, FAILED, '5m')} > ${limit.value} and ${atLeast(FAILED)}`,
      for: Duration.minutes(5),
      severity: Severity.CRITICAL,
      summary: `More than ${limit.text} of requests through gateway ${name} fail.`,
      description: `{{ $value | humanizePercentage }} of requests through gateway ${name} are answered with a 5xx status.`,
      labels: { [SYMPTOM]: 'true' },
    })),
    withThreshold({ usual: 5, unit: 'seconds', min: 0.001, max: 3600 }, (limit) => ({
      id: 'GatewayHighLatency',
      expr: `${duration(labels, 0.99, '5m')} > ${Number((limit.value * 1000).toPrecision(12))}`,
      for: Duration.minutes(15),
      severity: Severity.WARNING,
      summary: `The 99th percentile latency of gateway ${name} is above ${limit.text}.`,
      description: `The slowest 1% of requests through gateway ${name} take longer than {{ $value | humanize }} ms.`,
      labels: { [SYMPTOM]: 'true' },
    })),
    withThreshold({ usual: 0.2, unit: 'share', min: 0.0001, max: 0.99 }, (limit) => ({
      id: 'GatewayManyRefused',
      expr: `${ratio(labels, REFUSED, '5m')} > ${limit.value} and ${atLeast(REFUSED)}`,
      for: Duration.minutes(10),
      severity: Severity.WARNING,
      summary: `More than ${limit.text} of requests through gateway ${name} are refused.`,
      description: `{{ $value | humanizePercentage }} of requests through gateway ${name} are answered with 401, 403 or 429:`
        + ' clients without valid credentials, or above the rate limit.',
      labels: { category: 'security' },
    })),
  ];
}

/**
 * A failed handshake is no HTTP request, so `istio_requests_total` does not count it. Envoy does, per listener: all gateways on the
 * shared proxies together. Istio exposes the counters only where `proxyStatsMatcher` includes them.
 */
function certificatesRefused(name: string, namespace: string): Alert {
  const counted = (reason: string): string => `sum(rate(${select(`envoy_listener_ssl_${reason}`, { namespace })}[5m]))`;
  const refused = `(${counted('fail_verify_error')} + ${counted('fail_verify_no_cert')})`;
  return withThreshold({ usual: 0.2, unit: 'share', min: 0.0001, max: 0.99 }, (limit) => ({
    id: 'GatewayClientCertificatesRefused',
    expr: `${refused} / (${refused} + ${counted('handshake')}) > ${limit.value} and ${refused} * 300 >= ${MINIMUM_BAD_REQUESTS}`,
    for: Duration.minutes(10),
    severity: Severity.WARNING,
    summary: `More than ${limit.text} of TLS handshakes with the proxies of gateway ${name} fail for want of a valid client certificate.`,
    description: `{{ $value | humanizePercentage }} of TLS handshakes in namespace ${namespace} fail because the client presents no certificate, or one that does not verify.`,
    labels: { category: 'security' },
  }));
}

/** Without the `or` a gateway without such responses would have no ratio. */
function ratio(labels: Labels, part: Labels, window: string): string {
  const some = `sum(rate(${select('istio_requests_total', { ...labels, ...part })}[${window}]))`;
  const all = `sum(rate(${select('istio_requests_total', labels)}[${window}]))`;
  return `(${some} or 0 * ${all}) / (${all} > 0)`;
}

function errorRatio(labels: Labels, window: string): string {
  return ratio(labels, FAILED, window);
}

function duration(labels: Labels, quantile: number, window: string): string {
  return `histogram_quantile(${quantile}, sum by (le) (rate(${select('istio_request_duration_milliseconds_bucket', labels)}[${window}])))`;
}
