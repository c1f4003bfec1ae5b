import { Duration } from 'cdk8s';
import { Labels, select } from '../../internal/promql';
import { withThreshold } from '../../model/alert-threshold';
import { Alert, ScrapeEndpoint, Severity } from '../../model/monitoring-plan';
import { targetMissing, WatchedWorkload, workloadAlerts, workloadPanels } from '../../workload/workload-alerts';
import { GatewayMonitoring } from '../gateway-provider';
import { WORKER_CONNECTIONS } from './nginx-files';

/** What NGINX itself counts. It counts no status codes: errors of targets are seen in their own metrics, and each request in the access log. */
export function nginxMonitoring(name: string, workers: number, workload: WatchedWorkload, scrape: ScrapeEndpoint): GatewayMonitoring {
  const labels: Labels = { job: scrape.job! };
  return {
    title: name,
    scrapes: [scrape],
    alerts: [targetMissing('Gateway', name, labels, workload), ...alerts(name, workers, labels), ...workloadAlerts(workload)],
    recordings: [],
    panels: [
      {
        title: 'Requests', description: 'Requests per second, whatever their status.', unit: 'reqps',
        queries: [{ expr: `sum(rate(${select('nginx_http_requests_total', labels)}[$__rate_interval]))`, legend: 'requests' }],
      },
      {
        title: 'Connections', description: `Open client connections of each proxy, which can hold ${workers * WORKER_CONNECTIONS} with those to targets.`, unit: 'short',
        queries: [{ expr: select('nginx_connections_active', labels), legend: '{{pod}}' }],
      },
      {
        title: 'Dropped connections', description: 'Connections per second that were accepted and not handled; normally 0.', unit: 'cps',
        queries: [{ expr: dropped(labels, '$__rate_interval'), legend: 'dropped' }],
      },
      ...workloadPanels(workload),
    ],
  };
}

function dropped(labels: Labels, window: string): string {
  return `sum(rate(${select('nginx_connections_accepted', labels)}[${window}])) - sum(rate(${select('nginx_connections_handled', labels)}[${window}]))`;
}

function alerts(name: string, workers: number, labels: Labels): Alert[] {
  const most = workers * WORKER_CONNECTIONS;
  return [
    {
      id: 'GatewayProxyDown',
      expr: `${select('nginx_up', labels)} == 0`,
      for: Duration.minutes(5),
      severity: Severity.WARNING,
      summary: `A proxy of gateway ${name} does not answer its exporter.`,
      description: `NGINX in pod {{ $labels.pod }} of gateway ${name} does not respond on its status port.`,
    },
    withThreshold({ usual: 0.7, unit: 'share', min: 0.01, max: 0.99 }, (limit) => ({
      id: 'GatewayConnectionsNearLimit',
      // Each request in flight takes a second connection, to its target.
      expr: `2 * ${select('nginx_connections_active', labels)} / ${most} > ${limit.value}`,
      for: Duration.minutes(10),
      severity: Severity.WARNING,
      summary: `A proxy of gateway ${name} uses more than ${limit.text} of its connections.`,
      description: `Pod {{ $labels.pod }} may be using {{ $value | humanizePercentage }} of its ${most} connections, including those to targets. It drops new connections at 100%.`,
    })),
    {
      id: 'GatewayConnectionsDropped',
      expr: `${dropped(labels, '5m')} > 0`,
      for: Duration.minutes(5),
      severity: Severity.CRITICAL,
      summary: `Gateway ${name} drops connections.`,
      description: `Gateway ${name} drops {{ $value | humanize }} connections per second, because its proxies have reached their connection limit.`,
    },
  ];
}
