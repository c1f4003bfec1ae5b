import { ApiObjectMetadata } from 'cdk8s';
import { Construct } from 'constructs';
import { OperatorDescriptor } from '../catalog/operators/operator-descriptor';
import { Guard } from '../internal/guard';
import { PodLocation } from '../model/cluster-facts';
import { ClusterProfile } from '../model/cluster-profile';
import { NetworkIsolation } from '../model/environment';
import { ResourceAmounts } from '../model/resource-amounts';

/** A container that a mesh adds to each pod. */
export interface Sidecar {
  /** What the containers are called that it adds. */
  readonly containers: string[];
  /** What it may use: it counts against the quota of the namespace like any container. */
  readonly amounts: ResourceAmounts;
}

/** What pods in the mesh must reach beside what they are connected to. */
export interface MeshEgress {
  readonly location: PodLocation;
  readonly ports: number[];
}

/** A set of pods in the mesh, and who may talk to it. */
export interface MeshedPods {
  readonly metadata: ApiObjectMetadata;
  readonly namespace: string;
  /** The labels of the pods. */
  readonly selector: Record<string, string>;
  /** Ports that are read from outside of the mesh without mutual TLS. */
  readonly plainPorts: number[];
  readonly isolation: NetworkIsolation;
  /** Who is let in; read when rendering. A caller without a principal is not in the mesh. */
  readonly admitted: () => { readonly principal?: string; readonly ports: number[] }[];
}

/** A host outside of the cluster, as a mesh must know it. */
export interface MeshHost {
  readonly metadata: ApiObjectMetadata;
  readonly host: string;
  readonly port: number;
  /** `TLS`, `HTTP` or `TCP`. */
  readonly protocol: string;
  /** The namespaces that may see it; read when rendering. `.` is its own. */
  readonly exportTo: () => string[];
}

/**
 * Everything that the library needs from a mesh. No other code depends on which mesh it is; to add one, add an implementation and a factory to `Mesh`.
 */
export interface MeshProvider {
  /** The factory of `Mesh`: `istio`. */
  readonly name: string;
  readonly operator?: OperatorDescriptor;
  /** Whether pods have identities that are proved by mutual TLS, so that traffic between them is encrypted and policies name callers. */
  readonly hasIdentities: boolean;
  /** Whether it lets traffic out by host name: then every host has to be made known to it. */
  readonly controlsHosts: boolean;
  /** The port at which pods take the traffic of other pods in the mesh, where that is not the port of the program. */
  readonly tunnelPort?: number;
  readonly sidecar?: Sidecar;
  /** Labels of a namespace whose pods are in the mesh. */
  readonly namespaceLabels: Record<string, string>;
  readonly podAnnotations: Record<string, string>;
  /** Labels of pods that stay outside, in a namespace that is in the mesh. */
  readonly outsideLabels: Record<string, string>;
  /** Refuses bad options. */
  validate(guard: Guard): void;
  egress(cluster: ClusterProfile): MeshEgress[];
  /** Makes what a namespace has once: mutual TLS only and, where it is closed, no way in. */
  isolateNamespace(scope: Construct, isClosed: boolean): void;
  /** Makes the policies of a set of pods. */
  addPolicies(scope: Construct, pods: MeshedPods): void;
  /** Makes a host known; only asked of a mesh that controls hosts. */
  addHost(scope: Construct, id: string, host: MeshHost): void;
}
