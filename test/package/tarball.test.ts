import { execFileSync } from 'child_process';
import { readFileSync } from 'fs';
import { dirname, join, normalize } from 'path';

const ROOT = join(__dirname, '..', '..');

/** Everything that is published, as npm itself lists it, without the bundled packages. */
const files: string[] = JSON.parse(
  execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: ROOT, encoding: 'utf8', stdio: 'pipe', maxBuffer: 64e6 }),
)[0].files.map(({ path }: { path: string }) => path).filter((path: string) => !path.startsWith('node_modules/'));

const pages = files.filter((path) => path.endsWith('.md'));

/** Relative links of a page, in Markdown and in HTML; fenced code holds none. */
function links(page: string): string[] {
  const text = readFileSync(join(ROOT, page), 'utf8').replace(/^```[\s\S]*?^```/gm, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)|\b(?:href|src)="([^"]+)"/g)]
    .map(([, markdown, html]) => markdown ?? html)
    .filter((link) => !/^(https?:|mailto:|#)/.test(link));
}

const isPublished = (path: string) => files.includes(path) || files.some((file) => file.startsWith(`${path.replace(/\/$/, '')}/`));

test('every relative link of the published pages leads to something that is published', () => {
  const dead = pages.flatMap((page) => links(page)
    .filter((link) => !isPublished(normalize(join(dirname(page), link.split('#')[0]))))
    .map((link) => `${page}: ${link}`));
  expect(dead).toEqual([]);
});

test('the README, every page, and the API reference are published', () => {
  expect(pages).toEqual(expect.arrayContaining(['README.md', 'CHANGELOG.md', 'docs/api.md', 'docs/errors.md', 'docs/runbooks/README.md']));
});

test('nothing is published that only the repository needs', () => {
  const wanted = /^(lib|bin|docs|examples|dist\/manifests\/(agent-fleet|quickstart))\/|^(package\.json|README\.md|CHANGELOG\.md|LICENSE|\.jsii)$/;
  expect(files.filter((path) => !wanted.test(path))).toEqual([]);
});
