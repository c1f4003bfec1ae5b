import * as fc from 'fast-check';

/** Pieces that YAML readers are known to take for something else, in any order. */
const PIECES = [
  '\n', '\t', ' ', '\r', '\0', '\x1b', '\x7f', '\x85', '\x9f', '\xa0', '\u2028', '\u2029', '\ufeff', '\ufffe', '\uffff', '😀', '日本', ':', '#', '-', '---', '...',
  '{{', '}', '[', ']', ',', '&a', '*a', '!t', '|', '>', '%', '@', '`', '\'', '"', '\\', '?', '~', '<<', '=', 'yes', 'null', '0', '0o17', '0B1', '0X1F', '1_0',
  '1e3', '.5', '.inf', '1:20', '2024-01-01', 'a', 'text',
];

const text = fc.oneof(
  fc.string({ unit: 'binary' }).filter((any) => !/\p{Surrogate}/u.test(any)), fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }).map((pieces) => pieces.join('')),
);

/** The content of a document with texts, lists of them, numbers and booleans under random keys. */
export const content = fc.dictionary(text, fc.oneof(text, fc.array(text), fc.integer(), fc.boolean()));

const FIELDS: [min: number, max: number, names: string[]][] = [
  [0, 59, []], [0, 23, []], [1, 31, ['L', '15W']], [1, 12, ['JAN', 'feb', 'DEC']], [0, 6, ['SUN', 'mon', 'SAT', 'MON#2', '1L']],
];

/** Five fields of a schedule: mostly right, with the slips and dialects that people write. */
export const schedule = fc.tuple(...FIELDS.map(fieldOf), fc.constantFrom(' ', ' ', '  ', '\t'))
  .map((parts) => parts.slice(0, -1).join(parts[parts.length - 1]));

function fieldOf([min, max, names]: typeof FIELDS[number]): fc.Arbitrary<string> {
  const number = fc.oneof(
    { weight: 30, arbitrary: fc.integer({ min, max }).map(String) },
    { weight: 1, arbitrary: fc.constantFrom('', '*', '?', '+3', '07', '-1', '1.5', 'x', `${min - 1}`, `${max + 1}`, ...names) },
  );
  const step = fc.oneof({ weight: 20, arbitrary: fc.integer({ min: 1, max: 70 }).map(String) }, { weight: 1, arbitrary: fc.constantFrom('0', '', '-1', 'x', '2/2') });
  const base = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom('*', '*', '*', '?') },
    { weight: 4, arbitrary: number },
    { weight: 2, arbitrary: fc.tuple(number, number).map(([a, b]) => Number(a) > Number(b) ? `${b}-${a}` : `${a}-${b}`) },
    { weight: 1, arbitrary: fc.tuple(number, number).map((ends) => ends.join('-')) },
  );
  const range = fc.oneof({ weight: 5, arbitrary: base }, { weight: 1, arbitrary: fc.tuple(base, step).map((parts) => parts.join('/')) });
  return fc.oneof({ weight: 6, arbitrary: range }, { weight: 1, arbitrary: fc.array(range, { minLength: 2, maxLength: 3 }).map((ranges) => ranges.join(',')) });
}
