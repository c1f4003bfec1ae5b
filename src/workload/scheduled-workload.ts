import { Cron, Duration } from 'cdk8s';
import { AbstractPod, ConcurrencyPolicy, Container, CronJob, RestartPolicy } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { NameLimit } from '../internal/naming';
import { OverlaidCronJob } from '../internal/plus/workloads';
import { addContainers } from './containers';
import { PodPlan, renderPod } from './pod-plan';
import { WorkloadBase, WorkloadBaseProps } from './workload-base';

export interface ScheduledWorkloadProps extends WorkloadBaseProps {
  /** Five cron fields. */
  readonly schedule: string;
  /** In a zone with summer time a run is left out or made twice. @default Etc/UTC */
  readonly timeZone?: string;
  /** What happens when a run is due while the last one still runs. @default ConcurrencyPolicy.FORBID */
  readonly concurrency?: ConcurrencyPolicy;
  /** How late a run may start. @default Duration.minutes(5) */
  readonly startingDeadline?: Duration;
  /** How often a failed pod is replaced. @default 2 */
  readonly retries?: number;
  /** How many runs are kept, of those that succeeded and of those that failed. @default 1 */
  readonly keptRuns?: number;
  /** When a run that hangs is ended. */
  readonly deadline: Duration;
}

/** Work that runs by the clock and ends: a CronJob that never runs twice at once. */
export class ScheduledWorkload extends WorkloadBase {
  public readonly cronJob: CronJob;
  /** The main container. */
  public readonly container: Container;

  private triggered = false;

  public constructor(scope: Construct, id: string, props: ScheduledWorkloadProps) {
    super(scope, id, { ...props, nameLimit: NameLimit.NUMBERED });
    const [minute, hour, day, month, weekDay] = props.schedule.trim().split(/\s+/);
    this.cronJob = new OverlaidCronJob(this, 'Default', {
      metadata: this.workloadMetadata,
      schedule: Cron.schedule({ minute, hour, day, month, weekDay }),
      concurrencyPolicy: props.concurrency ?? ConcurrencyPolicy.FORBID,
      startingDeadline: props.startingDeadline ?? Duration.seconds(300),
      // Each job that is kept keeps its pods, and these their volumes.
      successfulJobsRetained: props.keptRuns ?? 1,
      failedJobsRetained: props.keptRuns ?? 1,
      backoffLimit: props.retries ?? 2,
      activeDeadline: props.deadline,
      restartPolicy: RestartPolicy.NEVER,
    }, {
      pod: () => renderPod(this.podPlan(), this.settings), spec: () => ({ suspend: false, timeZone: props.timeZone ?? 'Etc/UTC' }), job: () => ({}), labels: this.podLabels,
    });
    this.container = addContainers(this.cronJob, props.containers, props.initContainers);
  }

  protected get pod(): AbstractPod {
    return this.cronJob;
  }

  /** Leaves room in the quota for runs that the schedule does not start. */
  public expectRuns(): void {
    this.triggered = true;
  }

  /** One that runs, one that is being started while it ends, and one that was triggered. */
  protected pods(): number {
    return this.triggered ? 3 : 2;
  }

  private podPlan(): PodPlan {
    // With OnFailure the pod of a job that gave up is deleted, and its log with it. One pod has nobody to spread from.
    return this.planPod({ restartPolicy: 'Never', movesEarly: true });
  }
}
