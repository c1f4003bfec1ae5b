import { Duration } from 'cdk8s';
import { aggregate, Labels, rate, select } from '../../internal/promql';
import { Alert, IScrapeAccess, MonitoringPlan, Panel, Severity } from '../../model/monitoring-plan';
import { targetMissing } from '../../workload/workload-alerts';
import { volumeAlerts, volumePanel } from '../volume-watch';
import { METRICS_PORT } from './postgres-provider';

/** What is watched of the engine. */
export interface CloudNativePgWatch {
  readonly namespace?: string;
  readonly name: string;
  readonly instances: number;
  readonly scrapeAccess: IScrapeAccess;
}

const SET = ['namespace', 'job'];
const BY = [...SET, 'pod'];

/** By the metrics of the operator's own exporter, which runs in each member. */
export function cloudNativePgMonitoring(watch: CloudNativePgWatch): MonitoringPlan {
  const { namespace, name, instances, scrapeAccess } = watch;
  const labels: Labels = { ...namespace ? { namespace } : {}, job: name };
  const volumes = { namespace, name, claims: `${name}-[0-9]+(-wal)?` };
  return {
    title: name,
    scrapes: [{ port: 'metrics', portNumber: METRICS_PORT, podLabels: { 'cnpg.io/cluster': name }, job: name, scrapeAccess }],
    alerts: [
      targetMissing('Postgres', name, labels),
      ...serverAlerts(name, labels),
      ...instances > 1 ? replicationAlerts(watch, labels) : [],
      ...volumeAlerts('Postgres', volumes),
    ],
    recordings: [],
    panels: [...serverPanels(labels), ...replicationPanels(labels), volumePanel(volumes)],
  };
}

function serverAlerts(name: string, labels: Labels): Alert[] {
  return [
    {
      id: 'PostgresDown',
      expr: `${aggregate('max', BY, select('cnpg_collector_up', labels))} == 0`,
      for: Duration.minutes(1),
      severity: Severity.CRITICAL,
      summary: `A member of ${name} does not answer.`,
      description: 'PostgreSQL in pod {{ $labels.pod }} is down. Look at kubectl cnpg status, and at the log of the pod.',
    },
    {
      id: 'PostgresPrimaryMissing',
      expr: `count by (${SET.join(', ')}) (${select('cnpg_pg_replication_in_recovery', labels)})`
        + ` unless on (${SET.join(', ')}) (${select('cnpg_pg_replication_in_recovery', labels)} == 0)`,
      for: Duration.minutes(2),
      severity: Severity.CRITICAL,
      summary: `${name} has no primary.`,
      description: 'All members that answer are standbys, so nothing can be written. The operator should have elected one: read its log.',
    },
    {
      id: 'PostgresFenced',
      expr: `${aggregate('max', BY, select('cnpg_collector_fencing_on', labels))} == 1`,
      for: Duration.minutes(5),
      severity: Severity.WARNING,
      summary: `A member of ${name} is fenced.`,
      description: 'Pod {{ $labels.pod }} was taken out of service by hand. Lift the fence when the work is done: kubectl cnpg fencing off.',
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
      expr: `${aggregate('max', BY, select('cnpg_backends_max_tx_duration_seconds', labels))} > 1800`,
      for: Duration.minutes(5),
      severity: Severity.WARNING,
      summary: `A transaction in ${name} has been open for half an hour.`,
      description: 'It keeps locks, and keeps old rows from being cleaned up. Find it in pg_stat_activity on pod {{ $labels.pod }} by xact_start.',
    },
    {
      id: 'PostgresTransactionIdsRunningOut',
      expr: `${aggregate('max', BY, select('cnpg_pg_database_xid_age', labels))} > 3e8`,
      for: Duration.minutes(15),
      severity: Severity.WARNING,
      summary: `Cleaning up in ${name} does not keep up.`,
      description: 'The oldest transaction of a database is {{ $value }} transactions old; at 2 billion it stops to take writes. Find what keeps autovacuum.',
    },
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
      summary: `A standby of ${name} does not follow the primary.`,
      description: `{{ $value }} of ${instances - 1} standbys are connected. Look at kubectl cnpg status, and at pods that are pending.`,
    },
    {
      id: 'PostgresNoReplica',
      expr: `${streaming} == 0`,
      for: Duration.minutes(2),
      severity: Severity.CRITICAL,
      summary: `No standby of ${name} follows the primary.`,
      description: 'There is nobody to fail over to, and synchronous writes hang until a standby is back.',
    },
    {
      id: 'PostgresReplicationLag',
      expr: `${aggregate('max', BY, select('cnpg_pg_replication_lag', labels))} > 30`
        + ` and ${aggregate('max', BY, select('cnpg_pg_replication_in_recovery', labels))} == 1`,
      for: Duration.minutes(5),
      severity: Severity.WARNING,
      summary: `A standby of ${name} lags behind.`,
      description: 'Pod {{ $labels.pod }} is {{ $value | humanizeDuration }} behind the primary: it answers with old data.',
    },
    {
      id: 'PostgresReplicaDisconnected',
      expr: `${aggregate('max', BY, select('cnpg_pg_replication_in_recovery', labels))}`
        + ` > ${aggregate('max', BY, select('cnpg_pg_replication_is_wal_receiver_up', labels))}`,
      for: Duration.minutes(5),
      severity: Severity.WARNING,
      summary: `A standby of ${name} receives nothing.`,
      description: 'The receiver of pod {{ $labels.pod }} is down. Read its log; if the primary no longer has what it needs, delete its claim and its pod.',
    },
  ];
}

function serverPanels(labels: Labels): Panel[] {
  return [
    {
      title: 'Members', description: 'Which members answer; each should be at 1.', unit: 'short',
      queries: [{ expr: aggregate('max', ['pod'], select('cnpg_collector_up', labels)), legend: '{{pod}}' }],
    },
    {
      title: 'Connections', description: 'Connections in use, as a share of what the server takes.', unit: 'percentunit',
      queries: [{ expr: connectionShare(labels), legend: '{{pod}}' }],
    },
    {
      title: 'Transactions', description: 'Transactions a second, by how they ended. Many rollbacks are errors of clients.', unit: 'ops',
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
      title: 'Who is primary', description: 'One member is at 0, the primary; the others are at 1.', unit: 'short',
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
