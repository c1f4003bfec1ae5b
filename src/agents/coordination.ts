import { Duration } from 'cdk8s';
import { IConnectable } from '../connections/connectable';
import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';
import { SecretSource } from '../secrets/secret-source';

/** Options of `Coordination.leaderElection`. */
export interface LeaderElectionOptions {
  /**
   * How long followers wait after the last renewal of the leader before one takes over, 5 seconds to 5 minutes.
   *
   * @default Duration.seconds(15)
   */
  readonly leaseDuration?: Duration;
  /**
   * How long the leader tries to renew before it gives up, below `leaseDuration`.
   *
   * @default Duration.seconds(10)
   */
  readonly renewDeadline?: Duration;
  /**
   * The time between two attempts; `renewDeadline` must be more than 1.2 times as long.
   *
   * @default Duration.seconds(2)
   */
  readonly retryPeriod?: Duration;
}

/** Options of `Coordination.sharded`. */
export interface ShardedOptions {
  /** The store that holds the locks: an Etcd, a Redis, or an ExternalService of type `etcd`. */
  readonly lock: IConnectable;
  /**
   * The controller's own Secret with the credentials of the lock's store. Required where the store is in another namespace.
   *
   * @default - the store's Secret
   */
  readonly credentials?: SecretSource;
}

/** How several pods of a controller share the work, so that one environment is handled by exactly one at a time. */
export class Coordination {
  /**
   * The pod that holds the Lease does all the work; the others wait to take over. It scales vertically.
   *
   * @see https://kubernetes.io/docs/concepts/architecture/leases/
   */
  public static leaderElection(options: LeaderElectionOptions = {}): Coordination {
    return new Coordination({ leaderElection: frozen(options) });
  }

  /** All pods work, each environment under a lock in a store. It scales horizontally. */
  public static sharded(options: ShardedOptions): Coordination {
    return new Coordination({ sharded: frozen(options) });
  }

  private constructor(
    /** @internal */
    public readonly _facts: CoordinationFacts,
  ) {}

  /** Whether one pod leads. */
  public get isLeaderElection(): boolean {
    return this._facts.leaderElection !== undefined;
  }

  /** @internal */
  public _leaseTimes(guard: Guard): LeaseTimes {
    const options = guard.struct('options', this._facts.leaderElection!);
    const leaseDuration = guard.duration('leaseDuration', options.leaseDuration ?? Duration.seconds(15), { min: 5, max: 300 }, 'leave it out for 15 seconds');
    const renewDeadline = guard.duration('renewDeadline', options.renewDeadline ?? Duration.seconds(10), { min: 2, max: leaseDuration.toSeconds() - 1 },
      'the leader must give up before a follower takes over');
    const most = Math.ceil(renewDeadline.toSeconds() / 1.2) - 1;
    const retryPeriod = guard.duration('retryPeriod', options.retryPeriod ?? Duration.seconds(2), { min: 1, max: Math.max(most, 1) },
      'the leader must get more than one try before renewDeadline');
    return { leaseDuration, renewDeadline, retryPeriod };
  }
}

interface CoordinationFacts {
  readonly leaderElection?: LeaderElectionOptions;
  readonly sharded?: ShardedOptions;
}

export interface LeaseTimes {
  readonly leaseDuration: Duration;
  readonly renewDeadline: Duration;
  readonly retryPeriod: Duration;
}

/** The kinds of store that can hold a lock. */
export const LOCK_TYPES = ['redis', 'etcd'];
