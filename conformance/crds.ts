import { existsSync } from 'fs';
import { join } from 'path';
import { Cluster } from './cluster';
import { Document, groupOf } from './manifests';

const FOLDER = process.env.CONFORMANCE_CRDS ?? join(__dirname, '..', '..', 'shared', 'schemas', 'crds');

const CORE = /^$|^(apps|batch|policy|autoscaling)$|\.k8s\.io$/;

function fileOf({ object }: Document): string {
  return join(FOLDER, groupOf(object), `${object.kind.toLowerCase()}.yaml`);
}

/** A kind that Kubernetes itself does not serve. Some add-ons live under `k8s.io` too, so a file decides there. */
export const isCustom = (document: Document) => !CORE.test(groupOf(document.object)) || existsSync(fileOf(document));

/** Documents of custom kinds whose definition is not at hand; the API server cannot judge them. */
export const unknownKinds = (documents: Document[]) =>
  documents.filter((document) => isCustom(document) && !existsSync(fileOf(document)));

/** Installs the definitions of the kinds in use, and no others: all 363 take 42 s. */
export async function installCrds(cluster: Cluster, documents: Document[]): Promise<void> {
  const files = [...new Set(documents.filter(isCustom).map(fileOf).filter(existsSync))];
  if (files.length === 0) return;
  await cluster.kubectl.do(['apply', '--server-side', ...files.flatMap((file) => ['-f', file])]);
  await cluster.kubectl.do(['wait', '--for=condition=Established', '--timeout=60s', ...files.flatMap((file) => ['-f', file])]);
}
