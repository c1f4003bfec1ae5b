import { FORBIDDEN_PERMISSIONS, READ_ONLY_RESOURCES, WRITING_VERBS } from '../model/forbidden-permissions';
import { PolicyPlan, PolicyRule, text, texts } from './policy-plan';

const NO_WILDCARDS_OR_GRANTS = ['*', 'bind', 'escalate', 'impersonate'];
/** ClusterRoles that every cluster has and that hold what no Role of a namespace may. */
const POWERFUL_ROLES = ['cluster-admin', 'admin', 'edit'];
/** By these annotations an Ingress has its certificate without `tls`. */
const CERTIFICATE_ANNOTATIONS = [
  'networking.gke.io/managed-certificates', 'ingress.gcp.kubernetes.io/pre-shared-cert', 'alb.ingress.kubernetes.io/certificate-arn',
];

type ObjectPolicy = Omit<PolicyPlan, 'variables' | 'onlyRestricted'>;

/** A budget that lets no pod go stops every drain of a node. */
export function budgetPolicy(): ObjectPolicy {
  return {
    name: 'disruption-budgets',
    description: 'Budgets let nodes be drained',
    matches: [{ apiGroup: 'policy', kinds: { poddisruptionbudgets: 'PodDisruptionBudget' } }],
    judgedFields: ['spec'],
    rules: [{
      id: 'C3',
      offenders: [
        '(string(dyn(object).spec.?maxUnavailable.orValue("")) in ["0", "0%"] ? ["maxUnavailable"] : []) +',
        '(string(dyn(object).spec.?minAvailable.orValue("")) == "100%" ? ["minAvailable"] : [])',
      ].join('\n'),
      message: 'lets no pod go, so that no node can be drained: write maxUnavailable: 1',
    }],
  };
}

/** What is reached from outside of the cluster is decided, not slipped in. */
export function servicePolicy(types: string[]): ObjectPolicy {
  return {
    name: 'services',
    description: 'Services stay within the cluster',
    matches: [{ apiGroup: '', kinds: { services: 'Service' } }],
    judgedFields: ['spec'],
    rules: [{
      id: 'C7',
      offenders: [
        `(dyn(object).spec.?type.orValue("ClusterIP") in ${texts(types)} ? [] : ["type " + dyn(object).spec.type]) +`,
        '(dyn(object).spec.?externalIPs.orValue([]).size() > 0 ? ["externalIPs"] : [])',
      ].join('\n'),
      message: `opens a way around the gateway: write type: ${types.join(' or ')}, and no externalIPs`,
    }],
  };
}

/** The rules by which the library's own permissions are refused, for hand-written ones. */
export function permissionPolicy(): ObjectPolicy {
  return {
    name: 'permissions',
    description: 'Roles grant no more than a part needs inside its own namespace',
    matches: [{ apiGroup: 'rbac.authorization.k8s.io', kinds: { roles: 'Role', rolebindings: 'RoleBinding' } }],
    judgedFields: ['rules', 'roleRef'],
    rules: [permissionRule()],
  };
}

/** Host names and certificates are said. */
export function ingressPolicy(): ObjectPolicy {
  return {
    name: 'ingresses',
    description: 'Ingresses name their hosts and certificates',
    matches: [{ apiGroup: 'networking.k8s.io', kinds: { ingresses: 'Ingress' } }],
    judgedFields: ['spec', 'metadata.?annotations'],
    rules: [{
      id: 'C15',
      offenders: [
        `(dyn(object).spec.?tls.orValue([]).size() > 0 || ${texts(CERTIFICATE_ANNOTATIONS)}`,
        '  .exists(name, name in dyn(object).metadata.?annotations.orValue({})) ? [] : ["tls"]) +',
        '(dyn(object).spec.?rules.orValue([]).exists(rule, rule.?host.orValue("") == "") ? ["host"] : []) +',
        '(dyn(object).spec.?defaultBackend.hasValue() ? ["defaultBackend"] : []) +',
        'dyn(object).metadata.?annotations.orValue({}).map(name, name).filter(name, name.endsWith("-snippet"))',
      ].join('\n'),
      message: 'answers for hosts that nobody named or without a certificate: write tls, a host in each rule and no snippets',
    }],
  };
}

function permissionRule(): PolicyRule {
  const forbidden = ['*', ...Object.keys(FORBIDDEN_PERMISSIONS)];
  return {
    id: 'C11',
    offenders: [
      'dyn(object).?rules.orValue([]).filter(rule,',
      `  rule.?verbs.orValue([]).exists(verb, verb in ${texts(NO_WILDCARDS_OR_GRANTS)}) ||`,
      '  rule.?apiGroups.orValue([]).exists(group, group == "*") ||',
      '  rule.?resources.orValue([]).exists(resource, resource.startsWith("*/") ||',
      `    resource in ${texts(forbidden)}) ||`,
      '  rule.?resources.orValue([]).exists(resource,',
      `    resource in ${texts(READ_ONLY_RESOURCES)}) &&`,
      `    rule.?verbs.orValue([]).exists(verb, verb in ${texts([...WRITING_VERBS, 'deletecollection'])})`,
      ').map(rule, rule.?verbs.orValue([]).join(" ") + " " + rule.?resources.orValue([]).join(" ")) +',
      `(dyn(object).?roleRef.?kind.orValue("") == "ClusterRole" && dyn(object).roleRef.name in ${texts(POWERFUL_ROLES)}`,
      `  ? [${text('roleRef ')} + dyn(object).roleRef.name] : [])`,
    ].join('\n'),
    message: 'lets its holder escape its namespace: write exactly the verbs and resources that the program calls, and read no Secrets by the API',
  };
}
