import { PlatformSettings } from '../platform/settings';
import { offendingContainers } from './pod-rules';
import { PolicyRule, text } from './policy-plan';

const LITERAL_CREDENTIAL = '(?i)(secret|token|password|pwd|bearer|jwt|key|credential)';

/** What lets other people run a program: which one it is, what it needs, whether it lives. */
export function workloadRules({ securityProfile }: PlatformSettings): PolicyRule[] {
  return [
    {
      id: 'A9',
      offenders: [
        '(variables.pod.?automountServiceAccountToken.orValue(true) ? ["automountServiceAccountToken"] : []) +',
        '(variables.pod.?serviceAccountName.orValue("default") in ["", "default"] ? ["serviceAccountName"] : [])',
      ].join('\n'),
      message: 'gets an identity that it may not need: write automountServiceAccountToken: false and a serviceAccountName of its own,'
        + ' and project a short-lived token where it calls the Kubernetes API',
    },
    securityProfile.isHardened ? digest() : tag(),
    securityProfile.isHardened ? equalResources() : statedResources(),
    {
      id: 'A14',
      offenders: longRunning('!has(c.livenessProbe) || !has(c.readinessProbe) || !has(c.startupProbe)'),
      message: 'is not noticed when it hangs or is not ready: write livenessProbe, readinessProbe and startupProbe',
    },
    {
      id: 'A15',
      offenders: longRunning('has(c.livenessProbe) && has(c.readinessProbe) &&',
        '["httpGet", "tcpSocket", "exec", "grpc"].all(kind, c.livenessProbe[?kind] == c.readinessProbe[?kind])'),
      message: 'is restarted when it should only get no requests: let livenessProbe ask something else than readinessProbe',
    },
    {
      id: 'A26',
      offenders: offendingContainers(['c.?ports.orValue([]).exists(port, port.containerPort < 1024 || port.containerPort == 2222)']),
      message: 'listens where it has no right to: write a containerPort of 1024 or more (and not 2222, which looks like SSH)',
    },
    {
      id: 'A29',
      offenders: offendingContainers(['!c.?env.orValue([]).all(env, c.env.exists_one(other, other.name == env.name))']),
      message: 'has a variable twice, and the last one wins: write each name once',
    },
  ];
}

/** What the hardened security profile asks for besides. */
export function hardenedRules(platform: string): PolicyRule[] {
  return [
    {
      id: 'A24',
      offenders: `variables.pod.?priorityClassName.orValue("").startsWith(${text(`${platform}-`)}) ? [] : ["priorityClassName"]`,
      message: `does not say who goes first when room is short: write ${platform}-serving, ${platform}-data or ${platform}-batch`,
    },
    {
      id: 'A27',
      offenders: offendingContainers(['c.?volumeMounts.orValue([]).exists(mount, mount.?subPath.orValue("") != "" || mount.?subPathExpr.orValue("") != "")']),
      message: 'never sees a changed file, because it mounts a subPath: mount the folder',
    },
    {
      id: 'A28',
      offenders: offendingContainers([
        'c.?envFrom.orValue([]).exists(from, has(from.secretRef)) ||',
        'c.?env.orValue([]).exists(env, has(env.valueFrom) && has(env.valueFrom.secretKeyRef)) ||',
        `c.?env.orValue([]).exists(env, env.?value.orValue("") != "" && env.name.matches(${text(LITERAL_CREDENTIAL)}) && !env.name.endsWith("_FILE"))`,
      ]),
      message: 'has a credential in its environment: mount the Secret as a projected volume and name the file',
    },
  ];
}

function tag(): PolicyRule {
  return {
    id: 'A11',
    offenders: offendingContainers(['!c.image.matches("^[^@]*:[^:/@]+(@sha256:[0-9a-f]{64})?$") || c.image.matches(":latest(@.*)?$")']),
    message: 'is another program tomorrow: write an image with a tag that says a version',
  };
}

function digest(): PolicyRule {
  return {
    id: 'A11',
    offenders: offendingContainers(['!c.image.matches("^[^@]*:[^:/@]+@sha256:[0-9a-f]{64}$") || c.image.matches(":latest@.*$")']),
    message: 'may be another program tomorrow: write an image with a tag that says a version and with its digest: name:tag@sha256:...',
  };
}

function statedResources(): PolicyRule {
  return {
    id: 'A13',
    offenders: offendingContainers([
      '!["cpu", "memory"].all(name, name in c.?resources.?requests.orValue({})) ||',
      '!("memory" in c.?resources.?limits.orValue({}))',
    ]),
    message: 'does not say what it needs: write resources.requests of cpu and memory, and resources.limits of memory',
  };
}

function equalResources(): PolicyRule {
  return {
    id: 'A13',
    offenders: offendingContainers([
      '!["cpu", "memory", "ephemeral-storage"].all(name,',
      '  name in c.?resources.?requests.orValue({}) && name in c.?resources.?limits.orValue({}) &&',
      '  quantity(string(c.resources.requests[name])).compareTo(quantity(string(c.resources.limits[name]))) == 0)',
    ]),
    message: 'takes from others what it did not ask for: write cpu, memory and ephemeral-storage with requests equal to limits',
  };
}

/** Containers of what is meant to run for ever; jobs end, and a Pod by itself is for a person at the keyboard. */
function longRunning(...condition: string[]): string {
  return `!(object.kind in ["Deployment", "StatefulSet", "DaemonSet"]) ? [] :\n${
    offendingContainers(condition, 'variables.containers.filter(c, variables.pod.containers.exists(main, main.name == c.name))')}`;
}
