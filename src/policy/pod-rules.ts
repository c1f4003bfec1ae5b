import { PlatformSettings } from '../platform/settings';
import { PolicyKinds, PolicyRule, PolicyVariable, texts } from './policy-plan';

/** Everything that people write pods in. */
export const PODS: PolicyKinds[] = [
  { apiGroup: '', kinds: { pods: 'Pod' } },
  { apiGroup: 'apps', kinds: { deployments: 'Deployment', statefulsets: 'StatefulSet', daemonsets: 'DaemonSet', replicasets: 'ReplicaSet' } },
  { apiGroup: 'batch', kinds: { jobs: 'Job', cronjobs: 'CronJob' } },
];

/** Istio adds these containers, and its users name them to change the injection: Istio answers for what is in them. */
const SIDECARS = ['istio-proxy', 'istio-init', 'istio-validation'];

/** What rules about pods read. The type checker knows one kind at a time, so the object is `dyn` where kinds differ. */
export function podVariables({ mesh }: PlatformSettings): PolicyVariable[] {
  const all = 'variables.pod.?initContainers.orValue([]) + variables.pod.containers';
  return [
    {
      name: 'pod',
      expression: [
        'object.kind == "Pod" ? dyn(object).spec :',
        'object.kind == "CronJob" ? dyn(object).spec.jobTemplate.spec.template.spec :',
        'dyn(object).spec.template.spec',
      ].join('\n'),
    },
    { name: 'containers', expression: mesh.isIstio ? `(${all}).filter(c, !(c.name in ${texts(SIDECARS)}))` : all },
    { name: 'volumes', expression: 'variables.pod.?volumes.orValue([])' },
  ];
}

/** What keeps a program within its container. */
export function podSecurityRules(imageUsers: number[]): PolicyRule[] {
  return [
    {
      id: 'A1',
      offenders: offendingContainers([
        '!c.?securityContext.?runAsNonRoot.orValue(variables.pod.?securityContext.?runAsNonRoot.orValue(false)) ||',
        '![c.?securityContext.?runAsUser.orValue(variables.pod.?securityContext.?runAsUser.orValue(0))]',
        `  .exists(user, user > 10000 || user in [${imageUsers.join(', ')}])`,
      ]),
      message: `may run as root or as a user of the node: write runAsNonRoot: true and a runAsUser above 10000${
        imageUsers.length > 0 ? ` (or the user that owns the image's files: ${imageUsers.join(', ')})` : ''}`,
    },
    {
      id: 'A3',
      offenders: offendingContainers([
        '!(c.?securityContext.?seccompProfile.?type',
        '  .orValue(variables.pod.?securityContext.?seccompProfile.?type.orValue("")) in ["RuntimeDefault", "Localhost"])',
      ]),
      message: 'may make every system call: write seccompProfile.type: RuntimeDefault in the securityContext of the pod',
    },
    {
      id: 'A4',
      offenders: offendingContainers([
        'c.?securityContext.?privileged.orValue(false) ||',
        'c.?securityContext.?allowPrivilegeEscalation.orValue(true)',
      ]),
      message: 'may gain privileges: write privileged: false and allowPrivilegeEscalation: false',
    },
    {
      id: 'A5',
      offenders: offendingContainers([
        '!c.?securityContext.?capabilities.?drop.orValue([]).exists(name, name == "ALL") ||',
        'c.?securityContext.?capabilities.?add.orValue([]).size() > 0',
      ]),
      message: 'keeps capabilities of root: write capabilities.drop: [ALL] and no add',
    },
    {
      id: 'A6',
      offenders: `${offendingContainers(['!c.?securityContext.?readOnlyRootFilesystem.orValue(false)'])} +\n`
        + 'variables.volumes.filter(v, has(v.emptyDir) && !has(v.emptyDir.sizeLimit)).map(v, "volume " + v.name)',
      message: 'may write anywhere or without a limit: write readOnlyRootFilesystem: true and an emptyDir with a sizeLimit where it writes',
    },
    {
      id: 'A7',
      offenders: [
        '(variables.pod.?hostNetwork.orValue(false) ? ["hostNetwork"] : []) +',
        '(variables.pod.?hostPID.orValue(false) ? ["hostPID"] : []) +',
        '(variables.pod.?hostIPC.orValue(false) ? ["hostIPC"] : []) +',
        '(variables.pod.?hostAliases.orValue([]).size() > 0 ? ["hostAliases"] : []) +',
        '(variables.pod.?securityContext.?sysctls.orValue([]).size() > 0 ? ["sysctls"] : []) +',
        'variables.volumes.filter(v, has(v.hostPath)).map(v, "hostPath of volume " + v.name) +',
        'variables.containers.filter(c, c.?ports.orValue([]).exists(port, port.?hostPort.orValue(0) > 0))',
        '  .map(c, "hostPort of " + c.name) +',
        'variables.containers.filter(c, c.?securityContext.?procMount.orValue("Default") != "Default")',
        '  .map(c, "procMount of " + c.name)',
      ].join('\n'),
      message: 'reaches into the node: leave it out, node agents have namespaces of PodSecurityLevel.PRIVILEGED',
    },
  ];
}

/** A CEL list of the names of those containers of which a condition on `c` is true. */
export function offendingContainers(condition: string[], containers: string = 'variables.containers'): string {
  const [first, ...others] = condition;
  return others.length === 0
    ? `${containers}.filter(c, ${first}).map(c, c.name)`
    : `${containers}.filter(c,\n${condition.map((line) => `  ${line}`).join('\n')}\n).map(c, c.name)`;
}
