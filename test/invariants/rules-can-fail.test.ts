import { Manifest, Manifests } from '../support/manifests';
import { compositions, worlds } from './compositions';
import { RULES } from './rules';

/** Breaks one manifest of a sound world. */
type Break = (manifests: Manifests) => void;

const api = (manifests: Manifests): Manifest => manifests.one('Deployment', 'api');
const pod = (manifests: Manifests): Manifest => api(manifests).spec.template.spec;
const container = (manifests: Manifests): Manifest => pod(manifests).containers[0];
const store = (manifests: Manifests): Manifest => manifests.one('StatefulSet');
const job = (manifests: Manifests): Manifest => manifests.one('CronJob').spec;
const policy = (manifests: Manifests): Manifest => manifests.one('NetworkPolicy', 'api').spec;
const volume = (manifests: Manifests, name: string): Manifest => pod(manifests).volumes.find((one: Manifest) => one.name === name);
const add = (object: Manifest): Break => (manifests) => {
  manifests.documents.push({ apiVersion: 'v1', ...object, metadata: { name: 'added', namespace: 'agents', ...object.metadata } });
};

/** Manifests that a rule must refuse, by what the rule says. */
const BREAKS: Record<string, Break[]> = {
  'pods and containers run as nobody': [
    (m) => pod(m).securityContext.runAsNonRoot = false,
    (m) => container(m).securityContext.runAsUser = 0,
    (m) => container(m).securityContext.runAsUser = 1337,
    (m) => delete pod(m).securityContext.runAsGroup,
  ],
  'volumes belong to the pod\'s group': [
    (m) => delete pod(m).securityContext.fsGroup, (m) => delete pod(m).securityContext.fsGroupChangePolicy,
    (m) => pod(m).securityContext.supplementalGroups = [1],
  ],
  'seccomp is RuntimeDefault, at pod level only': [
    (m) => pod(m).securityContext.seccompProfile.type = 'Unconfined', (m) => container(m).securityContext.seccompProfile = { type: 'RuntimeDefault' },
  ],
  'no container is privileged or becomes so': [
    (m) => delete container(m).securityContext.privileged, (m) => container(m).securityContext.allowPrivilegeEscalation = true,
  ],
  'all capabilities are dropped': [(m) => container(m).securityContext.capabilities = { drop: ['ALL'], add: ['NET_BIND_SERVICE'] }],
  'the root file system is read only, and every scratch folder has a limit': [
    (m) => container(m).securityContext.readOnlyRootFilesystem = false, (m) => delete volume(m, 'tmp').emptyDir.sizeLimit,
  ],
  'nothing of the host is used': [
    (m) => pod(m).hostNetwork = true, (m) => container(m).ports[0].hostPort = 1, (m) => pod(m).volumes.push({ name: 'x', hostPath: { path: '/' } }),
    (m) => container(m).livenessProbe.httpGet.host = 'example.com',
  ],
  'no SELinux, AppArmor or user namespace options by default': [
    (m) => pod(m).hostUsers = false, (m) => container(m).securityContext.seLinuxOptions = { level: 's0' },
  ],
  'each pod has a service account of its own, without a token': [
    (m) => pod(m).serviceAccountName = 'default', (m) => pod(m).automountServiceAccountToken = true,
    (m) => m.one('ServiceAccount', 'api').automountServiceAccountToken = true, (m) => pod(m).serviceAccountName = 'missing',
  ],
  'who may call the Kubernetes API has a token of an hour at the usual path, and nobody else has one': [
    (m) => m.podSpec('Deployment', 'leader').containers[0].volumeMounts.pop(),
    (m) => m.podSpec('Deployment', 'leader').volumes.pop(),
    (m) => m.one('RoleBinding').subjects = [],
  ],
  'images have a tag that says a version': [
    (m) => container(m).image = 'api', (m) => container(m).image = 'api:latest', (m) => container(m).image = `api@sha256:${'0'.repeat(64)}`,
  ],
  'images have a digest': [(m) => container(m).image = 'api:1'],
  'the registry is asked at each start': [(m) => container(m).imagePullPolicy = 'IfNotPresent'],
  'CPU, memory and local disk are asked for and limited; memory and disk are one number': [
    (m) => delete container(m).resources.limits.cpu, (m) => container(m).resources.limits.memory = '9Gi',
    (m) => delete container(m).resources.requests['ephemeral-storage'],
  ],
  'requests equal limits': [(m) => container(m).resources.limits.cpu = '9'],
  'three probes with every number written, on declared ports': [
    (m) => delete container(m).startupProbe, (m) => delete container(m).livenessProbe.timeoutSeconds, (m) => container(m).readinessProbe.httpGet.port = 'other',
  ],
  'liveness does not ask what readiness asks': [
    (m) => container(m).livenessProbe = container(m).readinessProbe,
    (m) => {
      container(m).livenessProbe = { tcpSocket: { port: 'http' } };
      container(m).readinessProbe = { tcpSocket: { port: 8080 } };
    },
  ],
  'jobs are asked by commands, and not at their start': [
    (m) => job(m).jobTemplate.spec.template.spec.containers[0].startupProbe = {},
    (m) => delete job(m).jobTemplate.spec.template.spec.containers[0].livenessProbe,
  ],
  'what a Service sends requests to waits until they end': [
    (m) => delete container(m).lifecycle, (m) => pod(m).terminationGracePeriodSeconds = 12,
  ],
  'pods of a workload stay off each other\'s nodes': [
    (m) => delete pod(m).affinity.podAntiAffinity,
    (m) => pod(m).affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.labelSelector.matchLabels.x = 'y',
  ],
  'nodes run Linux': [(m) => delete pod(m).affinity.nodeAffinity],
  'pods spread over zones and nodes': [
    (m) => pod(m).topologySpreadConstraints.pop(), (m) => pod(m).topologySpreadConstraints[0].maxSkew = 2,
    (m) => delete pod(m).topologySpreadConstraints[0].nodeTaintsPolicy, (m) => pod(m).topologySpreadConstraints[0].minDomains = 3,
  ],
  'revisions spread each for itself': [(m) => delete pod(m).topologySpreadConstraints[0].matchLabelKeys],
  'stateless pods leave a lost node after half a minute, others stay': [
    (m) => pod(m).tolerations.pop(), (m) => store(m).spec.template.spec.tolerations = pod(m).tolerations,
  ],
  'the restart policy is written': [(m) => delete pod(m).restartPolicy, (m) => job(m).jobTemplate.spec.template.spec.restartPolicy = 'Never'],
  'pods have a priority class of ours': [
    (m) => delete pod(m).priorityClassName, (m) => pod(m).priorityClassName = 'system-node-critical', (m) => pod(m).priorityClassName = 'missing',
  ],
  'no variables are made from Services': [(m) => delete pod(m).enableServiceLinks],
  'names of five parts are not searched for': [(m) => delete pod(m).dnsConfig],
  'ports have names, differ, are high and are not SSH\'s': [
    (m) => delete container(m).ports[0].name, (m) => container(m).ports[0].containerPort = 80, (m) => container(m).ports[0].containerPort = 2222,
    (m) => container(m).ports.push(container(m).ports[0]), (m) => container(m).ports[0].name = 'longer-than-fifteen',
  ],
  'Secrets and files come as read-only projected volumes, without sub-paths': [
    (m) => container(m).volumeMounts[1].subPath = 'x', (m) => pod(m).volumes.push({ name: 'x', secret: { secretName: 'x' } }),
    (m) => volume(m, 'config').projected.defaultMode = 0o444, (m) => container(m).volumeMounts.forEach((mount: Manifest) => delete mount.readOnly),
  ],
  'no credential stands in the environment': [
    (m) => container(m).env.push({ name: 'X', valueFrom: { secretKeyRef: { name: 'x', key: 'y' } } }), (m) => container(m).env.push({ name: 'MAX_TOKENS', value: '5' }),
    (m) => container(m).envFrom = [{ secretRef: { name: 'x' } }],
  ],
  'variables are set once': [(m) => container(m).env.push(container(m).env[0])],
  'objects are in a namespace of their own': [(m) => delete api(m).metadata.namespace, (m) => m.one('Role').metadata.namespace = 'default'],
  'workloads and their pods say what they are': [
    (m) => delete api(m).metadata.labels['app.kubernetes.io/version'], (m) => delete api(m).spec.template.metadata.labels.owner,
  ],
  'the instance is the workload\'s name, and no other workload of the namespace has it': [
    (m) => api(m).metadata.labels['app.kubernetes.io/instance'] = 'x', (m) => m.one('CronJob').metadata.name = 'api',
  ],
  'workloads say whom to write to': [(m) => delete api(m).metadata.annotations.email],
  'selectors match pods': [(m) => api(m).spec.selector.matchLabels = { app: 'api' }, (m) => delete store(m).spec.template.metadata.labels['app.kubernetes.io/instance']],
  'disruption budgets and network policies select by the instance alone': [
    (m) => policy(m).podSelector.matchLabels.app = 'api', (m) => m.one('PodDisruptionBudget', 'api').spec.selector.matchExpressions = [],
  ],
  'only stable versions of kinds': [(m) => api(m).apiVersion = 'extensions/v1beta1'],
  'a Deployment never drops below strength; three pods, or as many as its autoscaler says': [
    (m) => api(m).spec.replicas = 3, (m) => m.one('Deployment', 'leader').spec.replicas = 2, (m) => api(m).spec.strategy.rollingUpdate.maxUnavailable = 1,
    (m) => delete api(m).spec.minReadySeconds,
  ],
  'a StatefulSet has three members, a headless Service, and keeps its volumes': [
    (m) => store(m).spec.replicas = 2, (m) => store(m).spec.serviceName = 'api', (m) => delete store(m).spec.podManagementPolicy,
    (m) => delete store(m).spec.persistentVolumeClaimRetentionPolicy, (m) => delete store(m).spec.volumeClaimTemplates,
    (m) => store(m).spec.template.spec.volumes.push({ name: 'x', persistentVolumeClaim: {} }),
  ],
  'one pod of a workload at a time may be evicted': [
    (m) => m.one('PodDisruptionBudget', 'api').spec.maxUnavailable = 2, (m) => m.one('PodDisruptionBudget', 'api').spec.unhealthyPodEvictionPolicy = 'IfHealthyBudget',
    (m) => m.documents.push(m.one('PodDisruptionBudget', 'api')),
  ],
  'a disruption budget is about pods that there are': [(m) => m.one('PodDisruptionBudget', 'api').spec.selector.matchLabels = { app: 'x' }],
  'a horizontal autoscaler scales what there is, from three pods, in a stated way, by the container\'s own use': [
    (m) => m.one('HorizontalPodAutoscaler', 'api').spec.minReplicas = 2, (m) => m.one('HorizontalPodAutoscaler', 'api').spec.maxReplicas = 3,
    (m) => m.one('HorizontalPodAutoscaler', 'api').spec.scaleTargetRef.name = 'x', (m) => delete m.one('HorizontalPodAutoscaler', 'api').spec.behavior,
    (m) => m.one('HorizontalPodAutoscaler', 'api').spec.metrics[0].containerResource.container = 'x',
  ],
  'a CronJob never runs twice at once, starts late rather than never, and ends': [
    (m) => job(m).concurrencyPolicy = 'Allow', (m) => delete job(m).startingDeadlineSeconds, (m) => delete job(m).jobTemplate.spec.activeDeadlineSeconds,
    (m) => job(m).jobTemplate.spec.ttlSecondsAfterFinished = 1,
  ],
  'a Job alone goes away': [(m) => add({ apiVersion: 'batch/v1', kind: 'Job', spec: { template: pod(m) } })(m)],
  'a Service is in the cluster, finds pods, and sends to named ports that they have': [
    (m) => m.one('Service', 'api').spec.type = 'LoadBalancer', (m) => m.one('Service', 'api').spec.selector = { app: 'x' },
    (m) => m.one('Service', 'api').spec.ports[0].targetPort = 'x', (m) => m.one('Service', 'api').spec.externalIPs = ['192.0.2.1'],
    (m) => delete m.one('Service', 'api').spec.ports[0].name, (m) => m.one('Service', 'api').spec.ports[0].targetPort = 8080,
  ],
  'each workload has one network policy, for both ways, with a rule each': [
    (m) => policy(m).policyTypes = ['Ingress'], (m) => policy(m).egress = [], (m) => delete policy(m).ingress,
    (m) => policy(m).podSelector.matchLabels = { app: 'x' },
  ],
  'peers exist or are elsewhere, and whoever is not a neighbour is let to named ports only': [
    (m) => policy(m).egress.push({ to: [{ podSelector: { matchLabels: { app: 'x' } } }], ports: [{ port: 1 }] }), (m) => delete policy(m).egress[0].ports,
    (m) => policy(m).ingress.push({ ports: [{ port: 1 }] }),
  ],
  'a namespace with pods denies by default, once': [
    (m) => m.one('NetworkPolicy', 'default-deny').spec.policyTypes = ['Ingress'], (m) => m.documents.push(m.one('NetworkPolicy', 'default-deny')),
  ],
  'names are asked of the cluster\'s DNS only': [(m) => delete policy(m).egress[0].to, (m) => policy(m).egress[0].to = [{ namespaceSelector: {} }]],
  'a namespace is restricted and isolated, with quotas that leave room for full scale, a rollout and a lost zone': [
    (m) => m.one('Namespace').metadata.labels['pod-security.kubernetes.io/warn'] = 'baseline', (m) => delete m.one('LimitRange').spec.limits[0].min,
    (m) => m.one('LimitRange').spec.limits[0].max.cpu = '10m', (m) => m.one('ResourceQuota').spec.hard['limits.memory'] = '1Gi',
    (m) => m.one('ServiceAccount', 'default').automountServiceAccountToken = true,
    (m) => m.one('VerticalPodAutoscaler').spec.resourcePolicy.containerPolicies[0].maxAllowed.cpu = '60',
  ],
  'roles are in a namespace and allow little': [
    (m) => m.one('Role').rules[0].verbs = ['*'], (m) => m.one('Role').rules.push({ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }),
    (m) => m.one('Role').kind = 'ClusterRole',
  ],
  'leader election may do exactly what it does': [(m) => m.one('Role').rules[1].verbs.push('delete'), (m) => delete m.one('Role').rules[1].resourceNames],
  'no manifest holds a Secret': [add({ kind: 'Secret', stringData: { a: 'b' } }), add({ kind: 'Secret', data: { a: 'Yg==' } })],
  'files hold no credential, and nothing that looks like one': [
    (m) => m.one('ConfigMap').data['token.yaml'] = 'a: b\n', (m) => m.one('ConfigMap').data.a = 'Authorization: Bearer x\n', (m) => m.one('ConfigMap').data.a = 'b',
    (m) => m.one('ConfigMap').data.a = 'to:\n  someone@example.com\n',
  ],
  'a vertical autoscaler has bounds, and no horizontal one beside it': [
    (m) => m.one('VerticalPodAutoscaler').spec.targetRef.name = 'api', (m) => m.one('VerticalPodAutoscaler').spec.updatePolicy.updateMode = 'Auto',
    (m) => m.one('VerticalPodAutoscaler').spec.resourcePolicy.containerPolicies[0].maxAllowed.memory = '1Ti',
    (m) => m.one('VerticalPodAutoscaler').spec.resourcePolicy.containerPolicies[0].controlledValues = 'RequestsOnly',
  ],
  'no two objects have one kind, namespace and name': [(m) => m.documents.push(m.one('ConfigMap'))],
  'nothing is empty, missing or not rendered': [
    (m) => api(m).metadata.annotations = {}, (m) => container(m).args = [], (m) => container(m).image = undefined, (m) => container(m).args = ['[object Object]'],
    (m) => container(m).args = [null], (m) => api(m).spec.replicas = NaN, (m) => container(m).args = ['http://undefined.agents'],
  ],
  'every ConfigMap that pods read is there': [(m) => m.one('ConfigMap').metadata.name = 'x'],
  'every mount has a volume, and every volume a mount': [(m) => pod(m).volumes.pop(), (m) => container(m).volumeMounts.pop(), (m) => pod(m).volumes.push(volume(m, 'tmp'))],
  'no two mounts of a container are at one path': [(m) => container(m).volumeMounts[1].mountPath = '/tmp'],
  'an authorization policy and a peer authentication are about pods that there are': [
    (m) => m.one('AuthorizationPolicy', 'api').spec.selector.matchLabels = { app: 'x' },
  ],
};

const sound = worlds(compositions().get('workloads')!, 'hardened').get('meshed')!;

test('every rule is shown to fail', () => {
  expect(RULES.map(({ says }) => says).sort()).toEqual(Object.keys(BREAKS).sort());
});

describe.each(RULES.map((rule) => [rule.id, rule.says, rule] as const))('%s: %s', (_, says, rule) => {
  test('holds in a sound world', () => {
    expect(rule.check(sound)).toEqual([]);
  });

  test.each((BREAKS[says] ?? []).map((broken, index) => [index + 1, broken] as const))('fails in broken world %d', (__, broken) => {
    const manifests = new Manifests(structuredClone(sound.documents));
    broken(manifests);
    expect(rule.check({ ...sound, documents: manifests.documents })).not.toEqual([]);
  });
});
