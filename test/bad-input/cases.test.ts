import { messageOf } from '../support/platforms';
import { CASES } from './cases';

/** `[path] "prop" is value, but must be allowed: remedy`. */
const HOUSE = /^\[[^\]]*\] ".+" is .+, but must be .+: .+$/s;

describe.each(Object.entries(CASES))('%s', (_, cases) => {
  test.each(cases.map(([badness, program, message], index) => [badness, index + 1, program, message] as const))('%s (%d) is refused', (__, ___, program, message) => {
    expect(messageOf(program)).toBe(message);
    expect(message).toMatch(HOUSE);
  });
});
