import { Manifest } from '../../support/manifests';
import { all, at, eachOf, eachWorkload, matches, Rule, same, selected, unless, workloads } from './rule';

const CLUSTER_WIDE = ['Namespace', 'PriorityClass', 'ClusterRole', 'ClusterRoleBinding', 'CustomResourceDefinition'];
const INSTANCE = 'app.kubernetes.io/instance';
const LABELS = ['name', 'instance', 'version', 'component', 'part-of', 'managed-by'].map((name) => `app.kubernetes.io/${name}`);
const VERSIONS = [
  'v1', 'apps/v1', 'batch/v1', 'policy/v1', 'autoscaling/v2', 'networking.k8s.io/v1', 'rbac.authorization.k8s.io/v1', 'scheduling.k8s.io/v1',
  'admissionregistration.k8s.io/v1', 'autoscaling.k8s.io/v1', 'networking.istio.io/v1', 'security.istio.io/v1', 'gateway.networking.k8s.io/v1',
  'telemetry.istio.io/v1',
];
/** Stable kinds of operators, and two that are served under no stable version. */
const OPERATOR_VERSIONS = ['monitoring.coreos.com/v1', 'postgresql.cnpg.io/v1', 'networking.istio.io/v1alpha3 EnvoyFilter',
  'monitoring.coreos.com/v1alpha1 AlertmanagerConfig'];

function labelsFor(hardened: boolean): string[] {
  return [...LABELS, 'env', ...hardened ? ['owner'] : []];
}

/** Section B of rules.md: what objects say of themselves. */
export const METADATA_RULES: Rule[] = [
  {
    id: 'B1',
    says: 'objects are in a namespace of their own',
    check: ({ documents }) => documents.filter(({ kind }) => !CLUSTER_WIDE.includes(kind)).flatMap((object) =>
      unless(object.metadata.namespace && !['default', 'kube-system'].includes(object.metadata.namespace), at(object), object.metadata.namespace ?? 'no namespace')),
  },
  {
    id: 'B2',
    says: 'workloads and their pods say what they are',
    check: (world) => workloads(world).flatMap(({ object, pod }) => labelsFor(world.hardened).flatMap((label) =>
      unless(object.metadata.labels?.[label] && object.metadata.labels[label] === pod.metadata?.labels?.[label] && !object.metadata.labels[label].includes('@'),
        at(object), label))),
  },
  {
    id: 'B3',
    says: 'the instance is the workload\'s name, and no other workload of the namespace has it',
    check: eachWorkload([], ({ object, pod, name, namespace }, world) => [
      ...unless(object.metadata.labels?.[INSTANCE] === name && pod.metadata.labels[INSTANCE] === name && name.length <= 63, at(object), object.metadata.labels?.[INSTANCE] ?? 'none'),
      ...unless(workloads(world).filter((other) => other.namespace === namespace && other.name === name).length === 1, at(object), 'two workloads of this name'),
    ]),
  },
  {
    id: 'B4',
    says: 'workloads say whom to write to',
    hardened: true,
    check: eachWorkload([], ({ object }) => unless(/^\S+@\S+$/.test(object.metadata.annotations?.email ?? ''), at(object), 'no email')),
  },
  {
    id: 'B5',
    says: 'selectors match pods',
    check: eachWorkload(['Deployment', 'StatefulSet'], ({ object, pod, name }) => {
      const { matchLabels } = object.spec.selector;
      return unless(same(matchLabels, { [INSTANCE]: name }) && pod.metadata.labels[INSTANCE] === name, at(object), object.spec.selector);
    }),
  },
  {
    id: 'B5',
    says: 'disruption budgets and network policies select by the instance alone',
    check: eachOf(['PodDisruptionBudget', 'NetworkPolicy'], ({ kind, spec }, where) => {
      const { matchLabels, matchExpressions } = spec.selector ?? spec.podSelector;
      const isDefaultDeny = kind === 'NetworkPolicy' && !matchLabels;
      return unless(!matchExpressions && (isDefaultDeny || Object.keys(matchLabels).length === 1), where, spec.selector ?? spec.podSelector);
    }),
  },
  {
    id: 'B7',
    says: 'only stable versions of kinds',
    check: ({ documents }) => documents.flatMap((object) => unless(VERSIONS.includes(object.apiVersion)
      || OPERATOR_VERSIONS.includes(object.apiVersion)
      || OPERATOR_VERSIONS.includes(`${object.apiVersion} ${object.kind}`), at(object), object.apiVersion)),
  },
];

/** The pods of workloads that a label selector of another object must find. */
export function findsPods(world: Parameters<Rule['check']>[0], object: Manifest, labels: Record<string, string> | undefined): boolean {
  return selected(world, object.metadata.namespace, labels).length > 0 || all(world, 'Cluster').some(({ metadata, spec }) =>
    metadata.namespace === object.metadata.namespace
    && matches(labels, { 'cnpg.io/cluster': metadata.name, 'cnpg.io/podRole': 'instance', ...spec.inheritedMetadata?.labels }));
}
