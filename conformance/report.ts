import { externalSecrets } from '../src/check/references';
import { kubernetesVersion } from './engines';
import { Exception, Sorted } from './judges/exceptions';
import { Verdict } from './judges/finding';
import { Example } from './manifests';
import { Outcome } from './trial';

/** Everything that was said of one example. */
export interface Judged {
  readonly example: Example;
  readonly outcome: Outcome;
  readonly verdicts: Verdict[];
  readonly sorted: Sorted;
}

const row = (cells: (string | number)[]) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
const table = (head: string[], rows: (string | number)[][]) =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

function summary(all: Judged[]): string {
  return table(
    [
      'Example',
      'Security profile',
      'Documents',
      'Workloads',
      'Highly available',
      'Zones lost',
      'Nodes drained',
      'Rolling updates',
      'Findings',
    ],
    all.map(({ example, outcome, sorted }) => [
      example.id,
      example.securityProfile,
      example.documents.length,
      outcome.workloads.length,
      outcome.workloads.filter(({ zoneFloor }) => zoneFloor > 0).length,
      outcome.losses.length,
      outcome.drains,
      outcome.losses.length,
      outcome.findings.length + sorted.open.length,
    ]),
  );
}

function zoneLosses({ example, outcome }: Judged): string {
  const rows = outcome.workloads
    .filter(({ zoneFloor }) => zoneFloor > 0)
    .map(({ id, replicas, zoneFloor }) => [id, replicas, zoneFloor, lowest(outcome, id) >= zoneFloor ? 'yes' : 'no']);
  return [`### ${example.id}`, table(['Workload', 'Pods', 'Floor', 'Held'], rows)].join('\n\n');
}

const lowest = ({ losses }: Outcome, id: string) => Math.min(...losses.map((loss) => loss.lowest[id]));

/** What differs from machine to machine and from run to run. */
export function measurements(all: Judged[]): string {
  const measured = all.map(({ example, outcome: { losses, repetitions } }) => ({ example: example.id, losses, repetitions }));
  return `${JSON.stringify(measured, undefined, 2)}\n`;
}

function tools(all: Judged[]): string {
  return table(
    ['Example', 'Tool', 'Rules evaluated', 'Findings', 'Covered by an exception'],
    all.flatMap(({ example, verdicts, sorted }) =>
      verdicts.map(({ tool, rules }) => [
        example.id,
        tool,
        rules,
        sorted.open.filter((finding) => finding.tool === tool).length,
        sorted.excepted.filter((finding) => finding.tool === tool).length,
      ]),
    ),
  );
}

const list = (items: string[]) => (items.length > 0 ? items.map((item) => `- ${item}`).join('\n') : 'None.');

/** The page for users. Everything in it was measured by the run that wrote it. */
export function report(all: Judged[], exceptions: Exception[]): string {
  const customs = all.flatMap(({ example, outcome }) =>
    outcome.customKinds.length > 0 ? [`${example.id}: ${outcome.customKinds.join(', ')}`] : [],
  );
  const notJudged = all.flatMap(({ example, outcome }) =>
    outcome.notJudged.map((name) => `${example.id}: ${name}: its definition was not at hand`),
  );
  const secrets = all.flatMap(({ example }) =>
    externalSecrets(example.documents).map(
      ({ namespace, name, keys }) =>
        `${example.id}: \`${namespace}/${name}\` with ${keys.map((key) => `\`${key}\``).join(', ') || 'any key'}`,
    ),
  );
  return `${[
    '# Conformance',
    'Written by `npm run conformance`, which ran every manifest of every example through the engines below. Do not edit it.',
    `The manifests were applied by server-side apply with strict field validation to Kubernetes ${kubernetesVersion('newest')} and ${kubernetesVersion('oldest')}, ` +
      'without a warning, and a second apply changed nothing. On the newest version they then ran under the real scheduler and controllers, all examples of a security profile together, on nine nodes in ' +
      'three zones with zone-bound volumes: each zone was lost and came back, each node was drained, every workload was updated three times, all of it was ' +
      'deleted by its label. Strength is read from every change that the API server tells, not from samples. A check that fails among the others is repeated ' +
      'alone in a fresh cluster, and counts as failed if it fails there too; the log and `artifacts/conformance.json` tell which were repeated.',
    'An example whose manifests, checks and engines are the same as when it passed on this machine is not run again: its verdict is taken from a cache ' +
      'outside the repository, and the log names it. `--fresh` asks again.',
    '## Examples',
    summary(all),
    '## Loss of a zone',
    'A zone is lost by ending its kubelets (kwok). *Floor* is what the manifest promises: an even share where zones are required, one pod where they are only ' +
      'preferred, a majority for stores with a quorum. *Held* says that no zone, lost in turn, brought a workload below it. All workloads whose pods no volume binds to a ' +
      "zone came back to full strength on the other zones. Leaders are elected by client-go through the real Lease under the workload's own service account, " +
      'and another leads after the loss. How long it took depends on the machine: a run writes that to `artifacts/conformance.json`.',
    ...all.filter(({ outcome }) => outcome.losses.length > 0).map(zoneLosses),
    '## Judges of style and security',
    tools(all),
    '"Own rules" restate rules of tools that could not be run here (kube-linter, Polaris, Trivy, kubescape, Datree). They are ours: no claim is made that ' +
      'those tools pass.',
    '## Exceptions',
    table(
      ['Tool', 'Rule', 'Security profile', 'Objects', 'Reason'],
      exceptions.map(({ tool, rule, securityProfile, objects, reason }) => [
        tool,
        rule,
        securityProfile ?? 'both',
        objects ? `\`${objects}\`` : 'all',
        reason,
      ]),
    ),
    '## Secrets that must exist',
    list(secrets),
    '## What is not judged',
    list([
      'images, probes and shutdown: no kubelet runs; a pod is ready once it is placed, and it is gone once it is deleted',
      'network policies and meshes: admitted, not enforced',
      'autoscaling under load: there is no metrics API, so an HPA is seen to find its target and to hold its minimum',
      'custom resources: admitted by their schemas; no operator runs, so they make no pods',
      ...customs.map((line) => `custom kinds of ${line}`),
      ...notJudged,
    ]),
  ].join('\n\n')}\n`;
}
