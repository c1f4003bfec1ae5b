import { Duration } from 'cdk8s';
import { aggregate, Labels, select } from '../internal/promql';
import { Alert, Panel, Severity } from '../model/monitoring-plan';

/** The volumes of a store, by a regular expression of their claims' names. */
export interface WatchedVolumes {
  readonly namespace?: string;
  readonly name: string;
  readonly claims: string;
}

const BY = ['namespace', 'persistentvolumeclaim'];

/** A full volume stops a store, and growing one takes time: it is said when there is still some. */
export function volumeAlerts(prefix: string, volumes: WatchedVolumes): Alert[] {
  const free = freeShare(volumes);
  return [
    {
      id: `${prefix}VolumeFillingUp`,
      runbook: 'VolumeFillingUp',
      name: `${prefix}VolumeFull`,
      expr: `${free} < 0.2`,
      for: Duration.minutes(15),
      severity: Severity.WARNING,
      summary: `A volume of ${volumes.name} is filling up.`,
      description: 'Only {{ $value | humanizePercentage }} of {{ $labels.persistentvolumeclaim }} is free. Grow the claim, or find what fills it.',
    },
    {
      id: `${prefix}VolumeAlmostFull`,
      runbook: 'VolumeAlmostFull',
      name: `${prefix}VolumeFull`,
      expr: `${free} < 0.05`,
      for: Duration.minutes(1),
      severity: Severity.CRITICAL,
      summary: `A volume of ${volumes.name} is almost full.`,
      description: 'Only {{ $value | humanizePercentage }} of {{ $labels.persistentvolumeclaim }} is free: the store stops when nothing is. Grow the claim now.',
    },
  ];
}

export function volumePanel(volumes: WatchedVolumes): Panel {
  return {
    title: 'Volumes in use', description: 'The share of each volume that is used; alerts speak at 80 and 95 percent.', unit: 'percentunit',
    queries: [{ expr: `1 - ${freeShare(volumes)}`, legend: '{{persistentvolumeclaim}}' }],
  };
}

function freeShare({ namespace, claims }: WatchedVolumes): string {
  const labels: Labels = { ...namespace ? { namespace } : {}, persistentvolumeclaim: `~${claims}` };
  const of = (metric: string): string => aggregate('max', BY, select(`kubelet_volume_stats_${metric}_bytes`, labels));
  return `${of('available')} / ${of('capacity')}`;
}
