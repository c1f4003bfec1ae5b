import { execFileSync, spawnSync } from 'child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'fs';
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

/** Packs the library as it is published, from the compiled `lib`. */
function pack(into: string): string {
  const name = execFileSync(process.execPath, [join(ROOT, 'packaging', 'pack.js'), ROOT], { cwd: into, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return join(into, name.trim());
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

/** What the folder of the installed package holds. */
function installed(): { path: string; size: number }[] {
  const folder = join(project, 'node_modules', 'cdk8s-agent-platform');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => ({ path, stats: statSync(join(folder, path)) }))
    .filter(({ stats }) => stats.isFile()).map(({ path, stats }) => ({ path, size: stats.size }));
}

test('it weighs at most 8 MB', () => {
  expect(installed().reduce((sum, { size }) => sum + size, 0)).toBeLessThan(8_000_000);
});

test('every module of it finds what it loads', () => {
  const modules = installed().map(({ path }) => path).filter((path) => /^lib\/.*\.js$/.test(path));
  expect(modules.length).toBeGreaterThan(300);
  writeFileSync(join(project, 'all.js'), modules.map((path) => `require('./node_modules/cdk8s-agent-platform/${path}');\n`).join(''));
  expect(() => run(process.execPath, 'all.js')).not.toThrow();
});

test('the command line judges what the program made, by schemas too', () => {
  const schema = { 'x-kubernetes-group-version-kind': [{ group: '', version: 'v1', kind: 'ServiceAccount' }], 'type': 'object', 'required': ['colour'] };
  writeFileSync(join(project, 'schemas.json'), JSON.stringify({ swagger: '2.0', definitions: { account: schema } }));
  const program = join(project, 'node_modules', 'cdk8s-agent-platform', 'bin', 'cdk8s-agent-platform-conformance');
  const judge = (...options: string[]): string =>
    spawnSync(process.execPath, [program, join('dist', 'manifests', 'production'), ...options], { cwd: project, encoding: 'utf8' }).stdout;
  expect(judge()).toMatch(/\d+ documents, 0 findings/);
  expect(judge('--schemas', 'schemas.json')).toContain('colour');
});

test('an ES module imports it by name', () => {
  writeFileSync(join(project, 'module.mjs'), 'import { AgentApi, Mesh, SynthReporting } from "cdk8s-agent-platform";\nconsole.log(AgentApi.name, Mesh.name, SynthReporting.SILENT);\n');
  expect(run(process.execPath, 'module.mjs')).toBe('AgentApi Mesh silent\n');
});

test('loading it loads no module of it, and a name loads what it needs', () => {
  writeFileSync(join(project, 'lazy.js'), `
    const count = () => Object.keys(require.cache).filter((file) => file.includes('cdk8s-agent-platform/lib')).length;
    const library = require('cdk8s-agent-platform');
    const before = count();
    library.Objective;
    console.log(before, count() > before, Object.keys(library).length > 80);`);
  expect(run(process.execPath, 'lazy.js')).toBe('1 true true\n');
});
