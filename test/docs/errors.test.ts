import * as cdk8s from 'cdk8s';
import { Cpu } from 'cdk8s-plus-29';
import * as ts from 'typescript';
import * as library from '../../src';
import { messageOf, silentApp } from '../support/platforms';
import { errorCatalogue } from './error-catalogue';
import { PAGES, read } from './pages';

/** A ts block right before a text block is a program that is refused, and the text stands in the message. */
const REFUSED = /^```ts\n((?:(?!```).*\n)*)```\n\n```text\n((?:(?!```).*\n)*)```$/gm;

const cases = PAGES.flatMap((page) =>
  [...read(page).matchAll(REFUSED)].map(([, code, message]): [string, string, string] => [page, message.trim(), code]));

test.each(cases)('%s: %s', (_, message, code) => {
  expect(messageOf(() => run(code))).toContain(message);
});

test('docs/errors.md holds the wording of every error', () => {
  expect(errorCatalogue()).toBe(read('docs/errors.md'));
});

/** Runs a snippet in the setting in which the pages speak: `app`, `production`, `agents`, `data`. */
function run(code: string): void {
  const app = silentApp();
  const production = new library.Platform(app, 'production');
  const agents = new library.Namespace(production, 'agents');
  const data = new library.DataLayer(agents, 'data');
  const setting = { ...cdk8s, Cpu, ...library, app, production, agents, data };
  const { outputText } = ts.transpileModule(code, { compilerOptions: { target: ts.ScriptTarget.ES2022 } });
  new Function(...Object.keys(setting), `{ ${outputText} }`)(...Object.values(setting));
}
