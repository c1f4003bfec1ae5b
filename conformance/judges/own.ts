import { RULES } from '../../src/catalog/rules';
import { judge } from '../../src/check/findings';
import { Example } from '../manifests';
import { Verdict } from './finding';

/** The platform's own rules as the command-line check asks them of everybody. */
export function ownRules(example: Example): Verdict {
  const findings = judge(RULES, example).map(({ rule, object, message }) => ({ tool: 'own rules', rule, object, message }));
  return { tool: 'own rules', rules: RULES.length, findings };
}
