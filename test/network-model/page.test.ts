import { readFileSync } from 'fs';
import { PAGE, renderPage } from './render';

test('the page is the same twice', () => {
  expect(renderPage()).toBe(renderPage());
});

test('docs/reachability.md is what the tree says; the page names the command that writes it', () => {
  expect(readFileSync(PAGE, 'utf8')).toBe(renderPage());
});
