import { writeFileSync } from 'fs';
import { join } from 'path';
import { evaluate, Port } from './evaluator';
import { examplePlatforms } from './examples';
import { DNS, ISTIOD } from './outside';
import { System, systemOf } from './system';

/** The page that `main` writes and a test holds against the tree. */
export const PAGE = join(__dirname, '..', '..', 'docs', 'reachability.md');

const INTRODUCTION = `# Who can reach whom

Computed from the NetworkPolicies and AuthorizationPolicies of the examples, and equal to what the examples declare: every path here follows
from a \`connectTo\`, a \`route\`, or a need that a component states (its DNS, its sidecar's control plane, the API server where it elects a leader,
what reads its metrics, the members of a store among themselves). A test holds the two against each other path by path, and finds any policy that
is widened by hand. So what is not in a table is shut: other pods of the same namespace and of others, private address ranges, the clouds' metadata
service.

A cell names TCP ports, of pods and not of Services. *any* means every port and protocol. Rows call, columns are called. Names are
\`namespace/workload\`; what has no slash is outside of the platform.

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
    ...drawn.length > 0 ? ['What follows from them and from the needs of the components (not drawn: every pod asks DNS, and every sidecar istiod):', '', ...mermaid(drawn), ''] : [],
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
