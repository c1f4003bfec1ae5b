import { Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { labelValue } from '../internal/naming';
import { PlatformSettings } from './settings';

/** What every object of a namespace carries. */
export function namespaceLabels(settings: PlatformSettings, partOf: string): Record<string, string> {
  return {
    'app.kubernetes.io/part-of': partOf,
    'app.kubernetes.io/managed-by': 'cdk8s-agent-platform',
    'env': settings.environment.name,
    ...(settings.owner ? { owner: settings.owner.team } : {}),
  };
}

/** What an object of a component carries besides. */
export interface PartLabels {
  /** What it is: the name that people call the component by. */
  readonly name: string;
  /** What the component does: `api`, `controller`, `database`, ... */
  readonly component: string;
  /** The version of what runs, as the image's tag says. On workloads and pods only: an image bump changes nothing else. */
  readonly version?: string;
}

/**
 * The labels of an object whose pods, if it has any, are called `instance`.
 *
 * `app.kubernetes.io/instance` is the selector everywhere, so it is nothing but the workload's name.
 */
export function componentLabels(construct: IConstruct, settings: PlatformSettings, instance: string, part: PartLabels): Record<string, string> {
  const chart = Chart.of(construct);
  return {
    'app.kubernetes.io/name': labelValue(part.name) ?? instance,
    'app.kubernetes.io/instance': instance,
    ...(part.version ? { 'app.kubernetes.io/version': part.version } : {}),
    'app.kubernetes.io/component': part.component,
    ...namespaceLabels(settings, chart.namespace ?? labelValue(chart.node.id) ?? 'default'),
  };
}
