import { Duration } from 'cdk8s';
import { Labels, select } from '../internal/promql';
import { SYMPTOM } from './alert-labels';
import { withThreshold } from './alert-threshold';
import { Alert, Panel, RecordingRule, Severity } from './monitoring-plan';

/** A service level objective over 30 days, and how its ratio of bad requests is computed. */
export interface ServiceLevel {
  /** What the names of its alerts begin with, such as `ApiAvailability`. */
  readonly alert: string;
  /** The label `slo` of everything that is recorded, such as `availability`. */
  readonly slo: string;
  /** The labels that identify the component; every sample has them. */
  readonly labels: Labels;
  /** The percentage of good requests. */
  readonly target: number;
  /** The component, as alerts call it. */
  readonly subject: string;
  /** The objective in words: `99.9% of requests succeed`. */
  readonly objective: string;
  /** The ratio of bad requests over a window, with the labels above and no others; nothing while there are no requests. */
  readonly errorRatio: (window: string) => string;
  /** The number of requests over a window, with the same labels. */
  readonly requests: (window: string) => string;
}

interface BurnRow {
  readonly severity: Severity;
  /** The share of the 30-day budget that is spent when it fires. */
  readonly spent: string;
  readonly long: string;
  readonly short: string;
  readonly factor: number;
  readonly for: Duration;
}

/** A handful of bad requests at low traffic burns a budget fast, and is no reason to page. */
const MINIMUM_BAD_REQUESTS = 10;

/**
 * A long window for certainty, and a short one so that the alert resolves soon after the fault has ended.
 *
 * @see https://sre.google/workbook/alerting-on-slos/
 */
const ROWS: BurnRow[] = [
  { severity: Severity.CRITICAL, spent: '2%', long: '1h', short: '5m', factor: 14.4, for: Duration.minutes(2) },
  { severity: Severity.CRITICAL, spent: '5%', long: '6h', short: '30m', factor: 6, for: Duration.minutes(15) },
  { severity: Severity.WARNING, spent: '10%', long: '1d', short: '2h', factor: 3, for: Duration.hours(1) },
  { severity: Severity.WARNING, spent: '10%', long: '3d', short: '6h', factor: 1, for: Duration.hours(3) },
];
const WINDOWS = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'];

/** The ratio of bad requests that is allowed: 0.001 for 99.9 percent, and not 0.0010000000000000009. */
export function errorBudget(target: number): number {
  return Number((1 - target / 100).toFixed(10));
}

/** The recording rules of an objective, under the names that Sloth and its dashboards use. */
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

/** One alert per window. They share a name, so that the critical ones inhibit the warnings. */
export function burnRateAlerts(level: ServiceLevel): Alert[] {
  const labels = { ...level.labels, slo: level.slo };
  const name = `${level.alert}BudgetBurning`;
  const ratio = (window: string): string => select(`slo:sli_error:ratio_rate${window}`, labels);
  const on = `on (${Object.keys(level.labels).join(', ')})`;
  const enough = (window: string): string => `${on} (${ratio(window)} * ${on} ${level.requests(window)} >= ${MINIMUM_BAD_REQUESTS})`;
  return ROWS.map((row) => withThreshold({ usual: row.factor, unit: 'factor', min: 0.1, max: 1000 }, (limit) => {
    const burns = (window: string): string => `${ratio(window)} > (${limit.value} * ${errorBudget(level.target)})`;
    return {
      id: `${name}${row.long}`,
      name,
      runbook: 'ErrorBudgetBurning',
      expr: `${burns(row.short)} and ${burns(row.long)} and ${enough(row.long)}`,
      for: row.for,
      severity: row.severity,
      summary: `${level.subject} is burning its error budget too fast (objective: ${level.objective}).`,
      description: `Over the last ${row.long} the error budget burned at more than ${limit.text}x the sustainable rate,`
        + ` and over the last ${row.short} {{ $value | humanizePercentage }} of requests were bad.`
        + `${limit.value === row.factor ? ` This spends ${row.spent} of the 30-day budget per ${row.long}.` : ''}`,
      labels: { [SYMPTOM]: 'true', slo: level.slo, long_window: row.long, short_window: row.short },
    };
  }));
}

export function burnRatePanels(level: ServiceLevel): Panel[] {
  const labels = { ...level.labels, slo: level.slo };
  return [
    {
      title: `Error budget left (${level.slo})`,
      description: `Objective: ${level.objective}. The share of the 30-day error budget that is left; below 0 the objective is missed.`,
      unit: 'percentunit',
      queries: [{ expr: select('slo:period_error_budget_remaining:ratio', labels), legend: 'left' }],
    },
    {
      title: `Burn rate (${level.slo})`,
      description: 'At 1 the budget lasts exactly 30 days; at 14.4 an alert pages.',
      unit: 'short',
      queries: [{ expr: select('slo:current_burn_rate:ratio', labels), legend: 'burn rate' }],
    },
  ];
}
