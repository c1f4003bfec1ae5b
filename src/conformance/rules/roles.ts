import { Json } from '../documents';
import { Rule } from './rule';

const READ = ['get', 'list', 'watch'];
const WORKLOAD_RESOURCES = [
  'pods',
  'deployments',
  'replicasets',
  'statefulsets',
  'daemonsets',
  'jobs',
  'cronjobs',
  'replicationcontrollers',
];
const NETWORK = ['services', 'endpoints', 'endpointslices', 'ingresses', 'networkpolicies'];
const NEVER = [
  'pods/exec',
  'pods/attach',
  'pods/portforward',
  'pods/ephemeralcontainers',
  'nodes/proxy',
  'serviceaccounts/token',
  'persistentvolumes',
  'certificatesigningrequests/approval',
  'mutatingwebhookconfigurations',
  'validatingwebhookconfigurations',
];

const hasAny = (list: string[], wanted: string[]) => wanted.filter((item) => list.includes(item));

/** What a rule of a Role grants that nobody should have. */
function tooWide({ apiGroups = [], resources = [], verbs = [], nonResourceURLs = [] }: Json): string[] {
  const writes = verbs.filter((verb: string) => !READ.includes(verb));
  const core = apiGroups.some((group: string) =>
    [
      '',
      '*',
      'apps',
      'batch',
      'discovery.k8s.io',
      'networking.k8s.io',
      'certificates.k8s.io',
      'admissionregistration.k8s.io',
    ].includes(group),
  );
  const grants: string[] = [];
  if ([...apiGroups, ...resources, ...verbs, ...nonResourceURLs].includes('*')) grants.push('a wildcard');
  hasAny(verbs, ['bind', 'escalate', 'impersonate']).forEach((verb) => grants.push(`the verb ${verb}`));
  if (!core) return grants;
  if (resources.includes('secrets')) grants.push(`${verbs} of secrets`);
  hasAny(resources, NEVER).forEach((resource) => grants.push(`${verbs} of ${resource}`));
  if (writes.length === 0) return grants;
  hasAny(resources, [...WORKLOAD_RESOURCES, ...NETWORK, 'configmaps']).forEach((resource) =>
    grants.push(`${writes} of ${resource}`),
  );
  return grants;
}

export const ROLE_RULES: Rule[] = [
  {
    id: 'C11',
    states: 'no role is too wide',
    check: (object) =>
      ['Role', 'ClusterRole'].includes(object.kind)
        ? (object.rules ?? []).flatMap(tooWide).map((grant: string) => `it is too wide: it grants ${grant}`)
        : [],
  },
  {
    id: 'C12',
    states: 'a lease is updated by name only',
    check: (object) =>
      (['Role', 'ClusterRole'].includes(object.kind) ? (object.rules ?? []) : [])
        .filter(
          (rule: Json) =>
            rule.resources?.includes('leases') &&
            rule.verbs.some((verb: string) => verb !== 'create') &&
            !rule.resourceNames?.length,
        )
        .map((rule: Json) => `it grants ${rule.verbs} of every lease, not of its own`),
  },
];
