import { text } from './cel';
import { Json, matches, ofKind, same } from './manifest';
import { ofPods, ofWorkloads, Rule, unless, Workload } from './rule';

const JOBS = ['Job', 'CronJob'];
/** Stores hand over or stop by themselves. */
const STATELESS = ['Deployment', 'DaemonSet'];
const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';

function tokenVolumes({ spec }: Workload): Json[] {
  return (spec.volumes ?? []).filter(({ projected }: Json) => projected?.sources?.some((source: Json) => source.serviceAccountToken));
}

function tokenProblems(workload: Workload): string[] {
  const mounts = workload.containers.flatMap(({ volumeMounts }) => volumeMounts ?? []);
  return tokenVolumes(workload).flatMap(({ name, projected }) => [
    ...unless(projected.sources.every(({ serviceAccountToken: token }: Json) => !token || token.expirationSeconds <= 3600), `token ${name} lives longer than an hour`),
    ...unless(mounts.every((mount) => mount.name !== name || mount.readOnly), `token ${name} is mounted writable`),
  ]);
}

/** Only pods that may call the API have a token, at the path where clients look for it. */
function tokenMatchesPermissions(workload: Workload): string[] {
  const { spec, main, manifests, namespace } = workload;
  const bound = ofKind(manifests.documents, 'RoleBinding', 'ClusterRoleBinding').some(({ subjects }) =>
    subjects.some((subject: Json) => subject.name === spec.serviceAccountName && subject.namespace === namespace));
  const [volume] = tokenVolumes(workload);
  if (!bound) {
    return unless(!volume, 'it has a token with which nothing is allowed');
  }
  const token = volume?.projected.sources.find(({ serviceAccountToken }: Json) => serviceAccountToken).serviceAccountToken;
  const mounted = main.some(({ volumeMounts }) => (volumeMounts ?? []).some((mount: Json) =>
    mount.name === volume?.name && mount.mountPath === TOKEN_PATH && mount.readOnly));
  return unless(token?.expirationSeconds === 3600 && token.path === 'token' && mounted && volume.projected.sources.length === 3,
    'it may call the API, but has no token of an hour where clients look for it');
}

function accountOf({ spec, manifests, namespace }: Workload): Json | undefined {
  return ofKind(manifests.documents, 'ServiceAccount').find(({ metadata }) => metadata.name === spec.serviceAccountName && metadata.namespace === namespace);
}

/** Whether a Service sends requests to this container: it targets one of its ports. */
function isServed(container: Json, { template, manifests, namespace }: Workload): boolean {
  const own = (container.ports ?? []).flatMap(({ name, containerPort }: Json) => [name, containerPort]);
  return ofKind(manifests.documents, 'Service').some(({ metadata, spec }) => metadata.namespace === namespace && spec.selector && spec.clusterIP !== 'None'
    && matches({ matchLabels: spec.selector }, template.metadata?.labels)
    && (spec.ports ?? []).some((port: Json) => own.includes(port.targetPort ?? port.port)));
}

function shutdownProblems(workload: Workload): string[] {
  const grace = workload.spec.terminationGracePeriodSeconds ?? 30;
  return workload.main.filter((container) => isServed(container, workload)).flatMap(({ name, lifecycle }) => [
    ...unless(lifecycle?.preStop, `container ${name}: no preStop`),
    ...unless(!(lifecycle?.preStop?.sleep?.seconds >= grace), `container ${name}: it sleeps longer than the grace period`),
  ]);
}

function spreadProblems({ object, spec }: Workload): string[] {
  const constraints: Json[] = spec.topologySpreadConstraints ?? [];
  const zone = constraints.find(({ topologyKey }) => topologyKey === 'topology.kubernetes.io/zone');
  const node = constraints.find(({ topologyKey }) => topologyKey === 'kubernetes.io/hostname');
  const required = zone?.whenUnsatisfiable === 'DoNotSchedule';
  const hasRevisions = !JOBS.includes(object.kind) && object.kind !== 'DaemonSet';
  return [
    ...unless(zone && node, 'it is not spread over zones and nodes'),
    ...constraints.filter(({ maxSkew, labelSelector }) => maxSkew !== 1 || !labelSelector)
      .map(({ topologyKey }) => `its spread over ${topologyKey} has a maxSkew other than 1, or no selector`),
    ...unless(!required || zone.nodeTaintsPolicy === 'Honor', 'nodeTaintsPolicy is not Honor: after the loss of a zone its replacements stay pending'),
    ...unless(!required || !hasRevisions || zone.matchLabelKeys?.length, 'no matchLabelKeys: a rollout counts old pods and ends uneven'),
  ];
}

/** Whether a store runs as members of one pod each, or alone: one pod needs no spread of its own. */
function isSingle({ object }: Workload): boolean {
  return object.spec.replicas === 1 || object.kind === 'DaemonSet' || JOBS.includes(object.kind);
}

function ownSpread({ object, template, spec }: Workload): string[] {
  const constraints: Json[] = spec.topologySpreadConstraints ?? [];
  const zone = constraints.find(({ topologyKey }) => topologyKey === 'topology.kubernetes.io/zone');
  const node = constraints.find(({ topologyKey }) => topologyKey === 'kubernetes.io/hostname');
  const domains = zone?.minDomains === undefined
    || (object.kind === 'StatefulSet' && object.spec.volumeClaimTemplates && zone.whenUnsatisfiable === 'DoNotSchedule');
  return [
    ...unless([zone, node].every((one) => one === undefined || matches(one.labelSelector, template.metadata.labels)), 'its spread selects other pods'),
    ...unless(node === undefined || node.whenUnsatisfiable === 'ScheduleAnyway', 'its spread over nodes is required'),
    ...unless(domains, 'minDomains without claims, or where zones are preferred'),
  ];
}

const REVISIONS: Record<string, string[]> = { Deployment: ['pod-template-hash'], StatefulSet: ['controller-revision-hash'] };

function isAntiAffine(term: Json, labels: Record<string, string>): boolean {
  return term?.topologyKey === 'kubernetes.io/hostname' && matches(term.labelSelector, labels);
}

/** Terms of the scheduler that keep pods of one workload off each other's nodes. */
function antiAffinity({ template, spec }: Workload): boolean {
  const { requiredDuringSchedulingIgnoredDuringExecution: required = [], preferredDuringSchedulingIgnoredDuringExecution: preferred = [] }
    = spec.affinity?.podAntiAffinity ?? {};
  return required.some((term: Json) => isAntiAffine(term, template.metadata.labels))
    || preferred.some(({ weight, podAffinityTerm }: Json) => weight === 100 && isAntiAffine(podAffinityTerm, template.metadata.labels));
}

function earlyTolerations({ spec }: Workload): string[] {
  return (spec.tolerations ?? []).filter(({ effect, tolerationSeconds }: Json) => effect === 'NoExecute' && tolerationSeconds <= 30)
    .map(({ key }: Json) => key).sort();
}

const LOST_NODE = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];

/** A9, A10 and A17 to A25: what a pod says of itself. */
export const POD_RULES: Rule[] = [
  {
    id: 'A9',
    text: 'Every workload has its own ServiceAccount in the same output, and no token is mounted by default',
    reason: 'An attacker in a pod has its token, and with a shared ServiceAccount the permissions of other workloads.',
    check: ofPods((workload) => [
      ...unless(!['', 'default', undefined].includes(workload.spec.serviceAccountName), 'it runs as the default ServiceAccount'),
      ...unless(workload.spec.automountServiceAccountToken === false, 'automountServiceAccountToken is not false'),
      ...unless(['', 'default', undefined].includes(workload.spec.serviceAccountName) || accountOf(workload),
        `its ServiceAccount ${workload.spec.serviceAccountName} is not in the output`),
    ]),
    ours: ofWorkloads((workload) => unless(accountOf(workload)?.automountServiceAccountToken === false, 'its ServiceAccount mounts tokens')),
    admission: {
      offenders: () => [
        '(variables.pod.?automountServiceAccountToken.orValue(true) ? ["automountServiceAccountToken"] : []) +',
        '(variables.pod.?serviceAccountName.orValue("default") in ["", "default"] ? ["serviceAccountName"] : [])',
      ].join('\n'),
      message: () => 'gets an identity that it may not need: set automountServiceAccountToken: false and a serviceAccountName of its own,'
        + ' and project a short-lived token where it calls the Kubernetes API',
    },
  },
  {
    id: 'A10',
    text: 'A token for the Kubernetes API is projected, read-only, and expires within an hour',
    reason: 'A leaked token can be used until it expires.',
    check: ofWorkloads(tokenProblems),
    ours: ofWorkloads(tokenMatchesPermissions),
  },
  {
    id: 'A17',
    text: 'Containers behind a Service have a preStop hook that fits in the grace period',
    reason: 'A pod receives requests until every proxy has removed its endpoint; without a delay these requests fail.',
    check: ofWorkloads(shutdownProblems, STATELESS),
    ours: ofWorkloads((workload) => workload.main.filter((container) => isServed(container, workload)).flatMap(({ name, lifecycle }) =>
      unless(lifecycle?.preStop?.exec || (lifecycle?.preStop?.sleep?.seconds >= 10
        && workload.spec.terminationGracePeriodSeconds >= lifecycle.preStop.sleep.seconds + 5), `container ${name} has no time to finish requests`)), STATELESS),
  },
  {
    id: 'A18',
    text: 'Pods of a workload prefer different nodes',
    reason: 'The loss of one node must not take down all of them.',
    ours: ofWorkloads((workload) => unless(antiAffinity(workload), 'no anti-affinity to its own pods by node'), ['Deployment', 'StatefulSet']),
  },
  {
    id: 'A19',
    text: 'Pods are placed on Linux nodes only',
    reason: 'A Linux image never starts on a Windows node.',
    check: ofWorkloads(({ spec }) => unless(JSON.stringify(spec.affinity?.nodeAffinity ?? spec.nodeSelector ?? {}).includes('kubernetes.io/os'),
      'it may be placed on any operating system')),
    ours: ofWorkloads(({ spec }) => {
      const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
      return unless(terms.length > 0 && terms.every(({ matchExpressions }: Json) => (matchExpressions ?? []).some(({ key, operator, values }: Json) =>
        same([key, operator, values], ['kubernetes.io/os', 'In', ['linux']]))), 'Linux is not required');
    }),
  },
  {
    id: 'A20',
    text: 'Pods are spread across zones and nodes',
    reason: 'The loss of a zone must not take down more than its share of pods, and replacements must be schedulable.',
    check: ofWorkloads((workload) => (isSingle(workload) || JOBS.includes(workload.object.kind) ? [] : spreadProblems(workload))),
    ours: ofWorkloads(ownSpread, ['Deployment', 'StatefulSet']),
  },
  {
    id: 'A21',
    text: 'Each revision of a workload is spread separately',
    reason: 'Otherwise a rollout counts pods of the old revision, and the new pods end up unevenly spread.',
    ours: ofWorkloads(({ object, spec }) => (spec.topologySpreadConstraints ?? []).flatMap(({ topologyKey, matchLabelKeys }: Json) =>
      unless(same(matchLabelKeys, REVISIONS[object.kind]), `matchLabelKeys over ${topologyKey} is ${matchLabelKeys ?? 'missing'}`))),
  },
  {
    id: 'A22',
    text: 'Stateless pods are evicted from an unreachable node after 30 seconds',
    reason: 'By default they are evicted only after five minutes.',
    check: ofWorkloads((workload) => LOST_NODE.filter((taint) => !earlyTolerations(workload).includes(taint))
      .map((taint) => `it stays on a node that is ${taint.split('/')[1]} for 300 s`), ['Deployment']),
    ours: ofWorkloads((workload) => unless(workload.object.kind !== 'StatefulSet' || earlyTolerations(workload).length === 0,
      'a member of a store leaves before its volume can')),
  },
  {
    id: 'A23',
    text: 'restartPolicy is set: Always for long-running pods, Never for Jobs, which also set a backoffLimit',
    reason: 'With OnFailure the pod of a failed Job is deleted, along with its logs.',
    check: ofWorkloads(({ object, spec }) => unless(JOBS.includes(object.kind) ? ['OnFailure', 'Never'].includes(spec.restartPolicy)
      : spec.restartPolicy === 'Always', `restartPolicy is ${spec.restartPolicy}`)),
    ours: ofWorkloads(({ spec }) => unless(spec.restartPolicy === 'Never', `restartPolicy is ${spec.restartPolicy}`), JOBS),
  },
  {
    id: 'A24',
    text: 'Pods have a priority class of the platform',
    reason: 'When nodes run short, pods without a priority are evicted like batch jobs.',
    hardened: true,
    check: ofPods(({ spec, manifests }) => unless(ofKind(manifests.documents, 'PriorityClass').some(({ metadata }) => metadata.name === spec.priorityClassName),
      `priorityClassName ${spec.priorityClassName} is not in the output`)),
    ours: ofWorkloads(({ spec }) => unless(!spec.priorityClassName?.startsWith('system-'), 'it has a priority of the system')),
    admission: {
      offenders: ({ platform }) => `variables.pod.?priorityClassName.orValue("").startsWith(${text(`${platform}-`)}) ? [] : ["priorityClassName"]`,
      message: ({ platform }) => `does not say who goes first when nodes are short: set ${platform}-serving, ${platform}-data or ${platform}-batch`,
    },
  },
  {
    id: 'A25',
    text: 'enableServiceLinks is false; in the hardened security profile ndots is set',
    reason: 'Variables of the Services in the namespace collide with those of the program, and five DNS queries for each name put load on the cluster\'s DNS.',
    check: ofWorkloads(({ spec, manifests }) => [
      ...unless(spec.enableServiceLinks === false, 'enableServiceLinks is not false'),
      ...unless(manifests.securityProfile === 'standard' || (spec.dnsConfig?.options ?? []).some(({ name }: Json) => name === 'ndots'), 'dnsConfig sets no ndots'),
    ]),
    ours: ofWorkloads(({ spec, manifests }) => unless(manifests.securityProfile === 'standard'
      || (spec.dnsConfig?.options ?? []).some(({ name, value }: Json) => name === 'ndots' && value === '2'), 'ndots is not 2')),
  },
];

/** I3 to I5: what volumes and mounts say of each other. */
export const VOLUME_RULES: Rule[] = [
  {
    id: 'I4',
    text: 'Every mount has a volume, and every volume a mount',
    reason: 'The API server rejects a mount without a volume, and a volume without a mount is a leftover.',
    check: ofWorkloads((workload) => mountsOf(workload).filter((name) => !volumesOf(workload).includes(name)).map((name) => `no volume ${name}`)),
    ours: ofWorkloads((workload) => [
      ...unless(new Set(volumesOf(workload)).size === volumesOf(workload).length, 'two volumes have one name'),
      ...volumesOf(workload).filter((name) => !mountsOf(workload).includes(name)).map((name) => `no mount of ${name}`),
    ]),
  },
  {
    id: 'I5',
    text: 'No two mounts of a container have the same path',
    reason: 'The API server rejects the pod.',
    check: ofWorkloads(({ containers }) => containers.flatMap(({ name, volumeMounts = [] }) => {
      const paths = volumeMounts.map(({ mountPath }: Json) => mountPath);
      return unless(new Set(paths).size === paths.length, `container ${name} has two mounts at one path`);
    })),
  },
];

function volumesOf({ object, spec }: Workload): string[] {
  return [...spec.volumes ?? [], ...(object.spec.volumeClaimTemplates ?? []).map(({ metadata }: Json) => metadata)].map(({ name }) => name);
}

function mountsOf({ containers }: Workload): string[] {
  return containers.flatMap(({ volumeMounts }) => volumeMounts ?? []).map(({ name }) => name);
}
