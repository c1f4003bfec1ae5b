import { ApiObject } from 'cdk8s';
import { Workload } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { Connectable, IConnectable } from '../connections/connectable';
import { Connections } from '../connections/connections';
import { apiObjectsOf } from '../internal/api-objects';
import { componentId } from '../internal/construct-id';
import { Guarantees } from '../model/guarantees';
import { Alert, IMonitorable, MonitoringPlan } from '../model/monitoring-plan';
import { StoreLife } from './store-life';
import { DeployedStore, StoreRequest } from './store-provider';

/** A component that holds data: it has members with volumes, clients connect to it, and it is monitored. */
export abstract class Store extends Construct implements IConnectable, IMonitorable {
  /** @internal */
  protected abstract readonly _life: StoreLife<StoreRequest, DeployedStore>;

  public constructor(scope: Construct, id: string) {
    super(scope, componentId(scope, id));
  }

  /** The name of the store's objects. The Services of a Postgres have the suffixes `-rw` and `-ro`. */
  public get name(): string {
    return this._life.name;
  }

  /** What the engine promises. */
  public get guarantees(): Guarantees {
    return this._life.guarantees;
  }

  /** Its network policies. An error if it runs outside the cluster. */
  public get connections(): Connections {
    const { deployed, guard } = this._life;
    return deployed.connections ?? guard.notAllowed('connections', 'the store runs outside of the cluster', 'connect to the store itself');
  }

  /** The Kubernetes objects that it consists of. Change what its options do not cover with `addJsonPatch`. */
  public get apiObjects(): ApiObject[] {
    return apiObjectsOf(this);
  }

  /**
   * The workloads of cdk8s-plus-29 that run its members: containers, volumes and ports that are added to them are hardened and counted. Empty
   * if an operator runs them, or if they run elsewhere.
   */
  public get workloads(): Workload[] {
    return this.node.findAll().filter((child): child is Workload => child instanceof Workload);
  }

  /** The alerts of this store, after the overrides in `alerts`. */
  public get alerts(): Alert[] {
    return this.toMonitoringPlan().alerts;
  }

  public abstract toConnectable(): Connectable;

  public toMonitoringPlan(): MonitoringPlan {
    return this._life.plan();
  }
}
