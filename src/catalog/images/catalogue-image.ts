/** A third-party image that the library runs. */
export interface CatalogueImage {
  /** Its name in the catalogue, which `replacements` refers to: `haproxy`. */
  readonly name: string;
  /** The registry and the repository: `docker.io/library/haproxy`. */
  readonly repository: string;
  /** The full version. */
  readonly tag: string;
  /** What it runs. */
  readonly program: string;
  /** Where the program is developed. */
  readonly source: string;
  /** The licence of the program, as an SPDX expression. */
  readonly licence: string;
  /**
   * When this version of the program was released: `2026-05-14`.
   *
   * @default - not known
   */
  readonly released?: string;
  /**
   * When the project ends its support of this release line: `2030-11-14`.
   *
   * @default - not known
   */
  readonly endOfLife?: string;
  /**
   * The user that owns the files of the image, if its containers must run as that user.
   *
   * @default - any user runs it
   */
  readonly user?: number;
}

/** The reference of an image, as it is published. */
export function published({ repository, tag }: CatalogueImage): string {
  return `${repository}:${tag}`;
}
