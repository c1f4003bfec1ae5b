import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';
import { Mesh } from '../mesh/mesh';
import { amountsBy, ResourceAmounts } from '../model/resource-amounts';

/** Options of `Quota.computed`. */
export interface ComputedQuotaOptions {
  /**
   * By how many percent the quota exceeds what the components need at full scale, during a rollout and while the
   * pods of a lost zone still count, from 0 to 500.
   *
   * @default 20
   */
  readonly headroom?: number;
}

/** How much a namespace may use in all. */
export class Quota {
  /** As much as its components need at full scale, during a rollout and after the loss of a zone, and a headroom above. */
  public static computed(options: ComputedQuotaOptions = {}): Quota {
    const given = frozen(options);
    return new Quota(given?.headroom ?? 20, given);
  }

  /** No quota: for a namespace in which pods run that are not described here. */
  public static none(): Quota {
    return new Quota(undefined);
  }

  private constructor(
    /** Percent above the need; nothing where there is no quota. */
    public readonly headroom?: number,
    private readonly options: ComputedQuotaOptions = {},
  ) {}

  /** @internal */
  public _validate(guard: Guard): void {
    guard.struct('options', this.options);
    if (this.headroom !== undefined) {
      guard.percent('headroom', this.headroom, { min: 0, max: 500 }, 'leave it out for 20 percent, or use Quota.none()');
    }
  }
}

/** What a component may use at the most, and its largest container: namespaces add it up. */
export interface Footprint {
  /** Pods at full scale, during a rollout, with those of a lost zone that still count. */
  readonly pods: number;
  /** Of each pod. */
  readonly pod: ResourceAmounts;
  /** The largest container, for the LimitRange. */
  readonly largest: ResourceAmounts;
}

export function addUp(footprints: Footprint[], headroom: number): { cpuRequest: number; cpuLimit: number; memory: number } {
  const total = (amount: (pod: ResourceAmounts) => number): number =>
    footprints.reduce((sum, footprint) => sum + footprint.pods * amount(footprint.pod), 0) * (1 + headroom / 100);
  return {
    cpuRequest: Math.ceil(total((pod) => pod.cpuRequest) / 1000),
    cpuLimit: Math.ceil(total((pod) => pod.cpuLimit) / 1000),
    memory: Math.ceil(total((pod) => pod.memory) / 1024),
  };
}

/** A pod in a mesh: what the mesh adds to it counts too. */
export function inMesh(pod: ResourceAmounts, mesh: Mesh): ResourceAmounts {
  const { sidecar } = mesh._provider;
  return sidecar ? amountsBy((amount) => amount(pod) + amount(sidecar.amounts)) : pod;
}
