import { readdirSync, readFileSync } from 'fs';
import { dirname, join, relative, resolve, sep } from 'path';
import * as ts from 'typescript';

const ROOT = join(__dirname, '..', '..');
const SOURCE = join(ROOT, 'src');

/** The floors of the house: a floor uses only those before it. */
const FLOORS = [
  'imports', 'internal', 'catalog', 'model', 'secrets', 'mesh', 'platform', 'connections', 'workload', 'component', 'certificates', 'agents', 'tasks', 'store', 'data',
  'messaging', 'gateway', 'delivery', 'recovery', 'workflows', 'gitops', 'policy', 'observability', 'check',
];

/** Floors that stand side by side: the later one knows nothing of these. */
const STRANGERS: Record<string, string[]> = {
  certificates: ['connections', 'workload'], store: ['agents'], data: ['agents'], messaging: ['agents', 'data'], gateway: ['data', 'messaging'], delivery: ['data', 'messaging'],
  workflows: ['recovery'], gitops: ['recovery', 'workflows'],
  policy: ['agents', 'data', 'gateway'], observability: ['agents', 'data', 'messaging', 'gateway', 'policy'],
  check: FLOORS.filter((floor) => !['catalog', 'check'].includes(floor)),
};

interface Source {
  readonly path: string;
  readonly file: ts.SourceFile;
}

const sources: Source[] = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts')).sort()
  .map((path) => ({ path, file: ts.createSourceFile(path, readFileSync(join(SOURCE, path), 'utf8'), ts.ScriptTarget.Latest, true) }));

function nodes<T extends ts.Node>({ file }: Source, is: (node: ts.Node) => node is T): T[] {
  const found: T[] = [];
  const visit = (node: ts.Node): void => {
    is(node) && found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function where({ path, file }: Source, node: ts.Node): string {
  return `${path}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}

/** The floor that a file stands on; nothing for `src/index.ts`. */
function floorOf(path: string): string | undefined {
  const [first, second] = relative(ROOT, path).split(sep);
  return first === 'imports' ? 'imports' : second?.endsWith('.ts') ? undefined : second;
}

function importedFloors(source: Source): string[] {
  const specifiers = nodes(source, ts.isStringLiteral).filter(({ text, parent }) => text.startsWith('.')
    && (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent) || ts.isCallExpression(parent) || ts.isLiteralTypeNode(parent)));
  return specifiers.map(({ text }) => floorOf(resolve(SOURCE, dirname(source.path), text))!);
}

test('every folder has its place in the house', () => {
  const folders = readdirSync(SOURCE, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  expect(folders.filter((name) => !FLOORS.includes(name))).toEqual([]);
});

test.each(sources.filter(({ path }) => path !== 'index.ts').map((source) => [source.path, source] as const))('%s uses only floors before its own', (path, source) => {
  const own = floorOf(join(SOURCE, path))!;
  const wrong = importedFloors(source).filter((floor) => FLOORS.indexOf(floor) > FLOORS.indexOf(own) || STRANGERS[own]?.includes(floor));
  expect(wrong).toEqual([]);
});

test('bindings of custom resources are reached through one file', () => {
  const loading = sources.filter((source) => nodes(source, ts.isCallExpression).some(({ expression, arguments: [given] }) =>
    expression.getText() === 'require' && given.getText().includes('/imports/')) || nodes(source, ts.isImportDeclaration).some(({ moduleSpecifier }) =>
    moduleSpecifier.getText().includes('/imports/')));
  expect(loading.map(({ path }) => path)).toEqual([join('internal', 'bindings.ts')]);
});

test('nothing swallows an error', () => {
  const swallowing = sources.flatMap((source) => nodes(source, ts.isCatchClause)
    .filter(({ block }) => !/\bthrow\b|\.fail\(|\breport\(|return malformed\(|return false;|return new Unreadable\(/.test(block.getText())).map((clause) => where(source, clause)));
  expect(swallowing).toEqual([]);
});

test('no promise is left to fail on its own', () => {
  const calls = sources.flatMap((source) => nodes(source, ts.isPropertyAccessExpression)
    .filter(({ name }) => ['catch', 'allSettled'].includes(name.text)).map((call) => where(source, call)));
  expect(calls).toEqual([]);
});

test('nobody orders constructs by dependencies: cdk8s would expand them without end', () => {
  const calls = sources.flatMap((source) => nodes(source, ts.isPropertyAccessExpression)
    .filter(({ name }) => name.text === 'addDependency').map((call) => where(source, call)));
  expect(calls).toEqual([]);
});

/** Not rendering: a lock says which machine's process holds it, and the edge of an app which of its Platforms are written. */
const EDGES = [join('platform', 'output-lock.ts'), join('platform', 'selected-platforms.ts')];

test('rendering is pure: no time, chance, environment or network', () => {
  const impure = sources.flatMap((source) => [
    ...nodes(source, ts.isPropertyAccessExpression).filter((access) => ['Date.now', 'Math.random', 'process.env'].includes(access.getText())),
    ...nodes(source, ts.isNewExpression).filter(({ expression, arguments: given }) => expression.getText() === 'Date' && !given?.length),
    ...nodes(source, ts.isStringLiteral).filter(({ text, parent }) => ts.isImportDeclaration(parent) && /^(node:)?(https?|net|child_process|os)$/.test(text)),
  ].map((node) => where(source, node))).filter((place) => !EDGES.some((edge) => place.startsWith(edge)));
  expect(impure).toEqual([]);
});

function isRethrown({ expression, parent }: ts.ThrowStatement): boolean {
  const clause = ts.findAncestor(parent, ts.isCatchClause);
  return clause?.variableDeclaration?.name.getText() === expression.getText();
}

test('every refusal goes through the guard', () => {
  const thrown = sources.flatMap((source) => nodes(source, ts.isThrowStatement).filter((statement) => !isRethrown(statement)).map((statement) => where(source, statement).replace(/:\d+$/, '')));
  expect([...new Set(thrown)].sort()).toEqual([join('internal', 'refusing.ts'), join('platform', 'synthesis.ts')]);
});
