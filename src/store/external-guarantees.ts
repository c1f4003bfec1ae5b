import { Duration } from 'cdk8s';
import { Guard } from '../internal/guard';
import { Durability, Guarantees } from '../model/guarantees';

/** What the provider of a store outside of the cluster promises. What is not stated is not promised. */
export interface ExternalGuarantees {
  /**
   * The maximum duration of a failover, from 1 second.
   *
   * @default - it does not fail over by itself
   */
  readonly failoverTime?: Duration;
  /**
   * What happens to a committed write when a node or zone is lost.
   *
   * @default Durability.ASYNCHRONOUS
   */
  readonly durability?: Durability;
  /**
   * The maximum age of the latest state that the provider can restore from continuous backups, from 1 second.
   *
   * @default - it makes no backups
   */
  readonly recoveryPoint?: Duration;
}

/** `members` are those that clients can connect to. */
export function promised(stated: ExternalGuarantees, members: number): Guarantees {
  return {
    replicas: members,
    automaticFailover: stated.failoverTime !== undefined,
    failoverTime: stated.failoverTime,
    durability: stated.durability ?? Durability.ASYNCHRONOUS,
    pointInTimeRecovery: stated.recoveryPoint !== undefined,
    recoveryPoint: stated.recoveryPoint,
    nodes: 0,
    customResources: [],
  };
}

export function validateExternalGuarantees(guard: Guard, stated: ExternalGuarantees): void {
  const { failoverTime, durability, recoveryPoint } = guard.struct('promised', stated);
  const at = guard.within('promised');
  for (const [prop, duration] of Object.entries({ failoverTime, recoveryPoint })) {
    if (duration !== undefined) {
      at.duration(prop, duration, { min: 1, max: 366 * 86400 }, 'leave it out where the provider promises nothing');
    }
  }
  if (durability !== undefined) {
    at.oneOf('durability', durability, Object.values(Durability), 'use Durability.SYNCHRONOUS or ASYNCHRONOUS');
  }
}
