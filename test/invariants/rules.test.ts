import { RULES } from '../../src/catalog/rules';
import { Manifests, nameOf } from '../../src/catalog/rules/manifest';
import { compositions, problemsOf, SECURITY_PROFILES, worlds } from './compositions';

describe.each([...compositions().keys()])('%s', (name) => {
  describe.each(Object.keys(SECURITY_PROFILES))('in security profile %s', (securityProfile) => {
    let made: Map<string, Manifests>;

    beforeAll(() => {
      made = worlds(compositions().get(name)!, securityProfile);
    });

    test('makes something', () => {
      expect([...made.values()].flatMap(({ documents }) => documents).length).toBeGreaterThan(0);
    });

    test.each(RULES.filter((rule) => securityProfile === 'hardened' || !rule.hardened).map((rule) => [rule.id, rule.text, rule] as const))('%s: %s', (_, __, rule) => {
      const problems = [...made].flatMap(([platform, manifests]) => manifests.documents.flatMap(({ object }) =>
        problemsOf(rule, object, manifests).map((problem) => `${platform}: ${nameOf(object)}: ${problem}`)));
      expect(problems).toEqual([]);
    });
  });
});
