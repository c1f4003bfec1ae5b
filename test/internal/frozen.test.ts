import { App, Chart, Duration } from 'cdk8s';
import { frozen } from '../../src/internal/frozen';
import { Guard } from '../../src/internal/guard';
import { messageOf } from '../support/platforms';

const guard = new Guard(new Chart(new App(), 'chart'));
const wild = (value: unknown): never => value as never;

describe('a list that is checked', () => {
  test.each([
    ['a hole', new Array(1)],
    // eslint-disable-next-line no-sparse-arrays
    ['a hole between values', [1, , 2]],
    ['undefined', [undefined]],
    ['null', [1, null]],
  ])('with %s is refused', (_, list) => {
    expect(messageOf(() => guard.list('ports', wild(list), 1, 'name them'))).toMatch(/^\[chart\] "ports\[\d\]" is (undefined|null), but must be a value: /);
  });

  test.each([['a Set', new Set([1])], ['a Map', new Map()], ['bytes', new Uint8Array(2)], ['a generator', (function* () { yield 1; })()],
    ['what only looks like a list', { 0: 1, length: 1 }]])('that is %s is refused', (_, list) => {
    expect(messageOf(() => guard.list('ports', wild(list), 0, 'name them'))).toMatch(/^\[chart\] "ports" is an? /);
  });
});

describe('a set of named values that is checked', () => {
  test.each([['a Map', new Map([['a', 'b']])], ['a Set', new Set()], ['a Duration', Duration.days(1)], ['a list', []], ['a date', new Date(0)]])('that is %s is refused', (_, value) => {
    expect(messageOf(() => guard.struct('labels', wild(value)))).toMatch(/^\[chart\] "labels" is an? .*, but must be a set of named values/);
    expect(messageOf(() => guard.labels('labels', wild(value)))).toMatch(/^\[chart\] "labels" is an? .*, but must be a set of named values/);
  });

  test('of another realm or without a prototype is taken', () => {
    expect(guard.struct('labels', Object.assign(Object.create(null), { a: 'b' }))).toEqual({ a: 'b' });
  });

  test('with a getter that throws is refused', () => {
    const value = { get a(): string { throw new Error('no'); } };
    expect(messageOf(() => guard.struct('labels', value))).toMatch(/^\[chart\] "labels.a" is unreadable \("no"\), but must be .* \(Invalid\)$/);
  });
});

describe('what was checked', () => {
  test('does not change with what was given', () => {
    const given = { ports: [1], labels: { a: 'b' } };
    const kept = guard.struct('x', given);
    given.ports.push(2);
    given.labels.a = 'c';
    expect(kept).toEqual({ ports: [1], labels: { a: 'b' } });
  });

  test('cannot be changed', () => {
    const kept = guard.struct('x', { ports: [1] });
    expect(() => kept.ports.push(2)).toThrow(TypeError);
    expect(() => guard.list('x', [1], 0, '').push(2)).toThrow(TypeError);
    expect(() => Object.assign(guard.labels('x', { a: 'b' }), { a: 'c' })).toThrow(TypeError);
  });

  test('leaves what was given as it was', () => {
    const given = [[1]];
    frozen(given);
    given[0].push(2);
    expect(given).toEqual([[1, 2]]);
  });

  test('keeps values of classes, functions, and a name that JavaScript would take for a type', () => {
    const day = Duration.days(1);
    const behaviour = { act: () => 1 };
    const copy = frozen({ day, behaviour, ...JSON.parse('{"__proto__": 1}') });
    expect(copy.day).toBe(day);
    expect(copy.behaviour).toBe(behaviour);
    expect(Object.entries(frozen(JSON.parse('{"__proto__": {"a": 1}}')))).toEqual([['__proto__', { a: 1 }]]);
  });

  test('ends where it holds itself', () => {
    const cycle: { self?: unknown } = {};
    cycle.self = cycle;
    const kept = frozen(cycle);
    expect(kept.self).toBe(kept);
  });
});
