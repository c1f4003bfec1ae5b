import { refusal } from '../support/refusals';
import { CASES } from './cases';

describe.each(Object.entries(CASES))('%s', (_, cases) => {
  test.each(cases.map((aCase, index) => [aCase[0], index + 1, aCase] as const))('%s (%d) is refused', (__, ___, [, program, path, prop, reason]) => {
    expect(refusal(program)).toBe(`[${path}] "${prop}" (${reason})`);
  });
});
