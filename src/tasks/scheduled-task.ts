import { Duration } from 'cdk8s';
import { ConcurrencyPolicy, Container, CronJob } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { addUserEnvironment, planConfigFiles, planProgram, ProgramOptions, requireProps, resolveCloudIdentity, resolvePlacement } from '../agents/agent-container';
import { AGE_BELOW, HeartbeatOptions, resolveHeartbeat } from '../agents/worker-health';
import { Component } from '../component/component';
import { WorkloadComponent } from '../component/workload-component';
import { IConnectable } from '../connections/connectable';
import { Connection, ConnectOptions } from '../connections/connection';
import { Connections } from '../connections/connections';
import { checkPlatform } from '../connections/platform-rule';
import { longestGap } from '../internal/forms/cron';
import { checkTimeZone, longestShift } from '../internal/forms/time-zone';
import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';
import { MonitoringPlan } from '../model/monitoring-plan';
import { Platform, PriorityRole } from '../platform/platform';
import { HealthCheck } from '../workload/health-check';
import { Permission } from '../workload/permission';
import { Placement } from '../workload/placement/placement';
import { ContainerPlan } from '../workload/pod-plan';
import { ScheduledWorkload } from '../workload/scheduled-workload';
import { taskMonitoring } from './task-monitoring';
import { planSteps, TASK_CONTAINER, TASK_RESOURCES, TaskStep } from './task-step';
import { TaskTrigger } from './task-trigger';

/** What happens when a run is due while the last one still runs. */
export enum OverlappingRuns {
  /** The new run is left out. */
  SKIP = 'skip',
  /** The last run is ended, and the new one starts. */
  REPLACE = 'replace',
}

/** Options of a ScheduledTask. */
export interface ScheduledTaskProps extends ProgramOptions {
  /** When it runs: five cron fields, as Kubernetes reads them. */
  readonly schedule: string;
  /**
   * The time zone of the schedule, by its name in the IANA database. Where clocks change, a run in that hour is left out or made twice.
   *
   * @default Etc/UTC
   */
  readonly timeZone?: string;
  /**
   * Programs that run before it, one after the other, each when the one before has succeeded. They share `/tmp` (256Mi), the variables and secrets.
   *
   * @default - none
   */
  readonly firstSteps?: TaskStep[];
  /**
   * How long a run may take with its retries, 1 minute to 7 days. Then it is ended and has failed.
   *
   * @default Duration.hours(1)
   */
  readonly deadline?: Duration;
  /**
   * How late a run may start, 1 minute to 1 day. Later it is left out.
   *
   * @default Duration.minutes(5)
   */
  readonly startingDeadline?: Duration;
  /**
   * What happens when a run is due while the last one still runs.
   *
   * @default OverlappingRuns.SKIP
   */
  readonly overlappingRuns?: OverlappingRuns;
  /**
   * How often a run that fails is tried again, with all its steps, 0 to 10 times.
   *
   * @default 2
   */
  readonly retries?: number;
  /**
   * How many runs are kept with their logs, of those that succeeded and of those that failed, 1 to 20.
   *
   * @default 3
   */
  readonly keptRuns?: number;
  /**
   * The file that tells that a run gets on: once it is there, it must stay fresh, or the container is ended and the run tried again.
   *
   * @default - /tmp/heartbeat, 60 seconds; a program that writes none runs until its deadline
   */
  readonly heartbeat?: HeartbeatOptions;
}

/**
 * Work that runs by the clock and ends: a CronJob, connected, isolated and watched like everything else.
 *
 * @example
 * const report = new ScheduledTask(agents, 'report', {
 *   image: 'ghcr.io/acme/report:1.2.0',
 *   schedule: '0 7 * * 1-5',
 *   timeZone: 'Europe/Berlin',
 *   deadline: Duration.minutes(20),
 * });
 * report.connectTo(customers);
 */
export class ScheduledTask extends Component {
  private readonly workload: ScheduledWorkload;
  private readonly props: ScheduledTaskProps;
  private trigger?: TaskTrigger;

  public constructor(scope: Construct, id: string, given: ScheduledTaskProps) {
    super(scope, id);
    const props = frozen(given);
    this.props = props;
    const guard = new Guard(this);
    const settings = Platform.of(this);
    requireProps(this, props);
    this.validate(guard);
    const { file, seconds } = resolveHeartbeat(guard.within('heartbeat'), props.heartbeat ?? {});
    const program = planProgram(guard, props, settings, { name: TASK_CONTAINER, defaults: TASK_RESOURCES });
    const steps = planSteps(guard, props.firstSteps ?? [], props.image, settings);
    this.workload = new ScheduledWorkload(this, 'Default', {
      componentName: id,
      component: 'task',
      role: PriorityRole.BATCH,
      schedule: props.schedule,
      timeZone: props.timeZone,
      deadline: this.deadline,
      startingDeadline: this.startingDeadline,
      concurrency: props.overlappingRuns === OverlappingRuns.REPLACE ? ConcurrencyPolicy.REPLACE : ConcurrencyPolicy.FORBID,
      retries: props.retries,
      keptRuns: props.keptRuns ?? 3,
      initContainers: steps,
      containers: [{ ...program, checks: { liveness: freshOnceThere(file, seconds) } }],
      cloudIdentity: resolveCloudIdentity(guard, props.cloudIdentity),
      placement: this.placement(guard, program),
      configFiles: planConfigFiles(guard, props.configFiles),
    });
    const { environment } = this.workload;
    addUserEnvironment(guard, environment, props);
    steps.forEach(({ name }) => addUserEnvironment(guard, environment.begin(name), props));
    environment.addVariable('HEARTBEAT_FILE', file);
    this.monitor(props.alerts);
  }

  /** The CronJob: containers and volumes that are added to it are hardened and counted like its own. */
  public get cronJob(): CronJob {
    return this.workload.cronJob;
  }

  /** The container of the program. */
  public get container(): Container {
    return this.workload.container;
  }

  /** Who may talk to it, and to whom it may talk. */
  public get connections(): Connections {
    return this.workload.connections;
  }

  /** Lets the task reach a target, opens the path on both sides, and tells a container where the target is: its own, or that of a step. */
  public connectTo(target: IConnectable, options: ConnectOptions = {}): Connection {
    return this.workload.connectTo(this, target, options);
  }

  /** Lets the task do something through the Kubernetes API, in its own namespace. */
  public allow(permission: Permission): void {
    this.workload.allow(this, permission);
  }

  /**
   * Lets a component start a run through the Kubernetes API: it may read this CronJob and create Jobs from its template, and nothing else.
   * An admission policy of the cluster refuses every other Job. It opens the path to the API server and mounts the token in the component's main container.
   */
  public allowTriggerBy(api: WorkloadComponent): void {
    const guard = new Guard(this, 'allowTriggerBy.');
    guard.instance('api', api, WorkloadComponent, 'new AgentApi(agents, \'api\', { image })');
    checkPlatform(guard, 'api', this, api);
    this.trigger ??= new TaskTrigger(this, 'Trigger', this.workload);
    this.trigger.allow(api);
  }

  protected describeMonitoring(): MonitoringPlan {
    const { name, namespace } = this.workload;
    const gap = longestGap(this.props.schedule) + longestShift(this.props.timeZone);
    return taskMonitoring({ namespace, name, gap, deadline: this.deadline, startingDeadline: this.startingDeadline });
  }

  /** A run that loses its node is gone, unless it is tried again. */
  private placement(guard: Guard, program: ContainerPlan): Placement | undefined {
    const { nodePool, retries } = this.props;
    const placement = resolvePlacement(guard, nodePool, Platform.of(this), program);
    if (placement?.reclaimed && retries === 0) {
      guard.conflicts('nodePool', 'retries: 0: a run whose spot node is reclaimed would be lost', 'allow at least one retry, or choose other nodes');
    }
    return placement;
  }

  private get deadline(): Duration {
    return this.props.deadline ?? Duration.hours(1);
  }

  private get startingDeadline(): Duration {
    return this.props.startingDeadline ?? Duration.minutes(5);
  }

  private validate(guard: Guard): void {
    const { schedule, timeZone, overlappingRuns = OverlappingRuns.SKIP, retries = 2, keptRuns = 3 } = this.props;
    guard.cron('schedule', schedule);
    if (timeZone !== undefined) {
      checkTimeZone(guard, timeZone);
    }
    guard.duration('deadline', this.deadline, { min: 60, max: 7 * 86400 }, 'leave it out for 1 hour');
    guard.duration('startingDeadline', this.startingDeadline, { min: 60, max: 86400 }, 'leave it out for 5 minutes');
    guard.oneOf('overlappingRuns', overlappingRuns, Object.values(OverlappingRuns), 'leave it out for OverlappingRuns.SKIP');
    guard.integer('retries', retries, { min: 0, max: 10 }, 'leave it out for 2');
    guard.integer('keptRuns', keptRuns, { min: 1, max: 20 }, 'leave it out for 3');
  }
}

/** Nobody asks a task that writes no heartbeat. */
function freshOnceThere(file: string, seconds: number): HealthCheck {
  return HealthCheck.command(['sh', '-c', `test ! -e "$0" || ${AGE_BELOW}`, file, `${seconds}`], {
    period: Duration.seconds(30), timeout: Duration.seconds(5),
  });
}
