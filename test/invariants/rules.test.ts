import { compositions, SECURITY_PROFILES, worlds } from './compositions';
import { RULES, World } from './rules';

describe.each([...compositions().keys()])('%s', (name) => {
  describe.each(Object.keys(SECURITY_PROFILES))('in security profile %s', (securityProfile) => {
    let made: Map<string, World>;

    beforeAll(() => {
      made = worlds(compositions().get(name)!, securityProfile);
    });

    test('makes something', () => {
      expect([...made.values()].flatMap(({ documents }) => documents).length).toBeGreaterThan(0);
    });

    test.each(RULES.filter((rule) => securityProfile === 'hardened' || !rule.hardened).map((rule) => [rule.id, rule.says, rule] as const))('%s: %s', (_, __, rule) => {
      expect([...made].flatMap(([platform, world]) => rule.check(world).map((breach) => `${platform}: ${breach}`))).toEqual([]);
    });
  });
});
