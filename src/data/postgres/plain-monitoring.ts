import { Duration } from 'cdk8s';
import { aggregate, Labels, rate, select } from '../../internal/promql';
import { Alert, IScrapeAccess, MonitoringPlan, Panel, Severity } from '../../model/monitoring-plan';
import { selector } from '../../workload/pod-plan';
import { targetMissing, WatchedWorkload, workloadAlerts } from '../../workload/workload-alerts';
import { volumeAlerts, volumePanel } from '../volume-watch';
import { METRICS_PORT } from './postgres-provider';

/** What is watched of the engine. */
export interface PlainWatch {
  readonly namespace?: string;
  readonly name: string;
  readonly primary: string;
  readonly replica?: string;
  readonly standbys: number;
  readonly synchronous: boolean;
  /** By workload. */
  readonly scrapeAccess: Record<string, IScrapeAccess>;
}

const BY = ['namespace', 'job', 'pod'];
/** What a standby may be behind: less than a minute of a busy database. */
const LAG_BYTES = 64 * 1024 * 1024;

/** By the metrics of postgres_exporter 0.20, whose names for replication slots changed in that version. */
export function plainMonitoring(watch: PlainWatch): MonitoringPlan {
  const labels: Labels = { ...watch.namespace ? { namespace: watch.namespace } : {}, job: watch.name };
  const primary = { ...labels, pod: `~${watch.primary}-[0-9]+` };
  const volumes = { namespace: watch.namespace, name: watch.name, claims: `data-(${[watch.primary, watch.replica].filter(Boolean).join('|')})-[0-9]+` };
  return {
    title: watch.name,
    scrapes: Object.entries(watch.scrapeAccess).map(([instance, scrapeAccess]) =>
      ({ port: 'metrics', portNumber: METRICS_PORT, podLabels: selector(instance), job: watch.name, scrapeAccess })),
    alerts: [
      targetMissing('Postgres', watch.name, labels),
      ...serverAlerts(watch, labels),
      ...watch.standbys > 0 ? replicationAlerts(watch, primary) : [],
      ...volumeAlerts('Postgres', volumes),
      ...workloads(watch).flatMap(workloadAlerts),
    ],
    recordings: [],
    panels: [...serverPanels(labels), ...watch.standbys > 0 ? replicationPanels(primary) : [], volumePanel(volumes)],
  };
}

function workloads({ namespace, primary, replica, standbys }: PlainWatch): WatchedWorkload[] {
  const set = (name: string, prefix: string, single: boolean): WatchedWorkload => ({ namespace, name, kind: 'StatefulSet', autoscaled: false, prefix, single });
  return [set(primary, 'Primary', true), ...replica ? [set(replica, 'Standby', standbys === 1)] : []];
}

function serverAlerts(watch: PlainWatch, labels: Labels): Alert[] {
  const { name } = watch;
  return [
    {
      id: 'PostgresDown',
      expr: primaryDown(watch, labels),
      for: Duration.minutes(1),
      severity: Severity.CRITICAL,
      summary: `The primary of ${name} is down.`,
      description: 'The exporter in pod {{ $labels.pod }} cannot connect to its server, so nothing can be written. Read the log of the container postgres.',
    },
    {
      id: 'PostgresConnectionsNearMax',
      expr: `${connectionShare(labels)} > 0.8`,
      for: Duration.minutes(5),
      severity: Severity.WARNING,
      summary: `${name} is running out of connections.`,
      description: '{{ $value | humanizePercentage }} of the connections of pod {{ $labels.pod }} are taken; at 100 percent clients are refused.'
        + ' Find who opens them: select usename, state, count(*) from pg_stat_activity group by 1, 2.',
    },
    {
      id: 'PostgresTransactionTooLong',
      expr: `${aggregate('max', BY, select('pg_stat_activity_max_tx_duration', { ...labels, ...OPEN_TRANSACTIONS }))} > 1800`,
      for: Duration.minutes(5),
      severity: Severity.WARNING,
      summary: `A transaction in ${name} has been open for half an hour.`,
      description: 'It holds locks and prevents vacuum from removing dead rows. Find it in pg_stat_activity on pod {{ $labels.pod }} by xact_start.',
    },
  ];
}

/** A dump is one long transaction by design, and is watched by alerts of its own. */
const OPEN_TRANSACTIONS = { state: '~active|idle in transaction.*', application_name: '!pg_dump' };

/**
 * The member that takes writes: the primary, or a standby that was promoted. A standby that is being cloned is down for hours
 * and nobody's emergency; PostgresReplicaMissing says so in the morning.
 */
function primaryDown({ primary, replica }: PlainWatch, labels: Labels): string {
  const down = (pods: Labels): string => `${aggregate('max', BY, select('pg_up', pods))} == 0`;
  const ofPrimary = down({ ...labels, pod: `~${primary}-[0-9]+` });
  if (!replica) {
    return ofPrimary;
  }
  const standbys = { ...labels, pod: `~${replica}-[0-9]+` };
  const promoted = aggregate('max', BY, `last_over_time(${select('pg_replication_is_replica', standbys)}[1d])`);
  return `${ofPrimary} or (${down(standbys)} and ${promoted} == 0)`;
}

function replicationAlerts({ name, standbys, synchronous }: PlainWatch, primary: Labels): Alert[] {
  const connected = aggregate('sum', ['namespace', 'job'], select('pg_replication_slots_active', primary));
  return [
    {
      id: 'PostgresReplicaMissing',
      expr: `${connected} < ${standbys}`,
      for: Duration.minutes(10),
      severity: Severity.WARNING,
      summary: `A standby of ${name} does not follow the primary.`,
      description: `{{ $value }} of ${standbys} standbys are connected. What the missing one has not seen is kept for a while; after that it must be`
        + ' cloned anew: delete its claim and its pod.',
    },
    {
      id: 'PostgresNoReplica',
      expr: `${connected} == 0`,
      for: Duration.minutes(2),
      severity: Severity.CRITICAL,
      summary: `No standby of ${name} follows the primary.`,
      description: synchronous ? 'Writes wait for a standby and hang until one is back.' : 'The loss of the primary would lose data.',
    },
    {
      id: 'PostgresReplicationLag',
      // In bytes: the seconds since the last replayed transaction also grow while nobody writes.
      expr: `${aggregate('max', [...BY, 'slot_name'], select('pg_replication_slots_pg_wal_lsn_diff', primary))} > ${LAG_BYTES}`
        + ` and ${aggregate('max', [...BY, 'slot_name'], select('pg_replication_slots_active', primary))} == 1`,
      for: Duration.minutes(5),
      severity: Severity.WARNING,
      summary: `A standby of ${name} lags behind.`,
      description: 'The standby of slot {{ $labels.slot_name }} is {{ $value | humanize1024 }}B behind the primary: it answers with old data.',
    },
    {
      id: 'PostgresReplicaLost',
      expr: `${aggregate('max', [...BY, 'slot_name'], select('pg_replication_slots_wal_status', { ...primary, wal_status: 'lost' }))} == 1`,
      severity: Severity.CRITICAL,
      summary: `A standby of ${name} can no longer catch up.`,
      description: 'The primary no longer has what the standby of slot {{ $labels.slot_name }} needs. Drop the slot, delete the standby\'s claim and pod.',
    },
  ];
}

function serverPanels(labels: Labels): Panel[] {
  return [
    {
      title: 'Members', description: 'Which members answer; each should be at 1.', unit: 'short',
      queries: [{ expr: aggregate('max', ['pod'], select('pg_up', labels)), legend: '{{pod}}' }],
    },
    {
      title: 'Connections', description: 'Connections in use, as a share of what the server takes.', unit: 'percentunit',
      queries: [{ expr: connectionShare(labels), legend: '{{pod}}' }],
    },
    {
      title: 'Transactions', description: 'Transactions a second, by how they ended. Many rollbacks are errors of clients.', unit: 'ops',
      queries: [
        { expr: aggregate('sum', ['datname'], rate('pg_stat_database_xact_commit', labels, '$__rate_interval')), legend: '{{datname}} committed' },
        { expr: aggregate('sum', ['datname'], rate('pg_stat_database_xact_rollback', labels, '$__rate_interval')), legend: '{{datname}} rolled back' },
      ],
    },
    {
      title: 'Reads from memory', description: 'The share of blocks that were found in memory. Below 95 percent, more memory helps.', unit: 'percentunit',
      queries: [{
        expr: `${aggregate('sum', ['pod'], rate('pg_stat_database_blks_hit', labels, '$__rate_interval'))} / (`
          + `${aggregate('sum', ['pod'], rate('pg_stat_database_blks_hit', labels, '$__rate_interval'))} + `
          + `${aggregate('sum', ['pod'], rate('pg_stat_database_blks_read', labels, '$__rate_interval'))})`,
        legend: '{{pod}}',
      }],
    },
    {
      title: 'Longest transaction', description: 'How long the oldest open transaction has been open.', unit: 's',
      queries: [{ expr: aggregate('max', ['pod', 'state'], select('pg_stat_activity_max_tx_duration', labels)), legend: '{{pod}} {{state}}' }],
    },
  ];
}

function replicationPanels(primary: Labels): Panel[] {
  return [{
    title: 'Replication lag', description: 'How far each standby is behind the primary.', unit: 'bytes',
    queries: [{ expr: aggregate('max', ['slot_name'], select('pg_replication_slots_pg_wal_lsn_diff', primary)), legend: '{{slot_name}}' }],
  }];
}

function connectionShare(labels: Labels): string {
  return `${aggregate('sum', BY, select('pg_stat_activity_count', labels))} / ${aggregate('max', BY, select('pg_settings_max_connections', labels))}`;
}
