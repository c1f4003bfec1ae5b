import { Workload } from 'cdk8s-plus-29';
import { Component } from '../component/component';
import { Connectable, IConnectable } from '../connections/connectable';
import { Connections } from '../connections/connections';
import { Guarantees } from '../model/guarantees';
import { MonitoringPlan } from '../model/monitoring-plan';
import { StoreLife } from './store-life';
import { DeployedStore, StoreRequest } from './store-provider';

/** A component that holds data: it has members with volumes, clients connect to it, and it is monitored. */
export abstract class Store extends Component implements IConnectable {
  /** @internal */
  protected abstract readonly _life: StoreLife<StoreRequest, DeployedStore>;

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

  /**
   * The workloads of cdk8s-plus-29 that run its members: containers, volumes and ports that are added to them are hardened and counted. Empty
   * if an operator runs them, or if they run elsewhere.
   */
  public get workloads(): Workload[] {
    return this.node.findAll().filter((child): child is Workload => child instanceof Workload);
  }

  public abstract toConnectable(): Connectable;

  protected describeMonitoring(): MonitoringPlan {
    return this._life.deployed.monitoring;
  }

  /**
   * Deploys the store and hands it to monitoring: the end of a constructor.
   *
   * @internal
   */
  protected _begin<Request extends StoreRequest, Deployed extends DeployedStore>(life: StoreLife<Request, Deployed>, request: Request): Deployed {
    const deployed = life.deploy(request);
    this.monitor(life.alerts);
    return deployed;
  }
}
