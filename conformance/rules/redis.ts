import { AlertCase, growing, Series } from './case';
import { podSetCases } from './pod-set';
import { gauge, targetMissing, volumeCases } from './store-cases';

/** What the alerts of any server are written against. */
function serverCases(job: string): AlertCase[] {
  const redis = (metric: string) => gauge(metric, job);
  const memory = (used: number, limit: number): Series => ({ ...redis('redis_memory_used_bytes')(used), ...redis('redis_memory_max_bytes')(limit) });
  return [
    {
      id: 'RedisMemoryNearMax', at: 10,
      fires: [memory(95, 100)],
      // A server without a limit reports 0 for it.
      quiet: [memory(80, 100), memory(95, 0), {}],
    },
    {
      id: 'RedisConnectionsRejected', at: 10,
      fires: [{ [`redis_rejected_connections_total{namespace="agents",job="${job}",pod="a"}`]: growing(1) }],
      quiet: [redis('redis_rejected_connections_total')(5), {}],
    },
    { id: 'RedisPersistenceFailed', at: 5, fires: [redis('redis_aof_last_write_status')(1, 0)], quiet: [redis('redis_aof_last_write_status')(1, 1), {}] },
  ];
}

const redis = (metric: string, further?: string) => gauge(metric, 'data-locks-server', further);

export const REDIS: AlertCase[] = [
  targetMissing('RedisTargetMissing', 'data-locks-server'),
  targetMissing('RedisSentinelTargetMissing', 'data-locks-sentinel'),
  targetMissing('RedisProxyTargetMissing', 'data-locks'),
  { id: 'RedisDown', at: 10, fires: [redis('redis_up')(1, 0)], quiet: [redis('redis_up')(1, 1), {}] },
  {
    id: 'RedisMasterUnreachable', at: 5,
    fires: [gauge('haproxy_backend_active_servers', 'data-locks', ',proxy="master"')(0, 0)],
    quiet: [gauge('haproxy_backend_active_servers', 'data-locks', ',proxy="master"')(1, 0), {}],
  },
  {
    id: 'RedisMastersTooMany', at: 5,
    fires: [redis('redis_instance_info', ',role="master"')(1, 1)],
    quiet: [{ ...redis('redis_instance_info', ',role="master"')(1), ...redis('redis_instance_info', ',role="slave"')(1, 1) }, {}],
  },
  { id: 'RedisNoReplica', at: 5, fires: [redis('redis_connected_slaves')(0, 0, 0)], quiet: [redis('redis_connected_slaves')(1, 0, 0), {}] },
  { id: 'RedisReplicaMissing', at: 15, fires: [redis('redis_connected_slaves')(1, 0, 0)], quiet: [redis('redis_connected_slaves')(2, 0, 0), {}] },
  {
    id: 'RedisSentinelQuorumLost', at: 5,
    fires: [gauge('redis_sentinel_master_ckquorum_status', 'data-locks-sentinel')(1, 0)],
    quiet: [gauge('redis_sentinel_master_ckquorum_status', 'data-locks-sentinel')(1, 1), {}],
  },
  ...serverCases('data-locks-server'),
  ...volumeCases('Redis', 'data-data-locks-server-2'),
  ...podSetCases('data-locks-server', { stateful: true, prefix: 'Server' }),
  ...podSetCases('data-locks-sentinel', { stateful: true, prefix: 'Sentinel' }),
  ...podSetCases('data-locks', { prefix: 'Proxy' }),
];

const SINGLE_JOB = 'data-single-server';

export const SINGLE_REDIS: AlertCase[] = [
  targetMissing('RedisTargetMissing', SINGLE_JOB),
  { id: 'RedisDown', at: 5, fires: [gauge('redis_up', SINGLE_JOB)(0)], quiet: [gauge('redis_up', SINGLE_JOB)(1), {}] },
  ...serverCases(SINGLE_JOB),
  ...volumeCases('Redis', `data-${SINGLE_JOB}-0`),
  ...podSetCases(SINGLE_JOB, { stateful: true, single: true, prefix: 'Server' }),
];
