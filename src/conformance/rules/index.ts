import { OBJECT_RULES } from './objects';
import { POD_RULES } from './pods';
import { ROLE_RULES } from './roles';
import { Rule } from './rule';

export const RULES: Rule[] = [...POD_RULES, ...OBJECT_RULES, ...ROLE_RULES];
