import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';
import { MonitoringPlan } from '../model/monitoring-plan';
import { Objective } from '../model/objective';
import { Platform, PriorityRole } from '../platform/platform';
import { HealthCheck, HealthChecks, validateChecks } from '../workload/health-check';
import { NamedPort } from '../workload/pod-plan';
import { ReplicatedWorkload } from '../workload/replicated-workload';
import { Scaling } from '../workload/scaling';
import {
  addUserEnvironment, planConfigFiles, planProgram, ReplicatedProgramOptions, requireProps, resolveAntiAffinity, resolveCloudIdentity,
  resolveObjectives,
  resolvePlacement,
} from './agent-container';
import { ApiPort } from './api-port';
import { DRAIN_SECONDS, HttpPorts, HttpProgram } from './http-program';
import { addUploadsClaim, ResolvedUploads, Uploads, uploadsClaim } from './uploads';
import { webMonitoringPlan } from './web-monitoring';

/** Options of a WebService. */
export interface WebServiceProps extends ReplicatedProgramOptions {
  /**
   * The port that it serves HTTP on, 1024 to 65535. Its Service listens on port 80. The program finds it in the variable `PORT`.
   *
   * @default 8080
   */
  readonly port?: number;
  /**
   * Further ports, such as `[ApiPort.http('admin', 9000)]`. The program finds each in an environment variable such as `ADMIN_PORT`.
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
   * The port of Prometheus metrics, 1024 to 65535.
   *
   * @default - none: its pods are watched, and its requests only at the gateway
   */
  readonly metricsPort?: number;
  /**
   * What visitors are promised; recording rules and burn-rate alerts follow. Needs `metricsPort`.
   *
   * @default - no objectives
   */
  readonly objectives?: Objective[];
  /**
   * Whether the container has started; the other checks wait for it.
   *
   * @default - a TCP connection to its port, for five minutes
   */
  readonly startup?: HealthCheck;
  /**
   * Whether the container must be restarted.
   *
   * @default - a TCP connection to its port
   */
  readonly liveness?: HealthCheck;
  /**
   * Whether the pod may receive requests. It must check only the pod itself.
   *
   * @default HealthCheck.http('/')
   */
  readonly readiness?: HealthCheck;
  /**
   * Where it keeps the files that visitors upload.
   *
   * @default Uploads.none()
   */
  readonly uploads?: Uploads;
}

/**
 * A web frontend or a CMS: replicated over zones, autoscaled, updated without downtime. It is reachable from what is connected to it, and
 * from outside only by a route of a gateway.
 *
 * @example
 * const frontend = new WebService(agents, 'frontend', {
 *   image: 'ghcr.io/acme/frontend:3.2.0',
 *   readiness: HealthCheck.http('/api/health'),
 * });
 * frontend.connectTo(api);
 * gateway.route('/', frontend);
 */
export class WebService extends HttpProgram {
  /** @internal */
  protected readonly _workload: ReplicatedWorkload;

  /** @internal */
  protected readonly _ports: HttpPorts;

  private readonly objectives: Objective[];
  private readonly uploads?: ResolvedUploads;
  private readonly metrics?: NamedPort;

  public constructor(scope: Construct, id: string, given: WebServiceProps) {
    super(scope, id);
    const props = frozen(given);
    const guard = new Guard(this);
    requireProps(this, props);
    this.metrics = props.metricsPort === undefined ? undefined : { name: 'metrics', number: guard.podPort('metricsPort', props.metricsPort) };
    this._ports = new HttpPorts(guard, props, this.metrics);
    this.refuseMetrics(guard, props);
    const longest = guard.duration('longestRequest', props.longestRequest ?? Duration.seconds(45), { min: 1, max: 3600 }, 'leave it out for 45 seconds');
    const scaling = guard.instance('scaling', props.scaling ?? Scaling.horizontal(), Scaling, 'Scaling.horizontal()')._resolve(guard.within('scaling'));
    this.uploads = guard.instance('uploads', props.uploads ?? Uploads.none(), Uploads, 'Uploads.volume({ size: Size.gibibytes(10) })')
      ._resolve(guard.within('uploads'), scaling.ceiling);
    const ports = [this._ports.http, ...this.metrics ? [this.metrics] : [], ...this._ports.additional.map(({ _named }) => _named)];
    const program = planProgram(guard, props, Platform.of(this), { name: 'web', defaults: { cpu: Cpu.millis(250), memory: Size.mebibytes(512) } });
    const checks = resolveChecks(guard, props, ports.map(({ name }) => name));
    const { uploads } = this;
    this._workload = new ReplicatedWorkload(this, 'Default', {
      componentName: id,
      component: 'web',
      role: PriorityRole.SERVING,
      containers: [{ ...program, ports, checks, drainSeconds: DRAIN_SECONDS, mounts: uploads ? [{ name: 'uploads', mountPath: uploads.path }] : [] }],
      scaling,
      ownNode: resolveAntiAffinity(guard, props.antiAffinity),
      stopsFirst: uploads?.isExclusive,
      servicePorts: this._ports.service,
      graceSeconds: DRAIN_SECONDS + longest.toSeconds() + 5,
      cloudIdentity: resolveCloudIdentity(guard, props.cloudIdentity),
      placement: resolvePlacement(guard, props.nodePool, Platform.of(this), program),
      metricsPort: this.metrics,
      configFiles: planConfigFiles(guard, props.configFiles),
      volumes: uploads ? () => [{ name: 'uploads', persistentVolumeClaim: { claimName: uploadsClaim(this._workload.name) } }] : [],
    });
    if (uploads) {
      addUploadsClaim(this, this._workload.name, this._workload.labels, uploads);
    }
    addUserEnvironment(guard, this._workload.environment, props);
    this._announcePorts();
    const told = { ...this.metrics ? { METRICS_PORT: `${this.metrics.number}` } : {}, ...uploads ? { UPLOADS_FOLDER: uploads.path } : {} };
    Object.entries(told).forEach(([name, value]) => this._workload.environment.addVariable(name, value));
    this.objectives = resolveObjectives(guard, props.objectives);
    this.monitor(props.alerts);
  }

  protected describeMonitoring(): MonitoringPlan {
    return webMonitoringPlan(this, {
      workload: this._workload.watched(),
      scrape: this.metrics ? this._workload.scrape() : undefined,
      objectives: this.objectives,
      hasVolume: this.uploads !== undefined,
    });
  }

  private refuseMetrics(guard: Guard, { metricsPort, objectives }: WebServiceProps): void {
    if (metricsPort !== undefined && metricsPort === this._ports.http.number) {
      guard.fail('metricsPort', metricsPort, 'a port other than the one that serves requests', 'visitors must not be able to read metrics', 'Duplicate');
    }
    if (objectives !== undefined && metricsPort === undefined) {
      guard.needs('objectives', 'metrics of the program', 'state metricsPort');
    }
  }
}

/** Frontends have no health paths that all agree on, and some take minutes to compile their pages. */
function resolveChecks(guard: Guard, props: WebServiceProps, ports: string[]): HealthChecks {
  const checks = {
    liveness: props.liveness ?? HealthCheck.tcp('http'),
    readiness: props.readiness ?? HealthCheck.http('/'),
    startup: props.startup ?? HealthCheck.tcp('http', { failureThreshold: 60 }),
  };
  validateChecks(guard, checks, ports);
  return checks;
}
