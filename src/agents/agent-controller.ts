import { Duration, Size } from 'cdk8s';
import { Cpu, k8s } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { WorkloadComponent } from '../component/workload-component';
import { requireCredentials } from '../connections/connection';
import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';
import { objectName } from '../internal/naming';
import { MonitoringPlan } from '../model/monitoring-plan';
import { Platform, PriorityRole } from '../platform/platform';
import { SecretSource } from '../secrets/secret-source';
import { ReplicatedWorkload } from '../workload/replicated-workload';
import { Scaling } from '../workload/scaling';
import { addUserEnvironment, AgentContainerOptions, planConfigFiles, planContainer, requireProps, resolveAntiAffinity, resolveCloudIdentity, resolvePlacement } from './agent-container';
import { controllerMonitoringPlan } from './controller-monitoring';
import { Coordination, LeaseTimes, LOCK_TYPES, ShardedOptions } from './coordination';

/** Options of an AgentController. */
export interface AgentControllerProps extends AgentContainerOptions {
  /** How its pods share the work. */
  readonly coordination: Coordination;
  /**
   * The port of its health checks, 1024 to 65535.
   *
   * @default 8081
   */
  readonly healthPort?: number;
  /**
   * How it scales.
   *
   * @default - with leader election Scaling.fixed(3), sharded Scaling.horizontal()
   */
  readonly scaling?: Scaling;
}

/** Seconds from the signal to stop until the end: longer than a controller takes to end its work and release the lease. */
const GRACE_SECONDS = 60;

/**
 * A controller that manages customers' environments: several pods spread over zones, of which one handles an
 * environment at any time, by leader election or by locks.
 *
 * @example
 * const leading = new AgentController(agents, 'controller', {
 *   image: 'ghcr.io/acme/agent-controller:1.8.0',
 *   coordination: Coordination.leaderElection(),
 * });
 * leading.connectTo(customers);
 */
export class AgentController extends WorkloadComponent {
  /** @internal */
  protected readonly _workload: ReplicatedWorkload;

  private readonly leaseDuration?: Duration;

  private readonly props: AgentControllerProps;

  public constructor(scope: Construct, id: string, given: AgentControllerProps) {
    super(scope, id);
    const props = this.props = frozen(given);
    const guard = new Guard(this);
    requireProps(this, props);
    const coordination = guard.instance('coordination', props.coordination, Coordination, 'Coordination.leaderElection()');
    const times = coordination.isLeaderElection ? coordination._leaseTimes(guard.within('coordination')) : undefined;
    const health = { name: 'health', number: guard.podPort('healthPort', props.healthPort ?? 8081) };
    const metrics = { name: 'metrics', number: guard.podPort('metricsPort', props.metricsPort ?? 9090) };
    const container = planContainer(guard, props, Platform.of(this), {
      name: 'controller', port: health, metrics, defaults: { cpu: Cpu.millis(100), memory: Size.mebibytes(256) },
    });
    this._workload = new ReplicatedWorkload(this, 'Default', {
      componentName: id,
      component: 'controller',
      role: PriorityRole.SERVING,
      containers: [container],
      scaling: this.chooseScaling(guard, coordination)._resolve(guard.within('scaling')),
      ownNode: resolveAntiAffinity(guard, props.antiAffinity),
      servicePorts: [],
      graceSeconds: GRACE_SECONDS,
      rules: coordination.isLeaderElection ? leaseRules(objectName(this)) : undefined,
      cloudIdentity: resolveCloudIdentity(guard, props.cloudIdentity),
      placement: resolvePlacement(guard, props.nodePool, Platform.of(this), container),
      metricsPort: metrics,
      configFiles: planConfigFiles(guard, props.configFiles),
    });
    addUserEnvironment(guard, this._workload.environment, props);
    this._workload.environment.addVariable('HEALTH_PORT', `${health.number}`);
    this._workload.environment.addVariable('METRICS_PORT', `${metrics.number}`);
    this.leaseDuration = times?.leaseDuration;
    this.coordinate(guard, coordination, times);
    this.monitor(props.alerts);
  }

  protected describeMonitoring(): MonitoringPlan {
    return controllerMonitoringPlan({ workload: this._workload.watched(), scrape: this._workload.scrape(), leaseDuration: this.leaseDuration });
  }

  private chooseScaling(guard: Guard, coordination: Coordination): Scaling {
    const usual = coordination.isLeaderElection ? Scaling.fixed(3) : Scaling.horizontal();
    const scaling = guard.instance('scaling', this.props.scaling ?? usual, Scaling, 'Scaling.vertical()');
    if (coordination.isLeaderElection && ['horizontal', 'events'].includes(scaling.kind)) {
      guard.fail('scaling', `Scaling.${scaling.kind}()`, 'vertical or fixed with leader election',
        'one pod does all work, so more pods would only wait: use Scaling.vertical(), or Coordination.sharded() to share the work');
    }
    if (!coordination.isLeaderElection && scaling.kind === 'vertical') {
      guard.fail('scaling', 'Scaling.vertical()', 'horizontal or fixed with shards',
        'resizing restarts a pod and every environment that it holds changes hands: use Scaling.horizontal()');
    }
    return scaling;
  }

  private coordinate(guard: Guard, coordination: Coordination, times: LeaseTimes | undefined): void {
    const { environment, name } = this._workload;
    environment.addField('POD_NAME', 'metadata.name');
    environment.addField('POD_NAMESPACE', 'metadata.namespace');
    if (times) {
      environment.addVariable('LEADER_ELECTION_LEASE_NAME', name);
      environment.addField('LEADER_ELECTION_IDENTITY', 'metadata.name');
      environment.addVariable('LEADER_ELECTION_LEASE_DURATION_SECONDS', `${times.leaseDuration.toSeconds()}`);
      environment.addVariable('LEADER_ELECTION_RENEW_DEADLINE_SECONDS', `${times.renewDeadline.toSeconds()}`);
      environment.addVariable('LEADER_ELECTION_RETRY_PERIOD_SECONDS', `${times.retryPeriod.toSeconds()}`);
      return;
    }
    environment.addField('SHARD_IDENTITY', 'metadata.name');
    const { lock, credentials } = this.checkLock(guard.within('coordination'), coordination);
    this.connectTo(lock, { prefix: 'LOCK', credentials });
  }

  private checkLock(guard: Guard, coordination: Coordination): ShardedOptions {
    const { lock, credentials } = guard.struct('options', coordination._facts.sharded!);
    if (typeof lock?.toConnectable !== 'function') {
      guard.fail('lock', lock, 'an Etcd, a Redis, or an ExternalService of type etcd', 'create one with data.addRedis(\'locks\')');
    }
    const { binding } = lock.toConnectable();
    guard.oneOf('lock', binding.type, LOCK_TYPES, `${lock.node.path} cannot hold a lock that ends by itself: use Redis or etcd`);
    if (credentials === undefined) {
      requireCredentials(guard, this, lock, binding);
    } else {
      guard.instance('credentials', credentials, SecretSource, 'SecretSource.existing(\'locks-app\')')._validate(guard, 'credentials');
    }
    return { lock, credentials };
  }
}

/** Exactly what leader election calls. Kubernetes cannot restrict `create` to a name. */
function leaseRules(lease: string): k8s.PolicyRule[] {
  const leases = { apiGroups: ['coordination.k8s.io'], resources: ['leases'] };
  return [
    { ...leases, verbs: ['create'] },
    { ...leases, resourceNames: [lease], verbs: ['get', 'update'] },
    { apiGroups: ['', 'events.k8s.io'], resources: ['events'], verbs: ['create', 'patch'] },
  ];
}
