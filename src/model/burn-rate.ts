import { Duration } from 'cdk8s';
import { Labels, select } from '../internal/promql';
import { Alert, Panel, RecordingRule, Severity } from './monitoring-plan';

/** A service level over 30 days, and how its share of bad requests is computed. */
export interface ServiceLevel {
  /** What its alerts begin with, such as `ApiAvailability`. */
  readonly alert: string;
  /** The label `slo` of everything that is recorded of it, such as `availability`. */
  readonly slo: string;
  /** The labels that tell whose level it is; every sample has them. */
  readonly labels: Labels;
  /** The share of good requests, in percent. */
  readonly target: number;
  /** What is promised: `99.9 % of the requests to api succeed`. */
  readonly promise: string;
  /** The share of bad requests over a window, with the labels above and no others. */
  readonly errorRatio: (window: string) => string;
}

interface BurnRow {
  readonly severity: Severity;
  /** How much of the budget of 30 days is gone when it is raised. */
  readonly spent: string;
  readonly long: string;
  readonly short: string;
  readonly factor: number;
  readonly for: Duration;
}

/**
 * Four windows: a long one that is sure and a short one that ends the alert soon after the fault has ended.
 *
 * @see https://sre.google/workbook/alerting-on-slos/
 */
const ROWS: BurnRow[] = [
  { severity: Severity.CRITICAL, spent: '2 %', long: '1h', short: '5m', factor: 14.4, for: Duration.minutes(2) },
  { severity: Severity.CRITICAL, spent: '5 %', long: '6h', short: '30m', factor: 6, for: Duration.minutes(15) },
  { severity: Severity.WARNING, spent: '10 %', long: '1d', short: '2h', factor: 3, for: Duration.hours(1) },
  { severity: Severity.WARNING, spent: '10 %', long: '3d', short: '6h', factor: 1, for: Duration.hours(3) },
];
const WINDOWS = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'];

/** The share of bad requests that is allowed: 0.001 of 99.9 percent, and not 0.0010000000000000009. */
export function errorBudget(target: number): number {
  return Number((1 - target / 100).toFixed(10));
}

/** What is computed ahead of a service level, under the names that Sloth uses and its dashboards know. */
export function burnRateRecordings(level: ServiceLevel): RecordingRule[] {
  const labels = { ...level.labels, slo: level.slo };
  const budget = errorBudget(level.target);
  const ratio = (window: string): string => select(`slo:sli_error:ratio_rate${window}`, labels);
  const rule = (record: string, expr: string): RecordingRule => ({ record, expr, labels });
  return [
    ...WINDOWS.map((window) => rule(`slo:sli_error:ratio_rate${window}`, level.errorRatio(window))),
    rule('slo:sli_error:ratio_rate30d', `avg_over_time(${ratio('5m')}[30d])`),
    rule('slo:objective:ratio', `vector(${Number((level.target / 100).toFixed(10))})`),
    rule('slo:error_budget:ratio', `vector(${budget})`),
    rule('slo:current_burn_rate:ratio', `${ratio('5m')} / ${budget}`),
    rule('slo:period_error_budget_remaining:ratio', `1 - ${ratio('30d')} / ${budget}`),
  ];
}

/** One alert a window. They share a name, so that the critical ones keep the warnings quiet. */
export function burnRateAlerts(level: ServiceLevel): Alert[] {
  const labels = { ...level.labels, slo: level.slo };
  const name = `${level.alert}BudgetBurning`;
  return ROWS.map((row) => {
    const burns = (window: string): string =>
      `${select(`slo:sli_error:ratio_rate${window}`, labels)} > (${row.factor} * ${errorBudget(level.target)})`;
    return {
      id: `${name}${row.long}`,
      name,
      expr: `${burns(row.short)} and ${burns(row.long)}`,
      for: row.for,
      severity: row.severity,
      summary: `The promise that ${level.promise} is in danger: its error budget of 30 days is being spent too fast.`,
      description: `More than ${row.spent} of the budget went in the last ${row.long}, and it goes on: over ${row.short} `
        + '{{ $value | humanizePercentage }} of the requests were bad. Look for what changed when it began.',
      labels: { slo: level.slo, long_window: row.long, short_window: row.short },
    };
  });
}

export function burnRatePanels(level: ServiceLevel): Panel[] {
  const labels = { ...level.labels, slo: level.slo };
  return [
    {
      title: `Error budget left (${level.slo})`,
      description: `${level.promise}: how much of what may fail in 30 days is left. Below 0 the promise is broken.`,
      unit: 'percentunit',
      queries: [{ expr: select('slo:period_error_budget_remaining:ratio', labels), legend: 'left' }],
    },
    {
      title: `Burn rate (${level.slo})`,
      description: 'At 1 the budget lasts exactly 30 days; at 14.4 somebody is woken.',
      unit: 'short',
      queries: [{ expr: select('slo:current_burn_rate:ratio', labels), legend: 'burn rate' }],
    },
  ];
}
