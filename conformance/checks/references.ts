import { Rule } from '../../src/catalog/rules/rule';
import { judge } from '../../src/check/findings';
import { External, referenceRule } from '../../src/check/references';
import { SELECTOR_RULE } from '../../src/check/selectors';
import { Finding } from '../findings';
import { Document } from '../manifests';

function judged(rule: Rule, documents: Document[]): Finding[] {
  return judge([rule], { documents, securityProfile: 'standard' }).map(({ object, message }) => ({ check: rule.id, object, cause: message }));
}

/** Each reference exists in the output or is declared in externals.yaml. */
export const references = (documents: Document[], externals: External[]) => judged(referenceRule(documents, externals), documents);

/** Each selector that others rely on picks at least one object of the output. */
export const selectors = (documents: Document[]) => judged(SELECTOR_RULE, documents);
