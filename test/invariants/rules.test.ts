import { compositions, POSTURES, worlds } from './compositions';
import { RULES, World } from './rules';

describe.each([...compositions().keys()])('%s', (name) => {
  describe.each(Object.keys(POSTURES))('in posture %s', (posture) => {
    let made: Map<string, World>;

    beforeAll(() => {
      made = worlds(compositions().get(name)!, posture);
    });

    test('makes something', () => {
      expect([...made.values()].flatMap(({ documents }) => documents).length).toBeGreaterThan(0);
    });

    test.each(RULES.filter((rule) => posture === 'hardened' || !rule.hardened).map((rule) => [rule.id, rule.says, rule] as const))('%s: %s', (_, __, rule) => {
      expect([...made].flatMap(([platform, world]) => rule.check(world).map((breach) => `${platform}: ${breach}`))).toEqual([]);
    });
  });
});
