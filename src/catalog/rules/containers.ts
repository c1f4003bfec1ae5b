import { offendingContainers, offendingServers, text } from './cel';
import { amount, inside, Json } from './manifest';
import { eachContainer, ofPods, ofWorkloads, Rule, unless, Workload } from './rule';

const SERVERS = ['Deployment', 'StatefulSet', 'DaemonSet'];
const JOBS = ['Job', 'CronJob'];
const PROBES = ['startupProbe', 'livenessProbe', 'readinessProbe'];
const PROBE_FIELDS = ['initialDelaySeconds', 'periodSeconds', 'timeoutSeconds', 'successThreshold', 'failureThreshold'];
const QUESTIONS = ['httpGet', 'tcpSocket', 'exec', 'grpc'];
const RESOURCES = ['cpu', 'memory', 'ephemeral-storage'];
const TAGGED = '^[^@]*:[^:/@]+(@sha256:[0-9a-f]{64})?$';
const PINNED = '^[^@]*:[^:/@]+@sha256:[0-9a-f]{64}$';
const LATEST = ':latest(@.*)?$';
const CREDENTIAL_NAME = '(secret|token|password|pwd|bearer|jwt|key|credential)';
const PORT_NAME = /^[a-z]([a-z0-9-]{0,13}[a-z0-9])?$/;

function imageProblems(image: string, hardened: boolean): string[] {
  return [
    ...unless(new RegExp(TAGGED).test(image) && !new RegExp(LATEST).test(image), `image ${image} has no tag that names a version`),
    ...unless(!hardened || new RegExp(PINNED).test(image), `image ${image} has no digest`),
  ];
}

function resourceProblems(resources: Json, hardened: boolean): string[] {
  if (!hardened) {
    const stated = resources?.requests?.cpu !== undefined && resources.requests.memory !== undefined && resources.limits?.memory !== undefined;
    return unless(stated, 'it does not request CPU and memory, or does not limit memory');
  }
  return RESOURCES.filter((name) => amount(resources?.requests?.[name]) !== amount(resources?.limits?.[name]))
    .map((name) => `its request of ${name} is not its limit, or is missing`);
}

/** What a probe asks; a named port counts as the number behind it. */
function question(probe: Json, { ports = [] }: Json): string {
  const handler = probe?.httpGet ?? probe?.tcpSocket ?? probe?.grpc;
  const port = ports.find(({ name, containerPort }: Json) => name === handler?.port || containerPort === handler?.port)?.containerPort;
  return JSON.stringify(handler ? [handler.path, port ?? handler.port] : probe?.exec?.command);
}

function undeclaredPorts(container: Json): string[] {
  const declared = (container.ports ?? []).flatMap(({ name, containerPort }: Json) => [name, containerPort]);
  const asked = PROBES.map((probe) => (container[probe]?.httpGet ?? container[probe]?.tcpSocket ?? container[probe]?.grpc)?.port);
  return asked.filter((port) => port !== undefined && !declared.includes(port)).map((port) => `a probe asks port ${port}, which is not declared`);
}

function credentialVariables({ env = [], envFrom = [] }: Json): string[] {
  const named = new RegExp(CREDENTIAL_NAME, 'i');
  return [
    ...envFrom.filter(({ secretRef }: Json) => secretRef).map(({ secretRef }: Json) => `all of Secret ${secretRef.name} is in its environment`),
    ...env.filter(({ valueFrom }: Json) => valueFrom?.secretKeyRef).map(({ name }: Json) => `${name} is a key of a Secret`),
    ...env.filter(({ name, value }: Json) => value && named.test(name) && !name.endsWith('_FILE') && !`${value}`.startsWith('/'))
      .map(({ name }: Json) => `${name} is named like a credential`),
  ];
}

function writableFiles({ spec, containers }: Workload): string[] {
  const mounts = containers.flatMap(({ volumeMounts }) => volumeMounts ?? []);
  return (spec.volumes ?? []).filter(({ name, secret, configMap, projected }: Json) => secret || configMap || (projected
    && (projected.defaultMode !== 0o440 || mounts.some((mount) => mount.name === name && !mount.readOnly))))
    .map(({ name }: Json) => `volume ${name} is not projected with mode 0440 and mounted read-only`);
}

/** A11 to A16 and A26 to A29: what a container says of itself. */
export const CONTAINER_RULES: Rule[] = [
  {
    id: 'A11',
    text: 'Images have a tag that names a version; in the hardened security profile a digest too',
    reason: 'Without a version, or with "latest", a restart may run a different image.',
    check: ofPods(eachContainer(({ image }, { manifests }) => imageProblems(image, manifests.securityProfile === 'hardened'))),
    admission: {
      offenders: ({ hardened }) => offendingContainers([`!c.image.matches(${text(hardened ? PINNED : TAGGED)}) || c.image.matches(${text(LATEST)})`]),
      message: ({ hardened }) => (hardened
        ? 'can change without notice: give the image a tag that names a version, and its digest: name:tag@sha256:...'
        : 'can change without notice: give the image a tag that names a version'),
    },
  },
  {
    id: 'A12',
    text: 'imagePullPolicy is Always',
    reason: 'Otherwise a pod may run an image that is cached on its node without permission to pull it.',
    ours: ofWorkloads(eachContainer(({ imagePullPolicy }) => unless(imagePullPolicy === 'Always', `imagePullPolicy is ${imagePullPolicy}`))),
  },
  {
    id: 'A13',
    text: 'Containers request CPU and memory and limit memory; in the hardened security profile requests equal limits, of ephemeral storage too',
    reason: 'Without requests the scheduler overcommits nodes, and without a memory limit one leak gets other pods evicted.',
    check: ofPods(eachContainer(({ resources }, { manifests }) => resourceProblems(resources, manifests.securityProfile === 'hardened'))),
    ours: ofWorkloads(eachContainer(({ resources }) => [
      ...RESOURCES.filter((name) => !resources?.requests?.[name] || !resources.limits?.[name]).map((name) => `${name} lacks a request or a limit`),
      ...['memory', 'ephemeral-storage'].filter((name) => resources?.requests?.[name] !== resources?.limits?.[name])
        .map((name) => `the request of ${name} is not its limit`),
    ])),
    admission: {
      offenders: ({ hardened }) => offendingContainers(hardened ? [
        '!["cpu", "memory", "ephemeral-storage"].all(name,',
        '  name in c.?resources.?requests.orValue({}) && name in c.?resources.?limits.orValue({}) &&',
        '  quantity(string(c.resources.requests[name])).compareTo(quantity(string(c.resources.limits[name]))) == 0)',
      ] : [
        '!["cpu", "memory"].all(name, name in c.?resources.?requests.orValue({})) ||',
        '!("memory" in c.?resources.?limits.orValue({}))',
      ]),
      message: ({ hardened }) => (hardened
        ? 'takes from others what it did not ask for: set requests of cpu, memory and ephemeral-storage equal to their limits'
        : 'does not say what it needs: set resources.requests of cpu and memory, and resources.limits of memory'),
    },
  },
  {
    id: 'A14',
    text: 'Long-running containers have a startup, a liveness and a readiness probe',
    reason: 'Without them a container that hangs is not restarted, and one that is not ready receives requests.',
    check: ofWorkloads(eachContainer((container) => PROBES.filter((probe) => !container[probe]).map((probe) => `no ${probe}`), 'main'), SERVERS),
    ours: ofWorkloads(eachContainer((container) => [
      ...PROBES.filter((probe) => container[probe]).flatMap((probe) => PROBE_FIELDS.filter((field) => container[probe][field] === undefined)
        .map((field) => `${probe}.${field} is left to its default`)),
      ...undeclaredPorts(container),
    ], 'main')),
    admission: {
      offenders: () => offendingServers('!has(c.livenessProbe) || !has(c.readinessProbe) || !has(c.startupProbe)'),
      message: () => 'is not noticed when it hangs or is not ready: set livenessProbe, readinessProbe and startupProbe',
    },
  },
  {
    id: 'A15',
    text: 'The liveness probe differs from the readiness probe',
    reason: 'Otherwise a pod that is temporarily not ready, because it is busy or its database is down, is restarted.',
    check: ofWorkloads(eachContainer(({ livenessProbe, readinessProbe }) => unless(!livenessProbe || !readinessProbe
      || differ(livenessProbe, readinessProbe), 'livenessProbe asks what readinessProbe asks'), 'main'), SERVERS),
    ours: ofWorkloads(eachContainer((container) => unless(
      question(container.livenessProbe, container) !== question(container.readinessProbe, container), 'livenessProbe asks what readinessProbe asks'), 'main')),
    admission: {
      offenders: () => offendingServers('has(c.livenessProbe) && has(c.readinessProbe) &&',
        '["httpGet", "tcpSocket", "exec", "grpc"].all(kind, c.livenessProbe[?kind] == c.readinessProbe[?kind])'),
      message: () => 'is restarted when it should only get no requests: let livenessProbe ask something else than readinessProbe',
    },
  },
  {
    id: 'A16',
    text: 'Containers of Jobs have a liveness probe that runs a command, and no other probes',
    reason: 'A Job that hangs blocks its schedule until its deadline. Jobs receive no requests, so the other probes have no use.',
    ours: ofWorkloads(eachContainer(({ livenessProbe, readinessProbe, startupProbe }) =>
      unless(livenessProbe?.exec && !readinessProbe && !startupProbe, 'its only probe is not a command for liveness'), 'main'), JOBS),
  },
  {
    id: 'A26',
    text: 'Container ports are 1024 or higher, and not 2222',
    reason: 'An unprivileged process cannot listen on ports below 1024, and scanners take 2222 for SSH.',
    check: ofPods(eachContainer(({ ports }) => (ports ?? []).filter(({ containerPort }: Json) => containerPort < 1024 || containerPort === 2222)
      .map(({ containerPort }: Json) => `port ${containerPort} is privileged or looks like SSH`))),
    ours: ofWorkloads(({ containers }) => {
      const ports: Json[] = containers.flatMap((container) => container.ports ?? []);
      const unique = (values: unknown[]): boolean => new Set(values).size === values.length;
      return [
        ...unless(ports.every(({ name }) => PORT_NAME.test(name ?? '')), 'a port has no name, or one of more than 15 characters'),
        ...unless(unique(ports.map(({ name }) => name)) && unique(ports.map(({ containerPort }) => containerPort)), 'two ports are the same'),
      ];
    }),
    admission: {
      offenders: () => offendingContainers(['c.?ports.orValue([]).exists(port, port.containerPort < 1024 || port.containerPort == 2222)']),
      message: () => 'listens where it has no right to: set a containerPort of 1024 or more (and not 2222, which looks like SSH)',
    },
  },
  {
    id: 'A27',
    text: 'Volumes are mounted without subPath',
    reason: 'A file mounted by subPath is never updated: the program keeps an old certificate until its pod is replaced.',
    hardened: true,
    check: ofPods(eachContainer(({ volumeMounts }) => (volumeMounts ?? []).filter(({ subPath, subPathExpr }: Json) => subPath || subPathExpr)
      .map(({ mountPath }: Json) => `mount ${mountPath} has a subPath`))),
    ours: ofWorkloads((workload) => [
      ...inside(workload.containers).filter(([path]) => /\/subPath(Expr)?$/.test(path)).map(([path]) => `${path} is written`),
      ...writableFiles(workload),
    ]),
    admission: {
      offenders: () => offendingContainers([
        'c.?volumeMounts.orValue([]).exists(mount, mount.?subPath.orValue("") != "" || mount.?subPathExpr.orValue("") != "")',
      ]),
      message: () => 'never sees a changed file, because it mounts a subPath: mount the whole volume',
    },
  },
  {
    id: 'A28',
    text: 'No credential is in the environment',
    reason: 'Environment variables end up in dumps, in logs and in the environment of every child process.',
    hardened: true,
    check: ofPods(eachContainer(credentialVariables)),
    admission: {
      offenders: () => offendingContainers([
        'c.?envFrom.orValue([]).exists(from, has(from.secretRef)) ||',
        'c.?env.orValue([]).exists(env, has(env.valueFrom) && has(env.valueFrom.secretKeyRef)) ||',
        `c.?env.orValue([]).exists(env, env.?value.orValue("") != "" && env.name.matches(${text(`(?i)${CREDENTIAL_NAME}`)}) &&`,
        '  !env.name.endsWith("_FILE") && !env.value.startsWith("/"))',
      ]),
      message: () => 'has a credential in its environment: mount the Secret as a projected volume and name the file',
    },
  },
  {
    id: 'A29',
    text: 'No variable is set twice',
    reason: 'If a variable is set twice, the last value wins, and nothing reports it.',
    check: ofPods(eachContainer(({ env }) => {
      const names = (env ?? []).map(({ name }: Json) => name);
      return unless(new Set(names).size === names.length, 'a variable is set twice');
    })),
    admission: {
      offenders: () => offendingContainers(['!c.?env.orValue([]).all(env, c.env.exists_one(other, other.name == env.name))']),
      message: () => 'has a variable twice, and the last one wins: set each name once',
    },
  },
];

function differ(one: Json, other: Json): boolean {
  return QUESTIONS.some((kind) => canonical(one[kind]) !== canonical(other[kind]));
}

/** The same text for the same content, whatever the order of its keys: CEL compares so. */
function canonical(value: Json): string {
  return JSON.stringify(value, (_, inner) => (inner && typeof inner === 'object' && !Array.isArray(inner)
    ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner)) ?? '';
}
