import { IConstruct } from 'constructs';
import { Binding } from './binding';
import { Connections } from './connections';
import { TrafficPeer } from './traffic-peer';

/** Where and how a component is reached. */
export interface Connectable {
  /** Where it listens: pods, or addresses outside of the cluster. */
  readonly peers: TrafficPeer[];
  /** The TCP ports of its pods, not of a Service. Never empty: an empty list would open all ports. */
  readonly ports: number[];
  /**
   * Its own policies, which admit clients.
   *
   * @default - none: it is outside the cluster
   */
  readonly connections?: Connections;
  /** The binding that clients receive. */
  readonly binding: Binding;
  /**
   * The default prefix of the client's variables.
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
