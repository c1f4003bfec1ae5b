import { Duration, Size, SizeRoundingBehavior } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-29';
import { IConnectable } from '../connections/connectable';
import { cpuMillis } from '../internal/cpu';
import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';
import { EventTrigger, ResolvedTrigger } from './events/event-trigger';

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

/** What happens while KEDA cannot read a trigger. */
export interface EventFallback {
  /**
   * How often in a row a trigger must have failed, 1 to 100.
   *
   * @default 3
   */
  readonly failureThreshold?: number;
  /** How many pods run then, up to `max`. */
  readonly replicas: number;
}

/** Options of `Scaling.events`. */
export interface EventScalingOptions {
  /**
   * The minimum number of pods, 0 to 999. With 0, which only an AgentWorker may have, nothing runs while no trigger is active, and the first event waits
   * until a pod has started.
   *
   * @default 2
   */
  readonly min?: number;
  /** The maximum number of pods, more than `min`, up to 1000. */
  readonly max: number;
  /** What it scales on: one to ten triggers. The one that asks for the most pods counts. */
  readonly triggers: EventTrigger[];
  /**
   * How often triggers are read, 5 seconds to 1 hour.
   *
   * @default Duration.seconds(30)
   */
  readonly pollingInterval?: Duration;
  /**
   * How long after the last active trigger the last pods stop, if `min` is 0: 1 minute to 24 hours.
   *
   * @default Duration.minutes(5)
   */
  readonly cooldown?: Duration;
  /**
   * What happens while triggers cannot be read.
   *
   * @default - after 3 failures there are `min` pods, and one at the least
   */
  readonly fallback?: EventFallback;
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

  /**
   * Changes nothing by itself: a VerticalPodAutoscaler watches the pods, and the dashboard shows the size that it recommends against the
   * request. The cluster must have the Vertical Pod Autoscaler.
   *
   * @param scaling How the number of pods changes meanwhile. @default Scaling.horizontal()
   */
  public static recommend(scaling: Scaling = Scaling.horizontal()): Scaling {
    return new Scaling({ recommend: scaling });
  }

  /** A fixed number of pods, 1 to 1000. With a single pod, draining its node is an outage, so synthesis warns. */
  public static fixed(replicas: number): Scaling {
    return new Scaling({ fixed: replicas });
  }

  /**
   * Changes the number of pods by events, such as messages that wait in a queue. The cluster must have KEDA.
   *
   * @see https://keda.sh/docs/latest/concepts/scaling-deployments/
   */
  public static events(options: EventScalingOptions): Scaling {
    return new Scaling({ events: frozen(options) });
  }

  /**
   * One pod at a time: the old one stops before a new one starts, so a rollout or a drained node is a short gap. For schedulers that must not run
   * twice, such as Celery's beat. If a node cannot be reached, its pod may go on running there while another one starts: what must
   * never happen twice needs a lock as well.
   */
  public static single(): Scaling {
    return new Scaling({ single: true });
  }

  private constructor(private readonly facts: ScalingFacts) {}

  /** `horizontal`, `vertical`, `events`, `fixed` or `single`; of a recommendation, that of the scaling beside it. */
  public get kind(): string {
    if (this.facts.recommend instanceof Scaling) {
      return this.facts.recommend.kind;
    }
    return Object.keys(this.facts)[0];
  }

  /** @internal */
  public _resolve(guard: Guard): ResolvedScaling {
    if ('recommend' in this.facts) {
      return resolveRecommend(guard, this.facts.recommend!);
    }
    if (this.facts.horizontal) {
      return resolveHorizontal(guard, guard.struct('options', this.facts.horizontal));
    }
    if (this.facts.vertical) {
      return resolveVertical(guard, guard.struct('options', this.facts.vertical));
    }
    if ('events' in this.facts) {
      return resolveEvents(guard, guard.struct('options', this.facts.events!));
    }
    if (this.facts.single) {
      return { floor: 1, ceiling: 1, single: true };
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
  readonly events?: ResolvedEventScaling;
  /** Whether a VerticalPodAutoscaler recommends a size, and changes none. */
  readonly recommended?: boolean;
  /** Whether a second pod would do harm. */
  readonly single?: boolean;
}

/** Scaling on events, with nothing left out. */
export interface ResolvedEventScaling {
  readonly triggers: { readonly target?: IConnectable; readonly targetType?: string; readonly trigger: ResolvedTrigger }[];
  readonly pollingSeconds: number;
  readonly cooldownSeconds: number;
  readonly fallback: Required<EventFallback>;
}

interface ScalingFacts {
  readonly horizontal?: HorizontalScalingOptions;
  readonly vertical?: VerticalScalingOptions;
  readonly fixed?: number;
  readonly events?: EventScalingOptions;
  readonly single?: boolean;
  readonly recommend?: Scaling;
}

function resolveRecommend(guard: Guard, scaling: Scaling): ResolvedScaling {
  const beside = guard.instance('recommend', scaling, Scaling, 'Scaling.fixed(3)')._resolve(guard);
  if (beside.vertical) {
    guard.conflicts('recommend', 'Scaling.vertical(), which applies what it recommends', 'use Scaling.vertical() alone, or Scaling.recommend(Scaling.fixed(3))');
  }
  return { ...beside, recommended: true };
}

function resolveEvents(guard: Guard, options: EventScalingOptions): ResolvedScaling {
  const floor = guard.integer('min', options.min ?? 2, { min: 0, max: 999 }, 'leave it out for 2');
  const ceiling = guard.integer('max', options.max, { min: floor + 1, max: 1000 }, 'it must be more than min, or nothing scales: use Scaling.fixed()');
  const triggers = guard.list('triggers', options.triggers, 1, 'say what it scales on, such as EventTrigger.rabbitMqQueue(queue)');
  if (triggers.length > 10) {
    guard.fail('triggers', triggers.length, 'at most ten triggers', 'the highest counts: leave out those that never do', 'OutOfRange');
  }
  const { failureThreshold, replicas } = guard.struct('fallback', options.fallback ?? { replicas: Math.max(1, floor) });
  const at = guard.within('fallback');
  return {
    floor,
    ceiling,
    events: {
      triggers: triggers.map((one, index) => {
        const { _target, _targetType, _resolve } = guard.instance(`triggers[${index}]`, one, EventTrigger, 'EventTrigger.rabbitMqQueue(queue)');
        return { target: _target, targetType: _targetType, trigger: _resolve(guard.within(`triggers[${index}]`)) };
      }),
      pollingSeconds: guard.duration('pollingInterval', options.pollingInterval ?? Duration.seconds(30), { min: 5, max: 3600 }, 'leave it out for 30 seconds').toSeconds(),
      cooldownSeconds: guard.duration('cooldown', options.cooldown ?? Duration.minutes(5), { min: 60, max: 86400 }, 'leave it out for 5 minutes').toSeconds(),
      fallback: {
        failureThreshold: at.integer('failureThreshold', failureThreshold ?? 3, { min: 1, max: 100 }, 'leave it out for 3'),
        replicas: at.integer('replicas', replicas, { min: 0, max: ceiling }, 'say how many pods run while triggers cannot be read, up to max'),
      },
    },
  };
}

function resolveHorizontal(guard: Guard, options: HorizontalScalingOptions): ResolvedScaling {
  const utilization = { min: 1, max: 100 };
  const floor = guard.integer('minReplicas', options.minReplicas ?? 3, { min: 2, max: 999 }, 'at least two pods are needed to survive the loss of a node; 3 is the default');
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
