import { execFileSync, spawnSync } from 'child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { homedir, tmpdir } from 'os';
import { join } from 'path';
import { parseAllDocuments } from 'yaml';
import { Report } from './report';
import { best, cpuOf } from './run';

const VERSION = 'v3.22.0';
const SIZE = 1000;
const NAME = `helm template of the same ${SIZE} APIs`;
const GOAL = 1;

/** Against a chart that renders the same YAML, both from a cold process. */
export function helm(report: Report): void {
  const program = installed(report);
  if (!program) {
    report.skipped(NAME, `at most ${GOAL}`, 'needs Go, or Helm in the cache of the engines');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const node = (size: number, out: string): string[] => [join(__dirname, 'children', 'write.js'), out, `${size}`];
    writeChart(folder, node);
    const template = (size: number): string[] => ['template', 'bench', join(folder, 'chart'), '--set', `count=${size}`];
    requireSame(program, folder, template, node);
    const { theirs, ours } = best(5, {
      theirs: () => cpuOf(program, [...template(SIZE), '--output-dir', join(folder, 'helm')], folder),
      ours: () => cpuOf(process.execPath, node(SIZE, join(folder, 'ours')), folder),
    });
    report.note(`helm ${VERSION} ${theirs.toFixed(2)} s, ours ${ours.toFixed(2)} s, each with starting the process`);
    report.atMost(`against ${NAME}`, ours / theirs, GOAL);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Helm is a program of Go, and comes as its module. */
function installed(report: Report): string | undefined {
  const cache = process.env.ENGINES_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'cdk8s-agent-platform', 'engines');
  const folder = join(cache, `helm-${VERSION}`);
  const program = join(folder, 'helm');
  if (!existsSync(program) && spawnSync('go', ['version']).status === 0) {
    report.note(`building helm ${VERSION} in ${folder}`);
    mkdirSync(folder, { recursive: true });
    spawnSync('go', ['install', `helm.sh/helm/v3/cmd/helm@${VERSION}`], { env: { ...process.env, GOBIN: folder, CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false' } });
  }
  return existsSync(program) ? program : undefined;
}

/** What one API renders as, once for each of them; our quotes around names are in the way of none. */
function writeChart(folder: string, node: (size: number, out: string) => string[]): void {
  execFileSync(process.execPath, node(1, join(folder, 'one')));
  const api = readFileSync(join(folder, 'one', 'production', 'agents', 'api-0.yaml'), 'utf8');
  const template = api.replace(/\{\{|\}\}/g, (braces) => `{{ "${braces}" }}`).replace(/api-0\b/g, 'api-{{ $index }}').replace(/api_0\b/g, 'api_{{ $index }}');
  mkdirSync(join(folder, 'chart', 'templates'), { recursive: true });
  writeFileSync(join(folder, 'chart', 'Chart.yaml'), 'apiVersion: v2\nname: bench\nversion: 1.0.0\n');
  writeFileSync(join(folder, 'chart', 'templates', 'apis.yaml'), `{{- range $index := until (int .Values.count) }}\n---\n${template}{{- end }}\n`);
}

/** Otherwise the two would not do the same work. */
function requireSame(program: string, folder: string, template: (size: number) => string[], node: (size: number, out: string) => string[]): void {
  const size = 12;
  execFileSync(process.execPath, node(size, join(folder, 'some')));
  const ours = Array.from({ length: size }, (_, index) => readFileSync(join(folder, 'some', 'production', 'agents', `api-${index}.yaml`), 'utf8')).join('---\n');
  const theirs = execFileSync(program, template(size), { encoding: 'utf8' });
  const sorted = (text: string): string[] => parseAllDocuments(text).map((document) => JSON.stringify(document.toJS())).filter((one) => one !== 'null').sort();
  if (JSON.stringify(sorted(ours)) !== JSON.stringify(sorted(theirs))) {
    throw new Error('the chart does not render what the library renders');
  }
}
