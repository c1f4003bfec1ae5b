import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';

const ROOT = join(__dirname, '..', '..');
const LONGEST = 300;

/** Longer than they should be, and no longer than this: split them, and never add to the list. */
const STILL_LONGER: Record<string, number> = {
  'test/bad-input/cases/data.ts': 320,
  'test/check/cli.test.ts': 340,
  'test/connections/connections.test.ts': 390,
  'test/data/postgres/plain-postgres.test.ts': 330,
  'test/internal/plus.test.ts': 310,
  'test/observability/observability-stack.test.ts': 390,
  'test/platform/output.test.ts': 320,
  'test/secrets/secret-source.test.ts': 330,
};

const FILES = ['src', 'test', 'conformance', 'examples', 'bench'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts')).map((path) => join(folder, path)));

test('no file that people write is longer than they read at once', () => {
  const lines = (path: string): number => readFileSync(join(ROOT, path), 'utf8').split('\n').length - 1;
  expect(FILES.filter((path) => lines(path) > (STILL_LONGER[path] ?? LONGEST)).map((path) => `${path}: ${lines(path)}`)).toEqual([]);
});

test('what was split is off the list', () => {
  const lines = (path: string): number => FILES.includes(path) ? readFileSync(join(ROOT, path), 'utf8').split('\n').length - 1 : 0;
  expect(Object.keys(STILL_LONGER).filter((path) => lines(path) <= LONGEST)).toEqual([]);
});
