import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join, relative } from 'path';
import { findExamples } from '../../examples/synth';
import { PlatformApp, SynthReporting } from '../../src';

/** `dist/manifests` is the golden set: what people read in the repository is what the examples make. */
const GOLDEN = join(__dirname, '..', '..', 'dist', 'manifests');

let outdir: string;

beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), 'golden-'));
});

afterEach(() => {
  rmSync(outdir, { recursive: true });
});

test('every example has its golden folder, and no folder is left over', () => {
  expect(readdirSync(GOLDEN).sort()).toEqual([...findExamples().keys()]);
});

test.each([...findExamples()])('%s makes what is in dist/manifests', (name, compose) => {
  const app = new PlatformApp({ outdir, reporting: SynthReporting.SILENT });
  compose(app);
  app.synth();

  const made = files(outdir);
  const golden = files(join(GOLDEN, name));
  expect([...made.keys()]).toEqual([...golden.keys()]);
  for (const [path, text] of made) {
    expect({ path, text }).toEqual({ path, text: golden.get(path) });
  }
});

/** Texts by path, sorted by path. */
function files(folder: string): Map<string, string> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name))).sort();
  return new Map(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}
