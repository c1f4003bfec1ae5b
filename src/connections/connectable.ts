import { IConstruct } from 'constructs';
import { Binding } from './binding';
import { Connections } from './connections';
import { TrafficPeer } from './traffic-peer';

/** Where and how a component is reached. */
export interface Connectable {
  /** Where it listens: pods, or addresses outside of the cluster. */
  readonly peers: TrafficPeer[];
  /** The TCP ports that it listens on, of the pods and not of a Service. Never empty: an empty list would open all. */
  readonly ports: number[];
  /**
   * Its own policies, which let the client in.
   *
   * @default - none: it is outside of the cluster
   */
  readonly connections?: Connections;
  /** What a client needs to know to use it. */
  readonly binding: Binding;
  /**
   * What the client's variables begin with unless the client says otherwise.
   *
   * @default - the id, in upper case
   */
  readonly prefix?: string;
}

/** A component that others can be connected to. */
export interface IConnectable extends IConstruct {
  /** Where and how it is reached. */
  toConnectable(): Connectable;
}
