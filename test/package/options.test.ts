import { readFileSync } from 'fs';
import { join } from 'path';
import * as ts from 'typescript';
import * as library from '../../src';
import { Manifest, Manifests } from '../support/manifests';
import { temporaryFolder } from '../support/platforms';
import { CHANGES } from './options';

const PROGRAM = readFileSync(join(__dirname, 'design-program.ts'), 'utf8');

/** What a program makes: the text of each object by its kind, namespace and name. */
function synthesise(program: string): Map<string, string> {
  const outdir = temporaryFolder();
  const { outputText } = ts.transpileModule(program.replace("'dist/manifests'", JSON.stringify(outdir)), { compilerOptions: { module: ts.ModuleKind.CommonJS } });
  const written = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  const load = (name: string): unknown => name === 'cdk8s-agent-platform' ? library : jest.requireActual(name);
  new Function('require', 'exports', outputText)(load, {});
  written.mockRestore();
  const objects = Manifests.in(outdir).documents.filter(({ kind }) => kind !== 'Kustomization');
  return new Map(objects.map((object) => [identify(object), JSON.stringify(object)]));
}

function identify({ kind, metadata }: Manifest): string {
  return `${kind} ${metadata.namespace ? `${metadata.namespace}/` : ''}${metadata.name}`;
}

/** The objects that two programs do not make alike. */
function difference(one: Map<string, string>, other: Map<string, string>): string[] {
  return [...new Set([...one.keys(), ...other.keys()])].filter((id) => one.get(id) !== other.get(id)).sort();
}

/** Whether an object is meant by a pattern in which `*` stands for anything. */
function fits(id: string, pattern: string): boolean {
  return new RegExp(`^${pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`).test(id);
}

const base = synthesise(PROGRAM);

test.each(CHANGES)('%s changes the objects that it is about', (_, [from, to], expected) => {
  expect(PROGRAM.split(from)).toHaveLength(2);
  const changed = difference(base, synthesise(PROGRAM.replace(from, to)));
  expect(changed.filter((id) => !expected.some((pattern) => fits(id, pattern)))).toEqual([]);
  expect(expected.filter((pattern) => !changed.some((id) => fits(id, pattern)))).toEqual([]);
});

test('every line of the program that says something is changed by one of them', () => {
  const silent = PROGRAM.slice(PROGRAM.indexOf('const production')).split('\n').filter((line) => /\w/.test(line) && !/^app\.synth/.test(line))
    .filter((line) => !CHANGES.some(([, [from]]) => from.split('\n').some((part) => line.includes(part.trim()) || part.includes(line.trim()))));
  expect(silent).toEqual([]);
});
