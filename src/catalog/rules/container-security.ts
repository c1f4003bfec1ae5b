import { offendingContainers } from './cel';
import { inside, Json, same } from './manifest';
import { Rule, eachContainer, IMAGE_USERS, ofRestrictedPods, ofWorkloads, unless } from './rule';

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];
const NEVER = ['hostNetwork', 'hostPID', 'hostIPC', 'hostPort', 'hostPath', 'hostAliases', 'sysctls', 'windowsOptions', 'procMount'];
const OPT_IN = ['seLinuxOptions', 'appArmorProfile', 'hostUsers'];

function mayRunAsRoot(container: Json, pod: Json): boolean {
  const user = container.securityContext?.runAsUser ?? pod.securityContext?.runAsUser ?? 0;
  return !(container.securityContext?.runAsNonRoot ?? pod.securityContext?.runAsNonRoot ?? false) || !(user > 10000 || IMAGE_USERS.includes(user));
}

function statesUser(context: Json): boolean {
  const { runAsNonRoot, runAsUser, runAsGroup } = context ?? {};
  return runAsNonRoot === true && runAsUser !== 1337 && (runAsUser > 10000 || IMAGE_USERS.includes(runAsUser)) && runAsGroup > 0;
}

/** The fields of a pod that reach into its node. */
function hostFields({ spec, containers }: { spec: Json; containers: Json[] }): string[] {
  return [
    ...['hostNetwork', 'hostPID', 'hostIPC'].filter((field) => spec[field]),
    ...unless(!spec.hostAliases?.length, 'hostAliases'),
    ...unless(!spec.securityContext?.sysctls?.length, 'sysctls'),
    ...(spec.volumes ?? []).filter(({ hostPath }: Json) => hostPath).map(({ name }: Json) => `hostPath of volume ${name}`),
    ...containers.filter(({ ports }) => (ports ?? []).some(({ hostPort }: Json) => hostPort > 0)).map(({ name }) => `hostPort of ${name}`),
    ...containers.filter(({ securityContext }) => (securityContext?.procMount ?? 'Default') !== 'Default').map(({ name }) => `procMount of ${name}`),
    ...containers.filter((container) => PROBES.some((probe) => container[probe]?.httpGet?.host || container[probe]?.tcpSocket?.host))
      .map(({ name }) => `host in a probe of ${name}`),
  ];
}

/** A1 to A8: what keeps a program within its container. Namespaces for node agents are exempt. */
export const CONTAINER_SECURITY_RULES: Rule[] = [
  {
    id: 'A1',
    text: 'Containers run as a non-root user that does not exist on the node',
    reason: 'A process that escapes its container has the permissions of its user on the node.',
    check: ofRestrictedPods(eachContainer((container, { spec }) => unless(!mayRunAsRoot(container, spec),
      'runAsNonRoot is not true, or runAsUser is not above 10000 (or the user of an official image)'))),
    ours: ofRestrictedPods(({ spec, containers }) => [
      ...unless(statesUser(spec.securityContext), 'the pod does not state its user and group'),
      ...containers.flatMap(({ name, securityContext }) => unless(statesUser(securityContext), `container ${name} does not state its user and group`)),
    ]),
    admission: {
      offenders: ({ imageUsers }) => offendingContainers([
        '!c.?securityContext.?runAsNonRoot.orValue(variables.pod.?securityContext.?runAsNonRoot.orValue(false)) ||',
        '![c.?securityContext.?runAsUser.orValue(variables.pod.?securityContext.?runAsUser.orValue(0))]',
        `  .exists(user, user > 10000 || user in [${imageUsers.join(', ')}])`,
      ]),
      message: ({ imageUsers }) => `may run as root or as a user of the node: set runAsNonRoot: true and a runAsUser above 10000${
        imageUsers.length > 0 ? ` (or the user that owns the image's files: ${imageUsers.join(', ')})` : ''}`,
    },
  },
  {
    id: 'A2',
    text: 'The pod sets fsGroup and fsGroupChangePolicy, and no supplementalGroups',
    reason: 'Without fsGroup the container cannot write to its volumes; without the policy the kubelet changes the owner of every file at each start.',
    check: ofWorkloads(({ spec: { securityContext = {} } }) => [
      ...unless(securityContext.fsGroup > 0 && securityContext.fsGroupChangePolicy, 'fsGroup (not 0) and fsGroupChangePolicy are not both set'),
      ...unless(!securityContext.supplementalGroups, 'supplementalGroups is set'),
    ]),
    ours: ofWorkloads(({ spec }) => unless(spec.securityContext?.fsGroupChangePolicy === 'OnRootMismatch', 'fsGroupChangePolicy is not OnRootMismatch')),
  },
  {
    id: 'A3',
    text: 'The seccomp profile is RuntimeDefault',
    reason: 'Without one a container may make any system call, including those with known vulnerabilities.',
    check: ofRestrictedPods(eachContainer(({ securityContext }, { spec }) => unless(['RuntimeDefault', 'Localhost'].includes(
      securityContext?.seccompProfile?.type ?? spec.securityContext?.seccompProfile?.type), 'neither it nor the pod has seccompProfile RuntimeDefault'))),
    ours: ofRestrictedPods(({ spec, containers }) => unless(same(spec.securityContext?.seccompProfile, { type: 'RuntimeDefault' })
      && containers.every(({ securityContext }) => !securityContext?.seccompProfile), 'seccompProfile does not stand at the pod, and only there')),
    admission: {
      offenders: () => offendingContainers([
        '!(c.?securityContext.?seccompProfile.?type',
        '  .orValue(variables.pod.?securityContext.?seccompProfile.?type.orValue("")) in ["RuntimeDefault", "Localhost"])',
      ]),
      message: () => 'may make every system call: set seccompProfile.type: RuntimeDefault in the securityContext of the pod',
    },
  },
  {
    id: 'A4',
    text: 'Containers are not privileged and cannot escalate privileges',
    reason: 'A privileged container is root on the node.',
    check: ofRestrictedPods(eachContainer(({ securityContext }) => unless(
      !securityContext?.privileged && securityContext?.allowPrivilegeEscalation === false, 'it is privileged, or allowPrivilegeEscalation is not false'))),
    ours: ofRestrictedPods(eachContainer(({ securityContext }) => unless(securityContext?.privileged === false, 'privileged is not written'))),
    admission: {
      offenders: () => offendingContainers([
        'c.?securityContext.?privileged.orValue(false) ||',
        'c.?securityContext.?allowPrivilegeEscalation.orValue(true)',
      ]),
      message: () => 'may gain privileges: set privileged: false and allowPrivilegeEscalation: false',
    },
  },
  {
    id: 'A5',
    text: 'Containers drop all capabilities and add none',
    reason: 'Capabilities are pieces of root, and few programs need any.',
    check: ofRestrictedPods(eachContainer(({ securityContext }) => [
      ...unless(securityContext?.capabilities?.drop?.includes('ALL'), 'it does not drop ALL capabilities'),
      ...unless(!securityContext?.capabilities?.add?.length, `it adds the capabilities ${securityContext?.capabilities?.add}`),
    ])),
    admission: {
      offenders: () => offendingContainers([
        '!c.?securityContext.?capabilities.?drop.orValue([]).exists(name, name == "ALL") ||',
        'c.?securityContext.?capabilities.?add.orValue([]).size() > 0',
      ]),
      message: () => 'keeps capabilities of root: set capabilities.drop: [ALL] and no add',
    },
  },
  {
    id: 'A6',
    text: 'The root file system is read-only, and every emptyDir has a sizeLimit',
    reason: 'An attacker can replace files that are writable, and a volume without a limit can fill the disk of the node.',
    check: ofRestrictedPods((workload) => [
      ...eachContainer(({ securityContext }) => unless(securityContext?.readOnlyRootFilesystem === true, 'its root file system is writable'))(workload),
      ...(workload.spec.volumes ?? []).filter(({ emptyDir }: Json) => emptyDir && !emptyDir.sizeLimit).map(({ name }: Json) => `emptyDir ${name} has no sizeLimit`),
    ]),
    admission: {
      offenders: () => `${offendingContainers(['!c.?securityContext.?readOnlyRootFilesystem.orValue(false)'])} +\n`
        + 'variables.volumes.filter(v, has(v.emptyDir) && !has(v.emptyDir.sizeLimit)).map(v, "volume " + v.name)',
      message: () => 'may write anywhere or without a limit: set readOnlyRootFilesystem: true, and mount an emptyDir with a sizeLimit where it writes',
    },
  },
  {
    id: 'A7',
    text: 'Pods use nothing of the node: no host namespaces, ports, paths or aliases, no sysctls, no procMount, no host in a probe',
    reason: 'Each of them gives access to the node or to other pods.',
    check: ofRestrictedPods((workload) => hostFields(workload).map((field) => `${field} is set`)),
    ours: ofRestrictedPods(({ spec, containers }) => [
      ...inside(spec).filter(([path]) => NEVER.includes(path.split('/').pop()!)).map(([path]) => path),
      ...containers.flatMap((container) => inside(container.lifecycle, 'lifecycle')).filter(([path]) => path.endsWith('/host')).map(([path]) => path),
    ].map((path) => `${path} is written`)),
    admission: {
      offenders: () => [
        '(variables.pod.?hostNetwork.orValue(false) ? ["hostNetwork"] : []) +',
        '(variables.pod.?hostPID.orValue(false) ? ["hostPID"] : []) +',
        '(variables.pod.?hostIPC.orValue(false) ? ["hostIPC"] : []) +',
        '(variables.pod.?hostAliases.orValue([]).size() > 0 ? ["hostAliases"] : []) +',
        '(variables.pod.?securityContext.?sysctls.orValue([]).size() > 0 ? ["sysctls"] : []) +',
        'variables.volumes.filter(v, has(v.hostPath)).map(v, "hostPath of volume " + v.name) +',
        'variables.containers.filter(c, c.?ports.orValue([]).exists(port, port.?hostPort.orValue(0) > 0))',
        '  .map(c, "hostPort of " + c.name) +',
        'variables.containers.filter(c, c.?securityContext.?procMount.orValue("Default") != "Default")',
        '  .map(c, "procMount of " + c.name) +',
        `variables.containers.filter(c, ${PROBES.flatMap((probe) => [
          `c.?${probe}.?httpGet.?host.orValue("") != ""`, `c.?${probe}.?tcpSocket.?host.orValue("") != ""`,
        ]).join(' ||\n  ')})`,
        '  .map(c, "host in a probe of " + c.name)',
      ].join('\n'),
      message: () => 'reaches into the node: leave it out, or use a namespace with PodSecurityLevel.PRIVILEGED for node agents',
    },
  },
  {
    id: 'A8',
    text: 'SELinux, AppArmor and user namespace options are left to the cluster',
    reason: 'A pod that names a profile does not start on a node that lacks it.',
    ours: ofWorkloads(({ spec }) => inside(spec).filter(([path]) => OPT_IN.includes(path.split('/').pop()!)).map(([path]) => `${path} is written`)),
  },
];
