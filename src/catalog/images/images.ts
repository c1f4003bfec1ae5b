import { parseImage } from '../../internal/forms/image';
import { frozen } from '../../internal/frozen';
import { Guard } from '../../internal/guard';
import { own } from '../../internal/own';
import { CATALOGUE } from './catalogue';
import { CatalogueImage, published } from './catalogue-image';

/** Options of `Images`. */
export interface ImagesOptions {
  /**
   * Replacements of images in the catalogue, by name: `{ haproxy: 'registry.acme.io/base/haproxy:3.2.27' }`. It must accept the same configuration and user. Mirrors do not apply to it.
   *
   * @default - the images of the catalogue
   */
  readonly replacements?: Record<string, string>;
  /**
   * Digests by image, as written in the props or the catalogue: `{ 'ghcr.io/acme/api:1.8.0': 'sha256:...' }`. These images are pulled by tag and digest, also from a mirror. The hardened security profile requires one for
   * every image.
   *
   * @default - images are pulled by tag
   */
  readonly digests?: Record<string, string>;
}

/**
 * Where third-party images are pulled from, and the digests of all images. Images that a program names itself, such as `image` of an
 * AgentApi or of an engine, stay as they are written.
 *
 * @example
 * new Platform(app, 'production', {
 *   images: Images.mirror('registry.acme.io/mirror', { replacements: { haproxy: 'registry.acme.io/base/haproxy:3.2.27' } }),
 * });
 */
export class Images {
  /** From the registries in which the projects publish them. */
  public static of(options: ImagesOptions = {}): Images {
    return new Images(undefined, options);
  }

  /**
   * From a mirror, with the repository's path below it: `docker.io/library/haproxy:3.2.26` is pulled as
   * `registry.acme.io/mirror/library/haproxy:3.2.26`. For clusters without access to public registries.
   *
   * @param registry The registry, with the path below which it keeps the images
   * @param options Replacements and digests
   */
  public static mirror(registry: string, options: ImagesOptions = {}): Images {
    return new Images(registry, options);
  }

  /** Every third-party image that the library may run, for example to fill a mirror. */
  public static catalogue(): CatalogueImage[] {
    return [...CATALOGUE];
  }

  private readonly options: ImagesOptions;

  private constructor(private readonly registry: string | undefined, options: ImagesOptions) {
    this.options = frozen(options);
  }

  /**
   * @internal
   */
  public _validate(guard: Guard): void {
    if (this.registry !== undefined && parseImage(`${this.registry}/name:1`) === undefined) {
      guard.fail('registry', this.registry, 'a registry, with an optional path', 'write it like registry.acme.io/mirror');
    }
    const { replacements = {}, digests = {} } = guard.struct('options', this.options);
    for (const [name, image] of Object.entries(guard.struct('replacements', replacements))) {
      guard.oneOf('replacements', name, CATALOGUE.map((entry) => entry.name), 'only images of the catalogue are replaced; state others where they are used');
      guard.image(`replacements["${name}"]`, image);
    }
    for (const [image, digest] of Object.entries(guard.struct('digests', digests))) {
      guard.image('digests', image);
      guard.digest(`digests["${image}"]`, digest);
    }
  }

  /**
   * The image that replaces one of the catalogue.
   *
   * @internal
   */
  public _of(entry: CatalogueImage): string {
    return own(this.options.replacements ?? {}, entry.name) ?? (this.registry === undefined ? published(entry) : `${this.registry}/${mirrored(entry)}`);
  }

  /**
   * The digest of an image, by its own name, or by the one that it was mirrored from.
   *
   * @internal
   */
  public _digestOf(image: string): string | undefined {
    const original = CATALOGUE.find((entry) => this._of(entry) === image);
    const { digests = {} } = this.options;
    return own(digests, image) ?? (original && !own(this.options.replacements ?? {}, original.name) ? own(digests, published(original)) : undefined);
  }
}

/** The path of an image below a mirror: without the registry that it is published in. */
function mirrored(entry: CatalogueImage): string {
  return published(entry).replace(/^[^/]+\//, '');
}
