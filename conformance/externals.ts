import { readFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';
import { External, openReferences } from '../src/check/references';
import { Finding } from './findings';
import { Json } from './kubectl';
import { Document, ofKind } from './manifests';
import { namespacesOf } from './workloads';

/** What examples need and others make, from externals.yaml: each with a reason. */
export function readExternals(example: string): External[] {
  const declared: (External & { example: string })[] = parse(readFileSync(join(__dirname, 'externals.yaml'), 'utf8')) ?? [];
  return declared.filter((external) => external.example === example);
}

/** Declared externals that the example does not name any more: a stale declaration would hide the next fault. */
export function staleExternals(documents: Document[], externals: External[]): Finding[] {
  const open = openReferences(documents);
  const isNamed = (external: External) =>
    open.some(
      ({ kind, namespace, name }) => kind === external.kind && namespace === external.namespace && name === external.name,
    );
  return externals
    .filter((external) => !isNamed(external))
    .map(({ kind, name }) => ({
      check: 'externals.yaml',
      object: `${kind} ${name}`,
      cause: 'declared as external, but nothing names it any more',
    }));
}

/** Namespaces that the example fills and others make. Its Secrets are not made: no kubelet here would read them. */
export function foreignNamespaces(documents: Document[]): Json[] {
  const emitted = new Set(ofKind(documents, 'Namespace').map(({ metadata }) => metadata.name));
  return namespacesOf(documents)
    .filter((name) => name !== 'default' && !emitted.has(name))
    .map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));
}
