import { existsSync, readdirSync, readFileSync } from 'fs';
import { dirname, join, relative, resolve } from 'path';
import * as ts from 'typescript';

const SOURCE = join(__dirname, '..', '..', 'src');

/** What a file imports from other files when it runs: types are gone by then, so they may go round in a circle. */
function imported(path: string): string[] {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  return file.statements.filter((statement) => ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement))
    .filter((statement) => !(ts.isImportDeclaration(statement) && statement.importClause?.isTypeOnly) && statement.moduleSpecifier)
    .map((statement) => (statement.moduleSpecifier as ts.StringLiteral).text).filter((text) => text.startsWith('.'))
    .map((text) => resolve(dirname(path), text)).map((at) => existsSync(`${at}.ts`) ? `${at}.ts` : join(at, 'index.ts'))
    .filter((at) => at.startsWith(SOURCE) && existsSync(at));
}

/** Every circle that a walk from each file meets, as a chain of files. */
function circles(graph: Map<string, string[]>): string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, above: string[]): void => {
    if (above.includes(path)) {
      found.push([...above.slice(above.indexOf(path)), path].map((one) => relative(SOURCE, one)).join(' > '));
    } else if (!done.has(path)) {
      (graph.get(path) ?? []).forEach((next) => visit(next, [...above, path]));
      done.add(path);
    }
  };
  [...graph.keys()].forEach((path) => visit(path, []));
  return found;
}

test('no file imports itself by way of others', () => {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts')).map((path) => join(SOURCE, path));
  expect(circles(new Map(files.map((path) => [path, imported(path)])))).toEqual([]);
});

test('a circle is found', () => {
  const [a, b, c] = ['a.ts', 'b.ts', 'c.ts'].map((name) => join(SOURCE, name));
  expect(circles(new Map([[a, [b]], [b, [c]], [c, [b]]]))).toEqual(['b.ts > c.ts > b.ts']);
});
