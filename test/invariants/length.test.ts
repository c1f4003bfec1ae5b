import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';

const ROOT = join(__dirname, '..', '..');
const LONGEST = 300;

const FILES = ['src', 'test', 'conformance', 'examples', 'bench'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts')).map((path) => join(folder, path)));

test('no file that people write is longer than they read at once', () => {
  const lines = (path: string): number => readFileSync(join(ROOT, path), 'utf8').split('\n').length - 1;
  expect(FILES.filter((path) => lines(path) > LONGEST).map((path) => `${path}: ${lines(path)}`)).toEqual([]);
});
