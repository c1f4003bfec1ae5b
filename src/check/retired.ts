import { retiredIn } from '../catalog/retired';
import { Rule } from '../catalog/rules/rule';

/** Reports what is gone, no longer maintained, or no longer served by API servers. */
export const RETIRED_RULE: Rule = {
  id: 'retired',
  text: 'Images, API versions and custom resources are maintained and served',
  reason: 'Unmaintained software keeps its vulnerabilities, and what is no longer served does not start.',
  check: (object) => retiredIn(object).map(({ what, entry }) => `${what} ${entry.fate}; use ${entry.successor}`),
};
