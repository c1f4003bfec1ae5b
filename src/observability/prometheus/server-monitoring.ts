import { Duration } from 'cdk8s';
import { aggregate, Labels, select } from '../../internal/promql';
import { Alert, IScrapeAccess, MonitoringPlan, Severity } from '../../model/monitoring-plan';
import { NamedPort, selector } from '../../workload/pod-plan';
import { volumeAlerts, volumePanel } from '../../workload/volume-watch';
import { targetMissing, workloadAlerts, workloadPanels } from '../../workload/workload-alerts';

export interface WatchedServer {
  readonly namespace: string;
  readonly name: string;
  readonly metricsPort: NamedPort;
  readonly scrapeAccess: IScrapeAccess;
  readonly single: boolean;
}

const POD = ['namespace', 'pod'];

/** Each pod of Prometheus watches the other as well; that both are gone only an outside heartbeat can tell. */
export function serverMonitoring({ namespace, name, metricsPort, scrapeAccess, single }: WatchedServer): MonitoringPlan {
  const labels: Labels = { namespace, job: name };
  const workload = { namespace, name, kind: 'StatefulSet' as const, autoscaled: false, single };
  const volumes = { namespace, name, claims: `data-${name}-[0-9]+` };
  return {
    title: name,
    scrapes: [{ port: metricsPort.name, portNumber: metricsPort.number, podLabels: selector(name), job: name, scrapeAccess }],
    alerts: [targetMissing('Prometheus', name, labels), ...serverAlerts(name, labels), ...volumeAlerts('Prometheus', volumes), ...workloadAlerts(workload)],
    recordings: [],
    panels: [
      {
        title: 'Series', description: 'Time series in memory. Each takes about 4 KiB.', unit: 'short',
        queries: [{ expr: select('prometheus_tsdb_head_series', labels), legend: '{{pod}}' }],
      },
      {
        title: 'Samples', description: 'Samples ingested per second.', unit: 'short',
        queries: [{ expr: `rate(${select('prometheus_tsdb_head_samples_appended_total', labels)}[$__rate_interval])`, legend: '{{pod}}' }],
      },
      {
        title: 'Targets down', description: 'Targets of the Platform that could not be scraped; normally 0.', unit: 'short',
        queries: [{ expr: 'sum by (namespace, job) (up == bool 0) > 0', legend: '{{namespace}}/{{job}}' }],
      },
      volumePanel(volumes),
      ...workloadPanels(workload),
    ],
  };
}

function serverAlerts(name: string, labels: Labels): Alert[] {
  const increase = (metric: string, window: string): string => aggregate('sum', POD, `increase(${select(metric, labels)}[${window}])`);
  const pod = '{{ $labels.namespace }}/{{ $labels.pod }}';
  return [
    {
      id: 'PrometheusConfigReloadFailed',
      expr: `${aggregate('max', POD, `max_over_time(${select('prometheus_config_last_reload_successful', labels)}[5m])`)} == 0`,
      for: Duration.minutes(10),
      severity: Severity.CRITICAL,
      summary: `Prometheus ${name} cannot load its configuration.`,
      description: `Prometheus ${pod} still runs with its previous configuration: new components are not scraped, and changed rules are not evaluated.`,
    },
    {
      id: 'PrometheusRuleFailures',
      expr: `${increase('prometheus_rule_evaluation_failures_total', '5m')} > 0`,
      for: Duration.minutes(15),
      severity: Severity.CRITICAL,
      summary: `Prometheus ${name} fails to evaluate rules.`,
      description: `Prometheus ${pod} failed to evaluate {{ printf "%.0f" $value }} rules in the last 5 minutes. Alerts may be missing.`,
    },
    {
      id: 'PrometheusRuleEvaluationSlow',
      expr: `${increase('prometheus_rule_group_iterations_missed_total', '5m')} > 0`,
      for: Duration.minutes(15),
      severity: Severity.WARNING,
      summary: `Prometheus ${name} evaluates rules too slowly.`,
      description: `Prometheus ${pod} skipped {{ printf "%.0f" $value }} evaluations of rule groups in the last 5 minutes: alerts are late.`,
    },
    {
      id: 'PrometheusAlertmanagersMissing',
      expr: `${aggregate('max', POD, `max_over_time(${select('prometheus_notifications_alertmanagers_discovered', labels)}[5m])`)} < 1`,
      for: Duration.minutes(10),
      severity: Severity.CRITICAL,
      summary: `Prometheus ${name} knows no Alertmanager.`,
      description: `Prometheus ${pod} is not connected to any Alertmanager, so its alerts are not delivered.`,
    },
    {
      id: 'PrometheusNotificationsFailing',
      expr: `${aggregate('min', POD, failedNotifications(labels))} > 0.03`,
      for: Duration.minutes(15),
      severity: Severity.CRITICAL,
      summary: `Prometheus ${name} cannot send alerts to any Alertmanager.`,
      description: `{{ $value | humanizePercentage }} of the alerts from Prometheus ${pod} to each Alertmanager are lost.`,
    },
    {
      id: 'PrometheusCompactionsFailing',
      expr: `${increase('prometheus_tsdb_compactions_failed_total', '3h')} > 0`,
      for: Duration.hours(4),
      severity: Severity.WARNING,
      summary: `Prometheus ${name} fails to compact its data.`,
      description: `Prometheus ${pod} has failed {{ printf "%.0f" $value }} compactions in the last 3 hours. Its volume may be full or damaged.`,
    },
    {
      id: 'KubeStateMetricsMissing',
      expr: 'absent(up{job="kube-state-metrics"} == 1)',
      for: Duration.minutes(10),
      severity: Severity.CRITICAL,
      summary: 'Prometheus scrapes no kube-state-metrics.',
      description: 'Alerts on replicas, restarts, jobs and disruption budgets cannot fire.',
    },
  ];
}

/** By Alertmanager: one that is lost is no reason to page while another takes the alerts. */
function failedNotifications(labels: Labels): string {
  const by = [...POD, 'alertmanager'];
  const rate = (metric: string): string => aggregate('sum', by, `rate(${select(metric, labels)}[5m])`);
  return `${rate('prometheus_notifications_errors_total')} / (${rate('prometheus_notifications_sent_total')} > 0)`;
}
