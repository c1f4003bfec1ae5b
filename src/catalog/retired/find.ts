import { REMOVED_API_VERSIONS, RETIRED_CUSTOM_RESOURCES } from './api-versions';
import { RETIRED_PROGRAMS } from './programs';
import { RetiredEntry, RetiredImages } from './retired-entry';

/** Everything that is known to be retired. */
export const RETIRED: RetiredEntry[] = [...RETIRED_PROGRAMS, ...RETIRED_CUSTOM_RESOURCES, ...REMOVED_API_VERSIONS];

/** Something retired in an object. */
export interface RetiredUse {
  readonly entry: RetiredEntry;
  /** What was found: an image, or a kind. */
  readonly what: string;
}

interface Rendered {
  readonly apiVersion?: unknown;
  readonly kind?: unknown;
  readonly spec?: unknown;
  readonly items?: unknown;
}

/** What was found in the objects that are in use. */
const known = new WeakMap<Rendered, RetiredUse[]>();

/** What an object uses that is retired, as it is rendered. */
export function retiredIn(object: Rendered): RetiredUse[] {
  const uses = known.get(object) ?? find(object);
  known.set(object, uses);
  return uses;
}

function find(object: Rendered): RetiredUse[] {
  if (Array.isArray(object.items)) {
    return object.items.flatMap((item) => typeof item === 'object' && item !== null ? retiredIn(item) : []);
  }
  return [...kindUses(object), ...imagesIn(object).flatMap(imageUses)];
}

/** The images that an object names: those of containers, and what custom resources call an image. */
export function imagesIn({ spec, items }: Rendered): string[] {
  const images = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      value.forEach(visit);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, entry] of Object.entries(value)) {
        (key === 'image' || key === 'imageName') && typeof entry === 'string' ? images.add(entry) : visit(entry);
      }
    }
  };
  visit(spec);
  visit(items);
  return [...images];
}

function kindUses({ apiVersion, kind }: Rendered): RetiredUse[] {
  return RETIRED.filter(({ found }) => 'apiVersion' in found && found.apiVersion === apiVersion && (found.kinds?.includes(String(kind)) ?? true))
    .map((entry) => ({ entry, what: `${apiVersion} ${kind}` }));
}

function imageUses(image: string): RetiredUse[] {
  return RETIRED.filter(({ found }) => 'repositories' in found && isOf(image, found)).map((entry) => ({ entry, what: `image ${image}` }));
}

/** The repository without its registry, tag and digest: a first segment with a dot or a port is a registry. */
function repositoryOf(image: string): string {
  const [first, ...rest] = image.split('@')[0].split('/');
  const path = rest.length > 0 && (first === 'localhost' || first.includes('.') || first.includes(':')) ? rest : [first, ...rest];
  return path.join('/').split(':')[0];
}

function isOf(image: string, { repositories, except = [] }: RetiredImages): boolean {
  const repository = repositoryOf(image);
  const among = (names: string[]): boolean => names.some((name) => name.endsWith('/') ? repository.startsWith(name) : repository === name);
  return among(repositories) && !among(except);
}
