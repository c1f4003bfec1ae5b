import { Json } from '../../../src/catalog/rules/manifest';

const KINDS: Record<string, string> = {
  pods: 'Pod', deployments: 'Deployment', statefulsets: 'StatefulSet', daemonsets: 'DaemonSet', replicasets: 'ReplicaSet', jobs: 'Job', cronjobs: 'CronJob',
  poddisruptionbudgets: 'PodDisruptionBudget', services: 'Service', roles: 'Role', rolebindings: 'RoleBinding', ingresses: 'Ingress',
};

/** The kinds that a policy matches. */
export function matchedKinds(resourceRules: Json[]): string[] {
  return resourceRules.flatMap(({ resources }) => resources.map((resource: string) => KINDS[resource]));
}
