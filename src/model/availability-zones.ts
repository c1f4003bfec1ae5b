import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';

/** Options of `AvailabilityZones.required`. */
export interface RequiredZonesOptions {
  /**
   * How many zones the cluster has, from 2 to 10. Stores keep one member a zone, so this is how many zones they wait for.
   *
   * @default 3
   */
  readonly zones?: number;
}

/** How strictly pods spread over availability zones (`topology.kubernetes.io/zone`). */
export class AvailabilityZones {
  /**
   * Pods stay pending rather than pile up in one zone (`DoNotSchedule`). Nodes must carry the zone label.
   */
  public static required(options: RequiredZonesOptions = {}): AvailabilityZones {
    const given = frozen(options);
    return new AvailabilityZones(true, given?.zones ?? 3, given);
  }

  /**
   * Pods spread over zones where they can (`ScheduleAnyway`): for clusters of one zone, and for kind, whose nodes carry no
   * zone label.
   */
  public static preferred(): AvailabilityZones {
    return new AvailabilityZones(false, 1);
  }

  private constructor(
    /** Whether pods wait for a free zone. */
    public readonly isRequired: boolean,
    /** How many zones are counted on; 1 where zones are only preferred. */
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
