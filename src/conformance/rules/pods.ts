import { Json, Manifests, ofKind } from '../documents';
import { matches, podTemplateOf } from '../pods';
import { JOBS, Rule, unless, WORKLOADS } from './rule';

interface Pod {
  readonly object: Json;
  readonly template: Json;
  readonly spec: Json;
  /** Containers that run for as long as the pod. */
  readonly main: Json[];
  /** Those and the init containers. */
  readonly containers: Json[];
  readonly manifests: Manifests;
}

function podRule(id: string, states: string, check: (pod: Pod) => string[]): Rule {
  return {
    id,
    states,
    check: (object, manifests) => {
      const template = podTemplateOf(object);
      if (!template) return [];
      const { spec } = template;
      return check({
        object,
        template,
        spec,
        main: spec.containers,
        containers: [...(spec.initContainers ?? []), ...spec.containers],
        manifests,
      });
    },
  };
}

const containerRule = (id: string, states: string, check: (container: Json, pod: Pod) => string[]) =>
  podRule(id, states, (pod) =>
    pod.containers.flatMap((container) => check(container, pod).map((fault) => `container ${container.name}: ${fault}`)),
  );

const hardenedOnly = (rule: Rule): Rule => ({
  ...rule,
  check: (object, manifests) => (manifests.securityProfile === 'hardened' ? rule.check(object, manifests) : []),
});

const HOST_FIELDS = ['hostNetwork', 'hostPID', 'hostIPC', 'hostAliases', 'hostUsers'];
const PROBE_FIELDS = ['initialDelaySeconds', 'periodSeconds', 'timeoutSeconds', 'successThreshold', 'failureThreshold'];
const PROBES = ['startupProbe', 'livenessProbe', 'readinessProbe'];
const SENSITIVE = /secret|token|password|pwd|bearer|jwt|key|credential/i;

const isJob = ({ object }: Pod) => JOBS.includes(object.kind);
const isSingleton = ({ object }: Pod) => object.spec.replicas === 1;

/** Whether a Service sends requests to this container: it targets one of its ports. */
function isServed(container: Json, { object, template, manifests }: Pod): boolean {
  const own = (container.ports ?? []).flatMap((port: Json) => [port.name, port.containerPort]);
  return ofKind(manifests.documents, 'Service').some(
    ({ metadata, spec }) =>
      metadata.namespace === object.metadata.namespace &&
      spec.selector &&
      matches({ matchLabels: spec.selector }, template.metadata?.labels ?? {}) &&
      (spec.ports ?? []).some((port: Json) => own.includes(port.targetPort ?? port.port)),
  );
}

function probeFaults(container: Json, pod: Pod): string[] {
  const wanted = isJob(pod) ? PROBES.slice(1) : PROBES;
  const missing = wanted.filter((probe) => !container[probe]).map((probe) => `no ${probe}`);
  const vague = PROBES.filter((probe) => container[probe]).flatMap((probe) =>
    PROBE_FIELDS.filter((field) => container[probe][field] === undefined).map(
      (field) => `${probe}.${field} is left to the default`,
    ),
  );
  return [...missing, ...vague];
}

/** A probe's port must be one that the container says it has. */
function undeclaredPorts(container: Json): string[] {
  const declared = (container.ports ?? []).flatMap((port: Json) => [port.name, port.containerPort]);
  return PROBES.map(
    (probe) => container[probe]?.httpGet?.port ?? container[probe]?.tcpSocket?.port ?? container[probe]?.grpc?.port,
  )
    .filter((port) => port !== undefined && !declared.includes(port))
    .map((port) => `a probe asks port ${port}, which is not declared`);
}

function spreadFaults({ object, spec }: Pod): string[] {
  const constraints: Json[] = spec.topologySpreadConstraints ?? [];
  const zone = constraints.find(({ topologyKey }) => topologyKey === 'topology.kubernetes.io/zone');
  const host = constraints.find(({ topologyKey }) => topologyKey === 'kubernetes.io/hostname');
  const required = zone?.whenUnsatisfiable === 'DoNotSchedule';
  return [
    ...unless(zone && host, 'it is not spread over zones and hosts'),
    ...constraints
      .filter(({ maxSkew, labelSelector }) => maxSkew !== 1 || !labelSelector)
      .map(({ topologyKey }) => `the spread over ${topologyKey} has another skew than 1 or no selector`),
    ...unless(
      !required || zone.nodeTaintsPolicy === 'Honor',
      'nodeTaintsPolicy is not Honor: after the loss of a zone its replacements stay pending',
    ),
    ...unless(
      !required || isJobKind(object) || zone.matchLabelKeys?.length,
      'no matchLabelKeys: a rollout counts old pods and ends unevenly',
    ),
  ];
}

const isJobKind = ({ kind }: Json) => JOBS.includes(kind) || kind === 'DaemonSet';

export const POD_RULES: Rule[] = [
  podRule('A2', 'volumes belong to a group that is not root', ({ spec }) => [
    ...unless(
      spec.securityContext?.fsGroup > 0 && spec.securityContext.fsGroupChangePolicy,
      'fsGroup (not 0) and fsGroupChangePolicy are not both set',
    ),
    ...unless(!spec.securityContext?.supplementalGroups, 'supplementalGroups is set'),
  ]),
  podRule('A3', 'seccomp RuntimeDefault at the pod, and only there', ({ spec, containers }) => [
    ...unless(spec.securityContext?.seccompProfile?.type === 'RuntimeDefault', "the pod's seccomp profile is not RuntimeDefault"),
    ...unless(
      !containers.some((container) => container.securityContext?.seccompProfile),
      'a container repeats the seccomp profile',
    ),
  ]),
  containerRule('A5', 'all capabilities dropped, none added', ({ securityContext }) => [
    ...unless(securityContext?.capabilities?.drop?.includes('ALL'), 'it does not drop ALL'),
    ...unless(!securityContext?.capabilities?.add, `it adds ${securityContext?.capabilities?.add}`),
  ]),
  podRule('A6', 'writable paths have a limit', ({ spec }) =>
    (spec.volumes ?? [])
      .filter((volume: Json) => volume.emptyDir && !volume.emptyDir.sizeLimit)
      .map((volume: Json) => `emptyDir ${volume.name} has no sizeLimit`),
  ),
  podRule('A7', 'nothing of the host', ({ spec, main }) => [
    ...HOST_FIELDS.filter((field) => spec[field]).map((field) => `${field} is set`),
    ...unless(!spec.securityContext?.sysctls && !spec.securityContext?.windowsOptions, 'sysctls or windowsOptions are set'),
    ...(spec.volumes ?? [])
      .filter((volume: Json) => volume.hostPath)
      .map((volume: Json) => `volume ${volume.name} is a path of the host`),
    ...unless(
      !main.some(
        (container) => container.securityContext?.procMount || (container.ports ?? []).some((port: Json) => port.hostPort),
      ),
      'a container has a host port or a procMount',
    ),
    ...unless(
      !main.some((container) => PROBES.some((probe) => container[probe]?.httpGet?.host || container[probe]?.tcpSocket?.host)),
      'a probe names a host',
    ),
  ]),
  podRule('A9', 'own service account of the same output, no token mounted by itself', ({ object, spec, manifests }) => [
    ...unless(spec.serviceAccountName && spec.serviceAccountName !== 'default', 'it runs as the default account'),
    ...unless(
      ofKind(manifests.documents, 'ServiceAccount').some(
        ({ metadata }) => metadata.name === spec.serviceAccountName && metadata.namespace === object.metadata.namespace,
      ),
      `its account ${spec.serviceAccountName} is not in the output`,
    ),
    ...unless(spec.automountServiceAccountToken === false, 'automountServiceAccountToken is not false'),
  ]),
  podRule('A10', 'an API token is short-lived and read-only', ({ spec, containers }) => {
    const tokens = (spec.volumes ?? []).filter((volume: Json) =>
      volume.projected?.sources?.some((source: Json) => source.serviceAccountToken),
    );
    const writable = containers
      .flatMap((container) => container.volumeMounts ?? [])
      .filter((mount: Json) => !mount.readOnly)
      .map((mount: Json) => mount.name);
    return tokens.flatMap((volume: Json) => [
      ...unless(
        volume.projected.sources.every(
          (source: Json) => !source.serviceAccountToken || source.serviceAccountToken.expirationSeconds <= 3600,
        ),
        `token ${volume.name} lives longer than an hour`,
      ),
      ...unless(!writable.includes(volume.name), `token ${volume.name} is mounted writable`),
    ]);
  }),
  containerRule('A11', 'an image has a tag that is not latest, under hardened a digest too', ({ image }, { manifests }) => [
    ...unless(
      /:[\w][\w.-]*(@|$)/.test(image.slice(image.lastIndexOf('/'))) && !/:latest(@|$)/.test(image),
      `image ${image} has no tag or "latest"`,
    ),
    ...unless(manifests.securityProfile === 'standard' || /@sha256:[0-9a-f]{64}$/.test(image), `image ${image} has no digest`),
  ]),
  containerRule('A13', 'CPU, memory and ephemeral storage requested and limited', ({ resources }) =>
    ['cpu', 'memory', 'ephemeral-storage']
      .filter((resource) => !resources?.requests?.[resource] || !resources?.limits?.[resource])
      .map((resource) => `${resource} lacks a request or a limit`),
  ),
  podRule('A14', 'all probes with every timing written, on declared ports', (pod) =>
    pod.main.flatMap((container) =>
      [...probeFaults(container, pod), ...undeclaredPorts(container)].map((fault) => `container ${container.name}: ${fault}`),
    ),
  ),
  podRule('A17', 'what serves requests leaves slowly; a store hands over or stops by itself', (pod) =>
    pod.main
      .filter((container) => pod.object.kind !== 'StatefulSet' && isServed(container, pod))
      .flatMap((container) => {
        const seconds = container.lifecycle?.preStop?.sleep?.seconds;
        const grace = pod.spec.terminationGracePeriodSeconds ?? 30;
        return [
          ...unless(seconds > 0, `container ${container.name}: no preStop sleep`),
          ...unless(!(seconds >= grace), `container ${container.name}: it sleeps longer than the grace period`),
        ];
      }),
  ),
  podRule('A19', 'only Linux nodes', ({ spec }) =>
    unless(
      JSON.stringify(spec.affinity?.nodeAffinity ?? spec.nodeSelector ?? {}).includes('kubernetes.io/os'),
      'it may be placed on any operating system',
    ),
  ),
  podRule('A20', 'spread over zones and hosts', (pod) => (isSingleton(pod) ? [] : spreadFaults(pod))),
  podRule('A22', 'stateless pods leave a dead node after 30 s', ({ object, spec }) =>
    (object.kind === 'Deployment' ? ['not-ready', 'unreachable'] : [])
      .filter(
        (taint) =>
          !(spec.tolerations ?? []).some(
            (toleration: Json) => toleration.key === `node.kubernetes.io/${taint}` && toleration.tolerationSeconds <= 30,
          ),
      )
      .map((taint) => `it stays on a node that is ${taint} for 300 s`),
  ),
  podRule('A23', 'restart policy is written', (pod) =>
    unless(
      isJob(pod) ? ['OnFailure', 'Never'].includes(pod.spec.restartPolicy) : pod.spec.restartPolicy === 'Always',
      `restartPolicy is ${pod.spec.restartPolicy}`,
    ),
  ),
  hardenedOnly(
    podRule('A24', 'a priority of the output', ({ spec, manifests }) =>
      unless(
        ofKind(manifests.documents, 'PriorityClass').some(({ metadata }) => metadata.name === spec.priorityClassName),
        `priorityClassName ${spec.priorityClassName} is not in the output`,
      ),
    ),
  ),
  podRule('A25', 'no service links; under hardened ndots', ({ spec, manifests }) => [
    ...unless(spec.enableServiceLinks === false, 'enableServiceLinks is not false'),
    ...unless(
      manifests.securityProfile === 'standard' || (spec.dnsConfig?.options ?? []).some((option: Json) => option.name === 'ndots'),
      'dnsConfig sets no ndots',
    ),
  ]),
  podRule('A26', 'ports are named, unique and unprivileged', ({ main }) => {
    const ports: Json[] = main.flatMap((container) => container.ports ?? []);
    const names = ports.map(({ name }) => name);
    return [
      ...ports
        .filter(({ name, containerPort }) => !name || containerPort < 1024 || containerPort === 2222)
        .map(({ name, containerPort }) => `port ${name ?? containerPort} is unnamed or privileged`),
      ...unless(new Set(names).size === names.length, 'two ports have one name'),
    ];
  }),
  containerRule('A27', 'no subPath', ({ volumeMounts }) =>
    (volumeMounts ?? []).filter((mount: Json) => mount.subPath).map((mount: Json) => `mount ${mount.mountPath} has a subPath`),
  ),
  hardenedOnly(
    containerRule('A28', 'no secret in variables', ({ env, envFrom }) => [
      ...(env ?? [])
        .filter((variable: Json) => variable.valueFrom?.secretKeyRef)
        .map((variable: Json) => `${variable.name} is a secret`),
      ...(envFrom ?? [])
        .filter((source: Json) => source.secretRef)
        .map((source: Json) => `all of ${source.secretRef.name} are variables`),
      ...(env ?? [])
        .filter(
          (variable: Json) =>
            variable.value !== undefined && SENSITIVE.test(variable.name) && !String(variable.value).startsWith('/'),
        )
        .map((variable: Json) => `${variable.name} is named as a secret`),
    ]),
  ),
  containerRule('A29', 'variables are unique', ({ env }) => {
    const names = (env ?? []).map(({ name }: Json) => name);
    return unless(new Set(names).size === names.length, 'a variable is set twice');
  }),
  podRule('B3', "the instance label is the workload's name, on it and on its pods", ({ object, template }) =>
    [object.metadata, template.metadata]
      .filter((metadata) => metadata?.labels?.['app.kubernetes.io/instance'] !== object.metadata.name)
      .map((metadata) => `app.kubernetes.io/instance is ${metadata?.labels?.['app.kubernetes.io/instance']}`),
  ),
  {
    id: 'B5',
    states: 'selectors pick their own pods',
    check: (object) =>
      WORKLOADS.includes(object.kind)
        ? unless(
          matches(object.spec.selector, object.spec.template.metadata?.labels ?? {}),
          'its selector does not match its own pods',
        )
        : [],
  },
];
