import { frozen } from '../../internal/frozen';
import { RedisProvider } from './redis-provider';
import { SentinelOptions, SentinelProvider } from './sentinel';

/** What runs a Redis. */
export class RedisEngine {
  /**
   * Valkey with a master and standbys, three Sentinels that elect another master by themselves, and proxies that always lead
   * to the master. It needs no custom resource.
   */
  public static sentinel(options: SentinelOptions = {}): RedisEngine {
    return new RedisEngine(new SentinelProvider(frozen(options)));
  }

  private constructor(
    /** @internal */
    public readonly _provider: RedisProvider,
  ) {}
}
