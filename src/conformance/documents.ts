import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { parseDocument } from 'yaml';

/** What a Kubernetes object is to a judge: read, not modelled. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

/** One object of a folder of manifests: as it was read, and as it stands in the file. */
export interface Document {
  readonly object: Json;
  /** The untouched text: what is judged is what a user commits, not our own rendering of it. */
  readonly source: string;
  readonly file: string;
}

/** The manifests of one cluster, and how strictly they are judged. */
export interface Manifests {
  readonly documents: Document[];
  readonly securityProfile: 'standard' | 'hardened';
}

const CLUSTER_SCOPED = new Set([
  'Namespace',
  'ClusterRole',
  'ClusterRoleBinding',
  'PriorityClass',
  'StorageClass',
  'PersistentVolume',
  'CustomResourceDefinition',
  'GatewayClass',
  'ClusterIssuer',
  'ClusterSecretStore',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ClusterPolicy',
  'RuntimeClass',
  'IngressClass',
  'ValidatingWebhookConfiguration',
  'MutatingWebhookConfiguration',
]);

export const isClusterScoped = (object: Json) => CLUSTER_SCOPED.has(object.kind);

/** `Deployment agents/api`: the name of an object in every message. */
export function nameOf(object: Json): string {
  const { namespace, name } = object.metadata;
  return `${object.kind} ${namespace ? `${namespace}/` : ''}${name}`;
}

export const groupOf = (object: Json): string => (object.apiVersion.includes('/') ? object.apiVersion.split('/')[0] : '');

export function ofKind(documents: Document[], ...kinds: string[]): Json[] {
  return documents.map(({ object }) => object).filter((object) => kinds.includes(object.kind));
}

export const namespacesOf = (documents: Document[]): string[] =>
  [
    ...new Set(
      documents
        .map(({ object }) => object)
        .filter((object) => !isClusterScoped(object))
        .map((object) => object.metadata.namespace ?? 'default'),
    ),
  ].sort();

/** The YAML files of a folder and of those in it, in the order of their names. */
export function yamlFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => a.name.localeCompare(b.name, 'en'))
    .flatMap((entry) => {
      if (entry.isDirectory()) return yamlFiles(join(folder, entry.name));
      // kustomization.yaml is an instruction to kustomize, not an object of the cluster.
      return /\.ya?ml$/.test(entry.name) && entry.name !== 'kustomization.yaml' ? [join(folder, entry.name)] : [];
    });
}

/** The objects of a file. What is not YAML is told to the caller and left out. */
export function readDocuments(file: string, onError: (message: string) => void): Document[] {
  // A line of three dashes in column 0 cannot stand inside a block scalar, so this split is exact.
  const sources = readFileSync(file, 'utf8').split(/^---[ \t]*$/m);
  return sources.flatMap((source) => {
    const parsed = parseDocument(source);
    parsed.errors.forEach(({ message }) => onError(message.split('\n')[0]));
    const object = parsed.errors.length > 0 ? undefined : parsed.toJS();
    return object === null || object === undefined ? [] : [{ source, object, file }];
  });
}
