import { CONTAINER_SECURITY_RULES } from './container-security';
import { CONTAINER_RULES } from './containers';
import { KIND_RULES } from './kinds';
import { METADATA_RULES } from './metadata';
import { NAMESPACE_RULES } from './namespaces';
import { OUTPUT_RULES } from './output';
import { POD_RULES, VOLUME_RULES } from './pods';
import { ROLE_RULES } from './roles';
import { Rule } from './rule';

function number({ id }: Rule): number {
  return id.charCodeAt(0) * 1000 + Number(id.slice(1));
}

/** Every rule of the platform, each once, in the order of their numbers. */
export const RULES: Rule[] = [
  ...CONTAINER_SECURITY_RULES, ...CONTAINER_RULES, ...POD_RULES, ...METADATA_RULES, ...KIND_RULES, ...NAMESPACE_RULES, ...ROLE_RULES, ...VOLUME_RULES,
  ...OUTPUT_RULES,
].sort((a, b) => number(a) - number(b));
