import { existsSync } from 'fs';
import { join } from 'path';
import { Cluster } from './cluster';
import { Document, groupOf } from './manifests';
import { until } from './wait';

const FOLDER = process.env.CONFORMANCE_CRDS ?? join(__dirname, '..', '..', 'shared', 'schemas', 'crds');

/** Groups that Kubernetes itself serves; add-ons such as the Gateway API live under `k8s.io` as well. */
const CORE = new Set([
  '',
  'apps',
  'batch',
  'policy',
  'autoscaling',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'rbac.authorization.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
]);

const fileOf = ({ object }: Document) => join(FOLDER, groupOf(object), `${object.kind.toLowerCase()}.yaml`);

export const isCustom = ({ object }: Document) => !CORE.has(groupOf(object));

/** Documents of custom kinds whose definition is not at hand; the API server cannot judge them. */
export const unknownKinds = (documents: Document[]) =>
  documents.filter((document) => isCustom(document) && !existsSync(fileOf(document)));

/** Installs the definitions of the kinds in use, and no others: all 363 take 42 s. */
export async function installCrds(cluster: Cluster, documents: Document[]): Promise<void> {
  const files = [...new Set(documents.filter(isCustom).map(fileOf).filter(existsSync))];
  if (files.length === 0) return;
  const named = files.flatMap((file) => ['-f', file]);
  await cluster.kubectl.do(['apply', '--server-side', ...named]);
  // Asked too early, `kubectl wait` fails at a definition that has no status yet instead of waiting for one.
  const established = async () =>
    (await cluster.kubectl.try(['wait', '--for=condition=Established', '--timeout=30s', ...named])).code === 0;
  if (!(await until(60, established))) throw new Error(`custom kinds are not served: ${files.join(' ')}`);
}
