import { readFileSync } from 'fs';
import { join } from 'path';
import * as fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { stringify, stringifySlowly } from '../../src/internal/yaml';
import { yamlFiles } from '../support/manifests';
import { content } from '../support/texts';

/** What a reader of either version of YAML finds. */
function read(text: string): unknown[] {
  const documents = (['1.1', '1.2'] as const).map((version) => parseAllDocuments(text, { version }).map((document) => {
    expect([...document.errors, ...document.warnings]).toEqual([]);
    return document.toJS();
  }));
  expect(documents[0]).toEqual(documents[1]);
  return documents[0];
}

/** Characters that YAML's printable set leaves out, or that some readers take for a line break. */
// eslint-disable-next-line no-control-regex
const UNSAFE = /[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;

test.each([
  '0o17', '0O17', '0B1', '0b1', '0X1F', '0x1f', '-0X1F', '+0o7', '1_000', '0777', '08', '1e3', '1E+3', '.5', '5.', '.inf', '.NaN', '1:20', '2024-01-01', 'y', 'Off', 'NULL', '~', '<<', '=',
  '\u2028', 'a\u2029b', '\x7f', '\x80', 'a\x85b', '\x9f', '\ufffe', '\uffff', '\ufeffa', 'a\n\tb', '\ta', 'a\n\t', '\n\t\n', ' a\nb', '\r', 'a\r\nb', '\0', '', ' ', '\n',
])('%j is a string to every reader, as a value, a key and in a list', (value) => {
  const written = stringify({ value, [value]: value, list: [value], deep: { deeper: [{ value }] } });
  expect(read(written)).toEqual([{ value, [value]: value, list: [value], deep: { deeper: [{ value }] } }]);
  expect(written).not.toMatch(UNSAFE);
});

test.each(['0o17', '0B1', '0X1F', '1_000', 'on', 'null', '2024-01-01'])('%s is quoted: readers differ on what it is', (value) => {
  expect(stringify({ value })).toMatch(/^value: ["'].*["']\n$/);
});

test.each(['1.8.0', '10.0.0.0/8', '100m', '512Mi', '30s', 'api', 'v1', 'a b', '0xyz'])('%s needs no quotes', (value) => {
  expect(stringify({ value })).toBe(`value: ${value}\n`);
});

test('a tab at the start of a line is no indentation', () => {
  expect(stringify({ script: 'if a\n\tb\n' })).toBe('script: "if a\\n\\tb\\n"\n');
});

test('one object in two places is written twice: not every reader follows an alias', () => {
  const labels = { a: 'b' };
  expect(stringify({ one: labels, two: labels })).toBe('one:\n  a: b\ntwo:\n  a: b\n');
});

test('random texts are read back by both versions', () => {
  fc.assert(fc.property(fc.array(content, { minLength: 1, maxLength: 3 }), (documents) => {
    const written = stringify(...documents);
    expect(read(written)).toEqual(documents.map((document) => ({ ...document })));
    expect(written).not.toMatch(UNSAFE);
  }), { numRuns: 400, seed: 20261124 });
});

describe('the fast way writes what the library writes, byte for byte', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.stringMatching(/^[ \t]?[-a-z0-9:#{}\[\]"'|>%@`&*!?,./_= \n]{0,80}$/),
    fc.constantFrom('', ' ', '\n', 'y', 'No', 'null', '~', '---', 'a: b', 'a #b', '- a', '? a', 'x\n---\ny', 'a\n\n b\n', ' a\n  b', 'a '.repeat(60), `${'long words '.repeat(20)}\nend\n\n`),
  );
  const scalar = fc.oneof(text, fc.integer(), fc.double({ noNaN: true }), fc.boolean(), fc.constant(null));
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof({ maxDepth: 5 }, scalar, fc.array(tie('tree'), { maxLength: 4 }), fc.dictionary(fc.oneof(text, fc.constantFrom('toJSON', '__proto__')), tie('tree'), { maxKeys: 5 })),
  }));

  test('for random trees', () => {
    fc.assert(fc.property(tree, (document) => {
      expect(stringify(document)).toBe(stringifySlowly(document));
    }), { numRuns: 3000, seed: 20261125 });
  });

  test('for what is no plain tree', () => {
    const odd = [new Date(0), { a: [1, , 2] }, { a: new Date(0) }, { a: undefined }, { a: -0, b: 1e21, c: Infinity, d: 0.1 }, { ['k'.repeat(2000)]: 1 }, { 'a\nb': 1 }, [], {}, 'a', { a: new Map([['b', 1]]) }];
    odd.forEach((document) => expect(stringify(document)).toBe(stringifySlowly(document)));
  });

  test('for every manifest of the examples', () => {
    const files = yamlFiles(join(__dirname, '..', '..', 'dist', 'manifests')).map((file) => join(__dirname, '..', '..', 'dist', 'manifests', file));
    expect(files.length).toBeGreaterThan(20);
    const documents = files.flatMap((file) => parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS()));
    expect(stringify(...documents)).toBe(stringifySlowly(...documents));
  });
});
