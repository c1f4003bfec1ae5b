import { text, texts } from './cel';
import { Json, same } from './manifest';
import { ACCEPTED_RISKS, acceptedRisks, NEVER_GRANTED, riskyGrants, riskyNames } from './risky-permissions';
import { of, Rule, unless } from './rule';

/** Built-in ClusterRoles that grant more than a namespaced Role is allowed to. */
const POWERFUL_ROLES = ['cluster-admin', 'admin', 'edit'];
const LEASES = ['coordination.k8s.io'];
const READ = ['get', 'list', 'watch'];
const WATCH = ['list', 'watch'];
/** What kube-state-metrics counts; nothing of it holds a credential. */
const COUNTED = [
  'cronjobs', 'daemonsets', 'deployments', 'horizontalpodautoscalers', 'jobs', 'persistentvolumeclaims', 'poddisruptionbudgets', 'resourcequotas', 'statefulsets',
];
/** What a ClusterRole of the library's own may grant: to find nodes and to read how much their containers use. */
const NODE_METRICS: Json = [{ apiGroups: [''], resources: ['nodes'], verbs: READ }, { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] }];
/** What a Role of the library's own may grant at the most, by resource. */
const OWN_GRANTS: Record<string, string[]> = {
  'leases': ['create', 'get', 'update', ...WATCH], 'events': ['create', 'patch'], 'pods': READ, 'services': READ, 'endpoints': READ, 'endpointslices': READ, 'nodes': READ,
  'nodes/metrics': ['get'], ...Object.fromEntries(COUNTED.map((resource) => [resource, WATCH])), 'cronjobs': READ,
};
const INSTANCE = 'app.kubernetes.io/instance';

function wideRules({ metadata, rules }: Json): string[] {
  const accepted = acceptedRisks(metadata);
  return (rules ?? []).flatMap(riskyGrants).filter(({ resource }: { resource?: string }) => resource === undefined || !accepted.includes(resource))
    .map(({ grant, reason }: { grant: string; reason: string }) => `it grants ${grant}: ${reason}`);
}

function exceedsOwnGrants({ metadata, rules }: Json): string[] {
  const accepted = acceptedRisks(metadata);
  return rules.flatMap(({ resources, verbs }: Json) => resources.flatMap((resource: string) => verbs
    .filter((verb: string) => !(Object.hasOwn(OWN_GRANTS, resource) && OWN_GRANTS[resource].includes(verb)) && !accepted.some((name) => name.split('.')[0] === resource))
    .map((verb: string) => `it grants ${verb} of ${resource}`)));
}

/** kube-state-metrics may list Leases; a program with leader election reads its own. */
function changesLease(verb: string): boolean {
  return !['create', ...WATCH].includes(verb);
}

/** C11 and C12: what roles grant. */
export const ROLE_RULES: Rule[] = [
  {
    id: 'C11',
    text: `Roles grant no wildcards and nothing risky, unless the annotation ${ACCEPTED_RISKS} names the resource and the reason`,
    reason: 'An attacker who controls the program has its permissions, which must not reach other namespaces or other programs.',
    check: (object, manifests) => [
      ...of(['Role', 'ClusterRole'], wideRules)(object, manifests),
      ...of(['RoleBinding', 'ClusterRoleBinding'], ({ roleRef }) =>
        unless(roleRef.kind !== 'ClusterRole' || !POWERFUL_ROLES.includes(roleRef.name), `it binds the ClusterRole ${roleRef.name}`))(object, manifests),
    ],
    ours: of(['Role', 'ClusterRole'], (role) => [
      ...unless(role.kind === 'Role' || same(role.rules, NODE_METRICS), 'it holds in the whole cluster'), ...exceedsOwnGrants(role),
    ]),
    admission: {
      offenders: () => [
        'dyn(object).?rules.orValue([]).filter(rule,',
        `  rule.?verbs.orValue([]).exists(verb, verb in ${texts(NEVER_GRANTED.verbs)}) ||`,
        '  rule.?apiGroups.orValue([]).exists(group, group == "*") ||',
        '  rule.?resources.orValue([]).exists(resource, resource == "*" || resource.startsWith("*/")) ||',
        '  rule.?apiGroups.orValue([]).exists(group, rule.?resources.orValue([])',
        '    .map(resource, group == "" ? resource : resource + "." + group).exists(resource,',
        `      !dyn(object).metadata.?annotations[?${text(ACCEPTED_RISKS)}].orValue("").split("\\n")`,
        '        .filter(line, line.matches("^[^ ]+: [^ ]")).map(line, line.split(": ")[0]).exists(accepted, accepted == resource) &&',
        `      (resource in ${texts(riskyNames(true))} ||`,
        `      (resource in ${texts(riskyNames(false))} &&`,
        `        rule.?verbs.orValue([]).exists(verb, !(verb in ${texts(NEVER_GRANTED.reading)}))))))`,
        ').map(rule, rule.?verbs.orValue([]).join(" ") + " " + rule.?resources.orValue([]).join(" ")) +',
        `(dyn(object).?roleRef.?kind.orValue("") == "ClusterRole" && dyn(object).roleRef.name in ${texts(POWERFUL_ROLES)}`,
        `  ? [${text('roleRef ')} + dyn(object).roleRef.name] : [])`,
      ].join('\n'),
      message: () => 'reaches beyond the program that holds it: grant exactly the verbs and resources that it calls; where a risk is intended, name the '
        + `resource and the reason in the annotation ${ACCEPTED_RISKS}`,
    },
  },
  {
    id: 'C12',
    text: 'Permission to update a Lease is limited to its name',
    reason: 'A program that may update every Lease can take the leadership from every other controller.',
    check: of(['Role', 'ClusterRole'], ({ rules }) => (rules ?? [])
      .filter(({ resources, verbs, resourceNames }: Json) => resources?.includes('leases') && verbs.some(changesLease) && !resourceNames?.length)
      .map(({ verbs }: Json) => `it grants ${verbs} of every Lease, not of its own`)),
    ours: of(['Role'], ({ metadata, rules }) => unless(!rules.some(({ resources, verbs }: Json) => resources.includes('leases') && !same(verbs, WATCH)) || same(rules.slice(0, 3), [
      { apiGroups: LEASES, resources: ['leases'], verbs: ['create'] },
      { apiGroups: LEASES, resourceNames: [metadata.labels[INSTANCE]], resources: ['leases'], verbs: ['get', 'update'] },
      { apiGroups: ['', 'events.k8s.io'], resources: ['events'], verbs: ['create', 'patch'] },
    ]), 'leader election is granted more or less than it does')),
  },
];
