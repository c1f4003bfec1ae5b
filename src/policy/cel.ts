import { text } from '../catalog/rules/cel';
import { PolicyRule, PolicyVariable, ResolvedPolicy } from './policy-plan';

/** A condition under which a policy judges at all. */
export interface MatchCondition {
  readonly name: string;
  readonly expression: string;
}

/** What makes a policy say no, and what it says. */
export interface Validation {
  readonly expression: string;
  readonly message: string;
  readonly messageExpression: string;
}

/** What all three engines have in common: they take the same CEL in the same words. */
export interface CelPolicy {
  readonly matchConditions: MatchCondition[];
  readonly variables: PolicyVariable[];
  readonly validations: Validation[];
}

/**
 * A policy in CEL. Each rule is a variable that lists its offenders, and one validation names them all: the API server and
 * Kyverno report only the first failed validation, and eleven faults should not take eleven attempts.
 */
export function toCel(policy: ResolvedPolicy): CelPolicy {
  return {
    matchConditions: [
      // A finalizer must be removable from what breaks a rule, or it could never be deleted.
      { name: 'stays', expression: 'object != null && !has(object.metadata.deletionTimestamp)' },
      { name: 'written-by-hand', expression: '!object.metadata.?ownerReferences.orValue([]).exists(owner, owner.?controller.orValue(false))' },
      { name: 'changed', expression: ['oldObject == null', ...policy.judgedFields.map(isChanged)].join(' || ') },
    ],
    variables: [
      ...policy.variables,
      ...policy.rules.map(({ id, offenders }) => ({ name: id, expression: offenders })),
      { name: 'findings', expression: `[\n${policy.rules.map(finding).join(',\n')}\n].filter(finding, finding != "")` },
    ],
    validations: [{
      expression: 'variables.findings.size() == 0',
      message: `${policy.description} (${policy.rules.map(({ id }) => id).join(', ')})`,
      messageExpression: 'variables.findings.join("; ")',
    }],
  };
}

/** What enters the cluster and what changes in it, kind by kind. */
export function resourceRules(policy: ResolvedPolicy): object[] {
  return policy.matches.map(({ apiGroup, kinds }) => ({
    apiGroups: [apiGroup],
    apiVersions: ['v1'],
    operations: ['CREATE', 'UPDATE'],
    resources: Object.keys(kinds),
  }));
}

/** The platform's own namespaces, and never those of the system. */
export function namespaceSelector({ namespaces }: ResolvedPolicy): object {
  return { matchLabels: namespaces };
}

function finding({ id, message }: PolicyRule): string {
  return `  variables.${id}.size() == 0 ? "" : ${text(`${id} (`)} + variables.${id}.join(", ") + ${text(`): ${message}`)}`;
}

function isChanged(field: string): string {
  return `dyn(object).?${field} != dyn(oldObject).?${field}`;
}
