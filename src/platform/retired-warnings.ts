import { ApiObject, Chart } from 'cdk8s';
import { retiredIn } from '../catalog/retired';
import { RenderedObject } from '../internal/rendered-object';
import { Namespace } from './namespace';
import { partOf } from './output';
import { Registry, SynthWarning } from './registry';

/** Warnings of what objects use that is retired, and that their Platform does not accept. */
export function retiredWarnings(objects: RenderedObject[]): SynthWarning[] {
  return objects.flatMap(warningsOf);
}

/** Each once for a component, in the order of their paths. */
export function eachOnce(warnings: SynthWarning[]): SynthWarning[] {
  return [...new Map(warnings.map((warning) => [`${warning.path}\n${warning.text}`, warning])).entries()].sort(([a], [b]) => a < b ? -1 : 1).map(([, warning]) => warning);
}

function warningsOf({ object, json }: RenderedObject): SynthWarning[] {
  const { retired } = Registry.of(object).settings;
  return retiredIn(json).filter(({ entry }) => !retired.some(({ name }) => name === entry.name)).map(({ what, entry }) => ({
    path: componentOf(object),
    text: `${what} ${entry.fate}: use ${entry.successor}${entry.refused ? '' : `, or accept it with Retired.accept('${entry.name}', reason)`}`,
  }));
}

/** The path of the component that an object belongs to: the child of a namespace. */
function componentOf(object: ApiObject): string {
  const chart = Chart.of(object);
  return Namespace.isNamespace(chart) ? `${chart.node.path}/${partOf(object, chart)}` : object.node.path;
}
