import { judge } from '../../src/conformance/faults';
import { RULES } from '../../src/conformance/rules';
import { Example } from '../manifests';
import { Verdict } from './finding';

/** Rules of tools that cannot be run here, restated. They are reported as ours, never under those tools' names. */
export function ownRules(example: Example): Verdict {
  const findings = judge(RULES, example).map(({ rule, object, message }) => ({ tool: 'own rules', rule, object, message }));
  return { tool: 'own rules', rules: RULES.length, findings };
}
