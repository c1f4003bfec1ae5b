import { existsSync, readFileSync } from 'fs';
import { dirname, join } from 'path';
import { Construct } from 'constructs';
import { findExamples } from '../../examples/synth';
import * as library from '../../src';
import { silentApp } from '../support/platforms';
import { fences, PAGES, read, ROOT } from './pages';
import { withTables } from './tables';

test.each(PAGES)('the tables of %s say what the docstrings and the examples say', (page) => {
  // Otherwise: npx projen compile && npx ts-node -T -P tsconfig.dev.json test/docs/update.ts
  expect(read(page)).toBe(withTables(read(page)));
});

test.each(PAGES)('every YAML of %s that names a file of dist/manifests stands in it', (page) => {
  expect(fences(page, 'yaml').flatMap(missingPieces)).toEqual([]);
});

test.each(PAGES)('every link of %s leads to a file, and to a heading of it', (page) => {
  const links = [...read(page).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)];
  expect(links.filter(([, file, anchor]) => !leads(join(ROOT, file === '' ? page : join(dirname(page), file)), anchor)).map(([link]) => link)).toEqual([]);
});

test('the README shows the quickstart as it stands in examples/', () => {
  const main = readFileSync(join(ROOT, 'examples', 'quickstart', 'main.ts'), 'utf8');
  expect(fences('README.md', 'ts')).toContain(main);
});

// The engines are to be read, and not to be applied.
test.each([...findExamples()].filter(([name]) => name !== 'engines'))('the README, or that of the example, says how to make each Secret of %s, with all of its keys', (name, compose) => {
  const app = silentApp();
  compose(app);
  const own = `examples/${name}/README.md`;
  const commands = ['README.md', ...existsSync(join(ROOT, own)) ? [own] : []].flatMap((page) => fences(page, 'sh')).join('\n').replace(/\\\n */g, ' ').split('\n');
  const missing = app.report().requiredSecrets.filter(({ namespace, name: secret, keys }) => !commands.some((command) =>
    new RegExp(`^kubectl -n ${namespace} create secret \\w+ ${secret} `).test(command) && keys.every((key) => command.includes(key))
  || command.startsWith(`kubectl -n ${namespace} create secret tls ${secret} `)));
  expect(missing).toEqual([]);
});

test('every construct has its page, and stands in the table of the README', () => {
  const constructs = Object.entries(library).filter(([, type]) => typeof type === 'function' && type.prototype instanceof Construct).map(([name]) => name);
  const readme = read('README.md');
  const pages = PAGES.filter((page) => page !== 'README.md').map(read).join('\n');
  expect(constructs.filter((name) => !new RegExp(`^\\|.*\`${name}\`.*\\]\\(docs/`, 'm').test(readme) || !new RegExp(`\\b${name}\\b`).test(pages))).toEqual([]);
});

/** Headings are addressed as GitHub does it: in lower case, spaces as dashes, without punctuation. */
function leads(path: string, anchor: string | undefined): boolean {
  if (anchor === undefined || !existsSync(path)) {
    return existsSync(path);
  }
  const headings = [...readFileSync(path, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading.toLowerCase().replace(/[^\w\- ]/g, '').replace(/ /g, '-'));
  return headings.includes(anchor);
}

/** An excerpt is pieces of the file in its order, with a line `# ...` wherever something is left out between them. */
function missingPieces(excerpt: string): string[] {
  const [first, ...lines] = excerpt.trimEnd().split('\n');
  const path = /^# (dist\/manifests\/\S+)$/.exec(first)?.[1];
  if (!path) {
    return [];
  }
  let rest = `\n${readFileSync(join(ROOT, path), 'utf8')}`;
  return lines.join('\n').split(/^ *# \.\.\.$/m).map((piece) => piece.replace(/^\n|\n$/g, '')).filter((piece) => piece !== '').filter((piece) => {
    const at = rest.indexOf(`\n${piece}\n`);
    rest = at < 0 ? rest : rest.slice(at + piece.length + 1);
    return at < 0;
  }).map((piece) => `${path}:\n${piece}`);
}
