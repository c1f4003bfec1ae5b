import { execFileSync, spawnSync } from 'child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { Manifests, parse, yamlFiles } from '../support/manifests';
import { temporaryFolder } from '../support/platforms';

const ROOT = join(__dirname, '..', '..');
/** What a stranger has beside the library: its peers, and the types of Node. */
const BESIDE = ['cdk8s', 'cdk8s-plus-29', 'constructs', '@types/node', 'undici-types'];

let project: string;

function run(program: string, ...args: string[]): string {
  const environment = { ...process.env, CDK8S_OUTDIR: undefined, NODE_OPTIONS: undefined };
  return execFileSync(program, args, { cwd: project, encoding: 'utf8', env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Packs the library as it would be published, from the compiled `lib`. */
function pack(into: string): string {
  const packed = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', into],
    { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return join(into, JSON.parse(packed)[0].filename);
}

beforeAll(() => {
  project = temporaryFolder();
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'stranger', version: '0.0.0', private: true }));
  run('npm', 'install', '--offline', '--no-audit', '--no-fund', '--legacy-peer-deps', pack(project));
  for (const name of BESIDE) {
    mkdirSync(dirname(join(project, 'node_modules', name)), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), join(project, 'node_modules', name), 'dir');
  }
  for (const program of ['design-program.ts', 'lone-api.ts']) {
    copyFileSync(join(__dirname, program), join(project, program));
  }
  run(process.execPath, require.resolve('typescript/bin/tsc'), '--strict', '--module', 'node16', '--target', 'es2022', '--types', 'node',
    'design-program.ts', 'lone-api.ts');
}, 240_000);

test('a program with every kind of component synthesises', () => {
  // The summary is for people, so it is on stderr.
  const { status, stderr: said } = spawnSync(process.execPath, ['design-program.js'], { cwd: project, encoding: 'utf8', env: { ...process.env, CDK8S_OUTDIR: undefined } });
  expect(status).toBe(0);
  const outdir = join(project, 'dist', 'manifests');
  expect(said.split('\n')[0]).toMatch(/^dist\/manifests: 5 components, \d+ objects, 10 files \(10 changed\)$/);
  expect(yamlFiles(outdir)).toEqual([
    'production/agents/api.yaml', 'production/agents/controller.yaml', 'production/agents/data.yaml', 'production/agents/gateway.yaml',
    'production/agents/kustomization.yaml', 'production/agents/namespace.yaml', 'production/kustomization.yaml',
    'production/monitoring/kustomization.yaml', 'production/monitoring/namespace.yaml', 'production/monitoring/observability.yaml',
  ]);
});

test('one API on a stock Chart synthesises', () => {
  run(process.execPath, 'lone-api.js');
  const documents = parse(readFileSync(join(project, 'dist', 'chart.k8s.yaml'), 'utf8'));
  expect(new Manifests(documents).one('Deployment', 'api').spec.template.spec.containers[0].image).toBe('ghcr.io/acme/agent-api:1.8.0');
});

test('the package holds what is compiled, and nothing of how it is made', () => {
  const folder = join(project, 'node_modules', 'cdk8s-agent-platform');
  const there = ['lib/src/index.js', 'lib/src/index.d.ts', 'lib/imports', '.jsii', 'LICENSE', 'README.md'].map((path) => existsSync(join(folder, path)));
  expect(there).not.toContain(false);
  expect(['src', 'test', 'bench', 'conformance', '.ci', 'artifacts'].filter((path) => existsSync(join(folder, path)))).toEqual([]);
});
