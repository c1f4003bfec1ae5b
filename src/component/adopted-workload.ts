import { ApiObject } from 'cdk8s';
import { Service, Workload } from 'cdk8s-plus-29';
import { Construct, IConstruct, IMixin, Node, RootConstruct } from 'constructs';
import { Connectable, IConnectable } from '../connections/connectable';
import { Connection, ConnectOptions } from '../connections/connection';
import { Connections } from '../connections/connections';
import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';
import { ADOPTABLE } from '../internal/plus/adopt';
import { AlertOverride, applyOverrides } from '../model/alert-override';
import { checkAlerts, checkPanels } from '../model/monitoring-checks';
import { Alert, IMonitorable, MonitoringPlan, Panel } from '../model/monitoring-plan';
import { Registry } from '../platform/registry';
import { SecretKey } from '../secrets/secret-source';
import { AdoptedPods } from '../workload/adopted-pods';
import { Permission } from '../workload/permission';
import { NamedPort } from '../workload/pod-plan';
import { serviceHost } from '../workload/service-host';
import { adoptedMonitoring } from './adopted-monitoring';

/** Options of `AdoptedWorkload.of`. */
export interface AdoptionOptions {
  /**
   * The Service that callers reach the pods by, at its first port.
   *
   * @default - none: nothing can be connected to the workload
   */
  readonly service?: Service;
  /**
   * What it speaks, as a binding's `type`: `http`, `grpc`, `mysql`, ...
   *
   * @default http
   */
  readonly type?: string;
  /**
   * Further entries of the binding that are not secret, such as `{ database: 'orders' }`.
   *
   * @default - `host`, `port` and, for `http` and `grpc`, `uri`
   */
  readonly entries?: Record<string, string>;
  /**
   * Credentials by entry, such as `{ password: SecretSource.existing('orders').key('password') }`.
   *
   * @default - none
   */
  readonly credentials?: Record<string, SecretKey>;
  /**
   * The number of the port of Prometheus metrics. A container must declare it, with a name.
   *
   * @default - the port called `metrics`; without one nothing is scraped
   */
  readonly metricsPort?: number;
  /**
   * The path of the metrics.
   *
   * @default /metrics
   */
  readonly metricsPath?: string;
  /**
   * Alerts beside those that every workload of its kind has.
   *
   * @default - none
   */
  readonly additionalAlerts?: Alert[];
  /**
   * Panels of its dashboard beside those that every workload of its kind has.
   *
   * @default - none
   */
  readonly additionalPanels?: Panel[];
  /**
   * Overrides of single alerts, by alert id.
   *
   * @default - no overrides
   */
  readonly alerts?: Record<string, AlertOverride>;
}

/**
 * A Deployment, StatefulSet, DaemonSet, Job or CronJob that you wrote with cdk8s-plus-29, made a component: it can be connected, is reached and
 * monitored, and its pods are hardened like those of the library. It has the id of the workload; that of its scope where the workload is a
 * `Default`. What cannot be hardened is an error with the reason.
 *
 * @example
 * const deployment = new kplus.Deployment(agents, 'legacy', {
 *   containers: [{
 *     image: 'ghcr.io/acme/legacy:4.2.0',
 *     ports: [{ name: 'http', number: 8080 }],
 *     resources: { cpu: { request: kplus.Cpu.millis(200) }, memory: { limit: Size.mebibytes(512) } },
 *   }],
 * });
 * const service = deployment.exposeViaService({ ports: [{ name: 'http', port: 80, targetPort: 8080 }] });
 * const legacy = AdoptedWorkload.of(deployment, { service });
 * legacy.connectTo(customers);
 * gateway.route('/legacy', legacy);
 */
export class AdoptedWorkload implements IConnectable, IMonitorable {
  /** Makes a workload a component. Its containers must be there already; what is added later is hardened too. */
  public static of(workload: Workload, options: AdoptionOptions = {}): AdoptedWorkload {
    return new AdoptedWorkload(workload, options);
  }

  /** The node of the component that the user sees: of the workload, or of its scope. */
  public readonly node: Node;
  /** The workload. */
  public readonly workload: Workload;
  /** Its network policies. */
  public readonly connections: Connections;

  private readonly user: IConstruct;
  private readonly options: AdoptionOptions;
  private readonly pods: AdoptedPods;
  private readonly metrics?: NamedPort;

  private constructor(workload: Workload, given: AdoptionOptions) {
    this.workload = checkedWorkload(workload);
    this.user = workload.node.id === 'Default' ? workload.node.scope! : workload;
    this.node = this.user.node;
    const guard = new Guard(this.user);
    this.options = guard.struct('options', frozen(given));
    this.validate(guard);
    this.metrics = this.findMetrics(guard);
    this.pods = new AdoptedPods(workload, this.user, { metricsPort: this.metrics, serves: this.options.service !== undefined });
    this.connections = this.pods.connections;
    this.warn();
    this.toMonitoringPlan(); // An alert that is overridden but does not exist is found here, and not when rendering.
    Registry.of(this).addMonitorable(this);
  }

  /** The alerts of this workload, with the changes of `alerts`. */
  public get alerts(): Alert[] {
    return this.toMonitoringPlan().alerts;
  }

  /**
   * Lets the workload reach a target, opens the path on both sides, and tells a container where the target is: the first,
   * unless the options say another.
   */
  public connectTo(target: IConnectable, options: ConnectOptions = {}): Connection {
    return this.pods.connectTo(target, options);
  }

  /** Lets the workload do something through the Kubernetes API, in its own namespace. */
  public allow(permission: Permission): void {
    this.pods.allow(permission);
  }

  /** Applies mixins to the workload and everything below it. */
  public with(...mixins: IMixin[]): IConstruct {
    this.workload.with(...mixins);
    return this;
  }

  public toConnectable(): Connectable {
    const { service, type = 'http', entries, credentials } = this.options;
    if (!service) {
      return new Guard(this.user).fail('service', service, 'the Service that callers reach the pods by',
        'pass { service: deployment.exposeViaService({ ports: [{ name, port, targetPort }] }) } to AdoptedWorkload.of', 'Required');
    }
    const [{ port, targetPort }] = service.ports;
    const host = serviceHost(this.user, service.name);
    const uri: Record<string, string> = ['http', 'grpc'].includes(type) ? { uri: `http://${host}:${port}` } : {};
    return {
      peers: [this.connections.peer],
      ports: [targetPort ?? port],
      connections: this.connections,
      binding: { type, literals: { host, port: `${port}`, ...uri, ...entries }, secrets: credentials },
    };
  }

  public toMonitoringPlan(): MonitoringPlan {
    const { pods: { name, kind, replicas, selector }, metrics, options } = this;
    const plan = adoptedMonitoring({
      namespace: this.workload.metadata.namespace,
      name,
      kind,
      single: replicas === 1,
      scrape: metrics && {
        port: metrics.name, portNumber: metrics.number, path: options.metricsPath, podLabels: selector, scrapeAccess: this.connections,
      },
    });
    const alerts = [...plan.alerts, ...options.additionalAlerts ?? []];
    return {
      ...plan,
      alerts: applyOverrides(new Guard(this.user), alerts, options.alerts ?? {}),
      panels: [...options.additionalPanels ?? [], ...plan.panels],
    };
  }

  private validate(guard: Guard): void {
    const { service, type, entries, metricsPath } = this.options;
    if (service !== undefined) {
      guard.instance('service', service, Service, 'deployment.exposeViaService({ ports: [{ name, port, targetPort }] })');
      guard.list('service.ports', service.ports, 1, 'give it a port');
      this.node.addValidation({ validate: () => this.strayService() });
    }
    if (type !== undefined) {
      guard.dnsLabel('type', type);
    }
    if (metricsPath !== undefined) {
      guard.path('metricsPath', metricsPath);
    }
    guard.struct('credentials', this.options.credentials ?? {});
    for (const [entry, value] of Object.entries(guard.struct('entries', entries ?? {}))) {
      guard.secretKey('entries', entry);
      guard.text(`entries.${entry}`, value);
    }
    checkAlerts(guard, 'additionalAlerts', this.options.additionalAlerts);
    checkPanels(guard, 'additionalPanels', this.options.additionalPanels);
  }

  private findMetrics(guard: Guard): NamedPort | undefined {
    const { metricsPort } = this.options;
    const ports = this.workload.containers.flatMap((container) => container.ports);
    const found = ports.find(({ name, number }) => metricsPort === undefined ? name === 'metrics' : number === metricsPort);
    if (metricsPort !== undefined && found?.name === undefined) {
      guard.podPort('metricsPort', metricsPort);
      guard.fail('metricsPort', metricsPort, 'a port that a container declares, with a name',
        'give the container ports: [{ name: \'metrics\', number: 9090 }]', 'NotFound');
    }
    return found && { name: found.name!, number: found.number };
  }

  /** A Service of other pods would be reached in the place of these, which were opened for nothing. */
  private strayService(): string[] {
    const labels = this.workload.podMetadata.toJson()?.labels ?? {};
    const selected: Record<string, string> = ApiObject.of(this.options.service!).toJson().spec.selector ?? {};
    const isOurs = Object.keys(selected).length > 0 && Object.entries(selected).every(([label, value]) => labels[label] === value);
    return isOurs ? [] : [Guard.message('service', this.options.service!.node.path, 'a Service that selects the pods of the workload',
      'make it with exposeViaService')];
  }

  private warn(): void {
    const registry = Registry.of(this);
    if (this.pods.replicas === 1) {
      registry.warn(this.user, 'one pod only: while its node is drained or lost, nothing answers; give it two or more');
    }
    if (this.options.service && !this.workload.containers.some((container) => container._toKube().readinessProbe)) {
      registry.warn(this.user, 'no container has a readiness probe: pods get requests before they can answer them');
    }
  }
}

function checkedWorkload(workload: Workload): Workload {
  if (!ADOPTABLE.some((kind) => workload instanceof kind)) {
    new Guard(Construct.isConstruct(workload) ? workload : new RootConstruct()).fail('workload', workload, 'a Deployment, StatefulSet, DaemonSet, Job or CronJob of cdk8s-plus-29', 'pass the workload that you made');
  }
  const guard = new Guard(workload);
  if (Object.getPrototypeOf(workload).constructor.name.startsWith('Overlaid') || workload.node.tryFindChild('Adopted')) {
    guard.fail('workload', workload.node.path, 'a workload that is no component yet', 'it has connectTo, allow and alerts already', 'Duplicate');
  }
  guard.list('containers', workload.containers, 1, 'add the containers first: the first one is told where targets are');
  return workload;
}
