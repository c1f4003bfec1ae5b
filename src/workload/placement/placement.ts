import { Size } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import { memoryVolume } from '../../internal/plus/memory-volume';
import { AvailabilityZones } from '../../model/availability-zones';
import { ResolvedResources } from '../compute-resources';

/** Where pods run, decided. */
export interface Placement {
  /** The labels that a node must have: one set of them, where there are several. */
  readonly nodes: Record<string, string>[];
  /** The keys of the taints that the pods tolerate. */
  readonly taints: string[];
  /** How strictly the pods spread over zones. @default - the setting of the Platform */
  readonly zones?: AvailabilityZones;
  /** Devices of the main container. */
  readonly devices?: Record<string, number>;
  /** The size of `/dev/shm` of the main container. */
  readonly sharedMemory?: Size;
  /** Whether the nodes are reclaimed at short notice. */
  readonly reclaimed?: boolean;
}

/** What of a container depends on the devices of its node. */
interface DeviceUser {
  readonly resources: ResolvedResources;
  readonly mounts?: k8s.VolumeMount[];
}

const SHARED_MEMORY = 'shared-memory';

/** The alternatives that a node must satisfy, each joined with what every node must be. */
export function nodeSelectorTerms(placement: Placement | undefined, every: k8s.NodeSelectorRequirement): k8s.NodeSelectorTerm[] {
  const alternatives = placement?.nodes.length ? placement.nodes : [{}];
  return alternatives.map((labels) => ({
    matchExpressions: [every, ...Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => ({ key, operator: 'In', values: [value] }))],
  }));
}

export function tolerations(placement: Placement | undefined): k8s.Toleration[] {
  return (placement?.taints ?? []).map((key) => ({ key, operator: 'Exists' }));
}

/** The main container, with the devices and the shared memory of its nodes. */
export function withDevices<T extends DeviceUser>(container: T, { devices, sharedMemory }: Placement): T {
  const { resources, mounts = [] } = container;
  return {
    ...container,
    resources: { ...resources, extended: { ...resources.extended, ...devices } },
    mounts: sharedMemory ? [...mounts, { name: SHARED_MEMORY, mountPath: '/dev/shm' }] : mounts,
  };
}

export function sharedMemoryVolumes(placement: Placement | undefined): k8s.Volume[] {
  return placement?.sharedMemory ? [memoryVolume(SHARED_MEMORY, placement.sharedMemory)] : [];
}
