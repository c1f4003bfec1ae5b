import { Size } from 'cdk8s';
import { AgentApi, AgentApiProps, ClusterProfile, DedicatedNodesOptions, GpuNodesOptions, NodePool } from '../../../src';
import { IMAGE } from '../../support/platforms';
import { Cases } from '../case';
import { api, cluster, gib, namespace, wild, Wild } from '../compose';

const API = 'production/agents/api';
const onGke = (props: Wild<AgentApiProps>): unknown => new AgentApi(namespace({ cluster: ClusterProfile.gke() }), 'api', { image: IMAGE, ...props });
const gpu = (options: Wild<GpuNodesOptions>): unknown => api({ nodePool: NodePool.gpu(wild(options)) });
const dedicated = (options: Wild<DedicatedNodesOptions>): unknown => api({ nodePool: NodePool.dedicated(wild({ labels: { pool: 'a' }, ...options })) });

export const placementCases: Cases = {
  'ProgramOptions.nodePool': [
    ['malformed', () => api({ nodePool: 'spot' }), API, 'nodePool', 'TypeInvalid'],
    ['malformed', () => api({ nodePool: NodePool.spot() }), API, 'nodePool', 'Unavailable'],
  ],
  'SpotNodesOptions.zones': [['malformed', () => onGke({ nodePool: NodePool.spot({ zones: wild(1) }) }), API, 'nodePool.zones', 'TypeInvalid']],
  'GpuNodesOptions.count': [
    ['low', () => gpu({ count: 0 }), API, 'nodePool.count', 'OutOfRange'],
    ['high', () => gpu({ count: 65 }), API, 'nodePool.count', 'OutOfRange'],
    ['malformed', () => gpu({ count: '1' }), API, 'nodePool.count', 'TypeInvalid'],
    ['malformed', () => gpu({ count: 1.5 }), API, 'nodePool.count', 'OutOfRange'],
  ],
  'GpuNodesOptions.type': [['malformed', () => gpu({ type: 'NVIDIA L4' }), API, 'nodePool.type', 'Invalid']],
  'GpuNodesOptions.resource': [['malformed', () => gpu({ resource: 'gpu' }), API, 'nodePool.resource', 'Invalid']],
  'GpuNodesOptions.sharedMemory': [
    ['low', () => gpu({ sharedMemory: Size.kibibytes(64) }), API, 'nodePool.sharedMemory', 'OutOfRange'],
    ['high', () => gpu({ sharedMemory: gib(1) }), API, 'nodePool.sharedMemory', 'OutOfRange'],
    ['malformed', () => gpu({ sharedMemory: '1Gi' }), API, 'nodePool.sharedMemory', 'TypeInvalid'],
  ],
  'GpuNodesOptions.zones': [['malformed', () => gpu({ zones: 'a' }), API, 'nodePool.zones', 'TypeInvalid']],
  'DedicatedNodesOptions.zones': [['malformed', () => dedicated({ zones: 'a' }), API, 'nodePool.zones', 'TypeInvalid']],
  'NodeSelection.labels': [
    ['malformed', () => dedicated({ labels: {} }), API, 'nodePool.labels', 'Required'],
    ['malformed', () => dedicated({ labels: { 'my pool': 'a' } }), API, 'nodePool.labels', 'Invalid'],
  ],
  'NodeSelection.taints': [
    ['malformed', () => dedicated({ taints: 'a' }), API, 'nodePool.taints', 'TypeInvalid'],
    ['malformed', () => dedicated({ taints: ['a=b:NoSchedule'] }), API, 'nodePool.taints[0]', 'Invalid'],
  ],
  'ClusterFacts.spotNodes': [
    ['malformed', () => cluster({ spotNodes: 'spot' }), 'production', 'cluster.spotNodes', 'TypeInvalid'],
    ['malformed', () => cluster({ spotNodes: { labels: {} } }), 'production', 'cluster.spotNodes.labels', 'Required'],
  ],
  'ClusterFacts.gpuTypeLabel': [['malformed', () => cluster({ gpuTypeLabel: 'my label' }), 'production', 'cluster.gpuTypeLabel', 'Invalid']],
};
