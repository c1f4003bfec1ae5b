import { Duration } from 'cdk8s';
import { aggregate, Labels, rate, select } from '../../internal/promql';
import { OF_COMPONENT, OUTAGE } from '../../model/alert-labels';
import { withThreshold } from '../../model/alert-threshold';
import { Alert, IScrapeAccess, MonitoringPlan, Panel, Severity } from '../../model/monitoring-plan';
import { selector } from '../../workload/pod-plan';
import { volumeAlerts, volumePanel } from '../../workload/volume-watch';
import { targetMissing, WatchedWorkload, workloadAlerts, workloadPanels } from '../../workload/workload-alerts';

/** What is watched of the engine. */
export interface EtcdWatch {
  readonly namespace?: string;
  readonly name: string;
  /** The StatefulSet. */
  readonly instance: string;
  readonly members: number;
  readonly metricsPort: number;
  readonly scrapeAccess: IScrapeAccess;
}

const SET = ['namespace', 'job'];
const POD = [...SET, 'pod'];
const FSYNC = 'etcd_disk_wal_fsync_duration_seconds_bucket';
const COMMIT = 'etcd_disk_backend_commit_duration_seconds_bucket';

/** From the metrics of etcd 3.7; the thresholds of latencies and leader changes are those of etcd's own mixin. */
export function etcdMonitoring(watch: EtcdWatch): MonitoringPlan {
  const { namespace, name, instance, members, metricsPort, scrapeAccess } = watch;
  const labels: Labels = { ...namespace ? { namespace } : {}, job: instance };
  const volumes = { namespace, name, claims: `data-${instance}-[0-9]+` };
  const workload: WatchedWorkload = { namespace, name: instance, kind: 'StatefulSet', autoscaled: false, single: members === 1 };
  return {
    title: name,
    scrapes: [{ port: 'metrics', portNumber: metricsPort, podLabels: selector(instance), job: instance, scrapeAccess }],
    alerts: [
      targetMissing('Etcd', name, labels),
      ...availabilityAlerts(name, members, labels),
      ...latencyAlerts(name, labels),
      databaseSize(name, labels),
      ...volumeAlerts('Etcd', volumes),
      ...workloadAlerts(workload),
    ],
    recordings: [],
    panels: [...panels(labels), volumePanel(volumes), ...workloadPanels(workload)],
  };
}

function availabilityAlerts(name: string, members: number, labels: Labels): Alert[] {
  const majority = Math.floor(members / 2) + 1;
  return [
    {
      id: 'EtcdNoLeader',
      expr: `${aggregate('min', POD, select('etcd_server_has_leader', labels))} == 0`,
      for: Duration.minutes(1),
      severity: Severity.CRITICAL,
      labels: { [OUTAGE]: OF_COMPONENT },
      summary: `A member of ${name} has no leader.`,
      description: 'Member {{ $labels.namespace }}/{{ $labels.pod }} has had no leader for 1 minute: it cannot serve writes or consistent reads.',
    },
    ...members > 1 ? [{
      id: 'EtcdInsufficientMembers',
      expr: `${aggregate('sum', SET, select('up', labels))} < ${majority}`,
      for: Duration.minutes(3),
      severity: Severity.CRITICAL,
      labels: { [OUTAGE]: OF_COMPONENT },
      summary: `${name} has lost its quorum.`,
      description: `Only {{ $value }} of ${members} members are up; ${majority} are needed for writes and consistent reads.`,
    },
    leaderChanges(name, labels)] : [],
  ];
}

function leaderChanges(name: string, labels: Labels): Alert {
  return withThreshold({ usual: 3, unit: 'count', min: 1, max: 100 }, (limit) => ({
    id: 'EtcdLeaderChanges',
    expr: `${aggregate('max', SET, `increase(${select('etcd_server_leader_changes_seen_total', labels)}[15m])`)} > ${limit.value}`,
    for: Duration.minutes(5),
    severity: Severity.WARNING,
    summary: `The leader of ${name} changed more than ${limit.text} times in 15 minutes.`,
    description: '{{ $value | humanize }} leader changes in 15 minutes in {{ $labels.namespace }}/{{ $labels.job }}. Slow disks, CPU throttling and network latency cause elections.',
  }));
}

function latencyAlerts(name: string, labels: Labels): Alert[] {
  const slow = (id: string, metric: string, usual: number, what: string): Alert => withThreshold({ usual, unit: 'seconds', min: 0.001, max: 60 }, (limit) => ({
    id,
    expr: `${percentile(metric, labels, '5m', POD)} > ${limit.value}`,
    for: Duration.minutes(10),
    severity: Severity.WARNING,
    summary: `${what} of ${name} take more than ${limit.text}.`,
    description: 'The 99th percentile of member {{ $labels.namespace }}/{{ $labels.pod }} is {{ $value | humanizeDuration }}. Its volume is too slow.',
  }));
  return [
    slow('EtcdFsyncSlow', FSYNC, 0.5, 'Writes to the log'),
    slow('EtcdCommitSlow', COMMIT, 0.25, 'Commits to the database'),
  ];
}

function databaseSize(name: string, labels: Labels): Alert {
  const share = `${aggregate('max', POD, select('etcd_mvcc_db_total_size_in_bytes', labels))} / ${aggregate('max', POD, select('etcd_server_quota_backend_bytes', labels))}`;
  return withThreshold({ usual: 0.8, unit: 'share', min: 0.1, max: 0.95 }, (limit) => ({
    id: 'EtcdDatabaseNearQuota',
    expr: `${share} > ${limit.value}`,
    for: Duration.minutes(10),
    severity: Severity.CRITICAL,
    summary: `The database of ${name} uses more than ${limit.text} of its quota.`,
    description: 'The database of {{ $labels.namespace }}/{{ $labels.pod }} is at {{ $value | humanizePercentage }} of its quota. At 100% etcd raises the alarm NOSPACE and rejects writes.',
  }));
}

function percentile(metric: string, labels: Labels, window: string, by: string[]): string {
  return `histogram_quantile(0.99, ${aggregate('sum', [...by, 'le'], rate(metric, labels, window))})`;
}

function panels(labels: Labels): Panel[] {
  const perPod = (title: string, description: string, unit: string, expr: string): Panel => ({ title, description, unit, queries: [{ expr, legend: '{{pod}}' }] });
  const max = (metric: string): string => aggregate('max', ['pod'], select(metric, labels));
  const latency = (metric: string): string => percentile(metric, labels, '$__rate_interval', ['pod']);
  return [
    perPod('Leader', '1 if the member knows a leader.', 'short', max('etcd_server_has_leader')),
    perPod('Leader changes', 'Leader changes seen in the last hour.', 'short',
      aggregate('max', ['pod'], `increase(${select('etcd_server_leader_changes_seen_total', labels)}[1h])`)),
    perPod('Proposals committed', 'Writes that a majority has agreed on, per second.', 'ops',
      aggregate('sum', ['pod'], rate('etcd_server_proposals_committed_total', labels, '$__rate_interval'))),
    perPod('Log fsync, 99th percentile', 'Duration of a write to the log on disk.', 's', latency(FSYNC)),
    perPod('Commit, 99th percentile', 'Duration of a commit to the database on disk.', 's', latency(COMMIT)),
    perPod('Database size', 'Size of the database as a ratio of its quota.', 'percentunit',
      `${max('etcd_mvcc_db_total_size_in_bytes')} / ${max('etcd_server_quota_backend_bytes')}`),
  ];
}
