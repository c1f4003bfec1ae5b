import { Manifest } from '../../support/manifests';
import {
  all, at, eachContainer, eachMainContainer, eachWorkload, inside, matches, Rule, same, selected, unless,
} from './rule';

/** D9: the users that own the files of official images. */
const OFFICIAL_USERS = [70, 99, 472, 999, 1000, 10001, 65534];
const SERVED = ['Deployment', 'StatefulSet', 'DaemonSet'];
const BATCH = ['Job', 'CronJob'];
const NEVER = ['hostNetwork', 'hostPID', 'hostIPC', 'hostPort', 'hostPath', 'hostAliases', 'sysctls', 'windowsOptions', 'procMount'];
const OPT_IN = ['seLinuxOptions', 'appArmorProfile', 'hostUsers'];
const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];
const PROBE_FIELDS = ['initialDelaySeconds', 'periodSeconds', 'timeoutSeconds', 'successThreshold', 'failureThreshold'];
const RESOURCES = ['cpu', 'memory', 'ephemeral-storage'];
const SENSITIVE = /secret|token|password|pwd|bearer|jwt|key|credential/i;
const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
const IMAGE = /^[a-z0-9][a-z0-9./_-]*:[A-Za-z0-9_][\w.-]{0,127}(@sha256:[0-9a-f]{64})?$/;

function runsAsNobody(context: Manifest): boolean {
  const user = context?.runAsUser;
  return context?.runAsNonRoot === true && user !== 1337 && (user > 10000 || OFFICIAL_USERS.includes(user)) && context.runAsGroup > 0;
}

/** What a probe asks; a named port counts as the number behind it. */
function question(probe: Manifest, container: Manifest): string {
  const handler = probe?.httpGet ?? probe?.tcpSocket ?? probe?.grpc;
  return JSON.stringify(handler ? [handler.path, portNumber(handler.port, container)] : probe?.exec?.command);
}

function portNumber(port: string | number, container: Manifest): number | undefined {
  return (container.ports ?? []).find(({ name, containerPort }: Manifest) => name === port || containerPort === port)?.containerPort;
}

function portIsDeclared(probe: Manifest, container: Manifest): boolean {
  const handler = probe?.httpGet ?? probe?.tcpSocket ?? probe?.grpc;
  return !handler || portNumber(handler.port, container) !== undefined;
}

function ownTerm(term: Manifest, labels: Record<string, string>): boolean {
  return term.topologyKey === 'kubernetes.io/hostname' && matches(term.labelSelector?.matchLabels, labels);
}

function constraint(spec: Manifest, topologyKey: string): Manifest {
  return (spec.topologySpreadConstraints ?? []).find((one: Manifest) => one.topologyKey === topologyKey);
}

/** Section A of rules.md: what holds for every pod. */
export const POD_RULES: Rule[] = [
  {
    id: 'A1',
    says: 'pods and containers run as nobody',
    check: eachWorkload([], ({ object, spec, containers }) => [
      ...unless(runsAsNobody(spec.securityContext), at(object), spec.securityContext),
      ...containers.flatMap((container) => unless(runsAsNobody(container.securityContext), at(object, container.name), container.securityContext)),
    ]),
  },
  {
    id: 'A2',
    says: 'volumes belong to the pod\'s group',
    check: eachWorkload([], ({ object, spec }) => unless(spec.securityContext?.fsGroup > 0 && spec.securityContext.fsGroupChangePolicy === 'OnRootMismatch'
      && !('supplementalGroups' in spec.securityContext), at(object), spec.securityContext)),
  },
  {
    id: 'A3',
    says: 'seccomp is RuntimeDefault, at pod level only',
    check: eachWorkload([], ({ object, spec, containers }) => unless(same(spec.securityContext?.seccompProfile, { type: 'RuntimeDefault' })
      && containers.every((container) => !container.securityContext?.seccompProfile), at(object), 'seccompProfile')),
  },
  {
    id: 'A4',
    says: 'no container is privileged or becomes so',
    check: eachContainer(({ securityContext }, where) =>
      unless(securityContext?.privileged === false && securityContext.allowPrivilegeEscalation === false, where, securityContext)),
  },
  {
    id: 'A5',
    says: 'all capabilities are dropped',
    check: eachContainer(({ securityContext }, where) => unless(same(securityContext?.capabilities, { drop: ['ALL'] }), where, securityContext?.capabilities)),
  },
  {
    id: 'A6',
    says: 'the root file system is read only, and every scratch folder has a limit',
    check: eachWorkload([], ({ object, spec, containers }) => [
      ...containers.flatMap(({ name, securityContext }) =>
        unless(securityContext?.readOnlyRootFilesystem === true, at(object, name), securityContext)),
      ...(spec.volumes ?? []).flatMap((volume: Manifest) => unless(!volume.emptyDir || volume.emptyDir.sizeLimit, at(object), volume)),
    ]),
  },
  {
    id: 'A7',
    says: 'nothing of the host is used',
    check: eachWorkload([], ({ object, spec, containers }) => [
      ...inside(spec).filter(([path]) => NEVER.includes(path.split('/').pop()!)).map(([path]) => `${at(object)}: ${path}`),
      ...containers.flatMap((container) => [...PROBES, 'lifecycle'].flatMap((field) => inside(container[field], field)))
        .filter(([path]) => path.endsWith('/host')).map(([path]) => `${at(object)}: ${path}`),
    ]),
  },
  {
    id: 'A8',
    says: 'no SELinux, AppArmor or user namespace options by default',
    check: eachWorkload([], ({ object, spec }) =>
      inside(spec).filter(([path]) => OPT_IN.includes(path.split('/').pop()!)).map(([path]) => `${at(object)}: ${path}`)),
  },
  {
    id: 'A9',
    says: 'each pod has a service account of its own, without a token',
    check: eachWorkload([], ({ object, spec, namespace }, world) => {
      const account = all(world, 'ServiceAccount').find(({ metadata }) => metadata.namespace === namespace && metadata.name === spec.serviceAccountName);
      return unless(account?.automountServiceAccountToken === false && spec.serviceAccountName !== 'default' && spec.automountServiceAccountToken === false,
        at(object), `serviceAccountName ${spec.serviceAccountName}`);
    }),
  },
  {
    id: 'A10',
    says: 'who may call the Kubernetes API has a token of an hour at the usual path, and nobody else has one',
    check: eachWorkload([], ({ object, spec, namespace, main }, world) => {
      const bound = all(world, 'RoleBinding', 'ClusterRoleBinding').some(({ subjects }) =>
        subjects.some((subject: Manifest) => subject.name === spec.serviceAccountName && subject.namespace === namespace));
      const volume = (spec.volumes ?? []).find((one: Manifest) => one.projected?.sources.some((source: Manifest) => source.serviceAccountToken));
      const token = volume?.projected.sources.find((source: Manifest) => source.serviceAccountToken)?.serviceAccountToken;
      const mounted = main.some(({ volumeMounts }) => (volumeMounts ?? []).some((mount: Manifest) =>
        mount.name === volume?.name && mount.mountPath === TOKEN_PATH && mount.readOnly));
      return bound
        ? unless(token?.expirationSeconds === 3600 && token.path === 'token' && mounted && volume.projected.sources.length === 3, at(object), volume ?? 'no token')
        : unless(!volume, at(object), 'a token that nothing is allowed with');
    }),
  },
  {
    id: 'A11',
    says: 'images have a tag that says a version',
    check: eachContainer(({ image }, where) => unless(IMAGE.test(image) && !/:latest(@|$)/.test(image), where, image)),
  },
  {
    id: 'A11',
    says: 'images have a digest',
    hardened: true,
    check: eachContainer(({ image }, where) => unless(/@sha256:[0-9a-f]{64}$/.test(image), where, image)),
  },
  {
    id: 'A12',
    says: 'the registry is asked at each start',
    check: eachContainer(({ imagePullPolicy }, where) => unless(imagePullPolicy === 'Always', where, `imagePullPolicy ${imagePullPolicy}`)),
  },
  {
    id: 'A13',
    says: 'CPU, memory and local disk are asked for and limited; memory and disk are one number',
    check: eachContainer(({ resources }, where) => unless(RESOURCES.every((name) => resources?.requests?.[name] && resources.limits?.[name])
      && ['memory', 'ephemeral-storage'].every((name) => resources.requests[name] === resources.limits[name]), where, resources)),
  },
  {
    id: 'A13',
    says: 'requests equal limits',
    hardened: true,
    check: eachContainer(({ resources }, where) =>
      unless(RESOURCES.every((name) => resources?.requests?.[name] === resources?.limits?.[name]), where, resources)),
  },
  {
    id: 'A14',
    says: 'three probes with every number written, on declared ports',
    check: eachMainContainer(SERVED, (container, where) => PROBES.flatMap((name) =>
      unless(container[name] && PROBE_FIELDS.every((field) => field in container[name]) && portIsDeclared(container[name], container),
        `${where} ${name}`, container[name] ?? 'missing'))),
  },
  {
    id: 'A15',
    says: 'liveness does not ask what readiness asks',
    check: eachMainContainer([], (container, where) =>
      unless(question(container.livenessProbe, container) !== question(container.readinessProbe, container), where, container.livenessProbe)),
  },
  {
    id: 'A16',
    says: 'jobs are asked by commands, and not at their start',
    check: eachMainContainer(BATCH, (container, where) => unless(container.livenessProbe?.exec
      && container.readinessProbe?.exec && !container.startupProbe,
    where, PROBES.filter((name) => container[name]).join(', ') || 'no probes')),
  },
  {
    id: 'A17',
    says: 'what a Service sends requests to waits until they end; a store hands over or stops by itself',
    check: (world) => all(world, 'Service').filter(({ spec }) => spec.clusterIP !== 'None').flatMap((service) =>
      selected(world, service.metadata.namespace, service.spec.selector).filter(({ object }) => object.kind !== 'StatefulSet').flatMap(({ object, spec, main }) => main
        .filter(({ ports }) => (ports ?? []).some(({ name }: Manifest) => service.spec.ports.some(({ targetPort }: Manifest) => targetPort === name)))
        .flatMap((container) => unless(container.lifecycle?.preStop?.sleep?.seconds >= 10
          && spec.terminationGracePeriodSeconds >= container.lifecycle.preStop.sleep.seconds + 5, at(object, container.name), container.lifecycle ?? 'no preStop')))),
  },
  {
    id: 'A18',
    says: 'pods of a workload stay off each other\'s nodes',
    check: eachWorkload(['Deployment', 'StatefulSet'], ({ object, pod, spec }) => {
      const { requiredDuringSchedulingIgnoredDuringExecution: required = [], preferredDuringSchedulingIgnoredDuringExecution: preferred = [] }
        = spec.affinity?.podAntiAffinity ?? {};
      return unless(required.some((term: Manifest) => ownTerm(term, pod.metadata.labels))
        || preferred.some((term: Manifest) => term.weight === 100 && ownTerm(term.podAffinityTerm, pod.metadata.labels)), at(object), spec.affinity);
    }),
  },
  {
    id: 'A19',
    says: 'nodes run Linux',
    check: eachWorkload([], ({ object, spec }) => {
      const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
      return unless(terms.length > 0 && terms.every(({ matchExpressions }: Manifest) => (matchExpressions ?? []).some((expression: Manifest) =>
        same([expression.key, expression.operator, expression.values], ['kubernetes.io/os', 'In', ['linux']]))), at(object), spec.affinity?.nodeAffinity);
    }),
  },
  {
    id: 'A20',
    says: 'pods spread over zones and nodes',
    check: eachWorkload([], ({ object, pod, spec }) => {
      const [zone, node] = ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((key) => constraint(spec, key));
      const selects = [zone, node].every((one) => one?.maxSkew === 1 && one.labelSelector
        && matches(one.labelSelector.matchLabels, pod.metadata.labels));
      const strict = zone?.whenUnsatisfiable === 'DoNotSchedule' ? zone.nodeTaintsPolicy === 'Honor' : zone?.whenUnsatisfiable === 'ScheduleAnyway';
      const domains = zone?.minDomains === undefined
        || (object.kind === 'StatefulSet' && object.spec.volumeClaimTemplates && zone.whenUnsatisfiable === 'DoNotSchedule');
      return unless(selects && strict && node.whenUnsatisfiable === 'ScheduleAnyway' && domains, at(object), spec.topologySpreadConstraints);
    }),
  },
  {
    id: 'A21',
    says: 'revisions spread each for itself',
    check: eachWorkload([], ({ object, kind, spec }) => {
      const keys = ({ Deployment: ['pod-template-hash'], StatefulSet: ['controller-revision-hash'] } as Record<string, string[]>)[kind];
      return (spec.topologySpreadConstraints ?? []).flatMap((one: Manifest) => unless(same(one.matchLabelKeys, keys), at(object), one.matchLabelKeys ?? 'none'));
    }),
  },
  {
    id: 'A22',
    says: 'stateless pods leave a lost node after half a minute, others stay',
    check: eachWorkload([], ({ object, kind, spec }) => {
      const early = (spec.tolerations ?? []).filter(({ effect, tolerationSeconds }: Manifest) => effect === 'NoExecute' && tolerationSeconds === 30)
        .map(({ key }: Manifest) => key).sort();
      return unless(same(early, kind === 'StatefulSet' ? [] : ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']), at(object), early);
    }),
  },
  {
    id: 'A23',
    says: 'the restart policy is written',
    check: eachWorkload([], ({ object, kind, spec }) =>
      unless(spec.restartPolicy === (BATCH.includes(kind) ? 'OnFailure' : 'Always'), at(object), `restartPolicy ${spec.restartPolicy}`)),
  },
  {
    id: 'A24',
    says: 'pods have a priority class of ours',
    hardened: true,
    check: eachWorkload([], ({ object, spec }, world) => unless(!/^system-/.test(spec.priorityClassName ?? 'system-')
      && all(world, 'PriorityClass').some(({ metadata }) => metadata.name === spec.priorityClassName), at(object), `priorityClassName ${spec.priorityClassName}`)),
  },
  {
    id: 'A25',
    says: 'no variables are made from Services',
    check: eachWorkload([], ({ object, spec }) => unless(spec.enableServiceLinks === false, at(object), `enableServiceLinks ${spec.enableServiceLinks}`)),
  },
  {
    id: 'A25',
    says: 'names of five parts are not searched for',
    hardened: true,
    check: eachWorkload([], ({ object, spec }) => unless((spec.dnsConfig?.options ?? []).some((option: Manifest) => option.name === 'ndots' && option.value === '2'),
      at(object), spec.dnsConfig ?? 'no dnsConfig')),
  },
  {
    id: 'A26',
    says: 'ports have names, differ, are high and are not SSH\'s',
    check: eachWorkload([], ({ object, containers }) => {
      const ports = containers.flatMap((container) => container.ports ?? []);
      const numbers = ports.map(({ containerPort }: Manifest) => containerPort);
      const names = ports.map(({ name }: Manifest) => name);
      return unless(new Set(numbers).size === numbers.length && new Set(names).size === names.length
        && names.every((name) => /^[a-z]([a-z0-9-]{0,13}[a-z0-9])?$/.test(name ?? '')) && numbers.every((port) => port >= 1024 && port !== 2222), at(object), ports);
    }),
  },
  {
    id: 'A27',
    says: 'Secrets and files come as read-only projected volumes, without sub-paths',
    hardened: true,
    check: eachWorkload([], ({ object, spec, containers }) => [
      ...inside(containers).filter(([path]) => /\/subPath(Expr)?$/.test(path)).map(([path]) => `${at(object)}: ${path}`),
      ...(spec.volumes ?? []).flatMap((volume: Manifest) => {
        const readOnly = containers.flatMap(({ volumeMounts }) => volumeMounts ?? []).filter((mount: Manifest) => mount.name === volume.name)
          .every((mount: Manifest) => mount.readOnly);
        return unless(!volume.secret && !volume.configMap
          && (!volume.projected || (volume.projected.defaultMode === 0o440 && readOnly)), at(object), volume);
      }),
    ]),
  },
  {
    id: 'A28',
    says: 'no credential stands in the environment',
    hardened: true,
    check: eachContainer(({ env = [], envFrom = [] }, where) => [
      ...unless(envFrom.every((source: Manifest) => !source.secretRef), where, envFrom),
      ...env.flatMap((variable: Manifest) => unless(!variable.valueFrom?.secretKeyRef
        && (variable.value === undefined || !SENSITIVE.test(variable.name) || variable.value.startsWith('/')), where, variable.name)),
    ]),
  },
  {
    id: 'A29',
    says: 'variables are set once',
    check: eachContainer(({ env = [] }, where) => unless(new Set(env.map(({ name }: Manifest) => name)).size === env.length, where,
      env.map(({ name }: Manifest) => name))),
  },
];
