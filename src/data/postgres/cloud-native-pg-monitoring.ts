import { Duration } from 'cdk8s';
import { aggregate, Labels, rate, select } from '../../internal/promql';
import { OF_COMPONENT, OUTAGE } from '../../model/alert-labels';
import { withThreshold } from '../../model/alert-threshold';
import { Alert, MonitoringPlan, Panel, ScrapeEndpoint, Severity } from '../../model/monitoring-plan';
import { volumeAlerts, volumePanel } from '../../workload/volume-watch';
import { podAlerts, targetMissing } from '../../workload/workload-alerts';
import { backupAlerts, backupPanels, BackupWatch } from './backup-monitoring';

/** What is watched of the engine. */
export interface CloudNativePgWatch {
  readonly namespace?: string;
  readonly name: string;
  readonly instances: number;
  /** Absent where there are no continuous backups. */
  readonly backup?: BackupWatch;
  readonly scrape: ScrapeEndpoint;
}

const SET = ['namespace', 'job'];
const BY = [...SET, 'pod'];

/** From the metrics of the operator's built-in exporter, which runs in each member. */
export function cloudNativePgMonitoring(watch: CloudNativePgWatch): MonitoringPlan {
  const { namespace, name, instances, backup, scrape } = watch;
  const labels: Labels = { ...namespace ? { namespace } : {}, job: name };
  const volumes = { namespace, name, claims: `${name}-[0-9]+(-wal)?` };
  const pods = { ...namespace ? { namespace } : {}, pod: `~${name}-[0-9]+` };
  return {
    title: name,
    scrapes: [scrape],
    alerts: [
      targetMissing('Postgres', name, labels),
      ...serverAlerts(name, labels),
      ...instances > 1 ? replicationAlerts(watch, labels) : [],
      ...backup ? backupAlerts(name, labels, backup) : [],
      ...volumeAlerts('Postgres', volumes),
      ...podAlerts(name, pods),
    ],
    recordings: [],
    panels: [...serverPanels(labels), ...replicationPanels(labels), ...backup ? backupPanels(labels) : [], volumePanel(volumes)],
  };
}

function serverAlerts(name: string, labels: Labels): Alert[] {
  const up = (by: string[]): string => aggregate('max', by, select('cnpg_collector_up', labels));
  const recovering = select('cnpg_pg_replication_in_recovery', labels);
  const outage = { severity: Severity.CRITICAL, labels: { [OUTAGE]: OF_COMPONENT } };
  return [
    {
      id: 'PostgresDown',
      expr: `${up(SET)} == 0`,
      for: Duration.minutes(1),
      summary: `No member of ${name} is up.`,
      description: 'PostgreSQL is down in every pod of cluster {{ $labels.namespace }}/{{ $labels.job }}.',
      ...outage,
    },
    {
      id: 'PostgresMemberDown',
      // A new standby is down until it has caught up, and a failed primary is replaced: neither is worth a page.
      expr: `${up(BY)} == 0`,
      for: Duration.minutes(15),
      severity: Severity.WARNING,
      summary: `A member of ${name} is down.`,
      description: 'PostgreSQL in pod {{ $labels.namespace }}/{{ $labels.pod }} is down.',
    },
    {
      id: 'PostgresPrimaryMissing',
      expr: `${aggregate('count', SET, recovering)} unless on (${SET.join(', ')}) (${recovering} == 0)`,
      for: Duration.minutes(2),
      summary: `${name} has no primary.`,
      description: 'Every member of cluster {{ $labels.namespace }}/{{ $labels.job }} that is up is a standby, so writes fail. The operator has not promoted one of them.',
      ...outage,
    },
    {
      id: 'PostgresFenced',
      expr: `${aggregate('max', BY, select('cnpg_collector_fencing_on', labels))} == 1`,
      for: Duration.minutes(5),
      severity: Severity.WARNING,
      summary: `A member of ${name} is fenced.`,
      description: 'Pod {{ $labels.namespace }}/{{ $labels.pod }} is fenced, so PostgreSQL does not run in it.',
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
      // A dump is one long transaction by design, and has alerts of its own.
      expr: `${aggregate('max', BY, select('cnpg_backends_max_tx_duration_seconds', { ...labels, application_name: '!pg_dump' }))} > ${limit.value}`,
      for: Duration.minutes(5),
      severity: Severity.WARNING,
      summary: `A transaction in ${name} has been open for more than ${limit.text}.`,
      description: 'The longest transaction in pod {{ $labels.namespace }}/{{ $labels.pod }} has been open for {{ $value | humanizeDuration }}. It holds locks and prevents vacuum from removing dead rows.',
    })),
    withThreshold({ usual: 300_000_000, unit: 'count', min: 50_000_000, max: 2_000_000_000 }, (limit) => ({
      id: 'PostgresTransactionIdsRunningOut',
      expr: `${aggregate('max', BY, select('cnpg_pg_database_xid_age', labels))} > ${limit.value}`,
      for: Duration.minutes(15),
      severity: Severity.WARNING,
      summary: `The oldest transaction ID of a database in ${name} is more than ${limit.text} transactions old.`,
      description: 'Pod {{ $labels.namespace }}/{{ $labels.pod }} has a database whose oldest transaction ID is {{ $value | humanize }} transactions old. Autovacuum is falling behind; PostgreSQL stops accepting writes at 2 billion.',
    })),
  ];
}

function replicationAlerts({ name, instances }: CloudNativePgWatch, labels: Labels): Alert[] {
  const streaming = aggregate('max', SET, select('cnpg_pg_replication_streaming_replicas', labels));
  return [
    {
      id: 'PostgresReplicaMissing',
      expr: `${streaming} < ${instances - 1}`,
      for: Duration.minutes(10),
      severity: Severity.WARNING,
      summary: `A standby of ${name} is not replicating.`,
      description: `{{ $value }} of ${instances - 1} standbys are connected to the primary.`,
    },
    {
      id: 'PostgresNoReplica',
      expr: `${streaming} == 0`,
      for: Duration.minutes(2),
      severity: Severity.CRITICAL,
      summary: `No standby of ${name} is replicating.`,
      description: 'No standby is connected to the primary: failover is impossible, and synchronous writes block until one is back.',
    },
    withThreshold({ usual: 30, unit: 'seconds', min: 1, max: 86400 }, (limit) => ({
      id: 'PostgresReplicationLag',
      expr: `${aggregate('max', BY, select('cnpg_pg_replication_lag', labels))} > ${limit.value}`
        + ` and ${aggregate('max', BY, select('cnpg_pg_replication_in_recovery', labels))} == 1`,
      for: Duration.minutes(5),
      severity: Severity.WARNING,
      summary: `A standby of ${name} is more than ${limit.text} behind the primary.`,
      description: 'Pod {{ $labels.namespace }}/{{ $labels.pod }} is {{ $value | humanizeDuration }} behind the primary, so reads from it are stale.',
    })),
    {
      id: 'PostgresReplicaDisconnected',
      expr: `${aggregate('max', BY, select('cnpg_pg_replication_in_recovery', labels))}`
        + ` > ${aggregate('max', BY, select('cnpg_pg_replication_is_wal_receiver_up', labels))}`,
      for: Duration.minutes(5),
      severity: Severity.WARNING,
      summary: `A standby of ${name} has lost its connection to the primary.`,
      description: 'The WAL receiver of pod {{ $labels.namespace }}/{{ $labels.pod }} is down.',
    },
  ];
}

function serverPanels(labels: Labels): Panel[] {
  return [
    {
      title: 'Members', description: 'Members that are up; each should be at 1.', unit: 'short',
      queries: [{ expr: aggregate('max', ['pod'], select('cnpg_collector_up', labels)), legend: '{{pod}}' }],
    },
    {
      title: 'Connections', description: 'Connections in use, as a share of max_connections.', unit: 'percentunit',
      queries: [{ expr: connectionShare(labels), legend: '{{pod}}' }],
    },
    {
      title: 'Transactions', description: 'Transactions per second, committed and rolled back. Many rollbacks point to errors in a client.', unit: 'ops',
      queries: [
        { expr: aggregate('sum', ['datname'], rate('cnpg_pg_stat_database_xact_commit', labels, '$__rate_interval')), legend: '{{datname}} committed' },
        { expr: aggregate('sum', ['datname'], rate('cnpg_pg_stat_database_xact_rollback', labels, '$__rate_interval')), legend: '{{datname}} rolled back' },
      ],
    },
    {
      title: 'Longest transaction', description: 'How long the oldest open transaction has been open.', unit: 's',
      queries: [{ expr: aggregate('max', ['pod'], select('cnpg_backends_max_tx_duration_seconds', labels)), legend: '{{pod}}' }],
    },
  ];
}

function replicationPanels(labels: Labels): Panel[] {
  return [
    {
      title: 'Members in recovery', description: 'Standbys are at 1, the primary is at 0.', unit: 'short',
      queries: [{ expr: aggregate('max', ['pod'], select('cnpg_pg_replication_in_recovery', labels)), legend: '{{pod}}' }],
    },
    {
      title: 'Replication lag', description: 'How far each standby is behind the primary.', unit: 's',
      queries: [{ expr: aggregate('max', ['pod'], select('cnpg_pg_replication_lag', labels)), legend: '{{pod}}' }],
    },
  ];
}

function connectionShare(labels: Labels): string {
  const most = select('cnpg_pg_settings_setting', { ...labels, name: 'max_connections' });
  return `${aggregate('sum', BY, select('cnpg_backends_total', labels))} / ${aggregate('max', BY, most)}`;
}
