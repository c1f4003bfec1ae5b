import { Size, SizeRoundingBehavior } from 'cdk8s';
import { frozen } from '../../internal/frozen';
import { Guard } from '../../internal/guard';
import { AvailabilityZones } from '../../model/availability-zones';
import { checkNodes } from '../../model/check-nodes';
import { NodeSelection } from '../../model/cluster-facts';
import { ClusterProfile } from '../../model/cluster-profile';
import { ResolvedResources } from '../compute-resources';
import { Placement } from './placement';

/** Options of `NodePool.spot`. */
export interface SpotNodesOptions {
  /**
   * How strictly the pods spread over zones. A zone may run out of spot nodes for hours.
   *
   * @default AvailabilityZones.preferred()
   */
  readonly zones?: AvailabilityZones;
}

/** Options of `NodePool.gpu`. */
export interface GpuNodesOptions {
  /**
   * The number of GPUs of each pod, 1 to 64. They are whole devices.
   *
   * @default 1
   */
  readonly count?: number;
  /**
   * The type of the GPUs, as the label of the nodes says it: `nvidia-l4`. The ClusterProfile says which label (`gpuTypeLabel`).
   *
   * @default - any type
   */
  readonly type?: string;
  /**
   * The name of the devices as extended resource.
   *
   * @default nvidia.com/gpu
   */
  readonly resource?: string;
  /**
   * The size of `/dev/shm`, 1Mi up to the memory of the container, which it counts towards. Libraries for training and inference
   * exchange data there; a container without it has 64Mi.
   *
   * @default - half of the memory of the container
   */
  readonly sharedMemory?: Size;
  /**
   * How strictly the pods spread over zones. Many regions have GPUs in one zone only.
   *
   * @default AvailabilityZones.preferred()
   */
  readonly zones?: AvailabilityZones;
}

/** Options of `NodePool.dedicated`. */
export interface DedicatedNodesOptions extends NodeSelection {
  /**
   * How strictly the pods spread over zones.
   *
   * @default - the setting of the Platform
   */
  readonly zones?: AvailabilityZones;
}

/** The nodes that pods run on. Creating the nodes, with their labels and taints, is up to you. */
export class NodePool {
  /**
   * Spot or preemptible nodes, which the cloud reclaims at short notice: for what can be lost, such as workers whose tasks go back to the
   * queue. Their labels and taints are those of the ClusterProfile.
   *
   * @see https://cloud.google.com/kubernetes-engine/docs/concepts/spot-vms
   * @see https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
   */
  public static spot(options: SpotNodesOptions = {}): NodePool {
    return new NodePool({ spot: frozen(options) });
  }

  /**
   * Nodes with GPUs. The pods ask for whole devices and tolerate the taint that is named like the devices.
   *
   * @see https://kubernetes.io/docs/tasks/manage-gpus/scheduling-gpus/
   */
  public static gpu(options: GpuNodesOptions = {}): NodePool {
    return new NodePool({ gpu: frozen(options) });
  }

  /** Nodes of your own, by their labels and taints. */
  public static dedicated(options: DedicatedNodesOptions): NodePool {
    return new NodePool({ dedicated: frozen(options) });
  }

  private constructor(private readonly facts: NodePoolFacts) {}

  /** @internal */
  public _resolve(guard: Guard, cluster: ClusterProfile, resources: ResolvedResources): Placement {
    const { spot, gpu } = this.facts;
    const at = guard.within('nodePool');
    if (spot !== undefined) {
      return resolveSpot(guard, at, at.struct('options', spot), cluster);
    }
    if (gpu !== undefined) {
      return resolveGpu(guard, at, at.struct('options', gpu), cluster, resources);
    }
    const { labels, taints = [], zones } = at.struct('options', this.facts.dedicated!);
    checkNodes(at, { labels, taints });
    return { nodes: [labels], taints, zones: zones && zonesOf(at, zones) };
  }
}

interface NodePoolFacts {
  readonly spot?: SpotNodesOptions;
  readonly gpu?: GpuNodesOptions;
  readonly dedicated?: DedicatedNodesOptions;
}

function resolveSpot(guard: Guard, at: Guard, { zones }: SpotNodesOptions, cluster: ClusterProfile): Placement {
  const known = cluster._spotNodes();
  if (known.length === 0) {
    guard.needs('nodePool', `the labels of spot nodes, which ClusterProfile ${cluster.name} does not define`,
      'state them: spotNodes: { labels: { \'example.com/spot\': \'true\' } }, or use NodePool.dedicated()', 'Unavailable');
  }
  return {
    nodes: known.map(({ labels }) => labels),
    taints: [...new Set(known.flatMap(({ taints = [] }) => taints))],
    zones: zonesOf(at, zones ?? AvailabilityZones.preferred()),
    reclaimed: true,
  };
}

function resolveGpu(guard: Guard, at: Guard, options: GpuNodesOptions, cluster: ClusterProfile, { memory, extended }: ResolvedResources): Placement {
  const { type, zones, resource = 'nvidia.com/gpu' } = options;
  at.extendedResource('resource', resource);
  if (Object.keys(extended).includes(resource)) {
    guard.conflicts('nodePool', `resources.extended["${resource}"]`, 'state the number of devices once, as count of NodePool.gpu()');
  }
  const room = memory.toMebibytes({ rounding: SizeRoundingBehavior.NONE });
  return {
    nodes: type === undefined ? [] : [{ [cluster.gpuTypeLabel]: at.labelValue('type', type) }],
    taints: [resource],
    zones: zonesOf(at, zones ?? AvailabilityZones.preferred()),
    devices: { [resource]: at.integer('count', options.count ?? 1, { min: 1, max: 64 }, 'GPUs are counted in whole devices') },
    sharedMemory: at.size('sharedMemory', options.sharedMemory ?? Size.mebibytes(Math.floor(room / 2)), { min: Size.mebibytes(1), max: memory },
      'leave it out for half of the memory of the container'),
  };
}

function zonesOf(at: Guard, zones: AvailabilityZones): AvailabilityZones {
  at.instance('zones', zones, AvailabilityZones, 'AvailabilityZones.preferred()')._validate(at.within('zones'));
  return zones;
}
