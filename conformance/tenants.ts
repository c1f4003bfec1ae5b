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

/** What all tenants have in the cluster. An object of the cluster that several emit alike is there once. */
export function together(tenants: Tenant[], id: string): Example {
  const ofCluster = new Map<string, Document>();
  const documents = tenants.flatMap((tenant) => tenant.documents).filter((document) => {
    if (!isClusterScoped(document.object)) return true;
    const name = nameOf(document.object);
    const known = ofCluster.get(name);
    if (known && known.source !== document.source) {
      throw new Error(`${known.file} and ${document.file} both have ${name}, with different content: they cannot share a cluster`);
    }
    ofCluster.set(name, document);
    return !known;
  });
  return { id, folder: '', securityProfile: tenants[0].trial.example.securityProfile, documents: inOrder(documents) };
}
