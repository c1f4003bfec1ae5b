import { Duration } from 'cdk8s';
import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';
import { Alert, Severity } from './monitoring-plan';

/** What `AlertOverride.change` changes; what is left out stays. */
export interface AlertChanges {
  /**
   * How long the expression must hold, from 0 seconds to 7 days.
   *
   * @default - as the alert says
   */
  readonly for?: Duration;
  /**
   * How loudly it speaks.
   *
   * @default - as the alert says
   */
  readonly severity?: Severity;
  /**
   * Another expression in its place.
   *
   * @default - as the alert says
   */
  readonly expr?: string;
  /**
   * Further labels.
   *
   * @default - none
   */
  readonly labels?: Record<string, string>;
  /**
   * A link to what the person on call does, as the annotation `runbook_url`.
   *
   * @default - none
   */
  readonly runbookUrl?: string;
}

/** A change to one alert, addressed by its stable id. */
export class AlertOverride {
  /** Leaves the alert out. */
  public static silence(): AlertOverride {
    return new AlertOverride(true, {});
  }

  /** Changes the alert. */
  public static change(changes: AlertChanges): AlertOverride {
    return new AlertOverride(false, frozen(changes));
  }

  private constructor(
    /** Whether the alert is left out. */
    public readonly isSilenced: boolean,
    /** What changes. */
    public readonly changes: AlertChanges,
  ) {}

  /** @internal */
  public _validate(guard: Guard): void {
    const changes = guard.struct('changes', this.changes);
    if (changes.for !== undefined) {
      guard.duration('for', changes.for, { min: 0, max: 7 * 86400 }, 'an alert that waits longer than a week helps nobody');
    }
    if (changes.severity !== undefined) {
      guard.oneOf('severity', changes.severity, Object.values(Severity), 'use Severity.CRITICAL, WARNING or INFO');
    }
    if (changes.expr !== undefined) {
      guard.text('expr', changes.expr, 4096);
    }
    if (changes.runbookUrl !== undefined) {
      guard.text('runbookUrl', changes.runbookUrl, 2048);
    }
    guard.labels('labels', changes.labels ?? {});
  }
}

/**
 * The alerts with the user's changes. An override of an alert that does not exist is an error: it would silence nothing.
 *
 * @internal
 */
export function applyOverrides(guard: Guard, alerts: Alert[], overrides: Record<string, AlertOverride>): Alert[] {
  const known = alerts.map((alert) => alert.id);
  for (const [id, override] of Object.entries(guard.struct('alerts', overrides))) {
    guard.oneOf('alerts', id, known, 'address an alert by its id');
    guard.instance(`alerts.${id}`, override, AlertOverride, 'AlertOverride.silence()');
    override._validate(guard.within(`alerts.${id}`));
  }
  return alerts.filter((alert) => !overrides[alert.id]?.isSilenced).map((alert) => {
    const changes = overrides[alert.id]?.changes ?? {};
    return { ...alert, ...defined(changes), labels: { ...alert.labels, ...changes.labels } };
  });
}

function defined(changes: AlertChanges): Partial<AlertChanges> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}
