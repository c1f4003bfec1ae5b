import { frozen } from '../../internal/frozen';
import { ExternalRedisOptions, ExternalRedisProvider } from './external-redis';
import { RedisProvider } from './redis-provider';
import { SentinelOptions, SentinelProvider } from './sentinel';
import { SingleRedisOptions, SingleRedisProvider } from './single';

/** What runs a Redis. Clients use the same names and the same Secret with every engine. */
export class RedisEngine {
  /**
   * Valkey with a master and standbys, three Sentinels that elect another master by themselves, and proxies that always lead
   * to the master. It needs no custom resource.
   */
  public static sentinel(options: SentinelOptions = {}): RedisEngine {
    return new RedisEngine(new SentinelProvider(frozen(options)));
  }

  /**
   * One Valkey without a standby, for development and tests: every restart interrupts its clients, and the loss of its volume loses
   * all data. Clients see the same names and the same Secret as with `sentinel()`, which continues with its data on the same volume.
   */
  public static single(options: SingleRedisOptions = {}): RedisEngine {
    return new RedisEngine(new SingleRedisProvider(frozen(options)));
  }

  /**
   * A Redis or Valkey that runs elsewhere: a managed service such as ElastiCache or Memorystore, or a server of another team, in the mode without
   * sharding. Its Secret must exist.
   */
  public static external(options: ExternalRedisOptions): RedisEngine {
    return new RedisEngine(new ExternalRedisProvider(frozen(options)));
  }

  private constructor(
    /** @internal */
    public readonly _provider: RedisProvider,
  ) {}
}
