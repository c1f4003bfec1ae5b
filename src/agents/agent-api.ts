import { Duration, Size } from 'cdk8s';
import { Cpu, Service } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { WorkloadComponent } from '../component/workload-component';
import { Connectable, IConnectable } from '../connections/connectable';
import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';
import { variablePrefix } from '../internal/naming';
import { MonitoringPlan } from '../model/monitoring-plan';
import { Objective } from '../model/objective';
import { Platform, PriorityRole } from '../platform/platform';
import { ReplicatedWorkload, ServicePortPlan } from '../workload/replicated-workload';
import { Scaling } from '../workload/scaling';
import { serviceHost } from '../workload/service-host';
import { addUserEnvironment, AgentContainerOptions, planConfigFiles, planContainer, requireProps, resolveAntiAffinity, resolveCloudIdentity } from './agent-container';
import { apiMonitoringPlan } from './api-monitoring';
import { ApiPort, ApiPortTarget, validatePorts } from './api-port';

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

/** How long requests still arrive after a pod is told to stop: endpoints need that long to be forgotten everywhere. */
const DRAIN = Duration.seconds(10);
const SERVICE_PORT = 80;

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
export class AgentApi extends WorkloadComponent implements IConnectable {
  /** The Service through which clients reach it. */
  public readonly service: Service;

  /** @internal */
  protected readonly _workload: ReplicatedWorkload;

  private readonly httpPort: number;
  private readonly additionalPorts: ApiPort[];
  private readonly targets = new Map<string, ApiPortTarget>();

  private readonly props: AgentApiProps;

  public constructor(scope: Construct, id: string, given: AgentApiProps) {
    super(scope, id);
    const props = this.props = frozen(given);
    const guard = new Guard(this);
    const settings = Platform.of(this);
    requireProps(this, props);
    this.httpPort = guard.podPort('port', props.port ?? 8080);
    const http = { name: 'http', number: this.httpPort };
    this.additionalPorts = guard.list('additionalPorts', props.additionalPorts ?? [], 0, 'write it like [ApiPort.grpc(\'runs\', 9000)]');
    const metrics = { name: 'metrics', number: guard.podPort('metricsPort', props.metricsPort ?? 9090) };
    validatePorts(guard, this.additionalPorts, [http, metrics]);
    const longest = guard.duration('longestRequest', props.longestRequest ?? Duration.seconds(45), { min: 1, max: 3600 }, 'leave it out for 45 seconds');
    const container = planContainer(guard, props, settings, {
      name: 'api', port: http, metrics, morePorts: this.additionalPorts.map(({ _named }) => _named), defaults: { cpu: Cpu.millis(250), memory: Size.mebibytes(512) }, drain: DRAIN,
    });
    const scaling = guard.instance('scaling', props.scaling ?? Scaling.horizontal(), Scaling, 'Scaling.horizontal()');
    this._workload = new ReplicatedWorkload(this, 'Default', {
      componentName: id,
      component: 'api',
      role: PriorityRole.SERVING,
      containers: [container],
      scaling: scaling._resolve(guard.within('scaling')),
      ownNode: resolveAntiAffinity(guard, props.antiAffinity),
      servicePorts: [{ name: 'http', port: SERVICE_PORT, target: http }, ...this.additionalPorts.map(toServicePort)],
      graceSeconds: DRAIN.toSeconds() + longest.toSeconds() + 5,
      cloudIdentity: resolveCloudIdentity(guard, props.cloudIdentity),
      metricsPort: metrics,
      configFiles: planConfigFiles(guard, props.configFiles),
    });
    addUserEnvironment(guard, this._workload.environment, props);
    this._workload.environment.addVariable('PORT', `${this.httpPort}`);
    this._workload.environment.addVariable('METRICS_PORT', `${metrics.number}`);
    this.additionalPorts.forEach((port) => this.addPortTarget(port));
    guard.list('objectives', props.objectives ?? [], 0, 'write it like [Objective.availability(99.9)]').forEach((objective, index) =>
      guard.instance(`objectives[${index}]`, objective, Objective, 'Objective.availability(99.9)')._validate(guard.within(`objectives[${index}]`)));
    this.service = this._workload.service!;
    this.monitor(props.alerts);
  }

  /**
   * One of `additionalPorts` as a target: `gateway.route('/acme.runs.v1.Runs', api.port('runs'))` and `client.connectTo(api.port('runs'))` open
   * that port and no other. A client's variables begin with the ids of both, such as `API_RUNS`.
   *
   * @param name Its name, without the protocol.
   */
  public port(name: string): IConnectable {
    const target = this.targets.get(name);
    const known = [...this.targets.keys()].join(', ') || 'additionalPorts, which is empty';
    return target ?? new Guard(this, 'port.').fail('name', name, `one of ${known}`,
      'declare it: additionalPorts: [ApiPort.grpc(\'runs\', 9000)]', 'NotFound');
  }

  public toConnectable(): Connectable {
    const host = serviceHost(this, this._workload.name);
    return {
      peers: [this.connections.peer],
      ports: [this.httpPort],
      connections: this.connections,
      binding: { type: 'http', literals: { host, port: `${SERVICE_PORT}`, uri: `http://${host}:${SERVICE_PORT}` } },
    };
  }

  protected describeMonitoring(): MonitoringPlan {
    return apiMonitoringPlan(this, { workload: this._workload.watched(), scrape: this._workload.scrape(), objectives: this.props.objectives ?? [] });
  }

  private addPortTarget(port: ApiPort): void {
    const prefix = variablePrefix(port.name);
    this._workload.environment.addVariable(`${prefix}_PORT`, `${port.number}`);
    this.targets.set(port.name, new ApiPortTarget(this, port.name, () => this.connectableOf(port)));
  }

  private connectableOf({ name, protocol, number }: ApiPort): Connectable {
    const host = serviceHost(this, this._workload.name);
    return {
      peers: [this.connections.peer],
      ports: [number],
      connections: this.connections,
      binding: { type: protocol, literals: { host, port: `${number}`, uri: `http://${host}:${number}` } },
      prefix: `${variablePrefix(this.node.id)}_${variablePrefix(name)}`,
    };
  }
}

function toServicePort(port: ApiPort): ServicePortPlan {
  return { name: port._named.name, port: port.number, target: port._named, appProtocol: port._appProtocol };
}
