import { Example, nameOf } from '../manifests';
import { Verdict } from './finding';
import { OBJECT_RULES } from './own/objects';
import { POD_RULES } from './own/pods';
import { ROLE_RULES } from './own/roles';

export const OWN_RULES = [...POD_RULES, ...OBJECT_RULES, ...ROLE_RULES];

/** Rules of tools that cannot be run here, restated. They are reported as ours, never under those tools' names. */
export function ownRules(example: Example): Verdict {
  const findings = OWN_RULES.flatMap((rule) =>
    example.documents.flatMap(({ object }) =>
      [...new Set(rule.check(object, example))].map((message) => ({
        tool: 'own rules',
        rule: rule.id,
        object: nameOf(object),
        message,
      })),
    ),
  );
  return { tool: 'own rules', rules: OWN_RULES.length, findings };
}
