import { RULES } from '../../src/catalog/rules';
import { Rule } from '../../src/catalog/rules/rule';
import { Manifest, Manifests } from '../support/manifests';
import { compositions, problemsOf, worlds } from './compositions';

/** Breaks one of the manifests that the library emits. */
type Break = (manifests: Manifests) => void;

const api = (manifests: Manifests): Manifest => manifests.one('Deployment', 'api');
const pod = (manifests: Manifests): Manifest => api(manifests).spec.template.spec;
const container = (manifests: Manifests): Manifest => pod(manifests).containers[0];
const store = (manifests: Manifests): Manifest => manifests.one('StatefulSet');
const job = (manifests: Manifests): Manifest => manifests.one('CronJob', 'dump').spec;
const policy = (manifests: Manifests): Manifest => manifests.one('NetworkPolicy', 'api').spec;
const volume = (manifests: Manifests, name: string): Manifest => pod(manifests).volumes.find((one: Manifest) => one.name === name);
const add = (object: Manifest): Break => (manifests) => {
  manifests.documents.push({ apiVersion: 'v1', ...object, metadata: { name: 'added', namespace: 'agents', ...object.metadata } });
};

/** Changes after which a rule must find something, by its number. */
const BREAKS: Record<string, Break[]> = {
  A1: [
    (m) => pod(m).securityContext.runAsNonRoot = false,
    (m) => container(m).securityContext.runAsUser = 0,
    (m) => container(m).securityContext.runAsUser = 1337,
    (m) => delete pod(m).securityContext.runAsGroup,
  ],
  A2: [
    (m) => delete pod(m).securityContext.fsGroup, (m) => delete pod(m).securityContext.fsGroupChangePolicy,
    (m) => pod(m).securityContext.supplementalGroups = [1],
  ],
  A3: [
    (m) => pod(m).securityContext.seccompProfile.type = 'Unconfined', (m) => container(m).securityContext.seccompProfile = { type: 'RuntimeDefault' },
  ],
  A4: [
    (m) => delete container(m).securityContext.privileged, (m) => container(m).securityContext.allowPrivilegeEscalation = true,
  ],
  A5: [
    (m) => container(m).securityContext.capabilities = { drop: ['ALL'], add: ['NET_BIND_SERVICE'] },
  ],
  A6: [
    (m) => container(m).securityContext.readOnlyRootFilesystem = false, (m) => delete volume(m, 'tmp').emptyDir.sizeLimit,
  ],
  A7: [
    (m) => pod(m).hostNetwork = true, (m) => container(m).ports[0].hostPort = 1, (m) => pod(m).volumes.push({ name: 'x', hostPath: { path: '/' } }),
    (m) => container(m).livenessProbe.httpGet.host = 'example.com',
  ],
  A8: [
    (m) => pod(m).hostUsers = false, (m) => container(m).securityContext.seLinuxOptions = { level: 's0' },
  ],
  A9: [
    (m) => pod(m).serviceAccountName = 'default', (m) => pod(m).automountServiceAccountToken = true,
    (m) => m.one('ServiceAccount', 'api').automountServiceAccountToken = true, (m) => pod(m).serviceAccountName = 'missing',
  ],
  A10: [
    (m) => m.podSpec('Deployment', 'leader').containers[0].volumeMounts.pop(),
    (m) => m.podSpec('Deployment', 'leader').volumes.pop(),
    (m) => m.one('RoleBinding', 'leader').subjects = [],
  ],
  A11: [
    (m) => container(m).image = 'api', (m) => container(m).image = 'api:latest', (m) => container(m).image = `api@sha256:${'0'.repeat(64)}`,
    (m) => container(m).image = 'api:1',
  ],
  A12: [
    (m) => container(m).imagePullPolicy = 'IfNotPresent',
  ],
  A13: [
    (m) => delete container(m).resources.limits.cpu, (m) => container(m).resources.limits.memory = '9Gi',
    (m) => delete container(m).resources.requests['ephemeral-storage'],
    (m) => container(m).resources.limits.cpu = '9',
  ],
  A14: [
    (m) => delete container(m).startupProbe, (m) => delete container(m).livenessProbe.timeoutSeconds, (m) => container(m).readinessProbe.httpGet.port = 'other',
  ],
  A15: [
    (m) => container(m).livenessProbe = container(m).readinessProbe,
    (m) => {
      container(m).livenessProbe = { tcpSocket: { port: 'http' } };
      container(m).readinessProbe = { tcpSocket: { port: 8080 } };
    },
  ],
  A16: [
    (m) => job(m).jobTemplate.spec.template.spec.containers[0].startupProbe = {},
    (m) => delete job(m).jobTemplate.spec.template.spec.containers[0].livenessProbe,
  ],
  A17: [
    (m) => delete container(m).lifecycle, (m) => pod(m).terminationGracePeriodSeconds = 12,
  ],
  A18: [
    (m) => delete pod(m).affinity.podAntiAffinity,
    (m) => pod(m).affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.labelSelector.matchLabels.x = 'y',
  ],
  A19: [
    (m) => delete pod(m).affinity.nodeAffinity,
  ],
  A20: [
    (m) => pod(m).topologySpreadConstraints.pop(), (m) => pod(m).topologySpreadConstraints[0].maxSkew = 2,
    (m) => delete pod(m).topologySpreadConstraints[0].nodeTaintsPolicy, (m) => pod(m).topologySpreadConstraints[0].minDomains = 3,
  ],
  A21: [
    (m) => delete pod(m).topologySpreadConstraints[0].matchLabelKeys,
  ],
  A22: [
    (m) => pod(m).tolerations.pop(), (m) => store(m).spec.template.spec.tolerations = pod(m).tolerations,
  ],
  A23: [
    (m) => delete pod(m).restartPolicy, (m) => job(m).jobTemplate.spec.template.spec.restartPolicy = 'Always',
    (m) => job(m).jobTemplate.spec.template.spec.restartPolicy = 'OnFailure',
  ],
  A24: [
    (m) => delete pod(m).priorityClassName, (m) => pod(m).priorityClassName = 'system-node-critical', (m) => pod(m).priorityClassName = 'missing',
  ],
  A25: [
    (m) => delete pod(m).enableServiceLinks,
    (m) => delete pod(m).dnsConfig,
  ],
  A26: [
    (m) => delete container(m).ports[0].name, (m) => container(m).ports[0].containerPort = 80, (m) => container(m).ports[0].containerPort = 2222,
    (m) => container(m).ports.push(container(m).ports[0]), (m) => container(m).ports[0].name = 'longer-than-fifteen',
  ],
  A27: [
    (m) => container(m).volumeMounts[1].subPath = 'x', (m) => pod(m).volumes.push({ name: 'x', secret: { secretName: 'x' } }),
    (m) => volume(m, 'config').projected.defaultMode = 0o444, (m) => container(m).volumeMounts.forEach((mount: Manifest) => delete mount.readOnly),
  ],
  A28: [
    (m) => container(m).env.push({ name: 'X', valueFrom: { secretKeyRef: { name: 'x', key: 'y' } } }), (m) => container(m).env.push({ name: 'MAX_TOKENS', value: '5' }),
    (m) => container(m).envFrom = [{ secretRef: { name: 'x' } }],
  ],
  A29: [
    (m) => container(m).env.push(container(m).env[0]),
  ],
  B1: [
    (m) => delete api(m).metadata.namespace, (m) => m.one('Role', 'leader').metadata.namespace = 'default',
  ],
  B2: [
    (m) => delete api(m).metadata.labels['app.kubernetes.io/version'], (m) => delete api(m).spec.template.metadata.labels.owner,
  ],
  B3: [
    (m) => api(m).metadata.labels['app.kubernetes.io/instance'] = 'x', (m) => m.one('CronJob', 'dump').metadata.name = 'api',
  ],
  B4: [
    (m) => delete api(m).metadata.annotations.email,
  ],
  B5: [
    (m) => api(m).spec.selector.matchLabels = { app: 'api' }, (m) => delete store(m).spec.template.metadata.labels['app.kubernetes.io/instance'],
    (m) => policy(m).podSelector.matchLabels.app = 'api', (m) => m.one('PodDisruptionBudget', 'api').spec.selector.matchExpressions = [],
  ],
  B6: [
    (m) => m.documents.push(m.one('ConfigMap')),
  ],
  B7: [
    (m) => api(m).apiVersion = 'extensions/v1beta1',
  ],
  C1: [
    (m) => api(m).spec.replicas = 3, (m) => m.one('Deployment', 'leader').spec.replicas = 2, (m) => api(m).spec.strategy.rollingUpdate.maxUnavailable = 1,
    (m) => delete api(m).spec.minReadySeconds,
  ],
  C2: [
    (m) => store(m).spec.replicas = 2, (m) => store(m).spec.serviceName = 'api', (m) => delete store(m).spec.podManagementPolicy,
    (m) => delete store(m).spec.persistentVolumeClaimRetentionPolicy, (m) => delete store(m).spec.volumeClaimTemplates,
    (m) => store(m).spec.template.spec.volumes.push({ name: 'x', persistentVolumeClaim: {} }),
  ],
  C3: [
    (m) => m.one('PodDisruptionBudget', 'api').spec.maxUnavailable = 2, (m) => m.one('PodDisruptionBudget', 'api').spec.unhealthyPodEvictionPolicy = 'IfHealthyBudget',
    (m) => m.documents.push(m.one('PodDisruptionBudget', 'api')),
    (m) => m.one('PodDisruptionBudget', 'api').spec.selector.matchLabels = { app: 'x' },
  ],
  C4: [
    (m) => m.one('HorizontalPodAutoscaler', 'api').spec.minReplicas = 1, (m) => m.one('HorizontalPodAutoscaler', 'api').spec.maxReplicas = 3,
    (m) => m.one('HorizontalPodAutoscaler', 'api').spec.scaleTargetRef.name = 'x', (m) => delete m.one('HorizontalPodAutoscaler', 'api').spec.behavior,
    (m) => m.one('HorizontalPodAutoscaler', 'api').spec.metrics[0].containerResource.container = 'x',
  ],
  C5: [
    (m) => job(m).concurrencyPolicy = 'Allow', (m) => delete job(m).startingDeadlineSeconds, (m) => delete job(m).jobTemplate.spec.activeDeadlineSeconds,
    (m) => job(m).jobTemplate.spec.ttlSecondsAfterFinished = 1,
  ],
  C6: [
    (m) => add({ apiVersion: 'batch/v1', kind: 'Job', spec: { template: pod(m) } })(m),
  ],
  C7: [
    (m) => m.one('Service', 'api').spec.type = 'LoadBalancer', (m) => m.one('Service', 'api').spec.selector = { app: 'x' },
    (m) => m.one('Service', 'api').spec.ports[0].targetPort = 'x', (m) => m.one('Service', 'api').spec.externalIPs = ['192.0.2.1'],
    (m) => delete m.one('Service', 'api').spec.ports[0].name, (m) => m.one('Service', 'api').spec.ports[0].targetPort = 8080,
  ],
  C8: [
    (m) => policy(m).policyTypes = ['Ingress'], (m) => policy(m).egress = [], (m) => delete policy(m).ingress,
    (m) => policy(m).podSelector.matchLabels = { app: 'x' },
    (m) => policy(m).egress.push({ to: [{ podSelector: { matchLabels: { app: 'x' } } }], ports: [{ port: 1 }] }), (m) => delete policy(m).egress[0].ports,
    (m) => policy(m).ingress.push({ ports: [{ port: 1 }] }),
  ],
  C9: [
    (m) => m.one('NetworkPolicy', 'default-deny').spec.policyTypes = ['Ingress'], (m) => m.documents.push(m.one('NetworkPolicy', 'default-deny')),
    (m) => delete policy(m).egress[0].to, (m) => policy(m).egress[0].to = [{ namespaceSelector: {} }],
  ],
  C10: [
    (m) => m.one('Namespace').metadata.labels['pod-security.kubernetes.io/warn'] = 'baseline', (m) => delete m.one('LimitRange').spec.limits[0].min,
    (m) => m.one('LimitRange').spec.limits[0].max.cpu = '10m', (m) => m.one('ResourceQuota').spec.hard['limits.memory'] = '1Gi',
    (m) => m.one('ServiceAccount', 'default').automountServiceAccountToken = true,
    (m) => m.one('VerticalPodAutoscaler', 'leader').spec.resourcePolicy.containerPolicies[0].maxAllowed.cpu = '60',
  ],
  C11: [
    (m) => m.one('Role', 'leader').rules[0].verbs = ['*'], (m) => m.one('Role', 'leader').rules.push({ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }),
    (m) => m.one('Role', 'leader').kind = 'ClusterRole', (m) => delete m.one('Role', 'report-trigger').metadata.annotations,
  ],
  C12: [
    (m) => m.one('Role', 'leader').rules[1].verbs.push('delete'), (m) => delete m.one('Role', 'leader').rules[1].resourceNames,
  ],
  C13: [
    add({ kind: 'Secret', stringData: { a: 'b' } }), add({ kind: 'Secret', data: { a: 'Yg==' } }),
  ],
  C14: [
    (m) => m.one('ConfigMap').data['token.yaml'] = 'a: b\n', (m) => m.one('ConfigMap').data.a = 'Authorization: Bearer x\n', (m) => m.one('ConfigMap').data.a = 'b',
    (m) => m.one('ConfigMap').data.a = 'to:\n  someone@example.com\n',
  ],
  C15: [
    add({ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', spec: { rules: [{ host: 'api.example.com' }] } }),
    add({ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', spec: { tls: [{}], rules: [{}] } }),
    add({ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', spec: { tls: [{}], defaultBackend: {} } }),
    add({ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', spec: { tls: [{}] }, metadata: { annotations: { 'nginx.ingress.kubernetes.io/server-snippet': 'x' } } }),
  ],
  C17: [
    (m) => m.one('VerticalPodAutoscaler', 'leader').spec.targetRef.name = 'api', (m) => m.one('VerticalPodAutoscaler', 'leader').spec.updatePolicy.updateMode = 'Auto',
    (m) => m.one('VerticalPodAutoscaler', 'leader').spec.resourcePolicy.containerPolicies[0].maxAllowed.memory = '1Ti',
    (m) => m.one('VerticalPodAutoscaler', 'leader').spec.resourcePolicy.containerPolicies[0].controlledValues = 'RequestsOnly',
    (m) => m.one('VerticalPodAutoscaler', 'pooled').spec.resourcePolicy.containerPolicies[0].containerName = 'app',
  ],
  I2: [
    (m) => api(m).metadata.annotations = {}, (m) => container(m).args = [], (m) => container(m).image = undefined, (m) => container(m).args = ['[object Object]'],
    (m) => container(m).args = [null], (m) => api(m).spec.replicas = NaN, (m) => container(m).args = ['http://undefined.agents'],
  ],
  I3: [
    (m) => m.one('ConfigMap').metadata.name = 'x',
  ],
  I4: [
    (m) => pod(m).volumes.pop(), (m) => container(m).volumeMounts.pop(), (m) => pod(m).volumes.push(volume(m, 'tmp')),
  ],
  I5: [
    (m) => container(m).volumeMounts[1].mountPath = '/tmp',
  ],
  I6: [
    (m) => m.one('AuthorizationPolicy', 'api').spec.selector.matchLabels = { app: 'x' },
  ],
};

const sound = worlds(compositions().get('workloads')!, 'hardened').get('meshed')!;

function problems(rule: Rule, documents: readonly { readonly object: Manifest }[]): string[] {
  return documents.flatMap(({ object }) => problemsOf(rule, object, { ...sound, documents }));
}

test('every rule has manifests that break it', () => {
  expect(RULES.filter(({ check, ours }) => check ?? ours).map(({ id }) => id).sort()).toEqual(Object.keys(BREAKS).sort());
});

describe.each(RULES.map((rule) => [rule.id, rule.text, rule] as const))('%s: %s', (id, _, rule) => {
  test('holds for what the library emits', () => {
    expect(problems(rule, sound.documents)).toEqual([]);
  });

  test.each((BREAKS[id] ?? []).map((broken, index) => [index + 1, broken] as const))('finds broken manifest %d', (__, broken) => {
    const manifests = new Manifests(structuredClone(sound.documents.map(({ object }) => object)));
    broken(manifests);
    expect(problems(rule, manifests.documents.map((object) => ({ object })))).not.toEqual([]);
  });
});
