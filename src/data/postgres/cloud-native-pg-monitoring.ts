import { Duration } from 'cdk8s';
import { aggregate, Labels, rate, select } from '../../internal/promql';
import { Alert, IScrapeAccess, MonitoringPlan, Panel, Severity } from '../../model/monitoring-plan';
import { podAlerts, targetMissing } from '../../workload/workload-alerts';
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

/** From the metrics of the operator's built-in exporter, which runs in each member. */
export function cloudNativePgMonitoring(watch: CloudNativePgWatch): MonitoringPlan {
  const { namespace, name, instances, scrapeAccess } = watch;
  const labels: Labels = { ...namespace ? { namespace } : {}, job: name };
  const volumes = { namespace, name, claims: `${name}-[0-9]+(-wal)?` };
  const pods = { ...namespace ? { namespace } : {}, pod: `~${name}-[0-9]+` };
  return {
    title: name,
    scrapes: [{ port: 'metrics', portNumber: METRICS_PORT, podLabels: { 'cnpg.io/cluster': name }, job: name, scrapeAccess }],
    alerts: [
      targetMissing('Postgres', name, labels),
      ...serverAlerts(name, labels),
      ...instances > 1 ? replicationAlerts(watch, labels) : [],
      ...volumeAlerts('Postgres', volumes),
      ...podAlerts(name, pods),
    ],
    recordings: [],
    panels: [...serverPanels(labels), ...replicationPanels(labels), volumePanel(volumes)],
  };
}

function serverAlerts(name: string, labels: Labels): Alert[] {
  return [
    {
      id: 'PostgresDown',
      expr: `${aggregate('max', SET, select('cnpg_collector_up', labels))} == 0`,
      for: Duration.minutes(1),
      severity: Severity.CRITICAL,
      summary: `No member of ${name} is up.`,
      description: 'PostgreSQL is down in every pod. Check kubectl cnpg status and the logs of the pods.',
    },
    {
      id: 'PostgresMemberDown',
      // A new standby is down until it has caught up, and a failed primary is replaced: neither is worth a page.
      expr: `${aggregate('max', BY, select('cnpg_collector_up', labels))} == 0`,
      for: Duration.minutes(15),
      severity: Severity.WARNING,
      summary: `A member of ${name} is down.`,
      description: 'PostgreSQL in pod {{ $labels.pod }} has been down for 15 minutes. Check kubectl cnpg status and the log of the pod.',
    },
    {
      id: 'PostgresPrimaryMissing',
      expr: `count by (${SET.join(', ')}) (${select('cnpg_pg_replication_in_recovery', labels)})`
        + ` unless on (${SET.join(', ')}) (${select('cnpg_pg_replication_in_recovery', labels)} == 0)`,
      for: Duration.minutes(2),
      severity: Severity.CRITICAL,
      summary: `${name} has no primary.`,
      description: 'Every member that is up is a standby, so writes fail. The operator should have promoted one of them: check its log.',
    },
    {
      id: 'PostgresFenced',
      expr: `${aggregate('max', BY, select('cnpg_collector_fencing_on', labels))} == 1`,
      for: Duration.minutes(5),
      severity: Severity.WARNING,
      summary: `A member of ${name} is fenced.`,
      description: 'Someone fenced pod {{ $labels.pod }}, so PostgreSQL does not run in it. Lift the fence when the work is done: kubectl cnpg fencing off.',
    },
    {
      id: 'PostgresConnectionsNearMax',
      expr: `${connectionShare(labels)} > 0.8`,
      for: Duration.minutes(5),
      severity: Severity.WARNING,
      summary: `${name} is running out of connections.`,
      description: '{{ $value | humanizePercentage }} of the connections to pod {{ $labels.pod }} are in use; at 100 percent new clients are rejected.'
        + ' See who holds them: select usename, state, count(*) from pg_stat_activity group by 1, 2.',
    },
    {
      id: 'PostgresTransactionTooLong',
      expr: `${aggregate('max', BY, select('cnpg_backends_max_tx_duration_seconds', labels))} > 1800`,
      for: Duration.minutes(5),
      severity: Severity.WARNING,
      summary: `A transaction in ${name} has been open for half an hour.`,
      description: 'It holds locks and prevents vacuum from removing dead rows. Find it in pg_stat_activity on pod {{ $labels.pod }}, ordered by xact_start.',
    },
    {
      id: 'PostgresTransactionIdsRunningOut',
      expr: `${aggregate('max', BY, select('cnpg_pg_database_xid_age', labels))} > 3e8`,
      for: Duration.minutes(15),
      severity: Severity.WARNING,
      summary: `Vacuum in ${name} is falling behind.`,
      description: 'The oldest transaction ID of a database is {{ $value }} transactions old; at 2 billion PostgreSQL stops accepting writes. Find what blocks autovacuum:'
        + ' long transactions, abandoned replication slots, prepared transactions.',
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
      summary: `A standby of ${name} is not replicating.`,
      description: `{{ $value }} of ${instances - 1} standbys are connected to the primary. Check kubectl cnpg status and look for pending pods.`,
    },
    {
      id: 'PostgresNoReplica',
      expr: `${streaming} == 0`,
      for: Duration.minutes(2),
      severity: Severity.CRITICAL,
      summary: `No standby of ${name} is replicating.`,
      description: 'Failover is impossible, and synchronous writes block until a standby is back.',
    },
    {
      id: 'PostgresReplicationLag',
      expr: `${aggregate('max', BY, select('cnpg_pg_replication_lag', labels))} > 30`
        + ` and ${aggregate('max', BY, select('cnpg_pg_replication_in_recovery', labels))} == 1`,
      for: Duration.minutes(5),
      severity: Severity.WARNING,
      summary: `A standby of ${name} is lagging behind.`,
      description: 'Pod {{ $labels.pod }} is {{ $value | humanizeDuration }} behind the primary, so reads from it are stale.',
    },
    {
      id: 'PostgresReplicaDisconnected',
      expr: `${aggregate('max', BY, select('cnpg_pg_replication_in_recovery', labels))}`
        + ` > ${aggregate('max', BY, select('cnpg_pg_replication_is_wal_receiver_up', labels))}`,
      for: Duration.minutes(5),
      severity: Severity.WARNING,
      summary: `A standby of ${name} has lost its connection to the primary.`,
      description: 'The WAL receiver in pod {{ $labels.pod }} is down. Check its log; if the primary no longer has the WAL it needs, delete its PersistentVolumeClaim and the pod.',
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
