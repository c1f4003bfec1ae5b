import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import * as ts from 'typescript';
import { credentialIn, redact } from '../../src/internal/credentials';
import { shown } from '../../src/internal/show';

const SRC = join(__dirname, '..', '..', 'src');
const MEGABYTE = 1_000_000;
/** What is quadratic is found in these, and need not be waited for in a megabyte. */
const SIZES = [10_000, 60_000];
/** So many texts are also tried as a megabyte: those that took longest before. */
const SLOWEST = 5;
const LONGEST = 1000;

/** What makes an expression that goes back over what it has seen do so again and again. */
const PUMPS = [
  ...'aA0-_./:@ ,=+$&?~#"\'{}[]()<>*%\\\n', 'a.', 'a-', 'a/', 'a:', 'a@', 'a ', 'aA0', '0.', '--', '-a', '1,', '*/', '://', 'a://', 'a:b@', 'ey', 'eyJ', 'eyJa.',
  'sk-', 'ghp_', '-----BEGIN ', '-----BEGIN PRIVATE KEY', 'token=', 'a=b&', '?a=', '${a', '$(', '/Default', 'x".', ' \t', 'a\n',
];

/** Every regular expression that stands in the sources. */
function expressions(): [string, RegExp][] {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const found = new Map<string, [string, RegExp]>();
  for (const file of files) {
    const visit = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node)) {
        const [, source, flags] = /^\/(.*)\/([a-z]*)$/s.exec(node.text)!;
        found.set(node.text, [`${file}: ${node.text}`, new RegExp(source, flags.replace('y', ''))]);
      }
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(file, readFileSync(join(SRC, file), 'utf8'), ts.ScriptTarget.ES2022, true));
  }
  return [...found.values()];
}

interface Timing {
  readonly pump: string;
  readonly taken: number;
  readonly slow?: string;
}

/** A machine that is busy with something else makes one run slow, but not three. */
function fastest(program: () => unknown, limit: number): number {
  let best = Infinity;
  for (let run = 0; run < 3 && best > limit; run++) {
    const start = performance.now();
    program();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

function time(program: (text: string) => unknown, pump: string, size: number): Timing {
  const text = `a${pump.repeat(Math.ceil(size / pump.length))}\n!`;
  const limit = LONGEST * Math.max(size / MEGABYTE, 0.5);
  const taken = fastest(() => program(text), limit);
  return { pump, taken, ...taken > limit ? { slow: `${Math.round(taken)} ms for ${size} characters of ${JSON.stringify(pump)}` } : {} };
}

/** The first text that takes longer than it may. */
function slow(program: (text: string) => unknown): string | undefined {
  let timings: Timing[] = [];
  for (const size of SIZES) {
    timings = [];
    for (const pump of PUMPS) {
      const timing = time(program, pump, size);
      if (timing.slow) {
        return timing.slow;
      }
      timings.push(timing);
    }
  }
  const slowest = timings.sort((a, b) => b.taken - a.taken).slice(0, SLOWEST);
  return slowest.map(({ pump }) => time(program, pump, MEGABYTE).slow).find((found) => found !== undefined);
}

test('there are expressions', () => {
  expect(expressions().length).toBeGreaterThan(30);
});

test.each(expressions())('%s takes time in proportion to its text', (_, expression) => {
  expect(slow((text) => text.replace(expression, ''))).toBeUndefined();
}, 60_000);

test.each<[string, (text: string) => unknown]>([['credentialIn', credentialIn], ['redact', redact], ['shown', shown]])('%s does too', (_, program) => {
  expect(slow(program)).toBeUndefined();
}, 60_000);
