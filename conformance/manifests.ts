import { readdirSync } from 'fs';
import { dirname, join } from 'path';
import { Document, Manifests, readDocuments as read, yamlFiles } from '../src/check/documents';

// What a document is, and how it is named, is the same for the suite and for the command of the package.
export type { Document } from '../src/check/documents';
export { groupOf, isClusterScoped, nameOf, ofKind } from '../src/catalog/rules/manifest';
export { yamlFiles } from '../src/check/documents';

/** The folder of one platform of one example. */
export interface Example extends Manifests {
  /** For people and for golden files: `agent-fleet/production`. */
  readonly id: string;
  readonly folder: string;
}

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

export function readDocuments(file: string): Document[] {
  return read(file, (message) => {
    throw new Error(`${file}: ${message}`);
  });
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
  // the hardened security profile is the one that gives every pod a priority (rule A24); the manifests themselves say it nowhere else.
  const hardened = documents.some(({ object }) => object.kind === 'PriorityClass');
  return { id, folder, securityProfile: hardened ? 'hardened' : 'standard', documents };
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

/** Documents as one stream that kubectl reads from its standard input. */
export const asStream = (documents: Document[]) => documents.map(({ source }) => `---\n${source.trim()}\n`).join('');
