/** Samples a minute apart, in promtool's notation: `'up{job="api"}': '1x30'`. */
export type Series = Record<string, string>;

/** What raises an alert, and what is near to it and does not. */
export interface AlertCase {
  /** The id of the alert. */
  readonly id: string;
  /** The minute at which it is looked at. */
  readonly at: number;
  readonly fires: Series[];
  readonly quiet: Series[];
}

/** A gauge that keeps its value, or a counter that grows by it a minute, for longer than any case looks. */
export const steady = (value: number): string => `${value}x300`;
export const growing = (by: number): string => `0+${by}x300`;
