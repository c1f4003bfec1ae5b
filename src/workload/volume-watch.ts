import { Duration } from 'cdk8s';
import { aggregate, Labels, select } from '../internal/promql';
import { withThreshold } from '../model/alert-threshold';
import { Alert, Panel, Severity } from '../model/monitoring-plan';

/** The volumes of a store, by a regular expression of their claims' names. */
export interface WatchedVolumes {
  readonly namespace?: string;
  readonly name: string;
  readonly claims: string;
}

const BY = ['namespace', 'persistentvolumeclaim'];

/** A full volume stops a store, and expanding one takes time: the warning leaves some. */
export function volumeAlerts(prefix: string, volumes: WatchedVolumes): Alert[] {
  const free = freeShare(volumes);
  return [
    withThreshold({ usual: 0.2, unit: 'share', min: 0.01, max: 0.9 }, (limit) => ({
      id: `${prefix}VolumeFillingUp`,
      runbook: 'VolumeFillingUp',
      name: `${prefix}VolumeFull`,
      expr: `${free} < ${limit.value}`,
      for: Duration.minutes(15),
      severity: Severity.WARNING,
      summary: `A volume of ${volumes.name} has less than ${limit.text} free space.`,
      description: 'PersistentVolumeClaim {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} is only {{ $value | humanizePercentage }} free.',
    })),
    withThreshold({ usual: 0.05, unit: 'share', min: 0.005, max: 0.5 }, (limit) => ({
      id: `${prefix}VolumeAlmostFull`,
      runbook: 'VolumeAlmostFull',
      name: `${prefix}VolumeFull`,
      expr: `${free} < ${limit.value}`,
      for: Duration.minutes(1),
      severity: Severity.CRITICAL,
      summary: `A volume of ${volumes.name} has less than ${limit.text} free space.`,
      description: 'PersistentVolumeClaim {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} is only {{ $value | humanizePercentage }} free. Writes fail when it is full.',
    })),
  ];
}

export function volumePanel(volumes: WatchedVolumes): Panel {
  return {
    title: 'Volumes in use', description: 'Used space of each volume as a ratio of its capacity.', unit: 'percentunit',
    queries: [{ expr: `1 - ${freeShare(volumes)}`, legend: '{{persistentvolumeclaim}}' }],
  };
}

function freeShare({ namespace, claims }: WatchedVolumes): string {
  const labels: Labels = { ...namespace ? { namespace } : {}, persistentvolumeclaim: `~${claims}` };
  const of = (metric: string): string => aggregate('max', BY, select(`kubelet_volume_stats_${metric}_bytes`, labels));
  return `${of('available')} / ${of('capacity')}`;
}
