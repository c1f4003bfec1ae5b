import { retiredIn } from '../catalog/retired';
import { Rule } from '../catalog/rules/rule';

/** Nothing that is gone, that nobody repairs any more, or that API servers no longer serve. */
export const RETIRED_RULE: Rule = {
  id: 'retired',
  text: 'Images, API versions and custom resources are maintained and served',
  reason: 'What nobody repairs keeps its security holes; what is gone does not start.',
  check: (object) => retiredIn(object).map(({ what, entry }) => `${what} ${entry.fate}; use ${entry.successor}`),
};
