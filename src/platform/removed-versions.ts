import { retiredIn } from '../catalog/retired';
import { Guard } from '../internal/guard';
import { RenderedObject } from '../internal/rendered-object';

/** Objects of API versions that no supported Kubernetes serves. */
export function findRemoved(objects: RenderedObject[]): string[] {
  return objects.flatMap(({ object, json }) => retiredIn(json).filter(({ entry }) => entry.refused).map(({ what, entry }) =>
    Guard.message('apiVersion', what, 'an API version that Kubernetes serves', `${object.node.path} ${entry.fate}; use ${entry.successor}`)));
}
