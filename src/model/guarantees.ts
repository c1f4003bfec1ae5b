import { Duration } from 'cdk8s';
import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';

/** What happens to a committed write when a node or zone is lost. */
export enum Durability {
  /** A write is committed on a second member before it is acknowledged. */
  SYNCHRONOUS = 'synchronous',
  /** A write may be lost with the member that accepted it. */
  ASYNCHRONOUS = 'asynchronous',
}

/** What an engine guarantees. Recovery objectives are checked against it. */
export interface Guarantees {
  /** The number of members that hold the data. */
  readonly replicas: number;
  /** Whether a standby takes over automatically. */
  readonly automaticFailover: boolean;
  /**
   * The maximum duration of a failover.
   *
   * @default - not guaranteed
   */
  readonly failoverTime?: Duration;
  /** What happens to a committed write when a node or zone is lost. */
  readonly durability: Durability;
  /** Whether the store supports point-in-time recovery. */
  readonly pointInTimeRecovery: boolean;
  /**
   * The maximum age of the latest state that can be restored if the data itself is lost.
   *
   * @default - the engine makes no backups
   */
  readonly recoveryPoint?: Duration;
  /** The number of nodes that are needed for all members to run. */
  readonly nodes: number;
  /** The custom resources that the cluster must have. */
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
   * @default - no objective
   */
  readonly dataLossRpo?: Duration;
}

/** How much data may be lost, and how long recovery may take. An engine that cannot keep to it is an error at synthesis. */
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
      guard.duration('dataLossRpo', this.dataLossRpo, { min: 60, max: 366 * 86400 }, 'no backup is newer than a minute: leave it out if you have no such objective');
    }
  }

  /**
   * What keeps these guarantees from meeting the objective; nothing where they do. `dumps` are the recovery points of dumps.
   *
   * @internal
   */
  public _shortfall(guarantees: Guarantees, dumps: Duration[] = []): string | undefined {
    if (!guarantees.automaticFailover) {
      return `it does not fail over by itself, and a manual repair within ${this.rto.toSeconds()} s cannot be guaranteed`;
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
