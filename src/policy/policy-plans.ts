import { RULES } from '../catalog/rules';
import { texts } from '../catalog/rules/cel';
import { AdmissionSettings } from '../catalog/rules/rule';
import { PlatformSettings } from '../platform/settings';
import { PolicyKinds, PolicyPlan, PolicyRule, PolicyVariable } from './policy-plan';

/** Everything that people write pods in. */
const PODS: PolicyKinds[] = [
  { apiGroup: '', kinds: { pods: 'Pod' } },
  { apiGroup: 'apps', kinds: { deployments: 'Deployment', statefulsets: 'StatefulSet', daemonsets: 'DaemonSet', replicasets: 'ReplicaSet' } },
  { apiGroup: 'batch', kinds: { jobs: 'Job', cronjobs: 'CronJob' } },
];

interface Group extends Omit<PolicyPlan, 'rules' | 'variables' | 'onlyRestricted'> {
  readonly ids: string[];
  readonly onlyRestricted?: true;
}

/** The rules of the catalogue that a policy can judge, by what they are about. */
const GROUPS: Group[] = [
  {
    name: 'pod-security', description: 'Programs stay within their containers', matches: PODS, judgedFields: ['spec'], onlyRestricted: true,
    ids: ['A1', 'A3', 'A4', 'A5', 'A6', 'A7'],
  },
  {
    name: 'workloads', description: 'Workloads can be run by others', matches: PODS, judgedFields: ['spec'],
    ids: ['A9', 'A11', 'A13', 'A14', 'A15', 'A26', 'A29', 'A24', 'A27', 'A28'],
  },
  {
    name: 'disruption-budgets', description: 'Budgets let nodes be drained', judgedFields: ['spec'], ids: ['C3'],
    matches: [{ apiGroup: 'policy', kinds: { poddisruptionbudgets: 'PodDisruptionBudget' } }],
  },
  {
    name: 'services', description: 'Services stay within the cluster', judgedFields: ['spec', 'metadata.?labels'], ids: ['C7'],
    matches: [{ apiGroup: '', kinds: { services: 'Service' } }],
  },
  {
    name: 'permissions', description: 'Roles grant no more than a program needs inside its own namespace',
    judgedFields: ['rules', 'roleRef', 'metadata.?annotations'], ids: ['C11'],
    matches: [{ apiGroup: 'rbac.authorization.k8s.io', kinds: { roles: 'Role', rolebindings: 'RoleBinding' } }],
  },
  {
    name: 'ingresses', description: 'Ingresses name their hosts and certificates', judgedFields: ['spec', 'metadata.?annotations'], ids: ['C15'],
    matches: [{ apiGroup: 'networking.k8s.io', kinds: { ingresses: 'Ingress' } }],
  },
];

/** The policies of a Platform, one for each kind of objects. */
export function policyPlans(settings: PlatformSettings, imageUsers: number[], serviceTypes: string[]): PolicyPlan[] {
  const admission = { hardened: settings.securityProfile._demands.hardenedRules, platform: settings.name, imageUsers, serviceTypes };
  return GROUPS.map(({ ids, onlyRestricted = false, ...group }) => ({
    ...group, onlyRestricted, rules: ids.flatMap((id) => rulesOf(id, admission)), variables: group.matches === PODS ? podVariables(settings) : [],
  }));
}

function rulesOf(id: string, settings: AdmissionSettings): PolicyRule[] {
  return RULES.filter((rule) => rule.id === id && (settings.hardened || !rule.hardened)).map(({ admission }) =>
    ({ id, offenders: admission!.offenders(settings), message: admission!.message(settings) }));
}

/** What rules about pods read. The type checker knows one kind at a time, so the object is `dyn` where kinds differ. */
function podVariables({ mesh }: PlatformSettings): PolicyVariable[] {
  const { sidecar } = mesh._provider;
  const all = 'variables.pod.?initContainers.orValue([]) + variables.pod.containers';
  return [
    {
      name: 'pod',
      expression: [
        'object.kind == "Pod" ? dyn(object).spec :',
        'object.kind == "CronJob" ? dyn(object).spec.jobTemplate.spec.template.spec :',
        'dyn(object).spec.template.spec',
      ].join('\n'),
    },
    { name: 'containers', expression: sidecar ? `(${all}).filter(c, !(c.name in ${texts(sidecar.containers)}))` : all },
    { name: 'volumes', expression: 'variables.pod.?volumes.orValue([])' },
  ];
}
