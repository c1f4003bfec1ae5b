import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';

/** Options of `RateLimit.perSecond`. */
export interface RateLimitOptions {
  /**
   * The burst size, from the rate to 2,000,000.
   *
   * @default - twice the rate
   */
  readonly burst?: number;
}

/** How many requests a gateway lets in; what is above gets status 429. */
export class RateLimit {
  /**
   * Requests per second, 1 to 1,000,000. Each proxy of the gateway counts for itself, so with three proxies three times as many
   * may pass in all.
   */
  public static perSecond(requests: number, options: RateLimitOptions = {}): RateLimit {
    return new RateLimit(requests, frozen(options));
  }

  private constructor(
    /** Requests per second. */
    public readonly requests: number,
    private readonly options: RateLimitOptions,
  ) {}

  /** Requests that may come at once. */
  public get burst(): number {
    return this.options?.burst ?? this.requests * 2;
  }

  /** @internal */
  public _validate(guard: Guard): void {
    guard.struct('options', this.options);
    guard.integer('requests', this.requests, { min: 1, max: 1_000_000 }, 'say how many requests a second one proxy lets in');
    guard.integer('burst', this.burst, { min: this.requests, max: 2_000_000 }, 'leave it out for twice the rate; it must not be below the rate');
  }
}
