/** Every part of a name by the grammar of the distribution project, which is what container runtimes parse. */
const HOST = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?';
const REGISTRY = `${HOST}(?:\\.${HOST})*(?::[0-9]{1,5})?`;
const COMPONENT = '[a-z0-9]+(?:(?:\\.|__?|-+)[a-z0-9]+)*';
const IMAGE = new RegExp(`^((?:${REGISTRY}/)?${COMPONENT}(?:/${COMPONENT})*)(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$`);
/** Tags that say no version: one that moves, and what programs write where a variable was empty. */
const NO_VERSION = /^(latest|undefined|null|none|nan)$/i;
const LONGEST = 512;

/** What an image reference is made of. */
export interface ImageParts {
  readonly name: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** The parts of an image reference, or undefined if it is not valid. */
export function parseImage(text: string): ImageParts | undefined {
  const parts = text.length <= LONGEST ? IMAGE.exec(text) : null;
  return parts ? { name: parts[1], tag: parts[2], digest: parts[3] } : undefined;
}

/** Name, tag and digest of an image that a guard has passed. */
export function imageParts(image: string): ImageParts & { readonly tag: string } {
  const { name, tag, digest } = parseImage(image)!;
  return { name, tag: tag!, digest };
}

export function saysVersion(tag: string): boolean {
  return !NO_VERSION.test(tag);
}
