import { CATALOGUE } from '../catalog/images';
import { imagesIn } from '../catalog/retired';
import { RenderedObject } from '../internal/rendered-object';
import { Platform } from './platform';

/** An image that pods run. */
export interface UsedImage {
  /** The reference, as the manifests have it. */
  readonly image: string;
  /**
   * Its name in the catalogue.
   *
   * @default - the program names the image itself
   */
  readonly name?: string;
  /** The paths of the objects that name it. */
  readonly users: string[];
}

/** The images of all objects, each once, in the order of their names. */
export function usedImages(objects: RenderedObject[]): UsedImage[] {
  const found = new Map<string, { name?: string; users: string[] }>();
  for (const { object, json } of objects) {
    for (const image of imagesIn(json)) {
      const { images } = Platform.of(object);
      const entry = found.get(image) ?? { name: CATALOGUE.find((one) => images._of(one) === image.split('@')[0])?.name, users: [] };
      entry.users.push(object.node.path);
      found.set(image, entry);
    }
  }
  return [...found.keys()].sort().map((image) => ({ image, ...found.get(image)!, users: found.get(image)!.users.sort() }));
}
