import { propsOf, structInputsOf } from '../support/assembly';
import { messageOf } from '../support/platforms';
import { parseRefusal } from '../support/refusals';
import { StructInput, STRUCTS } from './structs';

const inputs = structInputsOf('cdk8s-agent-platform');

test('every set of named values that the API takes is tried', () => {
  expect(Object.keys(STRUCTS).sort()).toEqual([...inputs.keys()].sort());
});

test.each(Object.entries(STRUCTS))('the least of %s is taken', (_, [least, take]) => {
  expect(() => take(least)).not.toThrow();
});

const props = Object.entries(STRUCTS).filter(([name]) => inputs.has(name)).flatMap(([name, input]) =>
  propsOf(inputs.get(name)!).map((prop): [string, string, StructInput] => [name, prop, input]));

test.each(props)('%s: a getter of %s that throws is refused by its name', (_, prop, [least, take]) => {
  const given = Object.defineProperty({ ...least }, prop, { enumerable: true, get: () => { throw new TypeError('x of undefined'); } });
  const { prop: named, reason } = parseRefusal(messageOf(() => take(given)));
  expect([named.split('.').at(-1), reason]).toEqual([prop, 'Invalid']);
});

const WRONG: [string, unknown][] = [
  ['a Map', new Map([['a', 'b']])], ['a Set', new Set()], ['a list', []], ['a text', 'text'], ['a Date', new Date(0)], ['a number', 5],
];

describe.each(WRONG)('%s', (_, wrong) => {
  test.each(Object.entries(STRUCTS))('in the place of %s is refused', (__, [, take]) => {
    expect(['TypeInvalid', 'Required', 'Invalid']).toContain(parseRefusal(messageOf(() => take(wrong))).reason);
  });
});

test('props are counted', () => {
  expect(props.length).toBeGreaterThan(250);
});
