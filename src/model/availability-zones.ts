import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';

/** Options of `AvailabilityZones.required`. */
export interface RequiredZonesOptions {
  /**
   * The number of zones of the cluster, from 2 to 10. Stores keep one member per zone, so they wait for that many zones.
   *
   * @default 3
   */
  readonly zones?: number;
}

/** How strictly pods spread over availability zones (`topology.kubernetes.io/zone`). */
export class AvailabilityZones {
  /**
   * Pods stay pending if they cannot be spread evenly over zones (`DoNotSchedule`). Nodes must have the zone label.
   */
  public static required(options: RequiredZonesOptions = {}): AvailabilityZones {
    const given = frozen(options);
    return new AvailabilityZones(true, given?.zones ?? 3, given);
  }

  /**
   * Pods spread over zones if possible (`ScheduleAnyway`): for clusters with one zone, and for kind, whose nodes
   * have no zone label.
   */
  public static preferred(): AvailabilityZones {
    return new AvailabilityZones(false, 1);
  }

  private constructor(
    /** Whether pods stay pending if they cannot be spread evenly. */
    public readonly isRequired: boolean,
    /** The number of zones; 1 if zones are only preferred. */
    public readonly count: number,
    private readonly options: RequiredZonesOptions = {},
  ) {}

  /** @internal */
  public _validate(guard: Guard): void {
    guard.struct('options', this.options);
    if (this.isRequired) {
      guard.integer('zones', this.count, { min: 2, max: 10 }, 'say how many zones the cluster has, or use AvailabilityZones.preferred()');
    }
  }
}
