import { INVARIANTS, KIND_RULES } from './kinds';
import { METADATA_RULES } from './metadata';
import { POD_RULES } from './pods';
import { Rule } from './rule';

export const RULES: Rule[] = [...POD_RULES, ...METADATA_RULES, ...KIND_RULES, ...INVARIANTS];

export { Rule, World } from './rule';
