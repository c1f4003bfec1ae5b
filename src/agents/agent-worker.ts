import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { WorkloadComponent } from '../component/workload-component';
import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';
import { MonitoringPlan } from '../model/monitoring-plan';
import { Platform, PriorityRole } from '../platform/platform';
import { NamedPort } from '../workload/pod-plan';
import { ReplicatedWorkload } from '../workload/replicated-workload';
import { Scaling } from '../workload/scaling';
import { addUserEnvironment, planConfigFiles, planProgram, ReplicatedProgramOptions, requireProps, resolveAntiAffinity, resolveCloudIdentity, resolvePlacement } from './agent-container';
import { WorkerHealth } from './worker-health';
import { workerMonitoringPlan } from './worker-monitoring';

/** Options of an AgentWorker. */
export interface AgentWorkerProps extends ReplicatedProgramOptions {
  /** How it reports its health. */
  readonly health: WorkerHealth;
  /**
   * How long the longest task takes, 1 second to 1 hour. A pod that stops takes no more tasks, and has that long to finish its current ones. Node drains wait no longer
   * than that: split longer tasks, or save their state.
   *
   * @default Duration.minutes(5)
   * @see https://cloud.google.com/kubernetes-engine/docs/concepts/node-pool-upgrade-strategies
   */
  readonly longestTask?: Duration;
  /**
   * How it scales.
   *
   * @default Scaling.horizontal()
   */
  readonly scaling?: Scaling;
  /**
   * The port of Prometheus metrics, 1024 to 65535.
   *
   * @default - none: its pods are watched, and not its tasks
   */
  readonly metricsPort?: number;
}

/** Seconds between the end of the longest task and the end of the pod. */
const AFTER_TASK = 30;

/**
 * A worker that takes tasks from a queue: it has no Service, and only its metrics port is reachable. Its pods
 * finish their tasks before they stop.
 *
 * @example
 * const worker = new AgentWorker(agents, 'runs', {
 *   image: 'ghcr.io/acme/agent-worker:1.8.0',
 *   health: WorkerHealth.heartbeat(),
 *   longestTask: Duration.minutes(20),
 * });
 * worker.connectTo(customers);
 */
export class AgentWorker extends WorkloadComponent {
  /** @internal */
  protected readonly _workload: ReplicatedWorkload;

  private readonly longestTask: Duration;
  private readonly hasMetrics: boolean;

  public constructor(scope: Construct, id: string, given: AgentWorkerProps) {
    super(scope, id);
    const props = frozen(given);
    const guard = new Guard(this);
    const settings = Platform.of(this);
    requireProps(this, props);
    const { checks, port, variables } = guard.instance('health', props.health, WorkerHealth, 'WorkerHealth.heartbeat()')._resolve(guard.within('health'));
    const metrics = props.metricsPort === undefined ? undefined : metricsOf(guard, props.metricsPort, port);
    this.longestTask = guard.duration('longestTask', props.longestTask ?? Duration.minutes(5), { min: 1, max: 3600 }, 'leave it out for 5 minutes');
    const scaling = guard.instance('scaling', props.scaling ?? Scaling.horizontal(), Scaling, 'Scaling.horizontal()');
    const program = planProgram(guard, props, settings, { name: 'worker', defaults: { cpu: Cpu.millis(250), memory: Size.mebibytes(512) } });
    this.hasMetrics = metrics !== undefined;
    this._workload = new ReplicatedWorkload(this, 'Default', {
      componentName: id,
      component: 'worker',
      role: PriorityRole.BATCH,
      containers: [{ ...program, ports: [port, metrics].filter((one) => one !== undefined), checks }],
      scaling: scaling._resolve(guard.within('scaling')),
      ownNode: resolveAntiAffinity(guard, props.antiAffinity),
      mayRest: true,
      servicePorts: [],
      graceSeconds: this.longestTask.toSeconds() + AFTER_TASK,
      cloudIdentity: resolveCloudIdentity(guard, props.cloudIdentity),
      placement: resolvePlacement(guard, props.nodePool, settings, program),
      metricsPort: metrics,
      configFiles: planConfigFiles(guard, props.configFiles),
    });
    addUserEnvironment(guard, this._workload.environment, props);
    const told = { ...variables, ...metrics ? { METRICS_PORT: `${metrics.number}` } : {}, LONGEST_TASK_SECONDS: `${this.longestTask.toSeconds()}` };
    Object.entries(told).forEach(([name, value]) => this._workload.environment.addVariable(name, value));
    this.monitor(props.alerts);
  }

  protected describeMonitoring(): MonitoringPlan {
    return workerMonitoringPlan({
      workload: this._workload.watched(), scrape: this.hasMetrics ? this._workload.scrape() : undefined, longestTask: this.longestTask,
    });
  }
}

function metricsOf(guard: Guard, number: number, health: NamedPort | undefined): NamedPort {
  guard.podPort('metricsPort', number);
  if (number === health?.number) {
    guard.fail('metricsPort', number, 'a port other than that of the health checks', 'let the program offer metrics on another port', 'Duplicate');
  }
  return { name: 'metrics', number };
}
