import { Duration } from 'cdk8s';
import { aggregate, Labels, select } from '../../internal/promql';
import { withThreshold } from '../../model/alert-threshold';
import { Alert, Panel, Severity } from '../../model/monitoring-plan';

/** What is watched of backups. */
export interface BackupWatch {
  /** The longest time between two base backups, in seconds. */
  readonly gap: number;
}

/** A base backup of a large database takes hours. */
const BACKUP_TIME = 12 * 3600;
const SET = ['namespace', 'job'];

/** From the metrics that the Barman Cloud plugin adds to the exporter of each member. A member that is no primary may report 0. */
export function backupAlerts(name: string, labels: Labels, { gap }: BackupWatch): Alert[] {
  const age = { usual: gap + BACKUP_TIME, unit: 'seconds' as const, min: gap, max: Math.max(gap + BACKUP_TIME, 366 * 86400) };
  return [
    withThreshold(age, (limit) => ({
      id: 'PostgresBackupTooOld',
      expr: `time() - (${newest('last_available_backup_timestamp', labels)} > 0) > ${limit.value}`,
      for: Duration.minutes(30),
      severity: Severity.CRITICAL,
      summary: `The newest base backup of ${name} is more than ${limit.text} old.`,
      description: 'The newest base backup of cluster {{ $labels.namespace }}/{{ $labels.job }} is {{ $value | humanizeDuration }} old, so a restore has to replay all log since then.',
    })),
    {
      id: 'PostgresBackupMissing',
      expr: `${newest('last_available_backup_timestamp', labels)} == 0`,
      for: Duration.hours(12),
      severity: Severity.CRITICAL,
      summary: `${name} has no base backup.`,
      description: 'Cluster {{ $labels.namespace }}/{{ $labels.job }} has never completed a base backup, and cannot be restored.',
    },
    {
      id: 'PostgresBackupFailed',
      expr: `${newest('last_failed_backup_timestamp', labels)} > ${newest('last_available_backup_timestamp', labels)}`,
      for: Duration.minutes(5),
      severity: Severity.WARNING,
      summary: `The last base backup of ${name} failed.`,
      description: 'A base backup of cluster {{ $labels.namespace }}/{{ $labels.job }} failed, and none has succeeded since.',
    },
    {
      id: 'PostgresWalArchivingFailing',
      expr: `${aggregate('max', SET, select('cnpg_pg_stat_archiver_last_failed_time', labels))}`
        + ` > ${aggregate('max', SET, select('cnpg_pg_stat_archiver_last_archived_time', labels))}`,
      for: Duration.minutes(10),
      severity: Severity.CRITICAL,
      summary: `${name} cannot archive its write-ahead log.`,
      description: 'Archiving has been failing in cluster {{ $labels.namespace }}/{{ $labels.job }}: what is written now cannot be restored, and the log fills the volume of the primary.',
    },
  ];
}

export function backupPanels(labels: Labels): Panel[] {
  const since = (metric: string): string => `time() - (${newest(metric, labels)} > 0)`;
  return [{
    title: 'Backups', description: 'The age of the newest base backup, and how far back the database can be restored.', unit: 's',
    queries: [
      { expr: since('last_available_backup_timestamp'), legend: 'newest base backup' },
      { expr: since('first_recoverability_point'), legend: 'oldest moment' },
    ],
  }];
}

function newest(metric: string, labels: Labels): string {
  return aggregate('max', SET, select(`barman_cloud_cloudnative_pg_io_${metric}`, labels));
}
