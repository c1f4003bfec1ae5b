import { Cluster } from '../cluster';
import { Findings } from '../findings';
import { Json } from '../kubectl';
import { Document, isClusterScoped, nameOf } from '../manifests';
import { PATIENCE_SECONDS, until } from '../wait';

/** The label by which a user finds and removes everything that the library made. */
const LABEL = { key: 'app.kubernetes.io/managed-by', value: 'cdk8s-agent-platform' };
const SELECTOR = `${LABEL.key}=${LABEL.value}`;

const resourceOf = (object: Json) =>
  object.apiVersion.includes('/') ? `${object.kind}.${object.apiVersion.split('/').reverse().join('.')}` : object.kind;

async function labelled(cluster: Cluster, kinds: string[]): Promise<Json[]> {
  return kinds.length === 0 ? [] : cluster.kubectl.list(kinds.join(','), '--all-namespaces', '-l', SELECTOR);
}

/**
 * Deletes by the label, namespaced objects first, then the namespaces and what belongs to the cluster.
 * Volumes claimed by a StatefulSet stay until their namespace goes: that is what "Retain" asks for.
 */
export async function removal(cluster: Cluster, documents: Document[]) {
  const findings = new Findings('removal');
  for (const { object } of documents) {
    if (object.metadata.labels?.[LABEL.key] !== LABEL.value) {
      findings.add(nameOf(object), `it lacks the label ${SELECTOR}, so deleting by it leaves this behind`);
    }
  }
  const kinds = (all: Document[]) => [...new Set(all.map(({ object }) => resourceOf(object)))];
  const inner = kinds(documents.filter(({ object }) => !isClusterScoped(object)));
  const outer = kinds(documents.filter(({ object }) => isClusterScoped(object)));
  for (const group of [inner, outer].filter(({ length }) => length > 0)) {
    await cluster.kubectl.try(['delete', group.join(','), '--all-namespaces', '-l', SELECTOR, `--timeout=${PATIENCE_SECONDS}s`]);
  }
  await until(PATIENCE_SECONDS, async () => (await labelled(cluster, [...inner, ...outer])).length === 0, 1000);
  (await labelled(cluster, [...inner, ...outer])).forEach((object) =>
    findings.add(nameOf(object), 'it is still there after everything was deleted by the label'),
  );
  const owned = new Set(documents.filter(({ object }) => object.kind === 'Namespace').map(({ object }) => object.metadata.name));
  (await cluster.kubectl.list('pods'))
    .filter((pod) => owned.has(pod.metadata.namespace) || pod.metadata.labels?.[LABEL.key] === LABEL.value)
    .forEach((pod) => findings.add(nameOf(pod), 'it still runs after everything was deleted by the label'));
  return findings.all;
}
