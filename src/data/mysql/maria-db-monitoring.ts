import { Duration } from 'cdk8s';
import { aggregate, Labels, rate, select } from '../../internal/promql';
import { OF_COMPONENT, OUTAGE } from '../../model/alert-labels';
import { withThreshold } from '../../model/alert-threshold';
import { Alert, IScrapeAccess, MonitoringPlan, Panel, Severity } from '../../model/monitoring-plan';
import { selector } from '../../workload/pod-plan';
import { volumeAlerts, volumePanel } from '../../workload/volume-watch';
import { targetMissing, WatchedWorkload, workloadAlerts } from '../../workload/workload-alerts';

/** What is watched of the engine. */
export interface MariaDbWatch {
  readonly namespace?: string;
  readonly name: string;
  readonly primary: string;
  readonly replica?: string;
  readonly standbys: number;
  readonly synchronous: boolean;
  readonly metricsPort: number;
  /** By workload. */
  readonly scrapeAccess: Record<string, IScrapeAccess>;
}

const SET = ['namespace', 'job'];
const BY = [...SET, 'pod'];

/** From the metrics of mysqld_exporter 0.20. Those of replication have MariaDB's names: MySQL 8.4 calls them otherwise. */
export function mariaDbMonitoring(watch: MariaDbWatch): MonitoringPlan {
  const { namespace, name, primary, replica, metricsPort, standbys } = watch;
  const labels: Labels = { ...namespace ? { namespace } : {}, job: name };
  const volumes = { namespace, name, claims: `data-(${[primary, replica].filter(Boolean).join('|')})-[0-9]+` };
  return {
    title: name,
    scrapes: Object.entries(watch.scrapeAccess).map(([instance, scrapeAccess]) =>
      ({ port: 'metrics', portNumber: metricsPort, podLabels: selector(instance), job: name, scrapeAccess })),
    alerts: [
      targetMissing('MySql', name, labels),
      ...serverAlerts(watch, labels),
      ...standbys > 0 ? replicationAlerts(watch, labels) : [],
      ...volumeAlerts('MySql', volumes),
      ...workloads(watch).flatMap(workloadAlerts),
    ],
    recordings: [],
    panels: [...serverPanels(labels), ...standbys > 0 ? replicationPanels(labels) : [], volumePanel(volumes)],
  };
}

function workloads({ namespace, primary, replica, standbys }: MariaDbWatch): WatchedWorkload[] {
  const set = { namespace, kind: 'StatefulSet' as const, autoscaled: false };
  return [
    { ...set, name: primary, prefix: 'Primary', single: true, essential: true },
    ...replica ? [{ ...set, name: replica, prefix: 'Standby', single: standbys === 1 }] : [],
  ];
}

function serverAlerts(watch: MariaDbWatch, labels: Labels): Alert[] {
  const { name } = watch;
  return [
    {
      id: 'MySqlDown',
      expr: primaryDown(watch, labels),
      for: Duration.minutes(1),
      severity: Severity.CRITICAL,
      summary: `The primary of ${name} is down.`,
      description: 'MariaDB in pod {{ $labels.namespace }}/{{ $labels.pod }} does not accept connections, so nothing can be written.',
      labels: { [OUTAGE]: OF_COMPONENT },
    },
    withThreshold({ usual: 0.8, unit: 'share', min: 0.1, max: 0.99 }, (limit) => ({
      id: 'MySqlConnectionsNearMax',
      expr: `${connectionShare(labels)} > ${limit.value}`,
      for: Duration.minutes(5),
      severity: Severity.WARNING,
      summary: `${name} uses more than ${limit.text} of its connections.`,
      description: 'Pod {{ $labels.namespace }}/{{ $labels.pod }} uses {{ $value | humanizePercentage }} of max_connections, and rejects clients at 100%.',
    })),
  ];
}

/** The member that accepts writes: the primary, or a standby that was promoted. A standby that is being cloned can be down for hours. */
function primaryDown({ primary, replica }: MariaDbWatch, labels: Labels): string {
  const down = (pods: Labels): string => `${aggregate('max', BY, select('mysql_up', pods))} == 0`;
  const ofPrimary = down({ ...labels, pod: `~${primary}-[0-9]+` });
  if (!replica) {
    return ofPrimary;
  }
  const standbys = { ...labels, pod: `~${replica}-[0-9]+` };
  const promoted = aggregate('max', BY, `last_over_time(${select('mysql_global_variables_read_only', standbys)}[1d])`);
  return `${ofPrimary} or (${down(standbys)} and ${promoted} == 0)`;
}

function replicationAlerts({ name, primary, standbys, synchronous }: MariaDbWatch, labels: Labels): Alert[] {
  const onPrimary = { ...labels, pod: `~${primary}-[0-9]+` };
  const connected = aggregate('sum', SET, select('mysql_global_status_slaves_connected', onPrimary));
  return [
    {
      id: 'MySqlReplicaMissing',
      expr: `${connected} < ${standbys}`,
      for: Duration.minutes(10),
      severity: Severity.WARNING,
      summary: `A standby of ${name} is not replicating.`,
      description: `{{ $value }} of ${standbys} standbys are connected to the primary. One that is away for 3 days must be cloned again.`,
    },
    {
      id: 'MySqlNoReplica',
      expr: `${connected} == 0`,
      for: Duration.minutes(2),
      severity: Severity.CRITICAL,
      summary: `No standby of ${name} is replicating.`,
      description: synchronous ? 'No standby is connected to the primary, so writes block until one is back.' : 'No standby is connected to the primary, so data would be lost with it.',
    },
    {
      id: 'MySqlReplicationBroken',
      expr: `${aggregate('min', BY, select('mysql_slave_status_slave_sql_running', labels))} == 0`,
      for: Duration.minutes(2),
      severity: Severity.CRITICAL,
      summary: `Replication to a standby of ${name} has stopped.`,
      description: 'Pod {{ $labels.namespace }}/{{ $labels.pod }} has stopped applying changes: SHOW SLAVE STATUS in it says why. Its data is getting older, and it is no longer ready.',
    },
    withThreshold({ usual: 30, unit: 'seconds', min: 1, max: 86400 }, (limit) => ({
      id: 'MySqlReplicationLag',
      // Absent while replication is broken, which is another alert's matter.
      expr: `${aggregate('max', BY, select('mysql_slave_status_seconds_behind_master', labels))} > ${limit.value}`,
      for: Duration.minutes(5),
      severity: Severity.WARNING,
      summary: `A standby of ${name} is more than ${limit.text} behind the primary.`,
      description: 'Pod {{ $labels.namespace }}/{{ $labels.pod }} is {{ $value | humanizeDuration }} behind the primary, so reads from it are stale.',
    })),
    ...synchronous ? [{
      id: 'MySqlWritesBlocked',
      expr: `${aggregate('max', BY, select('mysql_global_status_rpl_semi_sync_master_wait_sessions', onPrimary))} > 0`
        + ` and ${aggregate('max', BY, select('mysql_global_status_rpl_semi_sync_master_clients', onPrimary))} == 0`,
      for: Duration.minutes(1),
      severity: Severity.CRITICAL,
      labels: { [OUTAGE]: OF_COMPONENT },
      summary: `Writes to ${name} are blocked.`,
      description: '{{ $value }} transactions in pod {{ $labels.namespace }}/{{ $labels.pod }} wait for a standby, and none is connected.',
    }] : [],
  ];
}

function serverPanels(labels: Labels): Panel[] {
  const perPod = (title: string, description: string, unit: string, expr: string): Panel => ({ title, description, unit, queries: [{ expr, legend: '{{pod}}' }] });
  const rated = (metric: string): string => aggregate('sum', ['pod'], rate(`mysql_global_status_${metric}`, labels, '$__rate_interval'));
  return [
    perPod('Members', 'Members that are up; each should be at 1.', 'short', aggregate('max', ['pod'], select('mysql_up', labels))),
    perPod('Connections', 'Connections in use, as a share of max_connections.', 'percentunit', connectionShare(labels)),
    perPod('Queries', 'Statements per second.', 'ops', rated('queries')),
    perPod('Slow queries', 'Statements per second that took longer than long_query_time, 10 s by default.', 'ops', rated('slow_queries')),
    perPod('Buffer pool hit ratio', 'Ratio of page reads that the buffer pool answered. More memory helps where it is low.', 'percentunit',
      `1 - ${rated('innodb_buffer_pool_reads')} / ${rated('innodb_buffer_pool_read_requests')}`),
  ];
}

function replicationPanels(labels: Labels): Panel[] {
  return [
    {
      title: 'Replication lag', description: 'Age of what each standby applies. No value while its replication is stopped.', unit: 's',
      queries: [{ expr: aggregate('max', ['pod'], select('mysql_slave_status_seconds_behind_master', labels)), legend: '{{pod}}' }],
    },
    {
      title: 'Waiting transactions', description: 'Transactions that wait for a standby.', unit: 'short',
      queries: [{ expr: aggregate('max', ['pod'], select('mysql_global_status_rpl_semi_sync_master_wait_sessions', labels)), legend: '{{pod}}' }],
    },
  ];
}

function connectionShare(labels: Labels): string {
  return `${aggregate('max', BY, select('mysql_global_status_threads_connected', labels))} / ${aggregate('max', BY, select('mysql_global_variables_max_connections', labels))}`;
}
