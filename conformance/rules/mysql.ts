import { AlertCase, Series, steady } from './case';
import { podSetCases } from './pod-set';
import { each, targetMissing, volumeCases } from './store-cases';

const JOB = 'data-orders';
const of = (pod: string, metric: string): string => `${metric}{namespace="agents",job="${JOB}",pod="${JOB}-${pod}"}`;
const primary = (metric: string, value: number): Series => ({ [of('primary-0', metric)]: steady(value) });
const standbys = (metric: string) => (...values: number[]): Series => each((index) => of(`replica-${index}`, metric), ...values);
const connected = (count: number): Series => ({ ...primary('mysql_global_status_slaves_connected', count), ...standbys('mysql_global_status_slaves_connected')(0, 0) });
const waiting = (sessions: number, clients: number): Series => ({
  ...primary('mysql_global_status_rpl_semi_sync_master_wait_sessions', sessions), ...primary('mysql_global_status_rpl_semi_sync_master_clients', clients),
});
const connections = (count: number): Series => ({
  ...primary('mysql_global_status_threads_connected', count), ...primary('mysql_global_variables_max_connections', 200),
});
const standbyDown = (readOnly?: string): Series => ({
  [of('replica-0', 'mysql_up')]: steady(0), ...readOnly ? { [of('replica-0', 'mysql_global_variables_read_only')]: readOnly } : {},
});

export const MARIADB: AlertCase[] = [
  targetMissing('MySqlTargetMissing', JOB),
  {
    id: 'MySqlDown', at: 5,
    fires: [primary('mysql_up', 0), standbyDown('0x2 _x30')],
    // A standby that is cloned, for the first time and again.
    quiet: [primary('mysql_up', 1), standbyDown(), standbyDown('1x2 _x30'), {}],
  },
  { id: 'MySqlConnectionsNearMax', at: 10, fires: [connections(180)], quiet: [connections(140), {}] },
  { id: 'MySqlReplicaMissing', at: 15, fires: [connected(1)], quiet: [connected(2), {}] },
  { id: 'MySqlNoReplica', at: 5, fires: [connected(0)], quiet: [connected(1), {}] },
  {
    id: 'MySqlReplicationBroken', at: 5,
    fires: [standbys('mysql_slave_status_slave_sql_running')(1, 0)], quiet: [standbys('mysql_slave_status_slave_sql_running')(1, 1), {}],
  },
  {
    id: 'MySqlReplicationLag', at: 10,
    fires: [standbys('mysql_slave_status_seconds_behind_master')(0, 60)], quiet: [standbys('mysql_slave_status_seconds_behind_master')(0, 10), {}],
  },
  { id: 'MySqlWritesBlocked', at: 5, fires: [waiting(3, 0)], quiet: [waiting(3, 1), waiting(0, 0), {}] },
  ...volumeCases('MySql', 'data-data-orders-replica-1'),
  ...podSetCases('data-orders-primary', { stateful: true, single: true, prefix: 'Primary' }),
  ...podSetCases('data-orders-replica', { stateful: true, prefix: 'Standby' }),
];
