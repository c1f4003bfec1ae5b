import { Cluster } from '../cluster';
import { Findings } from '../findings';
import { POD_SECURITY, ToolFinding } from '../judges/finding';
import { asStream, Document, nameOf, ofKind } from '../manifests';
import { pool } from '../wait';

const SERVER_SIDE = [
  'apply',
  '--server-side',
  '--force-conflicts',
  '--field-manager=conformance',
  '--validate=strict',
  '-f',
  '-',
];
const DRY_RUN = [...SERVER_SIDE, '--dry-run=server'];

/** What kubectl says on its error stream, one line a warning or an error. */
const complaints = (stderr: string) =>
  stderr
    .trim()
    .split('\n')
    .filter((line) => line !== '');

/** Asks for each document alone, so that a complaint can be told with the object's name. */
async function nameThem(cluster: Cluster, documents: Document[], findings: Findings): Promise<void> {
  const answers = await pool(documents, 4, (document) => cluster.kubectl.try(DRY_RUN, document.source));
  answers.forEach(({ stderr }, index) =>
    complaints(stderr).forEach((line) => findings.add(nameOf(documents[index].object), line.replace(/^Warning: /, 'warning: '))),
  );
}

async function send(cluster: Cluster, args: string[], documents: Document[], findings: Findings): Promise<void> {
  if (documents.length === 0) return;
  const { code, stderr } = await cluster.kubectl.try(args, asStream(documents));
  if (code === 0 && stderr.trim() === '') return;
  const before = findings.all.length;
  await nameThem(cluster, documents, findings);
  // It was refused for real but passes alone and dry: say what the server said rather than nothing.
  if (findings.all.length === before) complaints(stderr).forEach((line) => findings.add('the whole folder', line));
}

/** Server-side apply with strict fields, dry and then for real: nothing is refused, nothing is warned about. */
export async function apply(cluster: Cluster, documents: Document[], label: string) {
  const findings = new Findings(`apply ${label}`);
  // A namespace that does not exist yet cannot be asked, dry or not, for what is in it.
  const namespaces = documents.filter(({ object }) => object.kind === 'Namespace');
  const others = documents.filter(({ object }) => object.kind !== 'Namespace');
  await send(cluster, DRY_RUN, namespaces, findings);
  await send(cluster, SERVER_SIDE, namespaces, findings);
  await send(cluster, DRY_RUN, others, findings);
  if (findings.all.length === 0) await send(cluster, SERVER_SIDE, others, findings);
  return findings.all;
}

/** Applies without judging: for scenarios whose documents were judged before. */
export async function reapply(cluster: Cluster, documents: Document[]): Promise<void> {
  await cluster.kubectl.do(SERVER_SIDE, asStream(documents));
}

/** The namespaces under the strictest level: what runs in them must not depend on the level that we emit. */
export async function podSecurity(cluster: Cluster, documents: Document[]): Promise<ToolFinding[]> {
  const findings: ToolFinding[] = [];
  for (const namespace of ofKind(documents, 'Namespace')) {
    const { stderr } = await cluster.kubectl.try([
      'label',
      '--dry-run=server',
      '--overwrite',
      'namespace',
      namespace.metadata.name,
      'pod-security.kubernetes.io/enforce=restricted',
      'pod-security.kubernetes.io/enforce-version=latest',
    ]);
    complaints(stderr)
      .filter((line) => !/existing pods in namespace/.test(line))
      .forEach((line) =>
        findings.push({
          tool: POD_SECURITY,
          rule: 'restricted',
          object: nameOf(namespace),
          message: line.replace(/^Warning: /, ''),
        }),
      );
  }
  return findings;
}
