import { groupOf, isClusterScoped, Json, matches, operatedPodLabels, podTemplateOf, same } from './manifest';
import { of, ofWorkloads, Rule, unless, workloads } from './rule';

const INSTANCE = 'app.kubernetes.io/instance';
const LABELS = ['name', 'instance', 'version', 'component', 'part-of', 'managed-by'].map((name) => `app.kubernetes.io/${name}`);
const CURRENT: Record<string, string> = {
  '': 'v1', 'apps': 'v1', 'batch': 'v1', 'policy': 'v1', 'autoscaling': 'v2', 'networking.k8s.io': 'v1', 'rbac.authorization.k8s.io': 'v1',
  'scheduling.k8s.io': 'v1', 'admissionregistration.k8s.io': 'v1', 'autoscaling.k8s.io': 'v1', 'coordination.k8s.io': 'v1', 'storage.k8s.io': 'v1',
};
/** Kinds that their projects serve under no stable version. */
const UNSTABLE = [
  'networking.istio.io/v1alpha3 EnvoyFilter', 'monitoring.coreos.com/v1alpha1 AlertmanagerConfig',
  'keda.sh/v1alpha1 ScaledObject', 'keda.sh/v1alpha1 TriggerAuthentication',
];

function labelProblems(metadata: Json, hardened: boolean): string[] {
  return [...LABELS, 'env', ...hardened ? ['owner'] : []].filter((label) => !metadata?.labels?.[label]);
}

/** Section B: what objects say of themselves. */
export const METADATA_RULES: Rule[] = [
  {
    id: 'B1',
    text: 'Every namespaced object states its namespace, which is neither default nor kube-system',
    reason: 'Otherwise it is created in whatever namespace the current context of kubectl has.',
    check: (object) => unless(isClusterScoped(object)
      || (object.metadata.namespace && !['default', 'kube-system'].includes(object.metadata.namespace)),
    `its namespace is ${object.metadata.namespace}`),
  },
  {
    id: 'B2',
    text: 'Workloads and their pods have the recommended labels and the label env; in the hardened security profile also owner',
    reason: 'Dashboards, alerts and cost reports group by these labels.',
    check: ofWorkloads(({ object, template, manifests }) => {
      const hardened = manifests.securityProfile === 'hardened';
      return [...new Set([...labelProblems(object.metadata, hardened), ...labelProblems(template.metadata, hardened)])]
        .map((label) => `label ${label} is missing on it or on its pods`);
    }),
    ours: ofWorkloads(({ object, template }) => [...LABELS, 'env']
      .filter((label) => object.metadata.labels?.[label] !== template.metadata?.labels?.[label])
      .map((label) => `label ${label} differs between it and its pods`)),
  },
  {
    id: 'B3',
    text: 'The instance label is the name of the workload, on it and on its pods, and unique in the namespace',
    reason: 'Selectors, disruption budgets and network policies match on this label alone.',
    check: ofWorkloads(({ object, template, name }) => [object.metadata, template.metadata]
      .filter((metadata) => metadata?.labels?.[INSTANCE] !== name)
      .map((metadata) => `${INSTANCE} is ${metadata?.labels?.[INSTANCE]}`)),
    ours: ofWorkloads(({ manifests, name, namespace }) => [
      ...unless(name.length <= 63, 'its name is longer than a label value'),
      ...unless(workloads(manifests).filter((other) => other.namespace === namespace && other.name === name).length === 1, 'another workload has its name'),
    ]),
  },
  {
    id: 'B4',
    text: 'Workloads have the annotation email',
    reason: 'The person on call must know whom to contact.',
    hardened: true,
    check: ofWorkloads(({ object }) => unless(/^[^\s@]+@[^\s@]+$/.test(object.metadata.annotations?.email ?? ''), 'annotation email is missing')),
  },
  {
    id: 'B5',
    text: 'Selectors match the pods of their workload',
    reason: 'The API server rejects a workload that does not select its own pods.',
    check: ofWorkloads(({ object, template }) => unless(matches(object.spec.selector, template.metadata?.labels), 'its selector does not match its own pods'),
      ['Deployment', 'StatefulSet', 'DaemonSet']),
    ours: (object, manifests) => [
      ...ofWorkloads(({ name }) => unless(same(object.spec.selector.matchLabels, { [INSTANCE]: name }), 'it selects by other labels than its instance'),
        ['Deployment', 'StatefulSet'])(object, manifests),
      ...of(['PodDisruptionBudget', 'NetworkPolicy'], ({ kind, spec }) => {
        const { matchLabels, matchExpressions } = spec.selector ?? spec.podSelector;
        const isDefaultDeny = kind === 'NetworkPolicy' && !matchLabels;
        return unless(!matchExpressions && (isDefaultDeny || Object.keys(matchLabels).length === 1), 'it selects by more than one label');
      })(object, manifests),
    ],
  },
  {
    id: 'B6',
    text: 'No object appears twice in the output',
    reason: 'The object that is applied last wins.',
    check: (object, { documents }) => unless(documents.filter(({ object: other }) => other.kind === object.kind && groupOf(other) === groupOf(object)
      && other.metadata.name === object.metadata.name && other.metadata.namespace === object.metadata.namespace).length === 1, 'it stands in the output twice'),
  },
  {
    id: 'B7',
    text: 'Built-in kinds use the current API version',
    reason: 'Older versions are removed by an upgrade of the cluster.',
    check: (object) => {
      const version = object.apiVersion.split('/').pop();
      return unless((CURRENT[groupOf(object)] ?? version) === version, `${object.apiVersion} is not the current version`);
    },
    ours: (object) => unless(/(^|\/)v\d+$/.test(object.apiVersion) || UNSTABLE.includes(`${object.apiVersion} ${object.kind}`)
      || object.apiVersion.startsWith('constraints.gatekeeper.sh/'), `${object.apiVersion} is not a stable version`),
  },
];

/** Whether a selector of another object finds pods: those of workloads, or those that an operator makes. */
export function findsPods(selector: Json, namespace: string, documents: readonly { readonly object: Json }[]): boolean {
  return documents.some(({ object }) => object.metadata.namespace === namespace
    && [podTemplateOf(object)?.metadata?.labels, operatedPodLabels(object)].some((labels) => labels && matches(selector, labels)));
}
