import { Container, Deployment } from 'cdk8s-plus-29';
import { IConnectable } from '../connections/connectable';
import { Connection, ConnectOptions } from '../connections/connection';
import { Connections } from '../connections/connections';
import { Permission } from '../workload/permission';
import { ReplicatedWorkload } from '../workload/replicated-workload';
import { Component } from './component';

/** Something of a namespace, by its name. */
interface NamespacedName {
  readonly namespace?: string;
  readonly name: string;
}

/** The base class of components that run as a Deployment. */
export abstract class WorkloadComponent extends Component {
  /** @internal */
  protected abstract readonly _workload: ReplicatedWorkload;

  private readonly triggered: NamespacedName[] = [];

  /** The Deployment: containers, volumes and ports that are added to it are hardened and counted like those of the component. */
  public get deployment(): Deployment {
    return this._workload.deployment;
  }

  /** The container of the program in the Deployment's pods. */
  public get container(): Container {
    return this._workload.container;
  }

  /** Its network policies. */
  public get connections(): Connections {
    return this._workload.connections;
  }

  /** Allows the component to connect to a target, and passes the binding of the target to a container. */
  public connectTo(target: IConnectable, options: ConnectOptions = {}): Connection {
    return this._workload.connectTo(this, target, options);
  }

  /** Grants the component a permission of the Kubernetes API, in its own namespace. */
  public allow(permission: Permission): void {
    this._workload.allow(this, permission);
  }

  /**
   * Prepares the component to trigger a task, and returns its service account.
   *
   * @internal
   */
  public _trigger(task: NamespacedName): NamespacedName {
    this._workload.openApi();
    this.triggered.push(task);
    return { namespace: this._workload.namespace, name: this._workload.name };
  }

  /**
   * The names of the tasks in a namespace that it may trigger.
   *
   * @internal
   */
  public _triggeredIn(namespace: string): string[] {
    return [...new Set(this.triggered.filter((task) => task.namespace === namespace).map(({ name }) => name))].sort();
  }

  /**
   * Whether its own permissions allow to create any Job in a namespace.
   *
   * @internal
   */
  public _mayCreateJobsIn(namespace: string): boolean {
    return this._workload.namespace === namespace && this._workload.mayCreate('batch', 'jobs');
  }
}
