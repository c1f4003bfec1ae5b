import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { run } from '../../src/check/cli';
import { Document } from '../../src/check/documents';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'conformance-cli-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A path in a folder of the running test alone. */
export function scratch(name: string): string {
  return join(folder, name);
}

/** What the command says and returns; paths of the scratch folder are cut. */
export function called(...args: string[]): { code: number; out: string[]; err: string[] } {
  const said = { out: [] as string[], err: [] as string[] };
  const cut = (text: string) => text.replaceAll(`${folder}/`, '');
  const code = run(args, { out: (text) => said.out.push(cut(text)), err: (text) => said.err.push(cut(text)) });
  return { code, ...said };
}

export function file(name: string, content: string): string {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(scratch(name), content);
  return scratch(name);
}

export function folderOf(documents: Document[], name = 'all'): string {
  return join(file(`${name}/all.yaml`, documents.map(({ source }) => `---\n${source}\n`).join('')), '..');
}

export const findings = (documents: Document[], ...args: string[]) => called(folderOf(documents), ...args).out.slice(0, -1);
