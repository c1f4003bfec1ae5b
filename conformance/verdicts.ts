import { createHash } from 'crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'fs';
import { homedir } from 'os';
import { join, relative } from 'path';
import { goldenPermissions } from './checks/permissions';
import { readExternals } from './externals';
import { Example } from './manifests';
import { Options, Outcome } from './trial';

const ROOT = join(__dirname, '..');
const FOLDER =
  process.env.VERDICTS_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'cdk8s-agent-platform', 'verdicts');

/** Everything besides the manifests that decides a verdict: the checks, what they import from src, and the versions of the engines. */
const DECISIVE = ['conformance', 'src/check', 'src/catalog/rules'];
/** Judged anew each time (exceptions), or counted with the example that they are about. */
const APART = ['conformance/exceptions.yaml', 'conformance/externals.yaml', 'conformance/golden/'];
/** Suites of their own, which judge nothing that a cluster judges here. */
const OTHER_SUITES = ['daemons', 'edge', 'observability', 'operators', 'paging', 'policies', 'rules', 'test', 'text'].map((suite) => `conformance/${suite}/`);
const CUSTOM_RESOURCES = join(ROOT, '..', 'shared', 'schemas', 'crds');

/** What the clusters said of an example that passed, and when. */
export interface Remembered {
  readonly on: string;
  readonly outcome: Omit<Outcome, 'workloads'>;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

function hashOf(paths: string[]): string {
  const hash = createHash('sha256');
  const isSource = (path: string) => /\.(ts|ya?ml|json|sh|version|mod|go|patch)$/.test(path);
  for (const file of paths.filter(isSource)) hash.update(`${file}\0`).update(readFileSync(join(ROOT, file))).update('\0');
  if (existsSync(CUSTOM_RESOURCES)) hash.update(readdirSync(CUSTOM_RESOURCES).sort().join('\n'));
  return hash.digest('hex');
}

const pathsBelow = (folders: string[]) => folders.flatMap((folder) => filesBelow(join(ROOT, folder))).map((file) => relative(ROOT, file));

let checks: string | undefined;

/** Computed once: nothing of it changes during a run. */
function checksHash(): string {
  const isElsewhere = (path: string) => [...OTHER_SUITES, ...APART].some((other) => path.startsWith(other));
  checks ??= hashOf(pathsBelow(DECISIVE).filter((path) => !isElsewhere(path)));
  return checks;
}

/** Where it is noted that the suite itself was tested with exactly these sources, exceptions and engines. */
export function noteOfSelfTest(): string {
  const judged = ['conformance/exceptions.yaml', ...pathsBelow(['conformance/test'])];
  return join(FOLDER, `self-test-${createHash('sha256').update(checksHash() + hashOf(judged)).digest('hex')}`);
}

function fileOf(example: Example, { zones, oldest }: Options): string {
  const { id, documents } = example;
  const permitted = goldenPermissions(example);
  const expected = [readExternals(id), existsSync(permitted) ? readFileSync(permitted, 'utf8') : ''];
  const hash = createHash('sha256').update(JSON.stringify([checksHash(), id, zones, oldest, expected]));
  for (const { source } of documents) hash.update('\0').update(source);
  return join(FOLDER, `${hash.digest('hex')}.json`);
}

/** The verdict on the same manifests by the same checks and engines, where this machine has seen them pass. */
export function recall(example: Example, options: Options): Remembered | undefined {
  const file = fileOf(example, options);
  return options.updateGolden || !existsSync(file) ? undefined : JSON.parse(readFileSync(file, 'utf8'));
}

/** Keeps a verdict without a finding. A failure is never remembered: it is judged again until it is mended. */
export function remember(example: Example, options: Options, { workloads: _, ...outcome }: Outcome): void {
  if (outcome.failed > 0 || outcome.findings.length > 0) return;
  mkdirSync(FOLDER, { recursive: true });
  const file = fileOf(example, options);
  const remembered: Remembered = { on: new Date().toISOString(), outcome };
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(remembered));
  renameSync(`${file}.${process.pid}`, file);
}
