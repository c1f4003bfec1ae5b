import { readFileSync } from 'fs';
import { join } from 'path';
import * as ts from 'typescript';
import * as library from '../../src';
import { fences, PAGES, ROOT } from './pages';

/**
 * Every TypeScript snippet of the README, of docs/ and of docstrings compiles under `strict` against the library's own types. A snippet with
 * imports stands for itself; one without is read in the setting that `FIXTURE` declares.
 */
const FIXTURE = `
import { App, Chart, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-29';
import { Cpu } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { ${Object.keys(library).join(', ')} } from 'cdk8s-agent-platform';
declare const app: PlatformApp;
declare const chart: Chart;
declare const production: Platform;
declare const platform: Platform;
declare const agents: Namespace;
declare const monitoring: Namespace;
declare const data: DataLayer;
declare const customers: Postgres;
declare const locks: Redis;
declare const messaging: MessagingLayer;
declare const jobs: RabbitMq;
declare const api: AgentApi;
declare const controller: AgentController;
declare const gateway: AgentGateway;
declare const model: ExternalService;
`;

const snippets = [
  ...PAGES.flatMap((page) => fences(page, 'ts', 'typescript').map((code, index): [string, string] => [`${page} ${index + 1}`, code])),
  ...examples(),
];

test('there are snippets to compile', () => {
  expect(snippets.length).toBeGreaterThan(0);
});

test('every snippet compiles', () => {
  expect(diagnose(new Map(snippets.map(([name, code]) => [name, program(code)])))).toEqual([]);
});

test('a misspelt prop is found', () => {
  const found = diagnose(new Map([['broken', program('new AgentApi(agents, \'x\', { image: \'a/b:1\', imagee: 1 });')]]));
  expect(found).toHaveLength(1);
  expect(found[0]).toContain('imagee');
});

/** What docstrings show as an `@example`. */
function examples(): [string, string][] {
  const { types } = JSON.parse(readFileSync(join(ROOT, '.jsii'), 'utf8')) as { types: Record<string, { docs?: { example?: string } }> };
  return Object.entries(types).flatMap(([name, { docs }]): [string, string][] => docs?.example ? [[`@example of ${name}`, docs.example]] : []);
}

/** A block of its own, so that a snippet may call its parts what the setting calls them. */
function program(code: string): string {
  return /^import /m.test(code) ? code : `${FIXTURE}\n{\n${code}\n}\n`;
}

function diagnose(programs: Map<string, string>): string[] {
  const options: ts.CompilerOptions = {
    strict: true, noEmit: true, skipLibCheck: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16, types: ['node'],
  };
  const paths = new Map([...programs].map(([name, text]) => [join(ROOT, `snippet-${name.replace(/[^a-z0-9]+/gi, '-')}.ts`), { name, text }]));
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (path) => paths.has(path) || fileExists(path);
  host.getSourceFile = (path, ...rest) => {
    const snippet = paths.get(path);
    return snippet ? ts.createSourceFile(path, snippet.text, rest[0]) : getSourceFile(path, ...rest);
  };
  return ts.getPreEmitDiagnostics(ts.createProgram([...paths.keys()], options, host)).map((diagnostic) => {
    const name = diagnostic.file ? paths.get(diagnostic.file.fileName)?.name : '';
    return `${name}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')}`;
  });
}
