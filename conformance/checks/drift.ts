import { Cluster } from '../cluster';
import { Findings } from '../findings';
import { Json } from '../kubectl';
import { asStream, Document, nameOf } from '../manifests';
import { reapply } from './apply';

async function stored(cluster: Cluster, documents: Document[]): Promise<Map<string, string>> {
  const answer = await cluster.kubectl.json(['get', '-f', '-'], asStream(documents));
  const objects: Json[] = answer.kind === 'List' ? answer.items : [answer];
  return new Map(
    objects.map((object) => {
      // Controllers write status all the time; the server's own bookkeeping follows it.
      const {
        status,
        metadata: { resourceVersion, managedFields, ...metadata },
        ...rest
      } = object;
      return [nameOf(object), JSON.stringify({ ...rest, metadata })];
    }),
  );
}

/** Applied a second time nothing changes, and `kubectl diff` is empty: what GitOps tools call drift. */
export async function drift(cluster: Cluster, documents: Document[], label: string) {
  const findings = new Findings(`drift ${label}`);
  const before = await stored(cluster, documents);
  const { code, stdout, stderr } = await cluster.kubectl.try(
    ['diff', '--server-side', '--force-conflicts', '--field-manager=conformance', '-f', '-'],
    asStream(documents),
  );
  if (code === 1) {
    findings.add(
      'kubectl diff',
      stdout
        .split('\n')
        .filter((line) => /^[-+]/.test(line))
        .slice(0, 12)
        .join(' | '),
    );
  }
  if (code > 1) findings.add('kubectl diff', stderr.trim());
  await reapply(cluster, documents);
  for (const [name, text] of await stored(cluster, documents)) {
    if (before.get(name) !== text) findings.add(name, 'a second apply changed it');
  }
  return findings.all;
}
