/** An image, resource or API version that should no longer be used. */
export interface RetiredEntry {
  /** Its name in the catalogue, by which it is accepted: `ingress-nginx`. */
  readonly name: string;
  /** What became of it: the end of a sentence that begins with what was found. */
  readonly fate: string;
  /** What takes its place. */
  readonly successor: string;
  /** Where this can be read. */
  readonly source: string;
  /** How it is found: images, or kinds of objects. */
  readonly found: RetiredImages | RetiredKinds;
  /** Whether the API server refuses it: then it cannot be accepted. */
  readonly refused?: true;
}

export interface RetiredImages {
  /** Repositories without a registry's name: `minio/minio`, or `bitnami/` for all below. */
  readonly repositories: string[];
  /** Repositories among them that are alive. */
  readonly except?: string[];
}

export interface RetiredKinds {
  readonly apiVersion: string;
  /** All kinds of that API version where it is left out. */
  readonly kinds?: string[];
}
