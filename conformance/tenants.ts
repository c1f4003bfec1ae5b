import { Finding } from './findings';
import { Json } from './kubectl';
import { Document, Example, inOrder, isClusterScoped, nameOf } from './manifests';
import { Trial } from './trial';
import { namespacesOf } from './workloads';

const NAMESPACE_LABEL = 'kubernetes.io/metadata.name';

/** An example in a cluster that it shares with others: its namespaces have a prefix, so that each has its own. */
export class Tenant {
  readonly documents: Document[];
  private readonly prefix: string;

  constructor(
    readonly trial: Trial,
    index: number,
  ) {
    this.prefix = `tenant-${index}-`;
    const namespaces = new Set(namespacesOf(trial.documents));
    this.documents = trial.documents.map((document) => {
      const object = renamed(document.object, (name) => (namespaces.has(name) ? this.prefix + name : name));
      return { ...document, object, source: JSON.stringify(object) };
    });
  }

  /** The names of the example itself. */
  original(text: string): string {
    return text.replaceAll(this.prefix, '');
  }

  /** Whether a name, or a text with names in it, is about this tenant. */
  owns(text: string): boolean {
    return text.includes(this.prefix);
  }

  isNamedIn({ object, cause }: Finding): boolean {
    return this.owns(object) || this.owns(cause);
  }

  namespaces(): string[] {
    return namespacesOf(this.documents).filter((name) => name.startsWith(this.prefix));
  }
}

/** The object with other names of namespaces, wherever Kubernetes itself reads one. */
function renamed(object: Json, rename: (name: string) => string): Json {
  const copy = structuredClone(object);
  if (copy.kind === 'Namespace') copy.metadata.name = rename(copy.metadata.name);
  else if (!isClusterScoped(copy)) copy.metadata.namespace = rename(copy.metadata.namespace ?? 'default');
  for (const subject of copy.subjects ?? []) {
    if (subject.namespace) subject.namespace = rename(subject.namespace);
  }
  renameSelectors(copy, rename);
  return copy;
}

/** Selectors of namespaces by their name, at any depth. */
function renameSelectors(value: Json, rename: (name: string) => string): void {
  if (value === null || typeof value !== 'object') return;
  for (const labels of [value.matchLabels, value.labels]) {
    if (typeof labels?.[NAMESPACE_LABEL] === 'string') labels[NAMESPACE_LABEL] = rename(labels[NAMESPACE_LABEL]);
  }
  if (value.key === NAMESPACE_LABEL && Array.isArray(value.values)) value.values = value.values.map(rename);
  Object.values(value).forEach((entry) => renameSelectors(entry, rename));
}

/** Those that can share a cluster, and those that have an object of the cluster which an earlier tenant has with other content. */
export function compatible(tenants: Tenant[]): [Tenant[], Tenant[]] {
  const known = new Map<string, string>();
  const fits = tenants.filter(({ documents }) => {
    const ofCluster = documents.filter(({ object }) => isClusterScoped(object));
    if (ofCluster.some(({ object, source }) => (known.get(nameOf(object)) ?? source) !== source)) return false;
    ofCluster.forEach(({ object, source }) => known.set(nameOf(object), source));
    return true;
  });
  return [fits, tenants.filter((tenant) => !fits.includes(tenant))];
}

/** What compatible tenants have in the cluster. An object of the cluster that several emit alike is there once. */
export function together(tenants: Tenant[], id: string): Example {
  const seen = new Set<string>();
  const documents = tenants.flatMap((tenant) => tenant.documents).filter(({ object }) => {
    if (!isClusterScoped(object)) return true;
    const isFirst = !seen.has(nameOf(object));
    seen.add(nameOf(object));
    return isFirst;
  });
  return { id, folder: '', securityProfile: tenants[0].trial.example.securityProfile, documents: inOrder(documents) };
}
