import { Duration } from 'cdk8s';
import { aggregate, Labels, select } from '../../internal/promql';
import { OF_COMPONENT, OUTAGE } from '../../model/alert-labels';
import { IScrapeAccess, MonitoringPlan, Severity } from '../../model/monitoring-plan';
import { selector } from '../../workload/pod-plan';
import { volumeAlerts, volumePanel } from '../../workload/volume-watch';
import { targetMissing, workloadAlerts } from '../../workload/workload-alerts';
import { valkeyAlerts, valkeyPanels } from './valkey-monitoring';

/** What is watched of the engine. */
export interface SingleWatch {
  readonly namespace?: string;
  readonly name: string;
  /** The StatefulSet. */
  readonly instance: string;
  readonly metricsPort: number;
  readonly scrapeAccess: IScrapeAccess;
}

export function singleMonitoring({ namespace, name, instance, metricsPort, scrapeAccess }: SingleWatch): MonitoringPlan {
  const labels: Labels = { ...namespace ? { namespace } : {}, job: instance };
  const volumes = { namespace, name, claims: `data-${instance}-0` };
  return {
    title: name,
    scrapes: [{ port: 'metrics', portNumber: metricsPort, podLabels: selector(instance), job: instance, scrapeAccess }],
    alerts: [
      targetMissing('Redis', name, labels),
      {
        id: 'RedisDown',
        expr: `${aggregate('max', ['namespace', 'job', 'pod'], select('redis_up', labels))} == 0`,
        for: Duration.minutes(1),
        severity: Severity.CRITICAL,
        summary: `${name} is down.`,
        description: 'The exporter in pod {{ $labels.namespace }}/{{ $labels.pod }} cannot connect to the server. There is no standby.',
        labels: { [OUTAGE]: OF_COMPONENT },
      },
      ...valkeyAlerts(name, labels),
      ...volumeAlerts('Redis', volumes),
      ...workloadAlerts({ namespace, name: instance, kind: 'StatefulSet', autoscaled: false, prefix: 'Server', single: true, essential: true }),
    ],
    recordings: [],
    panels: [...valkeyPanels(labels), volumePanel(volumes)],
  };
}
