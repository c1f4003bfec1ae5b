import { Size, SizeRoundingBehavior } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-29';
import { cpuMillis } from '../internal/cpu';
import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';

/** Options of `Scaling.horizontal`. */
export interface HorizontalScalingOptions {
  /**
   * The minimum number of pods, 2 to 999.
   *
   * @default 3
   */
  readonly minReplicas?: number;
  /**
   * The maximum number of pods, more than `minReplicas`, up to 1000.
   *
   * @default - three times minReplicas
   */
  readonly maxReplicas?: number;
  /**
   * The target CPU utilization, in percent of the request, 1 to 100.
   *
   * @default 70
   */
  readonly cpuUtilization?: number;
  /**
   * The target memory utilization, in percent of the request, 1 to 100.
   *
   * @default 80
   */
  readonly memoryUtilization?: number;
}

/** Options of `Scaling.vertical`. */
export interface VerticalScalingOptions {
  /**
   * The number of pods, 1 to 1000.
   *
   * @default 3
   */
  readonly replicas?: number;
  /**
   * The minimum CPU request of a pod.
   *
   * @default Cpu.millis(50)
   */
  readonly minCpu?: Cpu;
  /**
   * The maximum CPU request of a pod.
   *
   * @default Cpu.millis(1000)
   */
  readonly maxCpu?: Cpu;
  /**
   * The minimum memory request of a pod.
   *
   * @default Size.mebibytes(128)
   */
  readonly minMemory?: Size;
  /**
   * The maximum memory request of a pod.
   *
   * @default Size.gibibytes(2)
   */
  readonly maxMemory?: Size;
}

/** How a workload scales. */
export class Scaling {
  /** Changes the number of pods with a HorizontalPodAutoscaler, by CPU and memory usage. */
  public static horizontal(options: HorizontalScalingOptions = {}): Scaling {
    return new Scaling({ horizontal: frozen(options) });
  }

  /** Changes the size of pods with a VerticalPodAutoscaler, which the cluster must have. */
  public static vertical(options: VerticalScalingOptions = {}): Scaling {
    return new Scaling({ vertical: frozen(options) });
  }

  /** A fixed number of pods, 1 to 1000. With a single pod, draining its node is an outage, so synthesis warns. */
  public static fixed(replicas: number): Scaling {
    return new Scaling({ fixed: replicas });
  }

  private constructor(private readonly facts: ScalingFacts) {}

  /** `horizontal`, `vertical` or `fixed`. */
  public get kind(): string {
    return Object.keys(this.facts)[0];
  }

  /** @internal */
  public _resolve(guard: Guard): ResolvedScaling {
    if (this.facts.horizontal) {
      return resolveHorizontal(guard, guard.struct('options', this.facts.horizontal));
    }
    if (this.facts.vertical) {
      return resolveVertical(guard, guard.struct('options', this.facts.vertical));
    }
    const replicas = guard.integer('replicas', this.facts.fixed!, { min: 1, max: 1000 }, 'say how many pods run, such as 3');
    return { floor: replicas, ceiling: replicas };
  }
}

/** A choice with nothing left out. */
export interface ResolvedScaling {
  /** Pods at the least. */
  readonly floor: number;
  /** Pods at the most. */
  readonly ceiling: number;
  readonly horizontal?: { readonly cpuUtilization: number; readonly memoryUtilization: number };
  readonly vertical?: Required<VerticalScalingOptions>;
}

interface ScalingFacts {
  readonly horizontal?: HorizontalScalingOptions;
  readonly vertical?: VerticalScalingOptions;
  readonly fixed?: number;
}

function resolveHorizontal(guard: Guard, options: HorizontalScalingOptions): ResolvedScaling {
  const utilization = { min: 1, max: 100 };
  const floor = guard.integer('minReplicas', options.minReplicas ?? 3, { min: 2, max: 999 }, 'two pods are the least that survive a node; 3 is the default');
  const ceiling = guard.integer('maxReplicas', options.maxReplicas ?? Math.min(floor * 3, 1000), { min: floor + 1, max: 1000 },
    'it must be more than minReplicas, or nothing scales: use Scaling.fixed()');
  return {
    floor,
    ceiling,
    horizontal: {
      cpuUtilization: guard.integer('cpuUtilization', options.cpuUtilization ?? 70, utilization, 'leave it out for 70 percent'),
      memoryUtilization: guard.integer('memoryUtilization', options.memoryUtilization ?? 80, utilization, 'leave it out for 80 percent'),
    },
  };
}

function resolveVertical(guard: Guard, options: VerticalScalingOptions): ResolvedScaling {
  const replicas = guard.integer('replicas', options.replicas ?? 3, { min: 1, max: 1000 }, 'leave it out for 3');
  const minCpu = guard.cpu('minCpu', options.minCpu ?? Cpu.millis(50), { min: 10, max: 64000 }, 'leave it out for 50m');
  const maxCpu = guard.cpu('maxCpu', options.maxCpu ?? Cpu.millis(1000), { min: cpuMillis(minCpu), max: 64000 }, 'leave it out for one core; it must not be below minCpu');
  const room = { min: Size.mebibytes(16), max: Size.gibibytes(512) };
  const minMemory = guard.size('minMemory', options.minMemory ?? Size.mebibytes(128), room, 'leave it out for 128Mi');
  const maxMemory = guard.size('maxMemory', options.maxMemory ?? Size.gibibytes(2),
    { min: Size.mebibytes(minMemory.toMebibytes({ rounding: SizeRoundingBehavior.NONE })), max: room.max }, 'leave it out for 2Gi; it must not be below minMemory');
  return { floor: replicas, ceiling: replicas, vertical: { replicas, minCpu, maxCpu, minMemory, maxMemory } };
}
