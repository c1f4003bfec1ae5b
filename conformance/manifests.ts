import { readdirSync, readFileSync } from 'fs';
import { dirname, join } from 'path';
import { parse } from 'yaml';
import { Json } from './kubectl';

/** One object of an example: as it was read, and as it stands in the file. */
export interface Document {
  readonly object: Json;
  /** The untouched text: what is judged is what a user commits, not our own rendering of it. */
  readonly source: string;
  readonly file: string;
}

/** The folder of one platform of one example. */
export interface Example {
  /** For people and for golden files: `agent-fleet/production`. */
  readonly id: string;
  readonly folder: string;
  readonly posture: 'standard' | 'hardened';
  readonly documents: Document[];
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

/** What others refer to comes first, as every GitOps tool orders it. */
const ORDER = [
  'Namespace',
  'PriorityClass',
  'StorageClass',
  'ResourceQuota',
  'LimitRange',
  'NetworkPolicy',
  'ServiceAccount',
  'ConfigMap',
  'Secret',
  'ClusterRole',
  'ClusterRoleBinding',
  'Role',
  'RoleBinding',
  'PersistentVolumeClaim',
  'Service',
  'PodDisruptionBudget',
];

export const isClusterScoped = (object: Json) => CLUSTER_SCOPED.has(object.kind);

/** `Deployment agents/api`: the name of an object in every message. */
export function nameOf(object: Json): string {
  const { namespace, name } = object.metadata;
  return `${object.kind} ${namespace ? `${namespace}/` : ''}${name}`;
}

export const groupOf = (object: Json): string => (object.apiVersion.includes('/') ? object.apiVersion.split('/')[0] : '');

export function yamlFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => a.name.localeCompare(b.name, 'en'))
    .flatMap((entry) => {
      if (entry.isDirectory()) return yamlFiles(join(folder, entry.name));
      // kustomization.yaml is an instruction to kustomize, not an object of the cluster.
      return /\.ya?ml$/.test(entry.name) && entry.name !== 'kustomization.yaml' ? [join(folder, entry.name)] : [];
    });
}

export function readDocuments(file: string): Document[] {
  // A line of three dashes in column 0 cannot stand inside a block scalar, so this split is exact.
  return readFileSync(file, 'utf8')
    .split(/^---[ \t]*$/m)
    .map((source) => ({ source, object: parse(source), file }))
    .filter(({ object }) => object !== null && object !== undefined);
}

function rank(document: Document): number {
  const index = ORDER.indexOf(document.object.kind);
  return index < 0 ? ORDER.length : index;
}

export function inOrder(documents: Document[]): Document[] {
  return [...documents].sort((a, b) => rank(a) - rank(b));
}

export function readExample(id: string, folder: string): Example {
  const documents = inOrder(yamlFiles(folder).flatMap(readDocuments));
  // Posture hardened is the one that gives every pod a priority (rule A24); the manifests themselves say it nowhere else.
  const hardened = documents.some(({ object }) => object.kind === 'PriorityClass');
  return { id, folder, posture: hardened ? 'hardened' : 'standard', documents };
}

const foldersIn = (path: string) =>
  readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

/** An example of a stock App has its files at the top; one of a PlatformApp has a folder for each platform. */
function platformsOf(root: string, example: string): Example[] {
  const folder = join(root, example);
  const isFlat = yamlFiles(folder).some((file) => dirname(file) === folder);
  if (isFlat) return [readExample(example, folder)];
  return foldersIn(folder).map((platform) => readExample(`${example}/${platform}`, join(folder, platform)));
}

/** Every platform of every example below the folder of synthesised manifests. */
export function findExamples(root: string): Example[] {
  return foldersIn(root).flatMap((example) => platformsOf(root, example));
}

export function ofKind(documents: Document[], ...kinds: string[]): Json[] {
  return documents.map(({ object }) => object).filter((object) => kinds.includes(object.kind));
}

/** Documents as one stream that kubectl reads from its standard input. */
export const asStream = (documents: Document[]) => documents.map(({ source }) => `---\n${source.trim()}\n`).join('');
