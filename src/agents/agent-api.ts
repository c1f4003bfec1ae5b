import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';
import { MonitoringPlan } from '../model/monitoring-plan';
import { Objective } from '../model/objective';
import { Platform, PriorityRole } from '../platform/platform';
import { ReplicatedWorkload } from '../workload/replicated-workload';
import { Scaling } from '../workload/scaling';
import {
  addUserEnvironment, AgentContainerOptions, planConfigFiles, planContainer, requireProps, resolveAntiAffinity, resolveCloudIdentity,
  resolveObjectives,
  resolvePlacement,
} from './agent-container';
import { apiMonitoringPlan } from './api-monitoring';
import { ApiPort } from './api-port';
import { DRAIN_SECONDS, HttpPorts, HttpProgram } from './http-program';

/** Options of an AgentApi. */
export interface AgentApiProps extends AgentContainerOptions {
  /**
   * The port that it serves HTTP on, 1024 to 65535. Its Service listens on port 80.
   *
   * @default 8080
   */
  readonly port?: number;
  /**
   * Further ports, such as `[ApiPort.grpc('runs', 9000)]`. The program finds each in an environment variable such as `RUNS_PORT`.
   *
   * @default - none
   */
  readonly additionalPorts?: ApiPort[];
  /**
   * How it scales.
   *
   * @default Scaling.horizontal()
   */
  readonly scaling?: Scaling;
  /**
   * How long the longest request takes, 1 second to 1 hour. A pod that stops has that long to finish its requests.
   *
   * @default Duration.seconds(45)
   */
  readonly longestRequest?: Duration;
  /**
   * What callers are promised; recording rules and burn-rate alerts follow.
   *
   * @default - no objectives; request rate, errors and duration are monitored anyway
   */
  readonly objectives?: Objective[];
}

/**
 * An HTTP API that agents call: replicated over zones, autoscaled, updated without downtime, reachable only from
 * what is connected to it, and monitored.
 *
 * @example
 * const agentApi = new AgentApi(agents, 'api', {
 *   image: 'ghcr.io/acme/agent-api:1.8.0',
 *   scaling: Scaling.horizontal({ minReplicas: 3, maxReplicas: 20 }),
 *   objectives: [Objective.availability(99.9)],
 * });
 * agentApi.connectTo(customers);
 */
export class AgentApi extends HttpProgram {
  /** @internal */
  protected readonly _workload: ReplicatedWorkload;

  /** @internal */
  protected readonly _ports: HttpPorts;

  private readonly objectives: Objective[];

  public constructor(scope: Construct, id: string, given: AgentApiProps) {
    super(scope, id);
    const props = frozen(given);
    const guard = new Guard(this);
    requireProps(this, props);
    const metrics = { name: 'metrics', number: guard.podPort('metricsPort', props.metricsPort ?? 9090) };
    this._ports = new HttpPorts(guard, props, metrics);
    const longest = guard.duration('longestRequest', props.longestRequest ?? Duration.seconds(45), { min: 1, max: 3600 }, 'leave it out for 45 seconds');
    const container = planContainer(guard, props, Platform.of(this), {
      name: 'api', port: this._ports.http, metrics, morePorts: this._ports.additional.map(({ _named }) => _named),
      defaults: { cpu: Cpu.millis(250), memory: Size.mebibytes(512) }, drainSeconds: DRAIN_SECONDS,
    });
    const scaling = guard.instance('scaling', props.scaling ?? Scaling.horizontal(), Scaling, 'Scaling.horizontal()');
    this._workload = new ReplicatedWorkload(this, 'Default', {
      componentName: id,
      component: 'api',
      role: PriorityRole.SERVING,
      containers: [container],
      scaling: scaling._resolve(guard.within('scaling')),
      ownNode: resolveAntiAffinity(guard, props.antiAffinity),
      servicePorts: this._ports.service,
      graceSeconds: DRAIN_SECONDS + longest.toSeconds() + 5,
      cloudIdentity: resolveCloudIdentity(guard, props.cloudIdentity),
      placement: resolvePlacement(guard, props.nodePool, Platform.of(this), container),
      metricsPort: metrics,
      configFiles: planConfigFiles(guard, props.configFiles),
    });
    addUserEnvironment(guard, this._workload.environment, props);
    this._announcePorts();
    this._workload.environment.addVariable('METRICS_PORT', `${metrics.number}`);
    this.objectives = resolveObjectives(guard, props.objectives);
    this.monitor(props.alerts);
  }

  protected describeMonitoring(): MonitoringPlan {
    return apiMonitoringPlan(this, { workload: this._workload.watched(), scrape: this._workload.scrape(), objectives: this.objectives });
  }
}
