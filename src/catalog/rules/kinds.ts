import { text, texts } from './cel';
import { amount, Json, matches, ofKind, podTemplateOf, same } from './manifest';
import { findsPods } from './metadata';
import { of, ofWorkloads, Rule, unless, Workload, workloadOf, workloads } from './rule';

/** By these annotations an Ingress has its certificate without `tls`. */
const CERTIFICATE_ANNOTATIONS = [
  'networking.gke.io/managed-certificates', 'ingress.gcp.kubernetes.io/pre-shared-cert', 'alb.ingress.kubernetes.io/certificate-arn',
];
const SERVICE_TYPES = ['ClusterIP'];

/** A gateway is how traffic gets in, so its own Service may be a load balancer. */
function isGateway({ labels }: Json, { type }: Json): boolean {
  return type === 'LoadBalancer' && labels?.['app.kubernetes.io/component'] === 'gateway';
}
const GATEWAY_IN_CEL = 'dyn(object).spec.?type.orValue("") == "LoadBalancer"'
  + ' && dyn(object).metadata.?labels[?"app.kubernetes.io/component"].orValue("") == "gateway"';

const CREDENTIAL_FILE_NAME = /secret|token|password|pwd|bearer|jwt|key|credential/i;
/** The two entries of AWS's credentials file, which a script writes and no manifest fills. */
const AWS_ENTRIES = /aws_access_key_id|aws_secret_access_key/g;
/** Nodes of RabbitMQ, which are written like addresses of e-mail. */
const ERLANG_NODES = /\brabbit@/g;
const CREDENTIAL_TEXT = /\bBearer\b|\bJWT\b|_key_|_secret_|PRIVATE KEY|\bMD5\b|\bSHA1\b|[\w.+-]@[\w-]+(\.[\w-]+)*\.[a-z]{2,}/;

/** The autoscaler of that kind that scales a workload. */
export function scalerOf({ object, namespace, name, manifests }: Workload, kind: string): Json | undefined {
  return ofKind(manifests.documents, kind).find(({ metadata, spec }) => {
    const target = spec.scaleTargetRef ?? spec.targetRef;
    // KEDA's takes a Deployment where no kind is stated.
    return metadata.namespace === namespace && (target.kind ?? 'Deployment') === object.kind && target.name === name;
  });
}

/** Whether an autoscaler owns the number of pods. */
export function scalesHorizontally(workload: Workload): boolean {
  return ['HorizontalPodAutoscaler', 'ScaledObject'].some((kind) => scalerOf(workload, kind));
}

/** A single pod that must not run twice, or whose volume two pods cannot have: the old one stops first. */
function stopsFirst({ strategy, replicas }: Json): boolean {
  return strategy?.type === 'Recreate' && replicas === 1;
}

function budgetsOf({ namespace, template, manifests }: Workload): Json[] {
  return ofKind(manifests.documents, 'PodDisruptionBudget').filter(({ metadata, spec }) =>
    metadata.namespace === namespace && matches(spec.selector, template.metadata?.labels));
}

/** What a budget demands to stay, held against the pods that there are. */
function demandsAllPods({ metadata, spec }: Json, documents: readonly { readonly object: Json }[]): boolean {
  return documents.some(({ object }) => object.metadata.namespace === metadata.namespace && object.spec?.replicas !== undefined
    && matches(spec.selector, podTemplateOf(object)?.metadata?.labels) && Number(spec.minAvailable) >= object.spec.replicas);
}

/** An engine that does not fail over by itself has one primary, and its standbys apart. */
function isPartOfPair({ metadata, spec }: Json): boolean {
  return metadata.labels['app.kubernetes.io/component'] === 'database' && (/-primary$/.test(metadata.name) ? spec.replicas === 1 : /-(standby|standbys|replica)$/.test(metadata.name));
}

/** Pods of Prometheus know nothing of each other: each of them is whole, so two survive what three do. */
function isWhole({ metadata }: Json): boolean {
  return metadata.labels['app.kubernetes.io/component'] === 'metrics';
}

/** A second pod of kube-state-metrics would count everything twice. */
function isAlone({ metadata }: Json): boolean {
  return metadata.labels['app.kubernetes.io/component'] === 'state-metrics';
}

/** Section C: what holds for single kinds. */
export const KIND_RULES: Rule[] = [
  {
    id: 'C1',
    text: 'A Deployment states its strategy, and starts new pods before it stops old ones unless it is a single pod that must not run twice',
    reason: 'A rollout must not reduce capacity, and must be reported when it hangs.',
    check: of(['Deployment'], ({ spec }) => [
      ...unless((spec.strategy?.type === 'RollingUpdate' && spec.strategy.rollingUpdate?.maxUnavailable === 0) || stopsFirst(spec), 'its strategy may stop a pod before another is ready'),
      ...unless(['minReadySeconds', 'progressDeadlineSeconds', 'revisionHistoryLimit'].every((field) => spec[field] !== undefined),
        'minReadySeconds, progressDeadlineSeconds or revisionHistoryLimit is not written'),
    ]),
    ours: ofWorkloads((workload) => {
      const { replicas, strategy, minReadySeconds, progressDeadlineSeconds, revisionHistoryLimit } = workload.object.spec;
      const alone = isAlone(workload.object) || stopsFirst(workload.object.spec);
      const scaled = scalesHorizontally(workload) ? replicas === undefined : replicas >= 3 || alone;
      return [
        ...unless(scaled, `replicas is ${replicas}, which an autoscaler overwrites, or which does not survive the loss of a zone`),
        ...unless(same(strategy, { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 }, type: 'RollingUpdate' }) || stopsFirst(workload.object.spec), 'its strategy is another'),
        ...unless(minReadySeconds === 10 && progressDeadlineSeconds === 600 && revisionHistoryLimit === 5, 'its rollout has other numbers'),
      ];
    }, ['Deployment']),
  },
  {
    id: 'C2',
    text: 'A StatefulSet states its update strategy, uses claim templates and retains their claims',
    reason: 'Data must outlive the StatefulSet, and a claim that pods share binds them all to one zone.',
    check: of(['StatefulSet'], ({ spec }) => [
      ...unless(spec.updateStrategy?.type === 'RollingUpdate' && spec.podManagementPolicy && spec.minReadySeconds !== undefined,
        'updateStrategy, podManagementPolicy or minReadySeconds is not written'),
      ...unless(!spec.volumeClaimTemplates || same(sorted(spec.persistentVolumeClaimRetentionPolicy), { whenDeleted: 'Retain', whenScaled: 'Retain' }),
        'its claims are not retained'),
      ...unless(!(spec.template.spec.volumes ?? []).some(({ persistentVolumeClaim }: Json) => persistentVolumeClaim), 'it mounts a claim that is not of its templates'),
    ]),
    ours: ofWorkloads(({ object, namespace, manifests }) => {
      const { replicas, serviceName, minReadySeconds, volumeClaimTemplates = [] } = object.spec;
      const service = ofKind(manifests.documents, 'Service').find(({ metadata }) => metadata.namespace === namespace && metadata.name === serviceName);
      return [
        ...unless(replicas >= 3 || isPartOfPair(object) || isWhole(object) && replicas === 2, `replicas is ${replicas}`),
        ...unless(service?.spec.clusterIP === 'None', `${serviceName} is no headless Service`),
        ...unless(minReadySeconds === 10, 'minReadySeconds is not 10'),
        ...unless(volumeClaimTemplates.length > 0 && volumeClaimTemplates.every(({ spec }: Json) =>
          same(spec.accessModes, ['ReadWriteOnce']) && spec.resources.requests.storage), 'it has no claims of its own with a size'),
      ];
    }, ['StatefulSet']),
  },
  {
    id: 'C3',
    text: 'Workloads with several pods have a PodDisruptionBudget, and no budget forbids every eviction',
    reason: 'Without a budget a drain can evict all pods at once; with one that forbids every eviction no node can be drained.',
    check: (object, manifests) => [
      ...of(['PodDisruptionBudget'], (budget) => [
        ...unless(!['0', '0%'].includes(`${budget.spec.maxUnavailable}`), `maxUnavailable is ${budget.spec.maxUnavailable}`),
        ...unless(`${budget.spec.minAvailable}` !== '100%' && !demandsAllPods(budget, manifests.documents), `minAvailable is ${budget.spec.minAvailable}, which is every pod`),
      ])(object, manifests),
      ...ofWorkloads((workload) => unless(object.spec.replicas === 1 || budgetsOf(workload).length > 0, 'no disruption budget covers it'),
        ['Deployment', 'StatefulSet'])(object, manifests),
    ],
    ours: (object, manifests) => [
      ...of(['PodDisruptionBudget'], ({ metadata, spec }) => [
        ...unless(spec.maxUnavailable === 1, `maxUnavailable is ${spec.maxUnavailable}`),
        ...unless(['AlwaysAllow', 'IfHealthyBudget'].includes(spec.unhealthyPodEvictionPolicy), 'unhealthyPodEvictionPolicy is not written'),
        ...unless(findsPods(spec.selector, metadata.namespace, manifests.documents), 'it selects no pod of the output'),
      ])(object, manifests),
      ...ofWorkloads((workload) => {
        const budgets = budgetsOf(workload);
        const evictsBroken = object.kind === 'StatefulSet' || budgets.every(({ spec }) => spec.unhealthyPodEvictionPolicy === 'AlwaysAllow');
        return unless(budgets.length === 1 && evictsBroken, `${budgets.length} disruption budgets cover it, or its broken pods cannot be evicted`);
      }, ['Deployment', 'StatefulSet'])(object, manifests),
    ],
    admission: {
      offenders: () => [
        '(string(dyn(object).spec.?maxUnavailable.orValue("")) in ["0", "0%"] ? ["maxUnavailable"] : []) +',
        '(string(dyn(object).spec.?minAvailable.orValue("")) == "100%" ? ["minAvailable"] : [])',
      ].join('\n'),
      message: () => 'allows no eviction, so that no node can be drained: set maxUnavailable: 1',
    },
  },
  {
    id: 'C4',
    text: 'A HorizontalPodAutoscaler keeps at least two pods, has room to scale, and states its behavior',
    reason: 'An autoscaler without room does nothing, and one that scales down immediately follows every dip in the load.',
    check: of(['HorizontalPodAutoscaler'], ({ spec }) => [
      ...unless(spec.minReplicas >= 2 && spec.maxReplicas > spec.minReplicas, `it scales from ${spec.minReplicas} to ${spec.maxReplicas}`),
      ...unless(spec.behavior?.scaleUp && spec.behavior.scaleDown, 'its behavior is left to the default'),
    ]),
    ours: of(['HorizontalPodAutoscaler'], ({ metadata, spec }, manifests) => {
      const target = workloads(manifests).find(({ object, name, namespace }) =>
        object.kind === spec.scaleTargetRef.kind && name === spec.scaleTargetRef.name && namespace === metadata.namespace);
      return [
        ...unless(target, 'its target is not in the output'),
        ...unless(spec.minReplicas >= 2, `it keeps ${spec.minReplicas} pods`),
        ...unless(spec.metrics.length > 0 && spec.metrics.every(({ type, containerResource }: Json) => type === 'ContainerResource'
          && target?.main.some(({ name }) => name === containerResource.container)), 'it scales by something else than the program\'s own container'),
      ];
    }),
  },
  {
    id: 'C5',
    text: 'A CronJob forbids concurrent runs, has a starting deadline, and limits how long a run may take',
    reason: 'Two backups at the same time can corrupt each other, and a run that hangs blocks all that follow.',
    check: of(['CronJob'], ({ spec }) => [
      ...unless(spec.concurrencyPolicy === 'Forbid' && spec.startingDeadlineSeconds, 'concurrencyPolicy is not Forbid, or startingDeadlineSeconds is missing'),
      ...unless(spec.jobTemplate.spec.activeDeadlineSeconds && spec.jobTemplate.spec.backoffLimit !== undefined, 'activeDeadlineSeconds or backoffLimit is missing'),
      ...unless(spec.jobTemplate.spec.ttlSecondsAfterFinished === undefined, 'ttlSecondsAfterFinished deletes jobs before the history limits do'),
    ]),
    ours: of(['CronJob'], ({ spec }) => unless(spec.startingDeadlineSeconds === 300 && spec.successfulJobsHistoryLimit >= 1 && spec.failedJobsHistoryLimit >= 1,
      'its deadline or history has other numbers')),
  },
  {
    id: 'C6',
    text: 'A Job outside a CronJob sets ttlSecondsAfterFinished',
    reason: 'Otherwise finished Jobs and their pods are never deleted.',
    check: of(['Job'], ({ spec }) => unless(spec.ttlSecondsAfterFinished > 0, 'ttlSecondsAfterFinished is missing')),
  },
  {
    id: 'C7',
    text: 'A Service can be reached only from within the cluster',
    reason: 'Another type, or external IPs, bypasses the gateway; only the Service of a gateway may have them.',
    check: of(['Service'], ({ metadata, spec }) => [
      ...unless(SERVICE_TYPES.includes(spec.type ?? 'ClusterIP') || isGateway(metadata, spec), `its type is ${spec.type}`),
      ...unless(!spec.externalIPs?.length, 'it has externalIPs'),
    ]),
    ours: of(['Service'], ({ metadata, spec }, { documents }) => {
      const selector = { matchLabels: spec.selector };
      const pods = documents
        .filter(({ object }) => object.metadata.namespace === metadata.namespace && matches(selector, podTemplateOf(object)?.metadata?.labels))
        .map(({ object }) => podTemplateOf(object)).filter((template) => template !== undefined);
      const names = pods.flatMap((template) => template.spec.containers).flatMap(({ ports = [] }) => ports).map(({ name }) => name);
      return [
        ...unless(!('externalIPs' in spec), 'externalIPs is written'),
        ...unless((spec.type === 'ClusterIP' || isGateway(metadata, spec)) && spec.selector && findsPods(selector, metadata.namespace, documents), 'its type is not written, or it finds no pod'),
        ...spec.ports.flatMap(({ name, targetPort }: Json) =>
          unless(name && (pods.length === 0 || names.includes(targetPort)), `port ${name} goes to ${targetPort}, which its pods do not name`)),
      ];
    }),
    admission: {
      offenders: ({ serviceTypes }) => [
        `(dyn(object).spec.?type.orValue("ClusterIP") in ${texts(serviceTypes)} || ${GATEWAY_IN_CEL} ? [] : ["type " + dyn(object).spec.type]) +`,
        '(dyn(object).spec.?externalIPs.orValue([]).size() > 0 ? ["externalIPs"] : [])',
      ].join('\n'),
      message: ({ serviceTypes }) => `opens a way around the gateway: set type: ${serviceTypes.join(' or ')}, and no externalIPs`,
    },
  },
  {
    id: 'C13',
    text: 'No Secret contains values',
    reason: 'Manifests are committed, so everyone who can read the repository can read the Secret.',
    check: of(['Secret'], ({ data, stringData }) => unless(!data && !stringData, 'it holds values')),
  },
  {
    id: 'C14',
    text: 'No key of a ConfigMap is named like a credential, and no value is one',
    reason: 'Everyone with read access to the namespace can read its ConfigMaps.',
    check: of(['ConfigMap'], ({ data }) => Object.keys(data ?? {}).filter((name) => /secret|token|password|credential|private/i.test(name))
      .map((name) => `its entry ${name} is named like a credential`)),
    ours: of(['ConfigMap'], ({ data }) => Object.entries<string>(data ?? {}).flatMap(([name, content]) => [
      ...unless(!CREDENTIAL_FILE_NAME.test(name), `its entry ${name} is named like a credential`),
      ...unless(!CREDENTIAL_TEXT.test(content.replace(AWS_ENTRIES, '').replace(ERLANG_NODES, '')), `its entry ${name} looks as if it held a credential`),
      ...unless(content.includes('\n') || /^[{[]/.test(content), `its entry ${name} is a single value`),
    ])),
  },
  {
    id: 'C15',
    text: 'An Ingress names its hosts and certificates, and has no snippets and no default backend',
    reason: 'Otherwise it answers for any host, without TLS; a snippet injects configuration into a proxy that all tenants share.',
    check: of(['Ingress'], ({ metadata, spec }) => [
      ...unless(spec.tls?.length > 0 || CERTIFICATE_ANNOTATIONS.some((name) => metadata.annotations?.[name] !== undefined), 'no tls'),
      ...unless((spec.rules ?? []).every(({ host }: Json) => host), 'a rule has no host'),
      ...unless(!spec.defaultBackend, 'it has a defaultBackend'),
      ...Object.keys(metadata.annotations ?? {}).filter((name) => name.endsWith('-snippet')).map((name) => `${name} is set`),
    ]),
    admission: {
      offenders: () => [
        `(dyn(object).spec.?tls.orValue([]).size() > 0 || ${texts(CERTIFICATE_ANNOTATIONS)}`,
        '  .exists(name, name in dyn(object).metadata.?annotations.orValue({})) ? [] : ["tls"]) +',
        `(dyn(object).spec.?rules.orValue([]).exists(rule, rule.?host.orValue("") == "") ? [${text('host')}] : []) +`,
        '(dyn(object).spec.?defaultBackend.hasValue() ? ["defaultBackend"] : []) +',
        'dyn(object).metadata.?annotations.orValue({}).map(name, name).filter(name, name.endsWith("-snippet"))',
      ].join('\n'),
      message: () => 'answers for any host, or without a certificate: set tls, a host in each rule, and no snippets',
    },
  },
  {
    id: 'C17',
    text: 'A VerticalPodAutoscaler that resizes pods has minimum and maximum values',
    reason: 'Without them it may request more than any node has, or more than the quota allows.',
    check: of(['VerticalPodAutoscaler'], ({ spec }) => unless(spec.updatePolicy?.updateMode === 'Off' || (spec.resourcePolicy?.containerPolicies ?? []).some(({ minAllowed, maxAllowed }: Json) =>
      minAllowed && maxAllowed), 'minAllowed or maxAllowed is missing')),
    ours: of(['VerticalPodAutoscaler'], ({ metadata, spec }, manifests) => {
      const found = ofKind(manifests.documents, spec.targetRef.kind)
        .find((one) => one.metadata.namespace === metadata.namespace && one.metadata.name === spec.targetRef.name);
      const target = found && workloadOf(found, manifests);
      const range = ofKind(manifests.documents, 'LimitRange').find((one) => one.metadata.namespace === metadata.namespace)?.spec.limits[0];
      const policies: Json[] = (spec.resourcePolicy?.containerPolicies ?? []).filter(({ mode }: Json) => mode !== 'Off');
      if (spec.updatePolicy?.updateMode === 'Off') {
        return unless(target?.main.some(({ name }: Json) => policies.some(({ containerName }) => containerName === name)), 'its target is missing');
      }
      const bounded = ({ minAllowed, maxAllowed }: Json): boolean => ['cpu', 'memory'].every((resource) =>
        amount(minAllowed[resource]) >= amount(range.min[resource]) && amount(maxAllowed[resource]) <= amount(range.max[resource])
        && amount(minAllowed[resource]) <= amount(maxAllowed[resource]));
      return [
        ...unless(target && !scalesHorizontally(target), 'its target is missing, or scaled horizontally too'),
        ...unless(['Recreate', 'InPlaceOrRecreate'].includes(spec.updatePolicy?.updateMode), `updateMode is ${spec.updatePolicy?.updateMode}`),
        ...unless(policies.length > 0 && policies.every((policy) => policy.controlledValues === 'RequestsAndLimits'
          && target?.main.some(({ name }: Json) => name === policy.containerName) && bounded(policy)), 'its bounds lie outside of the LimitRange'),
      ];
    }),
  },
];

function sorted(value: Record<string, string> | undefined): Json {
  return value && Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
