import { Manifest } from '../../support/manifests';
import { findsPods } from './metadata';
import { all, amount, at, eachOf, eachWorkload, inside, matches, Rule, same, selected, unless, Workload, workloads, World } from './rule';

const INSTANCE = 'app.kubernetes.io/instance';
const LEASES = ['coordination.k8s.io'];
const READ = ['get', 'list', 'watch'];
/** What a role of ours may do at the most, by resource. */
const GRANTS: Record<string, string[]> = {
  leases: ['create', 'get', 'update'], events: ['create', 'patch'], pods: READ, services: READ, endpoints: READ, endpointslices: READ, nodes: READ,
};
const BOUNDED = ['requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory'];
const SENSITIVE_NAME = /secret|token|password|pwd|bearer|jwt|key|credential/i;
/** D8: the names of the two entries of AWS's credentials file, which a script writes and no manifest fills. */
const CREDENTIAL_FILE = /aws_access_key_id|aws_secret_access_key/g;
const SENSITIVE_TEXT = /\bBearer\b|\bJWT\b|_key_|_secret_|PRIVATE KEY|\bMD5\b|\bSHA1\b|[\w.+-]+@[\w-]+(\.[\w-]+)*\.[a-z]{2,}/;

function scalerOf(world: World, { namespace, kind, name }: Workload, scaler: string): Manifest {
  return all(world, scaler).find(({ metadata, spec }) => {
    const target = spec.scaleTargetRef ?? spec.targetRef;
    return metadata.namespace === namespace && target.kind === kind && target.name === name;
  });
}

/** How many pods of a workload may count at once: at full scale, during a rollout, after the loss of one of three zones. */
function podsAtMost(world: World, workload: Workload): number {
  const { spec } = workload.object;
  if (workload.kind === 'CronJob') {
    return 2;
  }
  const replicas = scalerOf(world, workload, 'HorizontalPodAutoscaler')?.spec.maxReplicas ?? spec.replicas;
  return workload.kind === 'StatefulSet' ? replicas : replicas + Math.ceil(replicas / 3) + 1;
}

/** What one pod may ask for, a vertical autoscaler's word included. */
function podAmount(world: World, workload: Workload, side: 'requests' | 'limits', resource: 'cpu' | 'memory'): number {
  const policies = scalerOf(world, workload, 'VerticalPodAutoscaler')?.spec.resourcePolicy.containerPolicies ?? [];
  return workload.main.reduce((sum, container) => {
    const allowed = policies.find(({ containerName }: Manifest) => containerName === container.name)?.maxAllowed[resource];
    const { requests, limits } = container.resources;
    const grown = allowed ? Math.max(amount(allowed), amount(requests[resource])) : amount(requests[resource]);
    return sum + (side === 'requests' ? grown : grown * amount(limits[resource]) / amount(requests[resource]));
  }, 0);
}

function need(world: World, namespace: string, bound: string): number {
  const [side, resource] = bound.split('.') as ['requests' | 'limits', 'cpu' | 'memory'];
  return workloads(world).filter((workload) => workload.namespace === namespace)
    .reduce((sum, workload) => sum + podsAtMost(world, workload) * podAmount(world, workload, side, resource), 0);
}

function hasPods(world: World, namespace: string): boolean {
  return workloads(world).some((workload) => workload.namespace === namespace);
}

function isDevelopment(world: World): boolean {
  return all(world, 'Namespace').some(({ metadata }) => metadata.labels.env === 'development');
}

function checkQuota(namespace: Manifest, world: World): string[] {
  const quota = all(world, 'ResourceQuota').find(({ metadata }) => metadata.namespace === namespace.metadata.name);
  return BOUNDED.flatMap((bound) => {
    const hard = quota && amount(quota.spec.hard[bound]);
    const least = need(world, namespace.metadata.name, bound) * 1.2;
    return unless(hard >= least - 1e-6, at(namespace, bound), `quota ${hard}, needed ${least}`);
  });
}

function checkLimits(namespace: Manifest, world: World): string[] {
  const limits = all(world, 'LimitRange').find(({ metadata }) => metadata.namespace === namespace.metadata.name)?.spec.limits[0];
  if (!limits || !['type', 'max', 'min', 'default', 'defaultRequest'].every((field) => field in limits)) {
    return [at(namespace, 'no LimitRange with type, max, min, default and defaultRequest')];
  }
  return workloads(world).filter((workload) => workload.namespace === namespace.metadata.name).flatMap(({ object, containers }) =>
    containers.flatMap(({ name, resources }) => ['cpu', 'memory', 'ephemeral-storage'].flatMap((resource) =>
      unless(amount(resources.limits[resource]) <= amount(limits.max[resource])
        && amount(resources.requests[resource]) >= amount(limits.min[resource]),
      at(object, name), `${resource} outside of the LimitRange`))));
}

/** Section C of rules.md: what holds for single kinds. C15 and C16 are about kinds that nothing makes yet. */
export const KIND_RULES: Rule[] = [
  {
    id: 'C1',
    says: 'a Deployment never drops below strength; three pods, or as many as its autoscaler says',
    check: eachWorkload(['Deployment'], (workload, world) => {
      const { object } = workload;
      const { replicas, strategy, minReadySeconds, progressDeadlineSeconds, revisionHistoryLimit } = object.spec;
      const scaled = scalerOf(world, workload, 'HorizontalPodAutoscaler') ? replicas === undefined : replicas >= 3;
      return [
        ...unless(scaled, at(object), `replicas ${replicas}`),
        ...unless(same(strategy, { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 }, type: 'RollingUpdate' }), at(object), strategy),
        ...unless(minReadySeconds === 10 && progressDeadlineSeconds === 600 && revisionHistoryLimit === 5, at(object), 'rollout'),
      ];
    }),
  },
  {
    id: 'C2',
    says: 'a StatefulSet has three members, a headless Service, and keeps its volumes',
    check: eachWorkload(['StatefulSet'], ({ object, namespace, spec }, world) => {
      const set = object.spec;
      const service = all(world, 'Service').find(({ metadata }) => metadata.namespace === namespace && metadata.name === set.serviceName);
      return [
        ...unless(set.replicas >= 3 || isApart(object), at(object), `replicas ${set.replicas}`),
        ...unless(service?.spec.clusterIP === 'None', at(object), `serviceName ${set.serviceName}`),
        ...unless(same(set.updateStrategy, { type: 'RollingUpdate' }) && set.podManagementPolicy && set.minReadySeconds === 10, at(object), 'rollout'),
        ...unless(same(set.persistentVolumeClaimRetentionPolicy, { whenDeleted: 'Retain', whenScaled: 'Retain' }), at(object), 'retention'),
        ...unless(set.volumeClaimTemplates?.length > 0 && set.volumeClaimTemplates.every((claim: Manifest) =>
          same(claim.spec.accessModes, ['ReadWriteOnce']) && claim.spec.resources.requests.storage), at(object), 'volumeClaimTemplates'),
        ...unless(!(spec.volumes ?? []).some((volume: Manifest) => volume.persistentVolumeClaim), at(object), 'a plain claim'),
      ];
    }),
  },
  {
    id: 'C3',
    says: 'one pod of a workload at a time may be evicted',
    check: eachWorkload(['Deployment', 'StatefulSet'], ({ object, kind, namespace, pod }, world) => {
      const budgets = all(world, 'PodDisruptionBudget').filter(({ metadata, spec }) =>
        metadata.namespace === namespace && matches(spec.selector.matchLabels, pod.metadata.labels));
      const policies = kind === 'Deployment' ? ['AlwaysAllow'] : ['AlwaysAllow', 'IfHealthyBudget'];
      return unless(budgets.length === 1 && budgets[0].spec.maxUnavailable === 1 && policies.includes(budgets[0].spec.unhealthyPodEvictionPolicy),
        at(object), `${budgets.length} budgets`);
    }),
  },
  {
    id: 'C3',
    says: 'a disruption budget is about pods that there are',
    check: eachOf(['PodDisruptionBudget'], (budget, where, world) =>
      unless(findsPods(world, budget, budget.spec.selector.matchLabels), where, budget.spec.selector)),
  },
  {
    id: 'C4',
    says: 'a horizontal autoscaler scales what there is, from three pods, in a stated way, by the container\'s own use',
    check: eachOf(['HorizontalPodAutoscaler'], ({ metadata, spec }, where, world) => {
      const target = workloads(world).find(({ kind, name, namespace }) =>
        kind === spec.scaleTargetRef.kind && name === spec.scaleTargetRef.name && namespace === metadata.namespace);
      return [
        ...unless(target, where, spec.scaleTargetRef),
        ...unless(spec.minReplicas >= 3 && spec.maxReplicas > spec.minReplicas, where, `${spec.minReplicas} to ${spec.maxReplicas}`),
        ...unless(spec.behavior?.scaleUp && spec.behavior.scaleDown, where, 'no behavior'),
        ...unless(spec.metrics.length > 0 && spec.metrics.every(({ type, containerResource }: Manifest) =>
          type === 'ContainerResource' && target?.main.some(({ name }) => name === containerResource.container)), where, spec.metrics),
      ];
    }),
  },
  {
    id: 'C5',
    says: 'a CronJob never runs twice at once, starts late rather than never, and ends',
    check: eachOf(['CronJob'], ({ spec }, where) => {
      const job = spec.jobTemplate.spec;
      return unless(spec.concurrencyPolicy === 'Forbid' && spec.startingDeadlineSeconds === 300 && spec.successfulJobsHistoryLimit === 3
        && spec.failedJobsHistoryLimit === 3 && job.backoffLimit >= 0 && job.activeDeadlineSeconds > 0 && !('ttlSecondsAfterFinished' in job), where, spec);
    }),
  },
  {
    id: 'C6',
    says: 'a Job alone goes away',
    check: eachOf(['Job'], ({ spec }, where) => unless(spec.ttlSecondsAfterFinished > 0, where, 'no ttlSecondsAfterFinished')),
  },
  {
    id: 'C7',
    says: 'a Service is in the cluster, finds pods, and sends to named ports that they have',
    check: eachOf(['Service'], (service, where, world) => {
      const { type, selector, ports, externalIPs } = service.spec;
      const found = selected(world, service.metadata.namespace, selector);
      const names = found.flatMap(({ main }) => main).flatMap((container) => container.ports ?? []).map(({ name }: Manifest) => name);
      return [
        ...unless(type === 'ClusterIP' && selector && !externalIPs && findsPods(world, service, selector), where, { type, selector }),
        ...ports.flatMap(({ name, targetPort }: Manifest) => unless(name && (found.length === 0 || names.includes(targetPort)), where, `${name} to ${targetPort}`)),
      ];
    }),
  },
  {
    id: 'C8',
    says: 'each workload has one network policy, for both ways, with a rule each',
    check: (world) => isDevelopment(world) ? [] : workloads(world).flatMap(({ object, namespace, pod }) => {
      const policies = all(world, 'NetworkPolicy').filter(({ metadata, spec }) =>
        metadata.namespace === namespace && spec.podSelector.matchLabels && matches(spec.podSelector.matchLabels, pod.metadata.labels));
      const [policy] = policies;
      return unless(policies.length === 1 && same(policy.spec.policyTypes, ['Ingress', 'Egress']) && policy.spec.ingress?.length > 0
        && policy.spec.egress?.length > 0, at(object), `${policies.length} policies`);
    }),
  },
  {
    id: 'C8',
    says: 'peers exist or are elsewhere, and whoever is not a neighbour is let to named ports only',
    check: (world) => isDevelopment(world) ? [] : eachOf(['NetworkPolicy'], (policy, where, inWorld) => {
      const rules = [...policy.spec.ingress ?? [], ...policy.spec.egress ?? []];
      return rules.flatMap((rule: Manifest) => (rule.from ?? rule.to ?? [undefined]).flatMap((peer: Manifest) => {
        const own = peer?.podSelector && !peer.namespaceSelector;
        const exists = !own || !peer.podSelector.matchLabels || findsPods(inWorld, policy, peer.podSelector.matchLabels);
        return unless(peer && exists && (rule.ports?.length > 0 || own), where, rule);
      }));
    })(world),
  },
  {
    id: 'C9',
    says: 'a namespace with pods denies by default, once',
    check: (world) => isDevelopment(world) ? [] : all(world, 'Namespace').filter(({ metadata }) => hasPods(world, metadata.name)).flatMap((namespace) =>
      unless(all(world, 'NetworkPolicy').filter(({ metadata, spec }) => metadata.namespace === namespace.metadata.name && same(spec.podSelector, {})
        && !spec.ingress && !spec.egress && same(spec.policyTypes, ['Ingress', 'Egress'])).length === 1, at(namespace), 'default deny')),
  },
  {
    id: 'C9',
    says: 'names are asked of the cluster\'s DNS only',
    check: eachOf(['NetworkPolicy'], ({ spec }, where) => (spec.egress ?? [])
      .filter((rule: Manifest) => (rule.ports ?? []).some(({ port }: Manifest) => port === 53))
      .flatMap((rule: Manifest) => unless(rule.to?.length > 0
        && rule.to.every((peer: Manifest) => peer.ipBlock || peer.podSelector?.matchLabels), where, rule))),
  },
  {
    id: 'C10',
    says: 'a namespace is restricted and isolated, with quotas that leave room for full scale, a rollout and a lost zone',
    check: eachOf(['Namespace'], (namespace, where, world) => {
      const { name, labels } = namespace.metadata;
      const accounts = all(world, 'ServiceAccount').filter(({ metadata }) => metadata.namespace === name);
      const isolation = hasPods(world, name) ? [
        ...unless(accounts.length > 1, where, 'no service account but default'), ...checkLimits(namespace, world), ...checkQuota(namespace, world),
      ] : [];
      return [
        ...['enforce', 'audit', 'warn'].flatMap((mode) => unless(labels[`pod-security.kubernetes.io/${mode}`] === 'restricted'
          && labels[`pod-security.kubernetes.io/${mode}-version`], where, mode)),
        ...unless(accounts.some((account) => account.metadata.name === 'default' && account.automountServiceAccountToken === false), where, 'default service account'),
        ...isolation,
      ];
    }),
  },
  {
    id: 'C11',
    says: 'roles are in a namespace and allow little',
    check: ({ documents }) => documents.filter(({ kind }) => /Role$/.test(kind)).flatMap((role) => [
      ...unless(role.kind === 'Role', at(role), 'for the whole cluster'),
      ...role.rules.flatMap((rule: Manifest) => rule.resources.flatMap((resource: string) => rule.verbs.flatMap((verb: string) =>
        unless(GRANTS[resource]?.includes(verb), at(role), `${verb} ${resource}`)))),
    ]),
  },
  {
    id: 'C12',
    says: 'leader election may do exactly what it does',
    check: ({ documents }) => documents.filter(({ kind, rules }) => kind === 'Role' && rules.some(({ resources }: Manifest) => resources.includes('leases')))
      .flatMap((role) => unless(same(role.rules, [
        { apiGroups: LEASES, resources: ['leases'], verbs: ['create'] },
        { apiGroups: LEASES, resourceNames: [role.metadata.labels[INSTANCE]], resources: ['leases'], verbs: ['get', 'update'] },
        { apiGroups: ['', 'events.k8s.io'], resources: ['events'], verbs: ['create', 'patch'] },
      ]), at(role), role.rules)),
  },
  {
    id: 'C13',
    says: 'no manifest holds a Secret',
    check: eachOf(['Secret'], ({ data, stringData }, where) => unless(!data && !stringData, where, 'data')),
  },
  {
    id: 'C14',
    says: 'files hold no credential, and nothing that looks like one',
    check: eachOf(['ConfigMap'], ({ data }, where) => Object.entries(data ?? {}).flatMap(([name, text]) => [
      ...unless(!SENSITIVE_NAME.test(name), where, name),
      ...(text as string).replace(CREDENTIAL_FILE, '').match(SENSITIVE_TEXT)?.slice(0, 1).map((found) => `${where} ${name}: ${found}`) ?? [],
      ...unless((text as string).includes('\n') || /^[{[]/.test(text as string), `${where} ${name}`, 'a single value'),
    ])),
  },
  {
    id: 'C17',
    says: 'a vertical autoscaler has bounds, and no horizontal one beside it',
    check: eachOf(['VerticalPodAutoscaler'], ({ metadata, spec }, where, world) => {
      const target = workloads(world).find(({ kind, name, namespace }) =>
        kind === spec.targetRef.kind && name === spec.targetRef.name && namespace === metadata.namespace);
      const range = all(world, 'LimitRange').find((one) => one.metadata.namespace === metadata.namespace)?.spec.limits[0];
      const policies: Manifest[] = (spec.resourcePolicy?.containerPolicies ?? []).filter(({ mode }: Manifest) => mode !== 'Off');
      return [
        ...unless(target && !scalerOf(world, target, 'HorizontalPodAutoscaler'), where, spec.targetRef),
        ...unless(['Recreate', 'InPlaceOrRecreate'].includes(spec.updatePolicy?.updateMode), where, spec.updatePolicy),
        ...unless(policies.length > 0 && policies.every((policy) => policy.controlledValues === 'RequestsAndLimits'
          && target?.main.some(({ name }) => name === policy.containerName) && ['cpu', 'memory'].every((resource) =>
          amount(policy.minAllowed[resource]) >= amount(range.min[resource]) && amount(policy.maxAllowed[resource]) <= amount(range.max[resource])
          && amount(policy.minAllowed[resource]) <= amount(policy.maxAllowed[resource]))), where, policies),
      ];
    }),
  },
];

/** D10: an engine that does not fail over by itself has one primary, and its replicas apart. */
function isApart({ metadata, spec }: Manifest): boolean {
  return metadata.labels['app.kubernetes.io/component'] === 'database' && (/-primary$/.test(metadata.name) ? spec.replicas === 1 : /-replica$/.test(metadata.name));
}

/** Our own: what no scanner asks, and everybody expects. */
export const INVARIANTS: Rule[] = [
  {
    id: 'I1',
    says: 'no two objects have one kind, namespace and name',
    check: ({ documents }) => {
      const ids = documents.map((object) => `${object.apiVersion.split('/')[0]} ${at(object)}`);
      return ids.filter((id, index) => ids.indexOf(id) !== index);
    },
  },
  {
    id: 'I2',
    says: 'nothing is empty, missing or not rendered',
    check: ({ documents }) => documents.flatMap((object) => inside(object).flatMap(([path, value]) =>
      unless(!isHollow(value) || MAY_BE_EMPTY.some((pattern) => pattern.test(`${object.kind}${path}`)), `${at(object)} ${path}`, `${JSON.stringify(value)}`))),
  },
  {
    id: 'I3',
    says: 'every ConfigMap that pods read is there',
    check: eachWorkload([], ({ object, spec, namespace }, world) => inside(spec).filter(([path]) => /\/configMap(KeyRef|Ref)?\/name$/.test(path))
      .flatMap(([path, name]) => unless(name === 'kube-root-ca.crt'
        || all(world, 'ConfigMap').some(({ metadata }) => metadata.namespace === namespace && metadata.name === name), at(object), `${path} ${name}`))),
  },
  {
    id: 'I4',
    says: 'every mount has a volume, and every volume a mount',
    check: eachWorkload([], ({ object, spec, containers }) => {
      const volumes = [...spec.volumes ?? [], ...object.spec.volumeClaimTemplates?.map(({ metadata }: Manifest) => metadata) ?? []]
        .map(({ name }: Manifest) => name);
      const mounts = containers.flatMap(({ volumeMounts }) => volumeMounts ?? []).map(({ name }: Manifest) => name);
      return [
        ...unless(new Set(volumes).size === volumes.length, at(object), volumes),
        ...mounts.filter((name) => !volumes.includes(name)).map((name) => `${at(object)}: no volume ${name}`),
        ...volumes.filter((name) => !mounts.includes(name)).map((name) => `${at(object)}: no mount of ${name}`),
      ];
    }),
  },
  {
    id: 'I5',
    says: 'no two mounts of a container are at one path',
    check: eachWorkload([], ({ object, containers }) => containers.flatMap(({ name, volumeMounts = [] }) => {
      const paths = volumeMounts.map(({ mountPath }: Manifest) => mountPath);
      return unless(new Set(paths).size === paths.length, at(object, name), paths);
    })),
  },
  {
    id: 'I6',
    says: 'an authorization policy and a peer authentication are about pods that there are',
    check: eachOf(['AuthorizationPolicy', 'PeerAuthentication', 'PodMonitor'], (object, where, world) =>
      unless(!object.spec.selector || findsPods(world, object, object.spec.selector.matchLabels), where, object.spec.selector)),
  },
];

/** Where the API says something by an empty value. */
const MAY_BE_EMPTY = [
  /^NetworkPolicy\/spec\/(podSelector|(in|e)gress\/\d+(\/(from|to)\/\d+\/podSelector)?)$/, /^AuthorizationPolicy\/spec(\/rules\/\d+)?$/,
  /\/emptyDir$/, /^(Cluster)?Role\/rules\/\d+\/apiGroups\/\d+$/,
];

function isHollow(value: Manifest): boolean {
  if (typeof value === 'string') {
    return value === '' || /\[object Object\]|^undefined$|^NaN$|^null$|\bundefined\.|\.undefined\b/.test(value);
  }
  return value === undefined || value === null || Number.isNaN(value) || (typeof value === 'object' && Object.keys(value).length === 0);
}
