import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { Component } from '../../component/component';
import { Connectable, IConnectable } from '../../connections/connectable';
import { Guard } from '../../internal/guard';
import { NameLimit, objectName, variablePrefix } from '../../internal/naming';
import { AlertOverride } from '../../model/alert-override';
import { MonitoringPlan } from '../../model/monitoring-plan';
import { Platform } from '../../platform/platform';
import { Store } from '../../store/store';
import { ComputeResources, resolveResources } from '../../workload/compute-resources';
import { serviceHost } from '../../workload/service-host';
import { DeployedPooler, PoolerRequest, POSTGRES_PORT } from './postgres-provider';
import { OPERATOR_SECRETS } from './role-names';

/** How long a client keeps a connection to the server. */
export enum PoolMode {
  /**
   * For one transaction: many clients share few connections. What belongs to a session does not work: `LISTEN`, `SET`, temporary tables, session
   * advisory locks, `PREPARE` in SQL.
   */
  TRANSACTION = 'transaction',
  /** Until it disconnects: everything works, and a client that keeps its connection open does not share it. */
  SESSION = 'session',
}

/** Options of `Postgres.addPooler`. */
export interface PostgresPoolerProps {
  /**
   * Pods, 1 to 10.
   *
   * @default 2
   */
  readonly replicas?: number;
  /**
   * How long a client keeps a connection to the server.
   *
   * @default PoolMode.TRANSACTION
   */
  readonly mode?: PoolMode;
  /**
   * Connections of each pod to the server, for each role, 1 to 90. All poolers of a store together open at most 90 of the 100 that the server takes.
   *
   * @default 20
   */
  readonly poolSize?: number;
  /**
   * Clients of each pod, 1 to 10000. It is at least the size of the pool.
   *
   * @default 1000
   */
  readonly maxClients?: number;
  /**
   * Requests and limits of each pod.
   *
   * @default - 100m CPU and 128Mi memory
   */
  readonly resources?: ComputeResources;
  /**
   * Overrides of single alerts, by alert id.
   *
   * @default - no overrides
   */
  readonly alerts?: Record<string, AlertOverride>;
}

/** Services that the operator makes for the members. */
const OPERATOR_SERVICES = ['rw', 'ro', 'r'];
/** PostgreSQL takes 100 connections. Ten are left for administrators, the operator, dumps and clients that connect directly. */
const MOST_CONNECTIONS = 90;

/** A connection pooler in front of the primary of a Postgres, as a target of its own. */
export class PostgresPooler extends Component implements IConnectable {
  private readonly guard: Guard;
  private readonly props: PostgresPoolerProps;
  private readonly request: PoolerRequest;
  private readonly deployed: DeployedPooler;

  public constructor(
    private readonly store: Store, id: string, given: PostgresPoolerProps, deploy: (pooler: Construct, request: PoolerRequest) => DeployedPooler,
  ) {
    super(store, id);
    this.guard = new Guard(this);
    this.props = this.guard.struct('props', given);
    this.refuseReserved();
    this.request = this.resolve();
    this.refuseTooManyConnections();
    this.deployed = deploy(this, this.request);
    this.monitor(this.props.alerts);
  }

  /** The store as a client of the pooler sees it, under the same names. The `uri` in the Secret names the primary itself. */
  public toConnectable(): Connectable {
    const { connections } = this.deployed;
    const { binding } = this.store.toConnectable();
    const { uri, ...secrets } = binding.secrets!;
    const literals = { ...binding.literals, host: serviceHost(this, this.request.name) };
    return {
      peers: [connections.peer], ports: [POSTGRES_PORT], connections,
      binding: { ...binding, literals, secrets }, prefix: variablePrefix(this.store.node.id),
    };
  }

  protected describeMonitoring(): MonitoringPlan {
    return this.deployed.monitoring;
  }

  /** How many connections to the server its pods open at the most. */
  private get connections(): number {
    return this.request.replicas * this.request.poolSize;
  }

  private resolve(): PoolerRequest {
    const { guard, props } = this;
    const poolSize = guard.integer('poolSize', props.poolSize ?? 20, { min: 1, max: MOST_CONNECTIONS }, 'leave it out for 20');
    return {
      name: objectName(this, NameLimit.NUMBERED),
      componentName: this.node.id,
      replicas: guard.integer('replicas', props.replicas ?? 2, { min: 1, max: 10 }, 'leave it out for 2'),
      mode: guard.oneOf('mode', props.mode ?? PoolMode.TRANSACTION, Object.values(PoolMode), 'leave it out for PoolMode.TRANSACTION'),
      poolSize,
      maxClients: guard.integer('maxClients', props.maxClients ?? 1000, { min: poolSize, max: 10000 }, 'a pool serves more clients than it has connections: leave it out for 1000'),
      resources: resolveResources(guard, props.resources, { cpu: Cpu.millis(100), memory: Size.mebibytes(128) }, Platform.of(this).securityProfile),
    };
  }

  private refuseReserved(): void {
    const name = this.node.id.toLowerCase();
    if ([...OPERATOR_SERVICES, ...OPERATOR_SECRETS].includes(name)) {
      this.guard.notAllowed('id', `the operator has an object ${this.store.name}-${name} of its own`, 'choose another id, such as pool');
    }
  }

  private refuseTooManyConnections(): void {
    const siblings = this.store.node.children.filter((other): other is PostgresPooler => other instanceof PostgresPooler && other !== this);
    const taken = siblings.reduce((sum, { connections }) => sum + connections, 0);
    if (taken + this.connections > MOST_CONNECTIONS) {
      this.guard.fail('poolSize', this.request.poolSize, `at most ${Math.floor((MOST_CONNECTIONS - taken) / this.request.replicas)} with ${this.request.replicas} replicas`,
        `the server takes ${MOST_CONNECTIONS} connections of poolers${taken > 0 ? `, and others of this store open ${taken}` : ''}: make the pool smaller, or use fewer replicas`, 'OutOfRange');
    }
  }
}
