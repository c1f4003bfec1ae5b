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
}

/** What the loss of a zone may cost. An engine that cannot keep to it is an error at synthesis. */
export class RecoveryObjective {
  /** States what the loss of a zone may cost. */
  public static of(options: RecoveryObjectiveOptions): RecoveryObjective {
    const given = frozen(options);
    return new RecoveryObjective(given?.rpo, given?.rto);
  }

  private constructor(
    /** How much of the newest data may be lost. */
    public readonly rpo: Duration,
    /** How long the store may be away. */
    public readonly rto: Duration,
  ) {}

  /** @internal */
  public _validate(guard: Guard): void {
    guard.duration('rpo', this.rpo, { min: 0, max: 30 * 86400 }, 'say how much data may be lost, 0 for none');
    guard.duration('rto', this.rto, { min: 1, max: 30 * 86400 }, 'say how long the store may be away');
  }

  /**
   * What keeps these guarantees from meeting the objective; nothing where they do.
   *
   * @internal
   */
  public _shortfall(guarantees: Guarantees): string | undefined {
    if (!guarantees.automaticFailover) {
      return `it does not fail over by itself, and nobody repairs it within ${this.rto.toSeconds()} s for certain`;
    }
    if (!guarantees.failoverTime || guarantees.failoverTime.toSeconds() > this.rto.toSeconds()) {
      return `its failover takes up to ${guarantees.failoverTime?.toSeconds() ?? 'an unknown number of'} s`;
    }
    if (guarantees.durability === Durability.ASYNCHRONOUS && this.rpo.toSeconds() === 0) {
      return 'it replicates asynchronously, so that the newest writes may be lost';
    }
    return undefined;
  }
}
