import { Document, groupOf, isClusterScoped, Json, ofKind } from '../documents';
import { matches, podTemplateOf } from '../pods';
import { Rule, unless, WORKLOADS } from './rule';

const LABELS = ['name', 'instance', 'version', 'component', 'part-of', 'managed-by'].map((name) => `app.kubernetes.io/${name}`);
const CURRENT: Record<string, string> = {
  '': 'v1',
  'apps': 'v1',
  'batch': 'v1',
  'policy': 'v1',
  'autoscaling': 'v2',
  'networking.k8s.io': 'v1',
  'rbac.authorization.k8s.io': 'v1',
  'scheduling.k8s.io': 'v1',
  'admissionregistration.k8s.io': 'v1',
  'autoscaling.k8s.io': 'v1',
  'coordination.k8s.io': 'v1',
  'storage.k8s.io': 'v1',
};

const about = (id: string, kinds: string[], states: string, check: Rule['check']): Rule => ({
  id,
  states,
  check: (object, manifests) => (kinds.includes(object.kind) ? check(object, manifests) : []),
});

const isWorkload = (object: Json) => podTemplateOf(object) !== undefined;

const hasPods = (namespace: string, documents: Document[]) =>
  documents.some(({ object }) => isWorkload(object) && object.metadata.namespace === namespace);

/** Quota and limits count: without them one namespace can starve the others. */
function isolationFaults(namespace: string, documents: Document[]): string[] {
  const there = (kind: string, test: (object: Json) => boolean) =>
    ofKind(documents, kind).some((object) => object.metadata.namespace === namespace && test(object));
  const fullLimits = ({ spec }: Json) =>
    spec.limits.some((limit: Json) => limit.type && limit.max && limit.min && limit.default && limit.defaultRequest);
  const fullQuota = ({ spec }: Json) =>
    ['requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory'].every((name) => spec.hard[name]);
  return [
    ...unless(
      there(
        'ServiceAccount',
        ({ metadata, automountServiceAccountToken }) => metadata.name === 'default' && automountServiceAccountToken === false,
      ),
      'its default service account mounts a token',
    ),
    ...unless(there('LimitRange', fullLimits), 'no LimitRange with type, max, min, default and defaultRequest'),
    ...unless(there('ResourceQuota', fullQuota), 'no ResourceQuota of requests and limits of CPU and memory'),
    ...unless(
      there('NetworkPolicy', ({ spec }) => matches(spec.podSelector, {}) && spec.policyTypes?.length === 2),
      'no default deny',
    ),
  ];
}

/** A rule about the pods themselves or about the whole namespace opens a room, not a door: it needs no port. */
function isRoom(rule: Json, podSelector: Json): boolean {
  const peers: Json[] = rule.from ?? rule.to ?? [];
  const inside = (selector: Json) => matches(selector, {}) || JSON.stringify(selector) === JSON.stringify(podSelector);
  return peers.length > 0 && peers.every((peer) => !peer.namespaceSelector && !peer.ipBlock && inside(peer.podSelector));
}

function policyFaults({ spec }: Json): string[] {
  if (matches(spec.podSelector, {})) return [];
  const rules = [...(spec.ingress ?? []), ...(spec.egress ?? [])];
  return [
    ...unless(spec.policyTypes?.includes('Ingress') && spec.policyTypes.includes('Egress'), 'it does not state both directions'),
    ...unless(spec.ingress?.length > 0 && spec.egress?.length > 0, 'one of its lists is empty'),
    ...rules
      .filter((rule) => !(rule.ports?.length > 0) && !isRoom(rule, spec.podSelector))
      .map((rule) => `a rule without ports opens all of them to ${JSON.stringify(rule.from ?? rule.to ?? 'everybody')}`),
  ];
}

export const OBJECT_RULES: Rule[] = [
  {
    id: 'B1',
    states: 'a namespace on everything that has one',
    check: (object) =>
      unless(
        isClusterScoped(object) || (object.metadata.namespace && !['default', 'kube-system'].includes(object.metadata.namespace)),
        `its namespace is ${object.metadata.namespace}`,
      ),
  },
  {
    id: 'B2',
    states: 'the usual labels on workloads and pods',
    check: (object, { securityProfile }) =>
      (isWorkload(object) ? [object.metadata, podTemplateOf(object).metadata] : [])
        .flatMap((metadata: Json) =>
          [...LABELS, 'env', ...(securityProfile === 'hardened' ? ['owner'] : [])].filter((label) => !metadata?.labels?.[label]),
        )
        .map((label: string) => `label ${label} is missing on it or on its pods`),
  },
  {
    id: 'B4',
    states: 'under hardened an address to write to',
    check: (object, { securityProfile }) =>
      unless(securityProfile === 'standard' || !isWorkload(object) || object.metadata.annotations?.email, 'annotation email is missing'),
  },
  {
    id: 'B7',
    states: 'current API versions',
    check: (object) =>
      unless(
        (CURRENT[groupOf(object)] ?? object.apiVersion.split('/').pop()) === object.apiVersion.split('/').pop(),
        `${object.apiVersion} is not the current version`,
      ),
  },
  about('C1', ['Deployment'], 'rolling updates add before they take away', ({ spec }) => [
    ...unless(
      spec.strategy?.type === 'RollingUpdate' && spec.strategy.rollingUpdate?.maxUnavailable === 0,
      'its strategy may take a pod away before another is there',
    ),
    ...unless(
      ['minReadySeconds', 'progressDeadlineSeconds', 'revisionHistoryLimit'].every((field) => spec[field] !== undefined),
      'minReadySeconds, progressDeadlineSeconds or revisionHistoryLimit is not written',
    ),
  ]),
  about('C2', ['StatefulSet'], 'a StatefulSet says how it behaves', ({ spec }) => [
    ...unless(
      spec.updateStrategy?.type === 'RollingUpdate' && spec.podManagementPolicy && spec.minReadySeconds !== undefined,
      'updateStrategy, podManagementPolicy or minReadySeconds is not written',
    ),
    ...unless(
      !spec.volumeClaimTemplates ||
        (spec.persistentVolumeClaimRetentionPolicy?.whenDeleted === 'Retain' &&
          spec.persistentVolumeClaimRetentionPolicy.whenScaled === 'Retain'),
      'its claims are not retained',
    ),
    ...unless(
      !(spec.template.spec.volumes ?? []).some((volume: Json) => volume.persistentVolumeClaim),
      'it mounts a claim that is not of its templates',
    ),
  ]),
  about('C3', ['PodDisruptionBudget'], 'a budget leaves room for one', ({ spec }) => [
    ...unless(
      spec.maxUnavailable === 1,
      `maxUnavailable is ${spec.maxUnavailable}${spec.minAvailable === undefined ? '' : `, minAvailable ${spec.minAvailable}`}`,
    ),
    ...unless(spec.unhealthyPodEvictionPolicy, 'unhealthyPodEvictionPolicy is not written'),
  ]),
  about('C4', ['HorizontalPodAutoscaler'], 'an autoscaler has room and manners', ({ spec }) => [
    ...unless(
      spec.minReplicas >= 2 && spec.maxReplicas > spec.minReplicas,
      `it scales from ${spec.minReplicas} to ${spec.maxReplicas}`,
    ),
    ...unless(spec.behavior?.scaleUp && spec.behavior.scaleDown, 'its behaviour is left to the default'),
  ]),
  about('C5', ['CronJob'], 'scheduled work ends and does not pile up', ({ spec }) => [
    ...unless(
      spec.concurrencyPolicy === 'Forbid' && spec.startingDeadlineSeconds,
      'concurrencyPolicy is not Forbid or startingDeadlineSeconds is missing',
    ),
    ...unless(
      spec.jobTemplate.spec.activeDeadlineSeconds && spec.jobTemplate.spec.backoffLimit !== undefined,
      'activeDeadlineSeconds or backoffLimit is missing',
    ),
    ...unless(
      spec.jobTemplate.spec.ttlSecondsAfterFinished === undefined,
      'ttlSecondsAfterFinished fights with the history limits',
    ),
  ]),
  about('C6', ['Job'], 'a lone Job cleans up after itself', ({ spec }) =>
    unless(spec.ttlSecondsAfterFinished, 'ttlSecondsAfterFinished is missing'),
  ),
  about('C7', ['Service'], 'a Service stays inside', ({ spec }) => [
    ...unless(['ClusterIP', 'ExternalName', undefined].includes(spec.type), `its type is ${spec.type}`),
    ...unless(!spec.externalIPs, 'it has external addresses'),
    ...unless(
      !spec.selector || (spec.ports ?? []).every((port: Json) => typeof port.targetPort === 'string'),
      'a target port is not named',
    ),
  ]),
  about('C8', ['NetworkPolicy'], 'a policy says all of both directions', policyFaults),
  {
    id: 'C8 every pod',
    states: 'a policy of its own for every pod',
    check: (object, { documents }) =>
      unless(
        !isWorkload(object) ||
          ofKind(documents, 'NetworkPolicy').some(
            ({ metadata, spec }) =>
              metadata.namespace === object.metadata.namespace &&
              !matches(spec.podSelector, {}) &&
              matches(spec.podSelector, podTemplateOf(object).metadata?.labels ?? {}),
          ),
        'no network policy but the default covers its pods',
      ),
  },
  about('C10', ['Namespace'], 'a namespace is isolated', ({ metadata }, { documents }) => [
    ...['enforce', 'audit', 'warn']
      .filter(
        (mode) =>
          !metadata.labels?.[`pod-security.kubernetes.io/${mode}`] ||
          !metadata.labels[`pod-security.kubernetes.io/${mode}-version`],
      )
      .map((mode) => `Pod Security ${mode} or its version is not set`),
    ...(hasPods(metadata.name, documents) ? isolationFaults(metadata.name, documents) : []),
  ]),
  about('C13', ['Secret'], 'no secret stands in the output', ({ data, stringData }) =>
    unless(!data && !stringData, 'it holds values'),
  ),
  about('C14', ['ConfigMap'], 'no key of a ConfigMap is named as a secret', ({ data }) =>
    Object.keys(data ?? {})
      .filter((name) => /secret|token|password|credential|private/i.test(name))
      .map((name) => `its entry ${name} is named as a secret`),
  ),
  about('C17', ['VerticalPodAutoscaler'], 'a vertical autoscaler has bounds', ({ spec }) =>
    unless(
      (spec.resourcePolicy?.containerPolicies ?? []).some((policy: Json) => policy.minAllowed && policy.maxAllowed),
      'minAllowed or maxAllowed is missing',
    ),
  ),
  {
    id: 'C3 every workload',
    states: 'a budget for everything with several pods',
    check: (object, { documents }) =>
      unless(
        !WORKLOADS.slice(0, 2).includes(object.kind) ||
          object.spec.replicas === 1 ||
          ofKind(documents, 'PodDisruptionBudget').some(
            ({ metadata, spec }) =>
              metadata.namespace === object.metadata.namespace &&
              matches(spec.selector, object.spec.template.metadata?.labels ?? {}),
          ),
        'no disruption budget covers it',
      ),
  },
  {
    id: 'B6',
    states: 'no object twice',
    check: (object, { documents }) =>
      unless(
        documents.filter(
          (other) =>
            other.object.kind === object.kind &&
            other.object.metadata.name === object.metadata.name &&
            other.object.metadata.namespace === object.metadata.namespace,
        ).length === 1,
        'it stands in the output twice',
      ),
  },
];
