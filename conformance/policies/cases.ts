import { join } from 'path';
import { Json } from '../kubectl';
import { readDocuments } from '../manifests';

export const SECURITY_PROFILES = ['standard', 'hardened'] as const;
export type SecurityProfile = (typeof SECURITY_PROFILES)[number];

/** An object that a policy judges, and the rules that it breaks. */
export interface Case {
  readonly name: string;
  readonly object: Json;
  readonly broken: string[];
}

const objectsIn = (file: string): Json[] => readDocuments(join(__dirname, file)).map(({ object }) => object);
const GOOD = objectsIn('good.yaml');
/** Files that are right in the standard security profile, and what hardened finds in them. */
const ONLY_STANDARD = ['A11', 'A13', 'A24', 'A27', 'A28'];

/** A good object, broken in one place. */
interface Fault {
  readonly rule: string;
  readonly what: string;
  /** The good object's kind. */
  readonly kind: string;
  readonly hardenedOnly?: boolean;
  readonly breakIt: (object: Json) => void;
}

function podOf(object: Json): Json {
  if (object.kind === 'Pod') return object.spec;
  return object.kind === 'CronJob' ? object.spec.jobTemplate.spec.template.spec : object.spec.template.spec;
}

const pod = (rule: string, what: string, breakIt: (spec: Json) => void, kind = 'Deployment'): Fault => ({
  rule,
  what,
  kind,
  breakIt: (object) => breakIt(podOf(object)),
});
const main = (rule: string, what: string, breakIt: (container: Json) => void, kind = 'Deployment'): Fault =>
  pod(rule, what, (spec) => breakIt(spec.containers[0]), kind);
const other = (rule: string, kind: string, what: string, breakIt: (object: Json) => void): Fault => ({ rule, kind, what, breakIt });
const hardened = (fault: Fault): Fault => ({ ...fault, hardenedOnly: true });

const DIGEST = '@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

const RISKY_WRITES = [
  ['batch', 'jobs'], ['security.istio.io', 'authorizationpolicies'], ['networking.istio.io', 'envoyfilters'], ['external-secrets.io', 'externalsecrets'],
  ['rbac.authorization.k8s.io', 'rolebindings'],
];

const FAULTS: Fault[] = [
  pod('A1', 'no user', (spec) => delete spec.securityContext.runAsUser),
  pod('A1', 'root is not refused', (spec) => delete spec.securityContext.runAsNonRoot),
  main('A1', 'the container says root', (web) => (web.securityContext = { ...web.securityContext, runAsUser: 0 })),
  pod('A1', 'a user of the node', (spec) => (spec.securityContext.runAsUser = 1000), 'StatefulSet'),
  pod('A3', 'no seccomp profile', (spec) => delete spec.securityContext.seccompProfile),
  main('A3', 'unconfined', (web) => (web.securityContext = { ...web.securityContext, seccompProfile: { type: 'Unconfined' } })),
  main('A4', 'privileged', (web) => (web.securityContext = { ...web.securityContext, privileged: true, allowPrivilegeEscalation: true })),
  main('A4', 'escalation not refused', (web) => delete web.securityContext.allowPrivilegeEscalation, 'StatefulSet'),
  pod(
    'A4',
    'in an init container',
    (spec) => (spec.initContainers[0].securityContext = { ...spec.containers[0].securityContext, allowPrivilegeEscalation: true }),
  ),
  main('A5', 'no capability dropped', (web) => delete web.securityContext.capabilities, 'CronJob'),
  main('A5', 'a capability added', (web) => (web.securityContext.capabilities.add = ['NET_BIND_SERVICE']), 'StatefulSet'),
  main('A6', 'a writable image', (web) => delete web.securityContext.readOnlyRootFilesystem, 'CronJob'),
  pod('A6', 'a folder without a limit', (spec) => (spec.volumes[0].emptyDir = {})),
  pod('A7', 'the network of the node', (spec) => {
    spec.hostNetwork = true;
    spec.containers[0].ports[0].hostPort = 8080;
  }),
  pod('A7', 'the processes of the node', (spec) => (spec.hostPID = true)),
  pod('A7', 'the memory of the node', (spec) => (spec.hostIPC = true)),
  pod('A7', 'a folder of the node', (spec) => spec.volumes.push({ name: 'log', hostPath: { path: '/var/log' } })),
  main('A7', 'a port of the node', (web) => (web.ports[0].hostPort = 8080)),
  main('A7', 'a probe of another host', (web) => (web.livenessProbe.httpGet.host = '192.0.2.1')),
  pod('A7', 'names of its own', (spec) => (spec.hostAliases = [{ ip: '10.0.0.1', hostnames: ['api.example.com'] }])),
  pod('A7', 'settings of the kernel', (spec) => (spec.securityContext.sysctls = [{ name: 'net.core.somaxconn', value: '1024' }])),
  pod('A9', 'the token of its account', (spec) => delete spec.automountServiceAccountToken),
  pod('A9', 'the account default', (spec) => delete spec.serviceAccountName),
  main('A11', 'no tag', (web) => (web.image = `ghcr.io/acme/web${DIGEST}`)),
  main('A11', 'a port, and no tag', (web) => (web.image = `localhost:5000/web${DIGEST}`)),
  main('A11', 'latest', (web) => (web.image = `ghcr.io/acme/web:latest${DIGEST}`)),
  main('A11', 'no tag in a Pod', (shell) => (shell.image = `ghcr.io/acme/shell${DIGEST}`), 'Pod'),
  main('A13', 'no memory limit', (web) => (web.resources = { ...web.resources, limits: { 'cpu': '100m', 'ephemeral-storage': '256Mi' } })),
  main('A13', 'no requests and limits', (web) => delete web.resources, 'CronJob'),
  main('A14', 'no readiness', (web) => delete web.readinessProbe),
  main('A14', 'no startup probe', (web) => delete web.startupProbe, 'StatefulSet'),
  main('A15', 'liveness asks what readiness asks', (web) => (web.livenessProbe = { ...web.readinessProbe, periodSeconds: 30 })),
  main('A26', 'a port of root', (web) => (web.ports[0].containerPort = 80)),
  main('A26', 'a port that looks like SSH', (web) => (web.ports[0].containerPort = 2222)),
  main('A29', 'a variable twice', (web) => web.env.push({ name: 'MODEL_HOST', value: 'other.example.com' })),
  hardened(pod('A24', 'no priority', (spec) => delete spec.priorityClassName)),
  hardened(pod('A24', "the system's priority", (spec) => (spec.priorityClassName = 'system-cluster-critical'))),
  hardened(
    main('A27', 'a part of a volume', (web) => web.volumeMounts.push({ name: 'customers', mountPath: '/etc/password', subPath: 'password' })),
  ),
  hardened(main('A28', 'all of a Secret', (web) => (web.envFrom = [{ secretRef: { name: 'customers-app' } }]))),
  hardened(main('A28', 'a literal password', (web) => web.env.push({ name: 'CUSTOMERS_PASSWORD', value: 'hunter2' }))),
  hardened(main('A11', 'no digest', (web) => (web.image = 'ghcr.io/acme/web:1.8.0'))),
  hardened(main('A13', 'a higher limit', (web) => (web.resources.limits.cpu = '500m'), 'StatefulSet')),
  other('C3', 'PodDisruptionBudget', 'no pod may go', (budget) => (budget.spec.maxUnavailable = 0)),
  other('C3', 'PodDisruptionBudget', 'no percentage may go', (budget) => (budget.spec.maxUnavailable = '0%')),
  other('C3', 'PodDisruptionBudget', 'all must stay', (budget) => {
    delete budget.spec.maxUnavailable;
    budget.spec.minAvailable = '100%';
  }),
  other('C7', 'Service', 'a load balancer', (service) => (service.spec.type = 'LoadBalancer')),
  other('C7', 'Service', 'a port of every node', (service) => (service.spec.type = 'NodePort')),
  other('C7', 'Service', 'addresses of its own', (service) => (service.spec.externalIPs = ['203.0.113.7'])),
  other('C11', 'Role', 'every verb', (role) => (role.rules[1].verbs = ['*'])),
  other('C11', 'Role', 'every resource', (role) => (role.rules[1].resources = ['*'])),
  other('C11', 'Role', 'every group', (role) => (role.rules[1].apiGroups = ['*'])),
  other('C11', 'Role', 'Secrets', (role) => (role.rules[1].resources = ['secrets'])),
  other('C11', 'Role', 'a shell in other pods', (role) => (role.rules[1] = { apiGroups: [''], resources: ['pods/exec'], verbs: ['create'] })),
  other('C11', 'Role', 'pods of its own', (role) => role.rules[1].verbs.push('create')),
  ...['pods/proxy', 'services/proxy'].map((resource) => other('C11', 'Role', `reaching pods by ${resource}`, (role) => {
    role.rules[1] = { apiGroups: [''], resources: [resource], verbs: ['get'] };
  })),
  ...RISKY_WRITES.map(([group, resource]) => other('C11', 'Role', `writing ${resource}`, (role) => {
    role.rules[1] = { apiGroups: [group], resources: [resource], verbs: ['update'] };
  })),
  other('C11', 'Role', 'a risk accepted for something else', (role) => {
    role.metadata.annotations = { 'cdk8s-agent-platform.dev/accepted-risks': 'configmaps: It publishes its shards.' };
    role.rules[1] = { apiGroups: ['batch'], resources: ['jobs'], verbs: ['create'] };
  }),
  other('C11', 'RoleBinding', 'to cluster-admin', (binding) => {
    binding.roleRef = { ...binding.roleRef, kind: 'ClusterRole', name: 'cluster-admin' };
  }),
  other('C15', 'Ingress', 'no certificate', (ingress) => delete ingress.spec.tls),
  other('C15', 'Ingress', 'any host', (ingress) => delete ingress.spec.rules[0].host),
  other('C15', 'Ingress', 'a snippet', (ingress) => {
    ingress.metadata.annotations = { 'nginx.ingress.kubernetes.io/configuration-snippet': 'more_set_headers "X: y";' };
  }),
];

function copyOf(kind: string): Json {
  return JSON.parse(JSON.stringify(GOOD.find((object) => object.kind === kind)));
}

/** Engines report objects by kind and name, so each case has a name of its own. */
function named(object: Json, name: string): Json {
  return { ...object, metadata: { ...object.metadata, name } };
}

/** A risk that somebody accepted, with the reason in the Role. */
function accepted(): Json {
  const object = named(copyOf('Role'), 'accepted');
  object.metadata.annotations = { 'cdk8s-agent-platform.dev/accepted-risks': 'jobs.batch: Each customer environment is set up by a Job.' };
  object.rules.push({ apiGroups: ['batch'], resources: ['jobs'], verbs: ['create'] });
  return object;
}

function faulty({ rule, what, kind, breakIt }: Fault): Case {
  const object = copyOf(kind);
  breakIt(object);
  return { name: `${rule} ${kind}: ${what}`, object: named(object, `${rule.toLowerCase()}-${what.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`), broken: [rule] };
}

/** What people write who have never heard of the rules. */
const NAIVE = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'naive', namespace: 'agents' },
  spec: {
    selector: { matchLabels: { app: 'naive' } },
    template: { metadata: { labels: { app: 'naive' } }, spec: { containers: [{ name: 'naive', image: 'nginx', ports: [{ containerPort: 80 }] }] } },
  },
};
const NAIVE_BREAKS = ['A1', 'A3', 'A4', 'A5', 'A6', 'A9', 'A11', 'A13', 'A14', 'A26'];

/** What a controller makes is judged where a person wrote it. */
const OWNED = {
  ...NAIVE,
  metadata: {
    ...NAIVE.metadata,
    name: 'made-by-an-operator',
    ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid: '0b8b1a9e-6d2c-4f5e-9f36-3c1f3f8b7a11', controller: true }],
  },
};

/** How users of Istio change what it injects; without the mesh it is a container like any other. */
function withSidecar(): Json {
  const object = named(copyOf('Deployment'), 'with-a-sidecar');
  podOf(object).containers.push({ name: 'istio-proxy', image: 'auto' });
  return object;
}

/** A gateway is how traffic gets in: only its Service may have an address outside of the cluster, and only by a load balancer. */
function ofGateway(type: string): Json {
  const object = named(copyOf('Service'), `gateway-${type.toLowerCase()}`);
  object.metadata.labels = { 'app.kubernetes.io/component': 'gateway' };
  object.spec.type = type;
  return object;
}

const SIDECAR_BREAKS = ['A4', 'A5', 'A6', 'A11', 'A13', 'A14'];

const elsewhere = (object: Json, namespace: string) => ({ ...object, metadata: { ...object.metadata, namespace } });

export function casesOf(securityProfile: SecurityProfile, mesh = false): Case[] {
  const isHardened = securityProfile === 'hardened';
  return [
    ...GOOD.map((object) => ({ name: `good ${object.kind} ${object.metadata.name}`, object, broken: [] })),
    ...objectsIn('standard.yaml').map((object) => ({ name: 'a file for the standard security profile', object, broken: isHardened ? ONLY_STANDARD : [] })),
    ...FAULTS.filter(({ hardenedOnly }) => isHardened || !hardenedOnly).map(faulty),
    { name: 'a Deployment of somebody who has never heard of the rules', object: NAIVE, broken: [...NAIVE_BREAKS, ...(isHardened ? ['A24'] : [])] },
    { name: 'a sidecar of the mesh', object: withSidecar(), broken: mesh ? [] : SIDECAR_BREAKS },
    { name: 'the load balancer of a gateway', object: ofGateway('LoadBalancer'), broken: [] },
    { name: 'a gateway at a port of every node', object: ofGateway('NodePort'), broken: ['C7'] },
    { name: 'a risk that somebody accepted', object: accepted(), broken: [] },
    { name: 'the same, made by an operator', object: OWNED, broken: [] },
    { name: 'the same in a namespace of others', object: elsewhere(NAIVE, 'others'), broken: [] },
    { name: 'the same in a namespace of another environment', object: elsewhere(NAIVE, 'staging'), broken: [] },
    {
      name: 'the same in a namespace for node agents',
      object: elsewhere(NAIVE, 'nodes'),
      broken: ['A9', 'A11', 'A13', 'A14', 'A26', ...(isHardened ? ['A24'] : [])],
    },
  ];
}

const namespace = (name: string, labels: Record<string, string>) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
const OURS = { 'app.kubernetes.io/managed-by': 'cdk8s-agent-platform' };

/** The namespaces as the library writes them, and one of others. */
export const NAMESPACES: Json[] = [
  namespace('agents', { ...OURS, 'env': 'production', 'pod-security.kubernetes.io/enforce': 'restricted' }),
  namespace('staging', { ...OURS, 'env': 'staging', 'pod-security.kubernetes.io/enforce': 'restricted' }),
  namespace('nodes', { ...OURS, 'env': 'production', 'pod-security.kubernetes.io/enforce': 'privileged' }),
  namespace('others', {}),
];

/** What the good objects name, so that only policies can refuse them. */
export const SURROUNDINGS: Json[] = [
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'web', namespace: 'agents' } },
  { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'production-batch' }, value: 1000 },
];

/** Every rule that a fault is there for. */
export const RULES_TRIED = new Set(FAULTS.map(({ rule }) => rule));
