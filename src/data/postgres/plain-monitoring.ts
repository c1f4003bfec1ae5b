import { Duration } from 'cdk8s';
import { aggregate, Labels, rate, select } from '../../internal/promql';
import { OF_COMPONENT, OUTAGE } from '../../model/alert-labels';
import { withThreshold } from '../../model/alert-threshold';
import { Alert, IScrapeAccess, MonitoringPlan, Panel, Severity } from '../../model/monitoring-plan';
import { selector } from '../../workload/pod-plan';
import { volumeAlerts, volumePanel } from '../../workload/volume-watch';
import { targetMissing, WatchedWorkload, workloadAlerts } from '../../workload/workload-alerts';
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
/** Less than a minute of WAL of a busy database. */
const LAG_BYTES = 64 * 1024 * 1024;

/** From the metrics of postgres_exporter 0.20, which renamed those of replication slots. */
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
  const set = { namespace, kind: 'StatefulSet' as const, autoscaled: false };
  return [
    { ...set, name: primary, prefix: 'Primary', single: true, essential: true },
    ...replica ? [{ ...set, name: replica, prefix: 'Standby', single: standbys === 1 }] : [],
  ];
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
      description: 'PostgreSQL in pod {{ $labels.namespace }}/{{ $labels.pod }} does not accept connections, so nothing can be written.',
      labels: { [OUTAGE]: OF_COMPONENT },
    },
    withThreshold({ usual: 0.8, unit: 'share', min: 0.1, max: 0.99 }, (limit) => ({
      id: 'PostgresConnectionsNearMax',
      expr: `${connectionShare(labels)} > ${limit.value}`,
      for: Duration.minutes(5),
      severity: Severity.WARNING,
      summary: `${name} uses more than ${limit.text} of its connections.`,
      description: 'Pod {{ $labels.namespace }}/{{ $labels.pod }} uses {{ $value | humanizePercentage }} of max_connections, and rejects clients at 100%.',
    })),
    withThreshold({ usual: 1800, unit: 'seconds', min: 60, max: 604800 }, (limit) => ({
      id: 'PostgresTransactionTooLong',
      expr: `${aggregate('max', BY, select('pg_stat_activity_max_tx_duration', { ...labels, ...OPEN_TRANSACTIONS }))} > ${limit.value}`,
      for: Duration.minutes(5),
      severity: Severity.WARNING,
      summary: `A transaction in ${name} has been open for more than ${limit.text}.`,
      description: 'The longest transaction in pod {{ $labels.namespace }}/{{ $labels.pod }} has been open for {{ $value | humanizeDuration }}. It holds locks and prevents vacuum from removing dead rows.',
    })),
  ];
}

/** A dump is one long transaction by design, and is watched by alerts of its own. */
const OPEN_TRANSACTIONS = { state: '~active|idle in transaction.*', application_name: '!pg_dump' };

/**
 * The member that accepts writes: the primary, or a standby that was promoted. A standby that is being cloned can be down for hours,
 * which PostgresReplicaMissing reports as a warning.
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
      summary: `A standby of ${name} is not replicating.`,
      description: `{{ $value }} of ${standbys} standbys are connected to the primary, which retains WAL for the others up to a limit.`,
    },
    {
      id: 'PostgresNoReplica',
      expr: `${connected} == 0`,
      for: Duration.minutes(2),
      severity: Severity.CRITICAL,
      summary: `No standby of ${name} is replicating.`,
      description: synchronous ? 'No standby is connected to the primary, so writes block until one is back.' : 'No standby is connected to the primary, so data would be lost with it.',
    },
    withThreshold({ usual: LAG_BYTES, unit: 'bytes', min: 1024 ** 2, max: 1024 ** 4 }, (limit) => ({
      id: 'PostgresReplicationLag',
      // In bytes: the seconds since the last replayed transaction also grow while there are no writes.
      expr: `${aggregate('max', [...BY, 'slot_name'], select('pg_replication_slots_pg_wal_lsn_diff', primary))} > ${limit.value}`
        + ` and ${aggregate('max', [...BY, 'slot_name'], select('pg_replication_slots_active', primary))} == 1`,
      for: Duration.minutes(5),
      severity: Severity.WARNING,
      summary: `A standby of ${name} is more than ${limit.text} behind the primary.`,
      description: 'The standby that uses slot {{ $labels.slot_name }} is {{ $value | humanize1024 }}B behind the primary, so reads from it are stale.',
    })),
    {
      id: 'PostgresReplicaLost',
      expr: `${aggregate('max', [...BY, 'slot_name'], select('pg_replication_slots_wal_status', { ...primary, wal_status: 'lost' }))} == 1`,
      severity: Severity.CRITICAL,
      summary: `A standby of ${name} can no longer catch up.`,
      description: 'The primary has removed WAL that the standby of slot {{ $labels.slot_name }} still needs. The standby must be cloned again.',
    },
  ];
}

function serverPanels(labels: Labels): Panel[] {
  return [
    {
      title: 'Members', description: 'Members that are up; each should be at 1.', unit: 'short',
      queries: [{ expr: aggregate('max', ['pod'], select('pg_up', labels)), legend: '{{pod}}' }],
    },
    {
      title: 'Connections', description: 'Connections in use, as a share of max_connections.', unit: 'percentunit',
      queries: [{ expr: connectionShare(labels), legend: '{{pod}}' }],
    },
    {
      title: 'Transactions', description: 'Transactions per second, committed and rolled back. Many rollbacks point to errors in a client.', unit: 'ops',
      queries: [
        { expr: aggregate('sum', ['datname'], rate('pg_stat_database_xact_commit', labels, '$__rate_interval')), legend: '{{datname}} committed' },
        { expr: aggregate('sum', ['datname'], rate('pg_stat_database_xact_rollback', labels, '$__rate_interval')), legend: '{{datname}} rolled back' },
      ],
    },
    {
      title: 'Cache hit ratio', description: 'Ratio of blocks read from the buffer cache. More memory helps where it is low.', unit: 'percentunit',
      queries: [{
        expr: `${aggregate('sum', ['pod'], rate('pg_stat_database_blks_hit', labels, '$__rate_interval'))} / (`
          + `${aggregate('sum', ['pod'], rate('pg_stat_database_blks_hit', labels, '$__rate_interval'))} + `
          + `${aggregate('sum', ['pod'], rate('pg_stat_database_blks_read', labels, '$__rate_interval'))})`,
        legend: '{{pod}}',
      }],
    },
    {
      title: 'Longest transaction', description: 'Age of the oldest open transaction.', unit: 's',
      queries: [{ expr: aggregate('max', ['pod', 'state'], select('pg_stat_activity_max_tx_duration', labels)), legend: '{{pod}} {{state}}' }],
    },
  ];
}

function replicationPanels(primary: Labels): Panel[] {
  return [{
    title: 'Replication lag', description: 'WAL that each standby has not replayed.', unit: 'bytes',
    queries: [{ expr: aggregate('max', ['slot_name'], select('pg_replication_slots_pg_wal_lsn_diff', primary)), legend: '{{slot_name}}' }],
  }];
}

function connectionShare(labels: Labels): string {
  return `${aggregate('sum', BY, select('pg_stat_activity_count', labels))} / ${aggregate('max', BY, select('pg_settings_max_connections', labels))}`;
}
