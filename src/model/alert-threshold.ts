import { Alert } from './monitoring-plan';

/** What the number of a threshold counts. */
export type ThresholdUnit = 'share' | 'seconds' | 'count' | 'bytes' | 'factor';

/** The usual value of an alert's threshold, and what it may be changed to. */
export interface Threshold {
  readonly usual: number;
  readonly unit: ThresholdUnit;
  readonly min: number;
  readonly max: number;
}

/** A threshold as a number for PromQL, and as text for people. */
export interface Limit {
  readonly value: number;
  readonly text: string;
}

/** An alert that can be rendered for another threshold. */
export interface AdjustableAlert extends Alert {
  readonly threshold: number;
  readonly range: Threshold;
  readonly render: (limit: Limit) => Alert;
}

/** An alert whose expression and texts follow from its threshold. */
export function withThreshold(range: Threshold, render: (limit: Limit) => Alert): AdjustableAlert {
  return { ...render(limit(range.usual, range.unit)), threshold: range.usual, range, render };
}

export function isAdjustable(alert: Alert): alert is AdjustableAlert {
  return 'render' in alert;
}

/** The alert with its expression and texts at another threshold; later additions, such as a prefix of its id, stay. */
export function atThreshold(alert: AdjustableAlert, value: number): Alert {
  const { expr, summary, description } = alert.render(limit(value, alert.range.unit));
  return { ...alert, expr, summary, description, threshold: value };
}

/** The alert without what only rendering needs. */
export function settled(alert: Alert): Alert {
  const { range, render, ...rest } = alert as AdjustableAlert;
  return rest;
}

function limit(value: number, unit: ThresholdUnit): Limit {
  return { value, text: TEXT[unit](value) };
}

const TEXT: Record<ThresholdUnit, (value: number) => string> = {
  share: (value) => `${plain(value * 100)}%`,
  seconds: (value) => time(value),
  count: (value) => value >= 1e6 ? scaled(value, [['billion', 1e9], ['million', 1e6]], '') : plain(value),
  bytes: (value) => scaled(value, [['GiB', 1024 ** 3], ['MiB', 1024 ** 2], ['KiB', 1024]], 'B'),
  factor: (value) => plain(value),
};

const TIME: [string, number][] = [['day', 86400], ['hour', 3600], ['minute', 60], ['second', 1]];

/** `2.5 seconds`, `30 minutes`, `1 day 6 hours`. */
function time(seconds: number): string {
  let rest = seconds;
  const parts = TIME.map(([word, length]) => {
    const amount = length === 1 ? plain(rest) : `${Math.floor(rest / length)}`;
    rest -= Math.floor(rest / length) * length;
    return amount === '0' ? '' : `${amount} ${word}${amount === '1' ? '' : 's'}`;
  });
  return parts.filter(Boolean).join(' ') || '0 seconds';
}

function scaled(value: number, units: [string, number][], smallest: string): string {
  const [unit, size] = units.find(([, length]) => value >= length) ?? [smallest, 1];
  return `${plain(value / size)} ${unit}`;
}

/** Without what binary fractions leave behind: 0.07 * 100 is 7. */
function plain(value: number): string {
  return `${Number(value.toPrecision(6))}`;
}
