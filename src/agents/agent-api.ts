import { Duration, Size } from 'cdk8s';
import { Container, Cpu, Deployment, Service } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { Connectable, IConnectable } from '../connections/connectable';
import { Connection, ConnectOptions } from '../connections/connection';
import { Connections } from '../connections/connections';
import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';
import { Alert, IMonitorable, MonitoringPlan } from '../model/monitoring-plan';
import { Objective } from '../model/objective';
import { Platform, PriorityRole } from '../platform/platform';
import { Registry } from '../platform/registry';
import { Permission } from '../workload/permission';
import { ReplicatedWorkload } from '../workload/replicated-workload';
import { Scaling } from '../workload/scaling';
import { serviceHost } from '../workload/service-host';
import { addUserEnvironment, AgentContainerOptions, planConfigFiles, planContainer, requireProps, resolveAntiAffinity, resolveCloudIdentity } from './agent-container';
import { apiMonitoringPlan } from './api-monitoring';

/** Options of an AgentApi. */
export interface AgentApiProps extends AgentContainerOptions {
  /**
   * The port that it serves HTTP on, 1024 to 65535. Its Service listens on port 80.
   *
   * @default 8080
   */
  readonly port?: number;
  /**
   * How it grows.
   *
   * @default Scaling.horizontal()
   */
  readonly scaling?: Scaling;
  /**
   * How long the longest request takes, 1 second to 1 hour. A pod that stops has that long to finish what it began.
   *
   * @default Duration.seconds(45)
   */
  readonly longestRequest?: Duration;
  /**
   * What callers are promised; recording rules and burn-rate alerts follow.
   *
   * @default - nothing is promised; request rate, errors and duration are watched all the same
   */
  readonly objectives?: Objective[];
}

/** How long requests still arrive after a pod is told to stop: endpoints need that long to be forgotten everywhere. */
const DRAIN = Duration.seconds(10);
const SERVICE_PORT = 80;

/**
 * An HTTP API that agents call: replicated over zones, autoscaled, rolled out without a gap, closed to all but what it is
 * connected to, and watched.
 *
 * @example
 * const agentApi = new AgentApi(agents, 'api', {
 *   image: 'ghcr.io/acme/agent-api:1.8.0',
 *   scaling: Scaling.horizontal({ minReplicas: 3, maxReplicas: 20 }),
 *   objectives: [Objective.availability(99.9)],
 * });
 * agentApi.connectTo(customers);
 */
export class AgentApi extends Construct implements IConnectable, IMonitorable {
  /** The Deployment. */
  public readonly deployment: Deployment;
  /** The container of the API in the Deployment's pods. */
  public readonly container: Container;
  /** The Service that callers reach it by. */
  public readonly service: Service;
  /** Who may talk to it, and to whom it may talk. */
  public readonly connections: Connections;

  private readonly workload: ReplicatedWorkload;
  private readonly port: number;

  private readonly props: AgentApiProps;

  public constructor(scope: Construct, id: string, given: AgentApiProps) {
    super(scope, id);
    const props = this.props = frozen(given);
    const guard = new Guard(this);
    const settings = Platform.of(this);
    requireProps(this, props);
    this.port = guard.podPort('port', props.port ?? 8080);
    const http = { name: 'http', number: this.port };
    const longest = guard.duration('longestRequest', props.longestRequest ?? Duration.seconds(45), { min: 1, max: 3600 }, 'leave it out for 45 seconds');
    const container = planContainer(guard, props, settings, {
      name: 'api', port: http, defaults: { cpu: Cpu.millis(250), memory: Size.mebibytes(512) }, drain: DRAIN,
    });
    const scaling = guard.instance('scaling', props.scaling ?? Scaling.horizontal(), Scaling, 'Scaling.horizontal()');
    this.workload = new ReplicatedWorkload(this, 'Default', {
      componentName: id,
      component: 'api',
      role: PriorityRole.SERVING,
      containers: [container],
      scaling: scaling._resolve(guard.within('scaling')),
      ownNode: resolveAntiAffinity(guard, props.antiAffinity),
      servicePorts: [{ name: 'http', port: SERVICE_PORT, target: http }],
      graceSeconds: DRAIN.toSeconds() + longest.toSeconds() + 5,
      cloudIdentity: resolveCloudIdentity(guard, props.cloudIdentity),
      plainPorts: [container.ports![1].number],
      configFiles: planConfigFiles(guard, props.configFiles),
    });
    addUserEnvironment(guard, this.workload.environment, props);
    this.workload.environment.addVariable('PORT', `${this.port}`);
    this.workload.environment.addVariable('METRICS_PORT', `${container.ports![1].number}`);
    guard.list('objectives', props.objectives ?? [], 0, 'write it like [Objective.availability(99.9)]').forEach((objective, index) =>
      guard.instance(`objectives[${index}]`, objective, Objective, 'Objective.availability(99.9)')._validate(guard.within(`objectives[${index}]`)));
    this.deployment = this.workload.deployment;
    this.container = this.workload.container;
    this.service = this.workload.service!;
    this.connections = this.workload.connections;
    this.toMonitoringPlan(); // An alert that is overridden but does not exist is found here, and not when rendering.
    Registry.of(this).addMonitorable(this);
  }

  /** Lets this API reach a target, opens the path on both sides, and tells the container where the target is. */
  public connectTo(target: IConnectable, options: ConnectOptions = {}): Connection {
    return this.workload.connectTo(this, target, options);
  }

  /** Lets this API do something through the Kubernetes API, in its own namespace. */
  public allow(permission: Permission): void {
    this.workload.allow(this, permission);
  }

  public toConnectable(): Connectable {
    const host = serviceHost(this, this.workload.name);
    return {
      peers: [this.connections.peer],
      ports: [this.port],
      connections: this.connections,
      binding: { type: 'http', literals: { host, port: `${SERVICE_PORT}`, uri: `http://${host}:${SERVICE_PORT}` } },
    };
  }

  public toMonitoringPlan(): MonitoringPlan {
    return apiMonitoringPlan(this, {
      namespace: this.workload.namespace,
      name: this.workload.name,
      metricsPort: this.container.ports[1].number,
      scrapeAccess: this.connections,
      autoscaled: this.workload.autoscaled,
      objectives: this.props.objectives ?? [],
      overrides: this.props.alerts ?? {},
    });
  }

  /** The alerts of this API, with the changes of `alerts`. */
  public get alerts(): Alert[] {
    return this.toMonitoringPlan().alerts;
  }
}
