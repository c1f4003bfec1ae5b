import { Duration } from 'cdk8s';
import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';

/** Options of `Objective.latency`. */
export interface LatencyObjectiveOptions {
  /**
   * The maximum duration of a request. It must be a bucket of the histogram: 5, 10, 25, 50, 75, 100, 250, 500, 750
   * milliseconds, 1, 2.5, 5, 7.5 or 10 seconds.
   *
   * @see https://opentelemetry.io/docs/specs/semconv/http/http-metrics/
   */
  readonly threshold: Duration;
  /** The percentage of requests that meet it, above 93.06 and below 100. */
  readonly target: number;
}

/**
 * A service level objective over 30 days. It becomes recording rules and burn-rate alerts.
 *
 * A target must be above 93.06 percent: below, the fastest burn-rate alert could never fire.
 * @see https://sre.google/workbook/alerting-on-slos/
 */
export class Objective {
  /** The percentage of requests that succeed (no 5xx), above 93.06 and below 100, such as 99.9. */
  public static availability(target: number): Objective {
    return new Objective('availability', target);
  }

  /** The percentage of requests that are fast enough. */
  public static latency(options: LatencyObjectiveOptions): Objective {
    const given = frozen(options);
    return new Objective('latency', given?.target, given?.threshold);
  }

  private constructor(
    /** `availability` or `latency`. */
    public readonly kind: string,
    /** The percentage of good requests. */
    public readonly target: number,
    /** The maximum duration of a good request, for latency objectives. */
    public readonly threshold?: Duration,
  ) {}

  /** @internal */
  public _validate(guard: Guard): void {
    guard.percent('target', this.target, { min: 93.07, max: 99.999 }, 'a lower objective could never alert, and one of 100 leaves no error budget');
    if (this.kind === 'latency') {
      guard.instance('threshold', this.threshold, Duration, 'Duration.millis(250)');
      guard.oneOf('threshold', this.threshold!.toMilliseconds({ integral: false }), BUCKETS_MS, 'use a bound of the histogram (milliseconds)');
    }
  }
}

/** The bucket bounds of OpenTelemetry's HTTP semantic conventions. */
const BUCKETS_MS = [5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000];
