import { Duration } from 'cdk8s';
import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';

/** What becomes of a committed write when a node or zone is lost. */
export enum Durability {
  /** A write is committed on a second member before it is acknowledged. */
  SYNCHRONOUS = 'synchronous',
  /** A write may be lost when the member that took it is. */
  ASYNCHRONOUS = 'asynchronous',
}

/** What an engine promises. Every engine states it; objectives are checked against it, and reports are made from it. */
export interface Guarantees {
  /** Members that hold the data. */
  readonly replicas: number;
  /** Whether another member takes over without a person. */
  readonly automaticFailover: boolean;
  /**
   * How long a failover takes at the most.
   *
   * @default - no bound is promised
   */
  readonly failoverTime?: Duration;
  /** What becomes of a committed write when a node or zone is lost. */
  readonly durability: Durability;
  /** Whether the store can be restored to any moment in a window. */
  readonly pointInTimeRecovery: boolean;
  /**
   * How old the newest state is at the most that can be restored when the data itself is lost.
   *
   * @default - the engine makes no backups
   */
  readonly recoveryPoint?: Duration;
  /** Nodes that are needed for all members to run. */
  readonly nodes: number;
  /** The custom resources that the cluster must know. */
  readonly customResources: string[];
}

/** Options of `RecoveryObjective.of`. */
export interface RecoveryObjectiveOptions {
  /** How much of the newest data the loss of a zone may cost (recovery point objective), from 0 seconds. */
  readonly rpo: Duration;
  /** How long the store may be away when a zone is lost (recovery time objective), from 1 second. */
  readonly rto: Duration;
  /**
   * How much of the newest data may be lost when the data itself is: a dropped table, a lost cluster. Backups of the engine and dumps count. From
   * 1 minute.
   *
   * @default - nothing is asked
   */
  readonly dataLossRpo?: Duration;
}

/** What the loss of a zone, and of the data itself, may cost. An engine that cannot keep to it is an error at synthesis. */
export class RecoveryObjective {
  /** States what the loss of a zone, and of the data itself, may cost. */
  public static of(options: RecoveryObjectiveOptions): RecoveryObjective {
    const given = frozen(options);
    return new RecoveryObjective(given?.rpo, given?.rto, given?.dataLossRpo);
  }

  private constructor(
    /** How much of the newest data may be lost. */
    public readonly rpo: Duration,
    /** How long the store may be away. */
    public readonly rto: Duration,
    /** How much of the newest data may be lost when the data itself is. */
    public readonly dataLossRpo?: Duration,
  ) {}

  /** @internal */
  public _validate(guard: Guard): void {
    guard.duration('rpo', this.rpo, { min: 0, max: 30 * 86400 }, 'say how much data may be lost, 0 for none');
    guard.duration('rto', this.rto, { min: 1, max: 30 * 86400 }, 'say how long the store may be away');
    if (this.dataLossRpo !== undefined) {
      guard.duration('dataLossRpo', this.dataLossRpo, { min: 60, max: 366 * 86400 }, 'no backup is newer than a minute: leave it out where nothing is asked');
    }
  }

  /**
   * What keeps these guarantees from meeting the objective; nothing where they do. `dumps` are the recovery points of dumps.
   *
   * @internal
   */
  public _shortfall(guarantees: Guarantees, dumps: Duration[] = []): string | undefined {
    if (!guarantees.automaticFailover) {
      return `it does not fail over by itself, and nobody repairs it within ${this.rto.toSeconds()} s for certain`;
    }
    if (!guarantees.failoverTime || guarantees.failoverTime.toSeconds() > this.rto.toSeconds()) {
      return `its failover takes up to ${guarantees.failoverTime?.toSeconds() ?? 'an unknown number of'} s`;
    }
    if (guarantees.durability === Durability.ASYNCHRONOUS && this.rpo.toSeconds() === 0) {
      return 'it replicates asynchronously, so that the newest writes may be lost';
    }
    return this.dataLossRpo && backupShortfall(this.dataLossRpo, [...guarantees.recoveryPoint ? [guarantees.recoveryPoint] : [], ...dumps]);
  }
}

function backupShortfall(asked: Duration, points: Duration[]): string | undefined {
  if (points.length === 0) {
    return 'it makes no backups';
  }
  const best = Math.min(...points.map((point) => point.toSeconds()));
  return best > asked.toSeconds() ? `what can be restored is up to ${best} s old` : undefined;
}
