import { writeFileSync } from 'fs';
import { join } from 'path';
import { evaluate, Port } from './evaluator';
import { examplePlatforms } from './examples';
import { DNS, ISTIOD } from './outside';
import { System, systemOf } from './system';

/** The page that `main` writes and a test holds against the tree. */
export const PAGE = join(__dirname, '..', '..', 'docs', 'reachability.md');

const INTRODUCTION = `# Who can reach whom

The connections that the NetworkPolicies and AuthorizationPolicies of the examples allow. Each of them follows from a \`connectTo\`, a \`route\`, or a need of a
component: DNS, the control plane of its sidecar, the API server for leader election, Prometheus, and the members of a store among themselves. A test compares the
policies with these declarations, so a policy that is widened by hand is found. Everything else is closed: other pods in the same namespace and in others, private
address ranges, the metadata service of clouds.

Rows are clients, columns are targets. A cell contains TCP ports, of pods and not of Services; *any* means every port and protocol. Names are
\`namespace/workload\`; names without a slash are outside the platform.

This page is generated: \`npx projen compile && npx ts-node -T -P tsconfig.dev.json test/network-model/render.ts\`.
`;

/** From whom to whom, and on which ports. */
interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly ports: string;
}

export function renderPage(): string {
  const sections = examplePlatforms().map(({ name, app, platform }) => renderSystem(name.replace(', ', ': '), systemOf(app, platform)));
  return [INTRODUCTION, ...sections].join('\n');
}

function renderSystem(title: string, system: System): string {
  const arrows = arrowsOf(system);
  const declared = system.connections.map(({ client, target, ports, externalHost }) => `- \`${client}\` to \`${externalHost ?? target}\`, port ${ports.join(', ')}`);
  const drawn = arrows.filter(({ to, ports }) => ![DNS, ISTIOD].includes(to) && ports !== 'any');
  return [
    `## ${title}`, '', 'Declared connections:', '', ...declared, '',
    ...drawn.length > 0 ? ['The resulting connections, with those that the components need (not shown: every pod uses DNS, and every sidecar connects to istiod):', '', ...mermaid(drawn), ''] : [],
    ...matrix(arrows), '',
  ].join('\n');
}

function arrowsOf({ documents, peers, ports }: System): Arrow[] {
  const byPair = new Map<string, Port[]>();
  for (const path of evaluate(documents, peers, ports)) {
    const end = path.lastIndexOf(' ');
    byPair.set(path.slice(0, end), [...byPair.get(path.slice(0, end)) ?? [], path.slice(end + 1)]);
  }
  return [...byPair.keys()].sort().map((pair) => {
    const [from, to] = pair.split(' -> ');
    return { from, to, ports: describe(byPair.get(pair)!, ports.length) };
  });
}

function describe(open: Port[], all: number): string {
  if (open.length === all) {
    return 'any';
  }
  const numbers = [...new Set(open.map((port) => Number(port.split('/')[1])))].sort((a, b) => a - b);
  return numbers.map((number) => open.includes(`UDP/${number}`) ? `${number} (TCP, UDP)` : `${number}`).join(', ');
}

function matrix(arrows: Arrow[]): string[] {
  const [rows, columns] = [arrows.map(({ from }) => from), arrows.map(({ to }) => to)].map((names) => [...new Set(names)].sort(ownFirst));
  const cell = (from: string, to: string): string => arrows.find((arrow) => arrow.from === from && arrow.to === to)?.ports ?? '';
  return [
    `| from \\ to | ${columns.join(' | ')} |`,
    `| --- | ${columns.map(() => '---').join(' | ')} |`,
    ...rows.map((from) => `| **${from}** | ${columns.map((to) => cell(from, to)).join(' | ')} |`),
  ];
}

function mermaid(arrows: Arrow[]): string[] {
  const names = [...new Set(arrows.flatMap(({ from, to }) => [from, to]))].sort(ownFirst);
  const id = (name: string): string => `n${names.indexOf(name)}`;
  const namespaces = [...new Set(names.filter(isOwn).map(namespaceOf))];
  return [
    '```mermaid',
    'flowchart LR',
    ...namespaces.flatMap((namespace) => [
      `  subgraph ${namespace}`,
      ...names.filter((name) => isOwn(name) && namespaceOf(name) === namespace).map((name) => `    ${id(name)}["${name.slice(namespace.length + 1)}"]`),
      '  end',
    ]),
    ...names.filter((name) => !isOwn(name)).map((name) => `  ${id(name)}(["${name}"])`),
    ...arrows.map(({ from, to, ports }) => `  ${id(from)} -->|"${ports}"| ${id(to)}`),
    '```',
  ];
}

function isOwn(name: string): boolean {
  return name.includes('/');
}

function namespaceOf(name: string): string {
  return name.split('/')[0];
}

function ownFirst(a: string, b: string): number {
  return Number(isOwn(b)) - Number(isOwn(a)) || (a < b ? -1 : Number(a > b));
}

if (require.main === module) {
  writeFileSync(PAGE, renderPage());
}
