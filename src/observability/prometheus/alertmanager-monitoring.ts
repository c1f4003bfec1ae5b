import { Duration } from 'cdk8s';
import { aggregate, Labels, select } from '../../internal/promql';
import { Alert, IScrapeAccess, MonitoringPlan, Severity } from '../../model/monitoring-plan';
import { NamedPort, selector } from '../../workload/pod-plan';
import { volumeAlerts } from '../../workload/volume-watch';
import { targetMissing, workloadAlerts, workloadPanels } from '../../workload/workload-alerts';

export interface WatchedAlertmanager {
  readonly namespace?: string;
  readonly name: string;
  readonly metricsPort: NamedPort;
  readonly scrapeAccess: IScrapeAccess;
  readonly members: number;
}

/** Alertmanagers and the notifications that they send. */
export function alertmanagerMonitoring({ namespace, name, metricsPort, scrapeAccess, members }: WatchedAlertmanager): MonitoringPlan {
  const labels: Labels = { ...namespace ? { namespace } : {}, job: name };
  const workload = { namespace, name, kind: 'StatefulSet' as const, autoscaled: false };
  return {
    title: name,
    scrapes: [{ port: metricsPort.name, portNumber: metricsPort.number, podLabels: selector(name), job: name, scrapeAccess }],
    alerts: [
      targetMissing('Alertmanager', name, labels), ...alertmanagerAlerts(name, labels, members),
      ...volumeAlerts('Alertmanager', { namespace, name, claims: `data-${name}-[0-9]+` }), ...workloadAlerts(workload),
    ],
    recordings: [],
    panels: [
      {
        title: 'Active alerts', description: 'Alerts that fire and are not silenced.', unit: 'short',
        queries: [{ expr: `max(${select('alertmanager_alerts', { ...labels, state: 'active' })})`, legend: 'active' }],
      },
      {
        title: 'Notifications', description: 'Notifications per second by integration.', unit: 'short',
        queries: [
          { expr: `sum by (integration) (rate(${select('alertmanager_notifications_total', labels)}[$__rate_interval]))`, legend: '{{integration}}' },
          { expr: `sum by (integration) (rate(${select('alertmanager_notifications_failed_total', labels)}[$__rate_interval]))`, legend: '{{integration}} failed' },
        ],
      },
      ...workloadPanels(workload),
    ],
  };
}

function alertmanagerAlerts(name: string, labels: Labels, members: number): Alert[] {
  const failed = aggregate('sum', ['namespace', 'integration'], `rate(${select('alertmanager_notifications_failed_total', labels)}[15m])`);
  const all = aggregate('sum', ['namespace', 'integration'], `rate(${select('alertmanager_notifications_total', labels)}[15m])`);
  return [
    {
      id: 'AlertmanagerConfigReloadFailed',
      expr: `${aggregate('min', ['namespace', 'pod'], select('alertmanager_config_last_reload_successful', labels))} == 0`,
      for: Duration.minutes(10),
      severity: Severity.CRITICAL,
      summary: `Alertmanager ${name} cannot load its configuration.`,
      description: 'Alertmanager {{ $labels.namespace }}/{{ $labels.pod }} failed to load its configuration. It still uses the previous one, if there is one.',
    },
    {
      id: 'AlertmanagerMembersMissing',
      expr: `${aggregate('min', ['namespace', 'job'], `max_over_time(${select('alertmanager_cluster_members', labels)}[5m])`)} < ${members}`,
      for: Duration.minutes(15),
      severity: Severity.WARNING,
      summary: `A member of Alertmanager ${name} does not see all the others.`,
      description: `A member sees only {{ $value }} of ${members} members. Notifications may be sent more than once.`,
    },
    {
      id: 'AlertmanagerNotificationsFailing',
      expr: `${failed} / (${all} > 0) > 0.01`,
      for: Duration.minutes(5),
      severity: Severity.CRITICAL,
      summary: `Alertmanager ${name} fails to send notifications.`,
      description: '{{ $value | humanizePercentage }} of notifications by {{ $labels.integration }} fail: nobody is notified of alerts.',
    },
  ];
}
