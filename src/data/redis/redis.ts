import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { Connectable, IConnectable } from '../../connections/connectable';
import { Connections } from '../../connections/connections';
import { constructId } from '../../internal/construct-id';
import { frozen } from '../../internal/frozen';
import { Guard } from '../../internal/guard';
import { NameLimit, objectName } from '../../internal/naming';
import { AlertOverride, applyOverrides } from '../../model/alert-override';
import { Guarantees, RecoveryObjective } from '../../model/guarantees';
import { Alert, IMonitorable, MonitoringPlan } from '../../model/monitoring-plan';
import { SecretSource } from '../../model/secret-source';
import { Platform } from '../../platform/platform';
import { Registry } from '../../platform/registry';
import { ComputeResources, resolveResources } from '../../workload/compute-resources';
import { serviceHost } from '../../workload/service-host';
import { checkRecovery } from '../recovery-check';
import { RedisEngine } from './redis-engine';
import { DeployedRedis } from './redis-provider';

/** Options of a Redis. */
export interface RedisProps {
  /**
   * What runs it.
   *
   * @default RedisEngine.sentinel()
   */
  readonly engine?: RedisEngine;
  /**
   * The volume of each member, 1Gi to 65536Gi.
   *
   * @default Size.gibibytes(5)
   */
  readonly storage?: Size;
  /**
   * The storage class of the volumes.
   *
   * @default - the cluster's own
   */
  readonly storageClass?: string;
  /**
   * What each member asks for, and what it may use at the most. Six tenths of the memory are for data; when they are full,
   * writes are refused.
   *
   * @default - 250 millicores and 512Mi of memory
   */
  readonly resources?: ComputeResources;
  /**
   * The Secret with the key `password`.
   *
   * @default - the Secret `<name of the store>-app`, which must exist
   */
  readonly credentials?: SecretSource;
  /**
   * What the loss of a zone may cost. An engine that cannot keep to it is an error.
   *
   * @default - nothing is asked
   */
  readonly recovery?: RecoveryObjective;
  /**
   * Changes to single alerts, by their id.
   *
   * @default - alerts as they are
   */
  readonly alerts?: Record<string, AlertOverride>;
}

/** The port that clients connect to. */
const PORT = 6379;

/**
 * A Redis for locks, sessions and queues that may lose the newest second of writes. A lock in it may be held twice after a
 * failover, for as long as the first holder does not notice: let what it guards refuse an older holder.
 */
export class Redis extends Construct implements IConnectable, IMonitorable {
  /** What the Service is called. */
  public readonly name: string;
  /** What the engine promises. */
  public readonly guarantees: Guarantees;
  /** Who may talk to it, and to whom it may talk. */
  public readonly connections: Connections;

  private readonly guard: Guard;
  private readonly credentials: SecretSource;
  private readonly deployed: DeployedRedis;

  private readonly props: RedisProps;

  public constructor(scope: Construct, id: string, given: RedisProps = {}) {
    super(scope, constructId(scope, id));
    const props = this.props = frozen(given);
    this.guard = new Guard(this);
    const { guard } = this;
    guard.struct('props', props);
    const settings = Platform.of(this);
    this.name = objectName(this, NameLimit.NUMBERED);
    const engine = guard.instance('engine', props.engine ?? RedisEngine.sentinel(), RedisEngine, 'RedisEngine.sentinel()')._provider;
    engine.validate(guard.within('engine'));
    this.credentials = guard.instance('credentials', props.credentials ?? SecretSource.existing(`${this.name}-app`), SecretSource,
      'SecretSource.existing(\'locks-app\')');
    this.credentials._validate(guard, 'credentials');
    this.guarantees = engine.guarantees(settings);
    checkRecovery(this, props.recovery, engine, [RedisEngine.sentinel(), RedisEngine.single()].map((other) => other._provider));
    this.deployed = engine.deploy(this, {
      name: this.name,
      componentName: id,
      storage: guard.size('storage', props.storage ?? Size.gibibytes(5), { min: Size.gibibytes(1), max: Size.gibibytes(65536) }, 'leave it out for 5Gi'),
      storageClass: props.storageClass === undefined ? undefined : guard.objectName('storageClass', props.storageClass),
      resources: resolveResources(guard, props.resources, { cpu: Cpu.millis(250), memory: Size.mebibytes(512) }, settings.securityProfile),
      credentials: this.credentials,
    });
    this.connections = this.deployed.connections;
    this.toMonitoringPlan(); // An alert that is overridden but does not exist is found here, and not when rendering.
    Registry.of(this).addMonitorable(this);
  }

  public toConnectable(): Connectable {
    return {
      peers: [this.connections.peer],
      ports: [PORT],
      connections: this.connections,
      binding: {
        type: 'redis',
        literals: { host: serviceHost(this, this.name), port: `${PORT}` },
        secrets: { password: this.credentials.key('password') },
      },
    };
  }

  public toMonitoringPlan(): MonitoringPlan {
    const plan = this.deployed.monitoring;
    return { ...plan, alerts: applyOverrides(this.guard, plan.alerts, this.guard.struct('alerts', this.props.alerts ?? {})) };
  }

  /** The alerts of this store, with the changes of `alerts`. */
  public get alerts(): Alert[] {
    return this.toMonitoringPlan().alerts;
  }
}
