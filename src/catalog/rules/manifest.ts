/** A Kubernetes object as it was read: rules look deep into it, so its fields are not typed. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

/** The manifests of one cluster, and the security profile they are held against. */
export interface Manifests {
  readonly documents: readonly { readonly object: Json }[];
  readonly securityProfile: 'standard' | 'hardened';
}

const CLUSTER_SCOPED = new Set([
  'Namespace', 'ClusterRole', 'ClusterRoleBinding', 'PriorityClass', 'StorageClass', 'PersistentVolume', 'CustomResourceDefinition', 'GatewayClass',
  'ClusterIssuer', 'ClusterSecretStore', 'ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding', 'ClusterPolicy', 'ValidatingPolicy',
  'ConstraintTemplate', 'RuntimeClass', 'IngressClass', 'ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration', 'APIService',
]);

export function isClusterScoped(object: Json): boolean {
  return CLUSTER_SCOPED.has(object.kind) || `${object.apiVersion}`.startsWith('constraints.gatekeeper.sh/');
}

/** `Deployment agents/api`: what every message calls an object. */
export function nameOf({ kind, metadata }: Json): string {
  return `${kind} ${metadata.namespace ? `${metadata.namespace}/` : ''}${metadata.name}`;
}

export function groupOf({ apiVersion }: Json): string {
  return apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
}

export function ofKind(documents: Manifests['documents'], ...kinds: string[]): Json[] {
  return documents.map(({ object }) => object).filter(({ kind }) => kinds.includes(kind));
}

export function namespacesOf(documents: Manifests['documents']): string[] {
  const namespaced = documents.map(({ object }) => object).filter((object) => !isClusterScoped(object));
  return [...new Set<string>(namespaced.map(({ metadata }) => metadata.namespace ?? 'default'))].sort();
}

/** The pod template of a workload, or undefined if the object is not a workload. */
export function podTemplateOf({ kind, spec }: Json): Json | undefined {
  if (kind === 'CronJob') {
    return spec?.jobTemplate?.spec?.template;
  }
  return ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job'].includes(kind) ? spec?.template : undefined;
}

/** The labels of the pods that an operator makes of a custom resource: these pods stand in no manifest. */
export function operatedPodLabels({ apiVersion, kind, metadata, spec }: Json): Record<string, string> | undefined {
  if (!`${apiVersion}`.startsWith('postgresql.cnpg.io/')) {
    return undefined;
  }
  switch (kind) {
    case 'Cluster': return { 'cnpg.io/cluster': metadata.name, 'cnpg.io/podRole': 'instance', ...spec?.inheritedMetadata?.labels };
    case 'Pooler': return { ...spec?.template?.metadata?.labels, 'cnpg.io/poolerName': metadata.name, 'cnpg.io/podRole': 'pooler' };
    default: return undefined;
  }
}

/** Whether a Kubernetes label selector picks these labels. An absent selector picks nothing, an empty one everything. */
export function matches(selector: Json, labels: Record<string, string> = {}): boolean {
  return selector !== undefined && selector !== null
    && Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value)
    && (selector.matchExpressions ?? []).every((expression: Json) => satisfies(expression, labels[expression.key]));
}

function satisfies({ operator, values }: Json, value: string | undefined): boolean {
  switch (operator) {
    case 'In': return values.includes(value);
    case 'NotIn': return !values.includes(value);
    default: return (operator === 'Exists') === (value !== undefined);
  }
}

/** The Namespace object of an object's namespace, if it is among the manifests. */
export function namespaceOf(object: Json, { documents }: Manifests): Json | undefined {
  return ofKind(documents, 'Namespace').find(({ metadata }) => metadata.name === object.metadata.namespace);
}

/** Every value inside a value, itself included, with its path. */
export function inside(value: Json, path: string = ''): [string, Json][] {
  const children = value !== null && typeof value === 'object' ? Object.entries(value) : [];
  return [[path, value], ...children.flatMap(([key, child]) => inside(child, `${path}/${key}`))];
}

/** Whether two values render alike. */
export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

const UNITS: Record<string, number> = {
  n: 1e-9, u: 1e-6, m: 1e-3, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18,
  Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60,
};

/** A Kubernetes quantity as a number of cores or bytes; NaN if it is not a valid quantity. */
export function amount(quantity: string | number | undefined): number {
  const found = /^([0-9.]+(?:[eE][-+]?\d+)?)([numkMGTPE]|[KMGTPE]i)?$/.exec(`${quantity}`);
  return found ? Number(found[1]) * (found[2] ? UNITS[found[2]] : 1) : NaN;
}
