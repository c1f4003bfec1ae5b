import { AlertCase, Series, steady } from './case';
import { podCases, podSetCases } from './pod-set';
import { each, gauge, targetMissing, volumeCases } from './store-cases';

const JOB = 'data-cloud';
const cnpg = (metric: string, further?: string) => gauge(metric, JOB, further);
const recovering = cnpg('cnpg_pg_replication_in_recovery');

const backends = (count: number): Series => ({
  ...cnpg('cnpg_backends_total', ',state="active"')(count), ...cnpg('cnpg_pg_settings_setting', ',name="max_connections"')(100),
});

/** One value for two days. */
const days = (value: number): string => `${value}x2880`;

/** Of the primary; a standby reports nothing of its own. */
const backups = (available: string, failed: string): Series => ({
  [`barman_cloud_cloudnative_pg_io_last_available_backup_timestamp{namespace="agents",job="${JOB}",pod="${JOB}-1"}`]: available,
  [`barman_cloud_cloudnative_pg_io_last_available_backup_timestamp{namespace="agents",job="${JOB}",pod="${JOB}-2"}`]: steady(0),
  [`barman_cloud_cloudnative_pg_io_last_failed_backup_timestamp{namespace="agents",job="${JOB}",pod="${JOB}-1"}`]: failed,
});
const archiver = (archived: number, failed: number): Series => ({
  ...cnpg('cnpg_pg_stat_archiver_last_archived_time')(archived, 0), ...cnpg('cnpg_pg_stat_archiver_last_failed_time')(failed, -1),
});

export const CLOUD_NATIVE_PG: AlertCase[] = [
  // Promtool's clock begins at 0: 36 hours later, a backup of its first second is too old.
  { id: 'PostgresBackupTooOld', at: 2250, fires: [backups(days(1), days(0))], quiet: [backups(days(86400), days(0)), backups(days(0), days(0)), {}] },
  { id: 'PostgresBackupMissing', at: 730, fires: [backups(days(0), days(0))], quiet: [backups(days(1), days(0)), backups('0x600 1x200', days(0)), {}] },
  { id: 'PostgresBackupFailed', at: 10, fires: [backups(steady(1), steady(2))], quiet: [backups(steady(2), steady(1)), backups(steady(1), steady(0)), {}] },
  { id: 'PostgresWalArchivingFailing', at: 15, fires: [archiver(100, 200)], quiet: [archiver(200, 100), archiver(100, -1), {}] },
  targetMissing('PostgresTargetMissing', JOB),
  { id: 'PostgresDown', at: 5, fires: [cnpg('cnpg_collector_up')(0, 0)], quiet: [cnpg('cnpg_collector_up')(1, 0), {}] },
  { id: 'PostgresMemberDown', at: 20, fires: [cnpg('cnpg_collector_up')(1, 0)], quiet: [cnpg('cnpg_collector_up')(1, 1), {}] },
  { id: 'PostgresPrimaryMissing', at: 5, fires: [recovering(1, 1, 1)], quiet: [recovering(0, 1, 1), {}] },
  { id: 'PostgresFenced', at: 10, fires: [cnpg('cnpg_collector_fencing_on')(0, 1)], quiet: [cnpg('cnpg_collector_fencing_on')(0, 0), {}] },
  { id: 'PostgresConnectionsNearMax', at: 10, fires: [backends(90)], quiet: [backends(70), {}] },
  {
    id: 'PostgresTransactionTooLong', at: 10,
    fires: [cnpg('cnpg_backends_max_tx_duration_seconds')(2000)], quiet: [cnpg('cnpg_backends_max_tx_duration_seconds')(600), {}],
  },
  { id: 'PostgresTransactionIdsRunningOut', at: 20, fires: [cnpg('cnpg_pg_database_xid_age')(4e8)], quiet: [cnpg('cnpg_pg_database_xid_age')(2e8), {}] },
  {
    id: 'PostgresReplicaMissing', at: 15,
    fires: [cnpg('cnpg_pg_replication_streaming_replicas')(1, 0, 0)], quiet: [cnpg('cnpg_pg_replication_streaming_replicas')(2, 0, 0), {}],
  },
  {
    id: 'PostgresNoReplica', at: 5,
    fires: [cnpg('cnpg_pg_replication_streaming_replicas')(0, 0, 0)], quiet: [cnpg('cnpg_pg_replication_streaming_replicas')(1, 0, 0), {}],
  },
  {
    id: 'PostgresReplicationLag', at: 10,
    fires: [{ ...cnpg('cnpg_pg_replication_lag')(0, 60), ...recovering(0, 1) }],
    quiet: [{ ...cnpg('cnpg_pg_replication_lag')(60, 5), ...recovering(0, 1) }, {}],
  },
  {
    id: 'PostgresReplicaDisconnected', at: 10,
    fires: [{ ...recovering(0, 1), ...cnpg('cnpg_pg_replication_is_wal_receiver_up')(0, 0) }],
    quiet: [{ ...recovering(0, 1), ...cnpg('cnpg_pg_replication_is_wal_receiver_up')(0, 1) }, {}],
  },
  ...volumeCases('Postgres', 'data-cloud-1'),
  ...podCases('data-cloud-1', ['data-cloud-1-join-x2v4k', 'data-cloud-copy-1']),
];

const POOLER_JOB = 'data-cloud-pool';
const pgbouncer = (metric: string, further?: string) => gauge(`cnpg_pgbouncer_${metric}`, POOLER_JOB, further);
const poolerClients = (active: number, waiting: number): Series => ({ ...pgbouncer('pools_cl_active')(active, 10), ...pgbouncer('pools_cl_waiting')(waiting, 0) });

export const POOLER: AlertCase[] = [
  targetMissing('PostgresPoolerTargetMissing', POOLER_JOB),
  { id: 'PostgresPoolerDown', at: 10, fires: [pgbouncer('last_collection_error')(0, 1)], quiet: [pgbouncer('last_collection_error')(0, 0), {}] },
  { id: 'PostgresPoolerClientsWaiting', at: 5, fires: [pgbouncer('pools_maxwait')(0, 10)], quiet: [pgbouncer('pools_maxwait')(0, 2), {}] },
  { id: 'PostgresPoolerClientsNearMax', at: 10, fires: [poolerClients(500, 400)], quiet: [poolerClients(500, 100), {}] },
  ...podSetCases(POOLER_JOB),
];

const PLAIN_JOB = 'data-plain';
const plain = (metric: string, further: string = ''): string => `${metric}{namespace="agents",job="${PLAIN_JOB}",pod="data-plain-primary-0"${further}}`;
const slots = (metric: string) => (...values: number[]): Series => each((slot) => plain(metric, `,slot_name="standby_${slot}"`), ...values);
const active = slots('pg_replication_slots_active');

const standbyDown = (isReplica?: string): Series => {
  const standby = (metric: string): string => `${metric}{namespace="agents",job="${PLAIN_JOB}",pod="data-plain-replica-0"}`;
  return { [standby('pg_up')]: steady(0), ...isReplica ? { [standby('pg_replication_is_replica')]: isReplica } : {} };
};

export const PLAIN_POSTGRES: AlertCase[] = [
  targetMissing('PostgresTargetMissing', PLAIN_JOB),
  {
    id: 'PostgresDown', at: 5,
    fires: [{ [plain('pg_up')]: steady(0) }, standbyDown('0x2 _x30')],
    // A standby that is cloned, for the first time and again.
    quiet: [{ [plain('pg_up')]: steady(1) }, standbyDown(), standbyDown('1x2 _x30'), {}],
  },
  {
    id: 'PostgresConnectionsNearMax', at: 10,
    fires: [{ [plain('pg_stat_activity_count')]: steady(90), [plain('pg_settings_max_connections')]: steady(100) }],
    quiet: [{ [plain('pg_stat_activity_count')]: steady(70), [plain('pg_settings_max_connections')]: steady(100) }, {}],
  },
  {
    id: 'PostgresTransactionTooLong', at: 10,
    fires: [{ [plain('pg_stat_activity_max_tx_duration', ',state="idle in transaction (aborted)"')]: steady(2000) }],
    quiet: [{ [plain('pg_stat_activity_max_tx_duration', ',state="active"')]: steady(600) },
      { [plain('pg_stat_activity_max_tx_duration', ',state="idle"')]: steady(2000) },
      { [plain('pg_stat_activity_max_tx_duration', ',state="active",application_name="pg_dump"')]: steady(2000) }, {}],
  },
  { id: 'PostgresReplicaMissing', at: 15, fires: [active(1, 0)], quiet: [active(1, 1), {}] },
  { id: 'PostgresNoReplica', at: 5, fires: [active(0, 0)], quiet: [active(1, 0), {}] },
  {
    id: 'PostgresReplicationLag', at: 10,
    fires: [{ ...active(1, 1), ...slots('pg_replication_slots_pg_wal_lsn_diff')(0, 1e8) }],
    // A slot that nobody uses is another alert's matter.
    quiet: [{ ...active(1, 1), ...slots('pg_replication_slots_pg_wal_lsn_diff')(0, 1e7) },
      { ...active(1, 0), ...slots('pg_replication_slots_pg_wal_lsn_diff')(0, 1e8) }, {}],
  },
  {
    id: 'PostgresReplicaLost', at: 2,
    fires: [{ [plain('pg_replication_slots_wal_status', ',slot_name="standby_0",wal_status="lost"')]: steady(1) }],
    quiet: [{ [plain('pg_replication_slots_wal_status', ',slot_name="standby_0",wal_status="reserved"')]: steady(1) }, {}],
  },
  ...volumeCases('Postgres', 'data-data-plain-replica-1'),
  ...podSetCases('data-plain-primary', { stateful: true, single: true, prefix: 'Primary' }),
  ...podSetCases('data-plain-replica', { stateful: true, prefix: 'Standby' }),
];

const cronJob = (metric: string): string => `kube_cronjob_${metric}{namespace="agents",cronjob="data-plain-nightly"}`;
/** Longer than a day, which a dump is given. */
const long = (value: number): string => `${value}x1800`;
const job = (failed: number, owner: string): Series => ({
  'kube_job_failed{namespace="agents",job_name="j-1",condition="true"}': steady(failed),
  'kube_job_failed{namespace="agents",job_name="j-1",condition="false"}': steady(1 - failed),
  'kube_job_status_start_time{namespace="agents",job_name="j-1"}': steady(1000),
  // Two of its pods failed, and the job tried again.
  'kube_job_status_failed{namespace="agents",job_name="j-1"}': steady(2),
  [`kube_job_owner{namespace="agents",job_name="j-1",owner_kind="CronJob",owner_name="${owner}"}`]: steady(1),
});

export const DUMP: AlertCase[] = [
  {
    id: 'DumpTooOld', at: 1720,
    fires: [{ [cronJob('status_last_successful_time')]: long(0), [cronJob('spec_suspend')]: long(0) }],
    quiet: [{ [cronJob('status_last_successful_time')]: long(50000), [cronJob('spec_suspend')]: long(0) },
      { [cronJob('status_last_successful_time')]: long(0), [cronJob('spec_suspend')]: long(1) }, {}],
  },
  {
    id: 'DumpNeverSucceeded', at: 1720,
    fires: [{ [cronJob('created')]: long(0) }],
    quiet: [{ [cronJob('created')]: long(0), [cronJob('status_last_successful_time')]: long(50000) }, { [cronJob('created')]: long(50000) }, {}],
  },
  {
    id: 'DumpFailed', at: 5,
    fires: [job(1, 'data-plain-nightly'), { ...job(1, 'data-plain-nightly'), [cronJob('status_last_successful_time')]: steady(500) }],
    quiet: [job(0, 'data-plain-nightly'), job(1, 'another'), {},
      { ...job(1, 'data-plain-nightly'), [cronJob('status_last_successful_time')]: steady(2000) }],
  },
  { id: 'DumpSuspended', at: 1450, fires: [{ [cronJob('spec_suspend')]: long(1) }], quiet: [{ [cronJob('spec_suspend')]: long(0) }, {}] },
];
