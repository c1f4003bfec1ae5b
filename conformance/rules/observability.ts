import { AlertCase, growing, Series, steady } from './case';
import { podSetCases } from './pod-set';
import { targetMissing, volumeCases } from './store-cases';

const PROMETHEUS = 'observability-prometheus';
const ALERTMANAGER = 'observability-alertmanager';
const series = (job: string, metric: string, value: string, further = ''): Series => ({ [`${metric}{namespace="agents",job="${job}",pod="${job}-0"${further}}`]: value });
const server = (metric: string, value: string, further?: string): Series => series(PROMETHEUS, metric, value, further);
const manager = (metric: string, value: string, further?: string): Series => series(ALERTMANAGER, metric, value, further);

/** Alerts a minute to two Alertmanagers, and how many of them are lost. */
const sent = (lost: [number, number]): Series => Object.assign({}, ...lost.map((errors, index) => ({
  ...server('prometheus_notifications_sent_total', growing(60), `,alertmanager="http://am-${index}:9093/api/v2/alerts"`),
  ...server('prometheus_notifications_errors_total', growing(errors), `,alertmanager="http://am-${index}:9093/api/v2/alerts"`),
})));

const notifications = (failed: number): Series => ({
  ...manager('alertmanager_notifications_total', growing(10), ',integration="webhook"'),
  ...manager('alertmanager_notifications_failed_total', growing(failed), ',integration="webhook",reason="other"'),
});

export const PROMETHEUS_SERVER: AlertCase[] = [
  targetMissing('PrometheusTargetMissing', PROMETHEUS),
  {
    id: 'PrometheusConfigReloadFailed', at: 30,
    fires: [server('prometheus_config_last_reload_successful', steady(0))], quiet: [server('prometheus_config_last_reload_successful', steady(1)), {}],
  },
  {
    id: 'PrometheusRuleFailures', at: 30,
    fires: [server('prometheus_rule_evaluation_failures_total', growing(2), ',rule_group="api.alerts"')],
    quiet: [server('prometheus_rule_evaluation_failures_total', steady(7), ',rule_group="api.alerts"'), {}],
  },
  {
    id: 'PrometheusRuleEvaluationSlow', at: 30,
    fires: [server('prometheus_rule_group_iterations_missed_total', growing(1), ',rule_group="api.alerts"')],
    quiet: [server('prometheus_rule_group_iterations_missed_total', steady(3), ',rule_group="api.alerts"'), {}],
  },
  {
    id: 'PrometheusAlertmanagersMissing', at: 30,
    fires: [server('prometheus_notifications_alertmanagers_discovered', steady(0))], quiet: [server('prometheus_notifications_alertmanagers_discovered', steady(3)), {}],
  },
  // One Alertmanager that takes the alerts is enough.
  { id: 'PrometheusNotificationsFailing', at: 40, fires: [sent([30, 60])], quiet: [sent([60, 0]), sent([0, 0]), {}] },
  {
    id: 'PrometheusCompactionsFailing', at: 290,
    fires: [server('prometheus_tsdb_compactions_failed_total', growing(0.1))], quiet: [server('prometheus_tsdb_compactions_failed_total', steady(4)), {}],
  },
  { id: 'KubeStateMetricsMissing', at: 20, fires: [{}, { 'up{job="kube-state-metrics"}': steady(0) }], quiet: [{ 'up{job="kube-state-metrics"}': steady(1) }] },
  ...volumeCases('Prometheus', `data-${PROMETHEUS}-0`),
  ...podSetCases(PROMETHEUS, { stateful: true }),
];

export const ALERTMANAGERS: AlertCase[] = [
  targetMissing('AlertmanagerTargetMissing', ALERTMANAGER),
  {
    id: 'AlertmanagerConfigReloadFailed', at: 20,
    fires: [manager('alertmanager_config_last_reload_successful', steady(0))], quiet: [manager('alertmanager_config_last_reload_successful', steady(1)), {}],
  },
  {
    id: 'AlertmanagerMembersMissing', at: 30,
    fires: [manager('alertmanager_cluster_members', steady(2))], quiet: [manager('alertmanager_cluster_members', steady(3)), {}],
  },
  { id: 'AlertmanagerNotificationsFailing', at: 40, fires: [notifications(5)], quiet: [notifications(0), {}] },
  ...volumeCases('Alertmanager', `data-${ALERTMANAGER}-0`),
  ...podSetCases(ALERTMANAGER, { stateful: true }),
];
