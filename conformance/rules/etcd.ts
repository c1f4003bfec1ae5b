import { AlertCase, growing, Series, steady } from './case';
import { podSetCases } from './pod-set';
import { gauge, targetMissing, volumeCases } from './store-cases';

const JOB = 'data-shards-server';
const etcd = (metric: string) => gauge(metric, JOB);

/** A histogram of which all observations are below `bound` seconds. */
function latency(metric: string, bound: number): Series {
  const bucket = (le: string, values: string): Series => ({ [`${metric}_bucket{namespace="agents",job="${JOB}",pod="${JOB}-0",le="${le}"}`]: values });
  return { ...bucket('0.001', steady(0)), ...bucket(`${bound}`, growing(60)), ...bucket('+Inf', growing(60)) };
}
const database = (size: number): Series => ({ ...etcd('etcd_mvcc_db_total_size_in_bytes')(10, size), ...etcd('etcd_server_quota_backend_bytes')(100, 100) });
const changes = (values: string): Series => ({ [`etcd_server_leader_changes_seen_total{namespace="agents",job="${JOB}",pod="${JOB}-0"}`]: values });

export const ETCD: AlertCase[] = [
  targetMissing('EtcdTargetMissing', JOB),
  { id: 'EtcdNoLeader', at: 5, fires: [etcd('etcd_server_has_leader')(1, 0)], quiet: [etcd('etcd_server_has_leader')(1, 1), {}] },
  { id: 'EtcdInsufficientMembers', at: 5, fires: [etcd('up')(1, 0, 0)], quiet: [etcd('up')(1, 1, 0), {}] },
  { id: 'EtcdLeaderChanges', at: 30, fires: [changes(growing(1))], quiet: [changes('2x60'), {}] },
  {
    id: 'EtcdFsyncSlow', at: 30, fires: [latency('etcd_disk_wal_fsync_duration_seconds', 1.024)],
    quiet: [latency('etcd_disk_wal_fsync_duration_seconds', 0.008), {}],
  },
  {
    id: 'EtcdCommitSlow', at: 30, fires: [latency('etcd_disk_backend_commit_duration_seconds', 0.512)],
    quiet: [latency('etcd_disk_backend_commit_duration_seconds', 0.016), {}],
  },
  { id: 'EtcdDatabaseNearQuota', at: 20, fires: [database(90)], quiet: [database(70), {}] },
  ...volumeCases('Etcd', `data-${JOB}-2`),
  ...podSetCases(JOB, { stateful: true }),
];
