import { scalerOf } from './kinds';
import { amount, Json, Manifests, matches, ofKind, same } from './manifest';
import { findsPods } from './metadata';
import { isOpen } from './namespace-traits';
import { of, ofWorkloads, Rule, unless, Workload, workloads } from './rule';

const BOUNDED = ['requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory'];
const RANGE_FIELDS = ['type', 'max', 'min', 'default', 'defaultRequest'];

function workloadsIn(namespace: string, manifests: Manifests): Workload[] {
  return workloads(manifests).filter((workload) => workload.namespace === namespace);
}

function inNamespace(kind: string, namespace: string, { documents }: Manifests): Json[] {
  return ofKind(documents, kind).filter(({ metadata }) => metadata.namespace === namespace);
}

function isDefaultDeny({ spec }: Json): boolean {
  return matches(spec.podSelector, {}) && spec.policyTypes?.length === 2;
}

/** A rule about the pods themselves, or about the whole namespace, needs no port: it allows nothing from outside. */
function isNeighbourly(rule: Json, podSelector: Json): boolean {
  const peers: Json[] = rule.from ?? rule.to ?? [];
  const inside = (selector: Json): boolean => matches(selector, {}) || same(selector, podSelector);
  return peers.length > 0 && peers.every((peer) => !peer.namespaceSelector && !peer.ipBlock && inside(peer.podSelector));
}

function policyProblems({ spec }: Json): string[] {
  if (matches(spec.podSelector, {})) {
    return [];
  }
  const rules = [...(spec.ingress ?? []), ...(spec.egress ?? [])];
  return [
    ...unless(spec.policyTypes?.includes('Ingress') && spec.policyTypes.includes('Egress'), 'it does not state both directions'),
    ...unless(spec.ingress?.length > 0 && spec.egress?.length > 0, 'one of its lists is empty'),
    ...rules.filter((rule) => !(rule.ports?.length > 0) && !isNeighbourly(rule, spec.podSelector))
      .map((rule) => `a rule without ports opens all of them to ${JSON.stringify(rule.from ?? rule.to ?? 'everybody')}`),
  ];
}

function policiesOf({ namespace, template, manifests }: Workload): Json[] {
  return inNamespace('NetworkPolicy', namespace, manifests).filter(({ spec }) => !matches(spec.podSelector, {}) && matches(spec.podSelector, template.metadata?.labels));
}

function peerProblems({ metadata, spec }: Json, { documents }: Manifests): string[] {
  const rules = [...spec.ingress ?? [], ...spec.egress ?? []];
  return rules.flatMap((rule: Json) => (rule.from ?? rule.to ?? [undefined]).flatMap((peer: Json) => {
    const own = peer?.podSelector && !peer.namespaceSelector;
    const exists = !own || !peer.podSelector.matchLabels || findsPods(peer.podSelector, metadata.namespace, documents);
    return unless(peer && exists && (rule.ports?.length > 0 || own), `a rule has a peer that is not there, or no ports: ${JSON.stringify(rule)}`);
  }));
}

/** How many pods of a workload may count at once: at full scale, during a rollout, after the loss of one of three zones. */
function podsAtMost(workload: Workload): number {
  const { kind, spec } = workload.object;
  if (kind === 'CronJob') {
    return 2;
  }
  const replicas = scalerOf(workload, 'HorizontalPodAutoscaler')?.spec.maxReplicas ?? scalerOf(workload, 'ScaledObject')?.spec.maxReplicaCount ?? spec.replicas;
  return kind === 'StatefulSet' ? replicas : replicas + Math.ceil(replicas / 3) + 1;
}

/** What one pod may ask for, with what a vertical autoscaler may give it. */
function podAmount(workload: Workload, side: string, resource: string): number {
  const policies = scalerOf(workload, 'VerticalPodAutoscaler')?.spec.resourcePolicy.containerPolicies ?? [];
  return workload.main.reduce((sum, { name, resources: { requests, limits } }) => {
    const allowed = policies.find(({ containerName }: Json) => containerName === name)?.maxAllowed?.[resource];
    const grown = Math.max(amount(allowed ?? 0), amount(requests[resource]));
    return sum + (side === 'requests' ? grown : grown * amount(limits[resource]) / amount(requests[resource]));
  }, 0);
}

function quotaProblems(namespace: string, manifests: Manifests): string[] {
  const [quota] = inNamespace('ResourceQuota', namespace, manifests);
  return BOUNDED.flatMap((bound) => {
    const [side, resource] = bound.split('.');
    const need = workloadsIn(namespace, manifests).reduce((sum, workload) => sum + podsAtMost(workload) * podAmount(workload, side, resource), 0);
    return unless(amount(quota?.spec.hard[bound]) >= need * 1.2 - 1e-6, `its quota of ${bound} leaves no room for full scale, a rollout and a lost zone`);
  });
}

function rangeProblems(namespace: string, manifests: Manifests): string[] {
  const [range] = inNamespace('LimitRange', namespace, manifests)[0]?.spec.limits ?? [];
  return workloadsIn(namespace, manifests).flatMap(({ name, containers }) => containers.flatMap(({ resources }) =>
    ['cpu', 'memory', 'ephemeral-storage'].flatMap((resource) => unless(amount(resources.limits[resource]) <= amount(range?.max?.[resource])
      && amount(resources.requests[resource]) >= amount(range?.min?.[resource]), `the ${resource} of ${name} lies outside of its LimitRange`))));
}

function isolationProblems(namespace: string, manifests: Manifests): string[] {
  const there = (kind: string, test: (object: Json) => boolean): boolean => inNamespace(kind, namespace, manifests).some(test);
  return [
    ...unless(there('ServiceAccount', ({ metadata, automountServiceAccountToken }) => metadata.name === 'default' && automountServiceAccountToken === false),
      'its default ServiceAccount mounts a token'),
    ...unless(there('LimitRange', ({ spec }) => spec.limits.some((limit: Json) => RANGE_FIELDS.every((field) => limit[field]))),
      'no LimitRange with type, max, min, default and defaultRequest'),
    ...unless(there('ResourceQuota', ({ spec }) => BOUNDED.every((name) => spec.hard[name])), 'no ResourceQuota of requests and limits of CPU and memory'),
  ];
}

/** C8 to C10: what separates workloads and namespaces from each other. Development environments are open, and say so by their label. */
export const NAMESPACE_RULES: Rule[] = [
  {
    id: 'C8',
    text: 'Every workload has its own NetworkPolicy for both directions, which names ports for peers outside its namespace',
    reason: 'A rule without ports allows all ports, and a direction that is not listed is not restricted.',
    check: (object, manifests) => (isOpen(object, manifests) ? [] : [
      ...of(['NetworkPolicy'], policyProblems)(object, manifests),
      ...ofWorkloads((workload) => unless(policiesOf(workload).length > 0, 'no network policy but the default covers its pods'))(object, manifests),
    ]),
    ours: (object, manifests) => (isOpen(object, manifests) ? [] : [
      ...of(['NetworkPolicy'], peerProblems)(object, manifests),
      ...ofWorkloads((workload) => unless(policiesOf(workload).length === 1, `${policiesOf(workload).length} network policies cover its pods`))(object, manifests),
    ]),
  },
  {
    id: 'C9',
    text: 'A namespace with pods denies traffic by default, and allows DNS only to the DNS service of the cluster',
    reason: 'Without it a pod that no policy selects can be reached from everywhere, and DNS to any server can be used to exfiltrate data.',
    check: of(['Namespace'], (namespace, manifests) => unless(isOpen(namespace, manifests) || workloadsIn(namespace.metadata.name, manifests).length === 0
      || inNamespace('NetworkPolicy', namespace.metadata.name, manifests).some(isDefaultDeny), 'no default deny')),
    ours: (object, manifests) => [
      ...of(['Namespace'], ({ metadata }) => unless(isOpen(object, manifests) || workloadsIn(metadata.name, manifests).length === 0
        || inNamespace('NetworkPolicy', metadata.name, manifests).filter((policy) => isDefaultDeny(policy) && !policy.spec.ingress && !policy.spec.egress).length === 1,
      'not one default deny'))(object, manifests),
      ...of(['NetworkPolicy'], ({ spec }) => (spec.egress ?? []).filter(({ ports }: Json) => (ports ?? []).some(({ port }: Json) => port === 53))
        .flatMap(({ to }: Json) => unless(to?.length > 0 && to.every(({ ipBlock, podSelector }: Json) => ipBlock || podSelector?.matchLabels),
          'it lets DNS go anywhere')))(object, manifests),
    ],
  },
  {
    id: 'C10',
    text: 'A Namespace states its Pod Security levels; one with pods also has a LimitRange, a ResourceQuota, and a default ServiceAccount that mounts no token',
    reason: 'Without them one namespace can starve the others, or run pods that should not be admitted.',
    check: of(['Namespace'], ({ metadata: { name, labels } }, manifests) => [
      ...(labels?.['pod-security.kubernetes.io/enforce'] === 'privileged' ? ['enforce'] : ['enforce', 'audit', 'warn']).filter((mode) => !labels?.[`pod-security.kubernetes.io/${mode}`] || !labels[`pod-security.kubernetes.io/${mode}-version`])
        .map((mode) => `Pod Security ${mode} or its version is not set`),
      ...(workloadsIn(name, manifests).length > 0 ? isolationProblems(name, manifests) : []),
    ]),
    ours: of(['Namespace'], ({ metadata: { name, labels } }, manifests) => [
      ...['audit', 'warn'].map((mode) => labels[`pod-security.kubernetes.io/${mode}`]).filter((level) => level !== undefined && level !== 'restricted')
        .map((level) => `Pod Security warns of what is not ${level} only`),
      ...(workloadsIn(name, manifests).length === 0 ? [] : [
        ...unless(inNamespace('ServiceAccount', name, manifests).length > 1, 'no ServiceAccount but default'),
        ...rangeProblems(name, manifests), ...quotaProblems(name, manifests),
      ]),
    ]),
  },
];

