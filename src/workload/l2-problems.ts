import { AbstractPod, Container, ContainerPort, k8s, Volume } from 'cdk8s-plus-29';
import { Guard } from '../internal/guard';
import { own } from '../internal/own';
import { ContainerOverlay } from '../internal/plus/pod-overlay';
import { isRefusal } from '../internal/refusal';
import { PlatformSettings } from '../platform/settings';
import { addedContainers, resolveAdded } from './added-containers';
import { resolveImage } from './pod-plan';

/** The volumes that the Pod Security Standard `restricted` admits. */
const SAFE_VOLUMES = ['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'persistentVolumeClaim', 'projected', 'secret'];
/** As rule A1: users up to 10000 may exist on the node; Istio's is among them, whose traffic its proxies let pass. */
const LOWEST_USER = 10001;

/** What a plan makes of a pod: names that a user cannot give again. */
export interface PlannedNames {
  readonly containers: string[];
  readonly volumes: string[];
}

/** What users added to a pod through the L2 that its namespace would reject, or that would be silently ineffective. */
export function l2Problems(guard: Guard, pod: AbstractPod, planned: PlannedNames, settings: PlatformSettings): string[] {
  const added = addedContainers(pod, planned.containers).map(({ container }) => container);
  const all = [...pod.containers, ...pod.initContainers];
  return [
    ...added.flatMap((container) => problemsOf(guard, container, settings)),
    ...repeated(all.map(({ name }) => name)).flatMap((name) => collect(() =>
      guard.fail(`containers["${name}"].name`, name, 'a name that no other container of the pod has', 'choose another name', 'Duplicate'))),
    ...portProblems(guard, all),
    ...volumesOf(pod, all).flatMap((volume) => collect(() => checkVolume(guard, volume, planned.volumes))),
    ...collect(() => refuseHostAliases(guard, pod)),
  ];
}

/** Variables and folders that a user gave a container which the library gives it too. */
export function clashes(guard: Guard, pod: AbstractPod, ours: Record<string, ContainerOverlay>): string[] {
  return [...pod.containers, ...pod.initContainers].flatMap((container) => {
    const { env = [], volumeMounts = [] } = own(ours, container.name) ?? {};
    const theirs = container._toKube();
    const at = guard.within(`containers["${container.name}"]`);
    const names = (theirs.env ?? []).map(({ name }) => name).filter((name) => env.some((other) => other.name === name));
    const paths = (theirs.volumeMounts ?? []).map(({ mountPath }) => mountPath)
      .filter((path) => volumeMounts.some(({ mountPath }) => mountPath === path));
    return [
      ...names.flatMap((name) => collect(() =>
        at.fail('env', name, 'a variable that the library does not set in this container', 'rename it, or give the connection another prefix', 'Duplicate'))),
      ...paths.flatMap((path) => collect(() =>
        at.fail('mounts', path, 'a folder where the library mounts nothing in this container', 'mount it elsewhere', 'Duplicate'))),
    ];
  });
}

/** Containers that a connection names and that do not exist: they may be added after the connection. */
export function unknownContainers(guard: Guard, pod: AbstractPod, told: string[]): string[] {
  const names = [...pod.containers, ...pod.initContainers].map(({ name }) => name);
  return told.filter((name) => !names.includes(name)).sort().flatMap((name) => collect(() =>
    guard.fail('container', name, `one of ${names.join(', ')}`, 'add the container to the workload, or leave it out for that of the program', 'NotFound')));
}

function problemsOf(guard: Guard, container: Container, settings: PlatformSettings): string[] {
  const at = guard.within(`containers["${container.name}"]`);
  return [
    ...collect(() => resolveImage(at, 'image', container.image, settings)),
    ...collect(() => checkSecurity(at.within('securityContext'), container)),
    ...collect(() => resolveAdded(at, container, settings)),
    ...collect(() => checkHandlers(at, container)),
  ];
}

function checkSecurity(guard: Guard, { securityContext: given }: Container): void {
  const refuse = (prop: string, isGiven: unknown, remedy: string): void => {
    if (isGiven) {
      guard.notAllowed(prop, 'containers run without privileges, as the namespace demands', remedy);
    }
  };
  refuse('privileged', given.privileged, 'leave it out, and run node agents in a namespace of their own with PodSecurityLevel.PRIVILEGED');
  refuse('allowPrivilegeEscalation', given.allowPrivilegeEscalation, 'leave it out');
  refuse('ensureNonRoot', given.ensureNonRoot === false, 'leave it out, and use an image that runs as any user');
  refuse('readOnlyRootFilesystem', given.readOnlyRootFilesystem === false, 'leave it out, and mount an emptyDir where the program writes: /tmp is one');
  refuse('capabilities', given.capabilities?.add?.length, 'leave it out: all capabilities are dropped');
  refuse('seccompProfile', given.seccompProfile && given.seccompProfile.type !== 'RuntimeDefault', 'leave it out for RuntimeDefault');
  if (given.user !== undefined) {
    checkUser(guard, given.user);
  }
  if (given.group !== undefined) {
    guard.integer('group', given.group, { min: 1, max: 2 ** 31 - 1 }, 'leave it out for the group of the pod');
  }
}

export function checkUser(guard: Guard, user: number): void {
  guard.integer('user', user, { min: LOWEST_USER, max: 2 ** 31 - 1 }, 'leave it out for the user of the pod');
}

/** Kubernetes would connect from the node, to wherever the manifest says. */
function checkHandlers(guard: Guard, container: Container): void {
  const { startupProbe, livenessProbe, readinessProbe, lifecycle } = container._toKube();
  const handlers: Record<string, (k8s.Probe | k8s.LifecycleHandler | undefined)[]> = {
    startupProbe: [startupProbe],
    livenessProbe: [livenessProbe],
    readinessProbe: [readinessProbe],
    lifecycle: [lifecycle?.postStart, lifecycle?.preStop],
  };
  for (const [prop, given] of Object.entries(handlers)) {
    if (given.some((handler) => handler?.httpGet?.host || handler?.tcpSocket?.host)) {
      guard.notAllowed(prop, 'it sends requests from the node to a host other than the pod', 'leave out "host"');
    }
  }
}

function portProblems(guard: Guard, containers: Container[]): string[] {
  const all = containers.flatMap((container) => container.ports.map((port, index) => ({ container, port, index })));
  return all.flatMap(({ container, port, index }, position) => collect(() => {
    const at = guard.within(`containers["${container.name}"]`).within(`ports[${index}]`);
    checkPort(at, port);
    const before = all.slice(0, position).map((other) => other.port);
    if (before.some(({ name }) => name === port.name)) {
      at.fail('name', port.name, 'a name that no other port of the pod has', 'a Service finds a port by its name: choose another', 'Duplicate');
    }
    if (before.some(({ number, protocol }) => number === port.number && (protocol ?? 'TCP') === (port.protocol ?? 'TCP'))) {
      at.fail('number', port.number, 'a port that no other container of the pod listens on', 'they share one network: choose another', 'Duplicate');
    }
  }));
}

function checkPort(guard: Guard, { name, number, hostPort, hostIp }: ContainerPort): void {
  guard.podPort('number', number);
  if (name === undefined) {
    guard.fail('name', name, 'a name such as http-admin', 'the Service finds the port by its name, and a mesh its protocol: '
      + 'give ports: [{ name, number }] instead of portNumber');
  }
  if (hostPort !== undefined || hostIp !== undefined) {
    guard.notAllowed('hostPort', 'it opens a port of the node, past every policy', 'leave it out: others reach the port through the Service');
  }
}

function volumesOf(pod: AbstractPod, containers: Container[]): Volume[] {
  return [...new Set([...pod.volumes, ...containers.flatMap(({ mounts }) => mounts.map(({ volume }) => volume))])];
}

function checkVolume(guard: Guard, volume: Volume, planned: string[]): void {
  const { name, ...source } = volume._toKube();
  const [kind] = Object.entries(source).filter(([, value]) => value !== undefined).map(([key]) => key);
  if (!SAFE_VOLUMES.includes(kind)) {
    guard.notAllowed(`volumes["${name}"]`, `a volume of kind ${kind} reaches past the namespace, which refuses the pod`, `use one of ${SAFE_VOLUMES.join(', ')}`);
  }
  if (planned.includes(name)) {
    guard.fail(`volumes["${name}"]`, name, 'a name that no other volume of the pod has', 'choose another name', 'Duplicate');
  }
}

function refuseHostAliases(guard: Guard, { hostAliases }: AbstractPod): void {
  if (hostAliases.length > 0) {
    guard.notAllowed('hostAliases', 'they send what policies and certificates know by a name to another address', 'use an ExternalService');
  }
}

function repeated(names: string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

/** What a check refuses, for a validation: cdk8s writes the path in front. */
export function collect(check: () => void): string[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!isRefusal(error)) {
      throw error;
    }
    return [error.message.replace(/^\[[^\]]*\] /, '')];
  }
}
