import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-29';
import { Guard } from '../../internal/guard';
import { quantity } from '../../internal/plus/workloads';
import { SecurityProfile } from '../../model/security/security-profile';
import { ComputeResources, resolveResources, ResolvedResources } from '../../workload/compute-resources';

/** Options of `MonitoringEngine.prometheus`. */
export interface PrometheusOptions {
  /**
   * Pods of Prometheus, 1 to 3. Each scrapes everything, and Alertmanager notifies once whichever of them fire.
   *
   * @default 2
   */
  readonly replicas?: number;
  /**
   * How long metrics are kept, 3 days to 1 year. Error budgets look back 3 days. What does not fit into `storage` is dropped earlier, oldest first.
   *
   * @default Duration.days(30)
   */
  readonly retention?: Duration;
  /**
   * The volume of each pod of Prometheus, 5Gi to 16384Gi. One sample takes about 2 bytes: a component with 1,000 series takes 170 MB in 30 days.
   *
   * @default Size.gibibytes(50)
   */
  readonly storage?: Size;
  /**
   * The storage class of all volumes of the stack.
   *
   * @default - the default class of the cluster
   */
  readonly storageClass?: string;
  /**
   * Requests and limits of each pod of Prometheus. It needs about 4 KiB of memory a series.
   *
   * @default - Cpu.millis(500), Size.gibibytes(2)
   */
  readonly resources?: ComputeResources;
}

/** The same with nothing left out. */
export interface ResolvedPrometheus {
  readonly replicas: number;
  readonly retention: Duration;
  readonly storage: Size;
  readonly storageClass?: string;
  readonly resources: ResolvedResources;
}

/** The burn rates of an error budget look back that far: with less they never see what they compare. */
const LONGEST_WINDOW_DAYS = 3;
const DAY = 24 * 3600;

export function resolvePrometheus(guard: Guard, options: PrometheusOptions, profile: SecurityProfile): ResolvedPrometheus {
  const { replicas, retention, storage, storageClass, resources } = guard.struct('options', options);
  const defaultStorage = Size.gibibytes(50);
  return {
    replicas: guard.integer('replicas', replicas ?? 2, { min: 1, max: 3 }, 'leave it out for 2'),
    retention: guard.duration('retention', retention ?? Duration.days(30), { min: LONGEST_WINDOW_DAYS * DAY, max: 366 * DAY }, 'leave it out for 30 days'),
    storage: guard.size('storage', storage ?? defaultStorage, { min: Size.gibibytes(5), max: Size.gibibytes(16384) }, `leave it out for ${quantity(defaultStorage)}`),
    storageClass: storageClass === undefined ? undefined : guard.objectName('storageClass', storageClass),
    resources: resolveResources(guard, resources, { cpu: Cpu.millis(500), memory: Size.gibibytes(2) }, profile),
  };
}
