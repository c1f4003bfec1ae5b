import { Duration } from 'cdk8s';
import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';
import { DEPENDS_ON, OUTAGE, SYMPTOM } from './alert-labels';
import { isAdjustable, atThreshold, settled } from './alert-threshold';
import { Alert, Severity } from './monitoring-plan';
import { promqlFault } from './promql-syntax';

/** The changes of `AlertOverride.change`. Fields that are not set keep their value. */
export interface AlertChanges {
  /**
   * The threshold of the alert, in the unit of the default one: a ratio from 0 to 1, seconds, bytes or a count.
   * Summary and description follow it.
   *
   * @default - the threshold of the alert
   */
  readonly threshold?: number;
  /**
   * How long the expression must hold, from 0 seconds to 7 days.
   *
   * @default - the duration of the alert
   */
  readonly for?: Duration;
  /**
   * Its severity, which decides who is notified.
   *
   * @default - the severity of the alert
   */
  readonly severity?: Severity;
  /**
   * Another PromQL expression; `summary` and `description` are then required, because the old ones describe the old expression.
   *
   * @default - the expression of the alert
   */
  readonly expr?: string;
  /**
   * Another summary, one sentence without values.
   *
   * @default - the summary of the alert
   */
  readonly summary?: string;
  /**
   * Another description; may contain `{{ $labels.x }}` and `{{ $value }}`.
   *
   * @default - the description of the alert
   */
  readonly description?: string;
  /**
   * Additional labels, with names that are valid in Prometheus (letters, digits and _). Labels that are used for routing cannot be changed.
   *
   * @default - none
   */
  readonly labels?: Record<string, string>;
  /**
   * The address of another runbook, as the annotation `runbook_url`.
   *
   * @default - the alert's page in docs/runbooks
   */
  readonly runbookUrl?: string;
}

/** An override of one alert. */
export class AlertOverride {
  /** Removes the alert. */
  public static silence(): AlertOverride {
    return new AlertOverride(true, {});
  }

  /**
   * Changes the threshold. The unit is that of the default one: a ratio from 0 to 1, seconds, bytes or a count.
   *
   * @param value such as 0.1 for 10 percent
   */
  public static threshold(value: number): AlertOverride {
    return new AlertOverride(false, { threshold: value });
  }

  /** Changes the alert. */
  public static change(changes: AlertChanges): AlertOverride {
    return new AlertOverride(false, frozen(changes));
  }

  private constructor(
    /** Whether the alert is removed. */
    public readonly isSilenced: boolean,
    /** What changes. */
    public readonly changes: AlertChanges,
  ) {}

  /** @internal */
  public _validate(guard: Guard, alert: Alert): void {
    const changes = guard.struct('changes', this.changes);
    if (changes.threshold !== undefined) {
      checkThreshold(guard, alert, changes.threshold);
    }
    if (changes.for !== undefined) {
      guard.duration('for', changes.for, { min: 0, max: 7 * 86400 }, 'an alert that waits longer than a week comes too late to act on');
    }
    if (changes.severity !== undefined) {
      guard.oneOf('severity', changes.severity, Object.values(Severity), 'use Severity.CRITICAL, WARNING or INFO');
    }
    if (changes.expr !== undefined) {
      checkExpression(guard, changes);
    }
    (['summary', 'description'] as const).filter((text) => changes[text] !== undefined).forEach((text) => guard.text(text, changes[text]!, 2048));
    if (changes.runbookUrl !== undefined) {
      guard.text('runbookUrl', changes.runbookUrl, 2048);
    }
    checkLabels(guard, changes.labels ?? {});
  }
}

/**
 * The alerts with the user's changes. An override of an alert that does not exist is an error: it would silence nothing.
 *
 * @internal
 */
export function applyOverrides(guard: Guard, alerts: Alert[], overrides: Record<string, AlertOverride>): Alert[] {
  const known = new Map(alerts.map((alert) => [alert.id, alert]));
  for (const [id, override] of Object.entries(guard.struct('alerts', overrides))) {
    guard.oneOf('alerts', id, [...known.keys()], 'address an alert by its id');
    guard.instance(`alerts.${id}`, override, AlertOverride, 'AlertOverride.silence()');
    override._validate(guard.within(`alerts.${id}`), known.get(id)!);
  }
  const given = new Map(Object.entries(overrides));
  return alerts.filter((alert) => !given.get(alert.id)?.isSilenced).map((alert) => changed(alert, given.get(alert.id)?.changes ?? {}));
}

function changed(alert: Alert, { threshold, ...changes }: AlertChanges): Alert {
  const adjusted = threshold !== undefined && isAdjustable(alert) ? atThreshold(alert, threshold) : alert;
  return settled({ ...adjusted, runbook: alert.runbook ?? alert.id, ...defined(changes), labels: { ...alert.labels, ...changes.labels } });
}

function defined(changes: AlertChanges): Partial<AlertChanges> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}

function checkThreshold(guard: Guard, alert: Alert, value: number): void {
  if (!isAdjustable(alert)) {
    guard.fail('threshold', value, 'left out: this alert has no threshold', 'change "expr", "summary" and "description" instead');
  }
  const { min, max, usual } = alert.range;
  if (typeof value !== 'number' || !(value >= min && value <= max)) {
    guard.fail('threshold', value, `a number from ${min} to ${max}`, `leave it out for ${usual}`);
  }
}

function checkExpression(guard: Guard, { expr, threshold, summary, description }: AlertChanges): void {
  const fault = promqlFault(guard.text('expr', expr!, 4096));
  if (fault !== undefined) {
    guard.fail('expr', expr, `valid PromQL (syntax error at character ${fault})`, 'try it in the Prometheus UI: one rule that cannot be parsed invalidates its whole file');
  }
  if (threshold !== undefined) {
    guard.fail('threshold', threshold, 'left out beside "expr"', 'write the threshold into the expression');
  }
  for (const [prop, text] of Object.entries({ summary, description })) {
    if (text === undefined) {
      guard.fail(prop, text, 'given beside "expr"', 'the text of the alert describes the expression that you replace');
    }
  }
}

/** Set by the library: Alertmanager routes, groups and inhibits by them. */
const RESERVED = ['alertname', 'alertstate', 'namespace', 'platform', 'service', 'severity', OUTAGE, DEPENDS_ON, SYMPTOM];

export function checkLabels(guard: Guard, labels: Record<string, string>): void {
  for (const [name, value] of Object.entries(guard.struct('labels', labels))) {
    if (!/^(?!__)[a-zA-Z_][a-zA-Z0-9_]{0,127}$/.test(name)) {
      guard.fail('labels', name, 'label names of Prometheus (letters, digits and _, not starting with __)', 'write it like cost_center');
    }
    if (RESERVED.includes(name)) {
      guard.fail('labels', name, 'names other than those that route an alert', name === 'severity' ? 'change "severity" instead' : 'choose another name');
    }
    guard.text(`labels.${name}`, value, 128);
    if (value.includes('$value')) {
      guard.fail(`labels.${name}`, value, 'a value that stays the same while the alert fires', 'put {{ $value }} into "description": in a label it makes a new alert each time');
    }
  }
}
