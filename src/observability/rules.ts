import { Duration } from 'cdk8s';
import { Alert, MonitoringPlan, RecordingRule } from '../model/monitoring-plan';
import { Runbooks } from './runbooks';

/** A rule as Prometheus reads it, whether from a file or through the operator. */
export interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: Record<string, string>;
  readonly annotations?: Record<string, string>;
}

export interface RuleGroup {
  readonly name: string;
  readonly rules: Rule[];
}

/** What all alerts of a component have in common. */
export interface RuleContext {
  readonly name: string;
  /** On every alert: alerts are routed by them. */
  readonly labels: Record<string, string>;
  readonly runbooks: Runbooks;
}

/** The one rule model, of which engines render what they need. */
export function ruleGroups(plan: MonitoringPlan, context: RuleContext): RuleGroup[] {
  const { name } = context;
  return [
    { name: `${name}.recordings`, rules: plan.recordings.map(recording) },
    { name: `${name}.alerts`, rules: plan.alerts.map((alert) => alerting(alert, context)) },
  ].filter((group) => group.rules.length > 0);
}

function recording({ record, expr, labels }: RecordingRule): Rule {
  return { record, expr, labels };
}

function alerting(alert: Alert, { labels, runbooks }: RuleContext): Rule {
  const runbook = alert.runbookUrl ?? runbooks._url(alert.runbook);
  return {
    alert: alert.name ?? alert.id,
    expr: alert.expr,
    for: alert.for && prometheusDuration(alert.for),
    labels: { ...labels, severity: alert.severity, ...alert.labels },
    annotations: {
      summary: alert.summary,
      description: alert.description,
      ...runbook === undefined ? {} : { runbook_url: runbook },
    },
  };
}

const UNITS: [string, number][] = [['d', 86400], ['h', 3600], ['m', 60]];

/** `90s`, `15m`, `3h`: in the largest unit that leaves nothing over. */
function prometheusDuration(duration: Duration): string {
  const seconds = duration.toSeconds();
  const [unit, size] = UNITS.find(([, length]) => seconds > 0 && seconds % length === 0) ?? ['s', 1];
  return `${seconds / size}${unit}`;
}
