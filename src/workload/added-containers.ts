import { Size } from 'cdk8s';
import { AbstractPod, Container, ContainerResources, ContainerRestartPolicy, Cpu, k8s } from 'cdk8s-plus-29';
import { Images } from '../catalog/images';
import { cpuMillis } from '../internal/cpu';
import { parseImage } from '../internal/forms/image';
import { Guard } from '../internal/guard';
import { ContainerOverlay } from '../internal/plus/pod-overlay';
import { PlatformSettings } from '../platform/settings';
import { ResolvedResources, resolveResources, toRequirements } from './compute-resources';
import { PodUser, securityContext } from './pod-security';

/** A container that a user added through the L2, beside those of the plan. */
export interface AddedContainer {
  readonly container: Container;
  /** Whether it ends before the main container starts. */
  readonly endsFirst: boolean;
}

/** What the library decides for an added container. */
export interface AddedPlan {
  readonly resources: ResolvedResources;
  /** As whom the pod runs. */
  readonly user: PodUser;
  readonly env: k8s.EnvVar[];
  readonly mounts: k8s.VolumeMount[];
  /** Seconds in which requests may still arrive after the pod begins to terminate. @default - it receives no requests */
  readonly drainSeconds?: number;
}

/** A helper beside the program: most need less, and those that need more state it. */
export const USUAL = { cpu: Cpu.millis(100), memory: Size.mebibytes(128) };
const USUAL_STORAGE = Size.mebibytes(256);

/** The containers of a pod that its plan does not know. */
export function addedContainers(pod: AbstractPod, planned: string[]): AddedContainer[] {
  // Of two containers with one name the first is ours: the other is refused by validation.
  const rest = (containers: Container[]): Container[] =>
    containers.filter(({ name }, index) => !planned.includes(name) || containers.findIndex((other) => other.name === name) !== index);
  return [
    ...rest(pod.containers).map((container) => ({ container, endsFirst: false })),
    ...rest(pod.initContainers).map((container) => ({ container, endsFirst: container.restartPolicy !== ContainerRestartPolicy.ALWAYS })),
  ];
}

/** The resources that an added container states; what it leaves out follows from them, or is modest. */
export function resolveAdded(guard: Guard, { resources = {} }: Container, settings: PlatformSettings): ResolvedResources {
  const { cpu, memory, ephemeralStorage } = resources;
  if (statesNone(resources)) {
    guard.fail('resources', undefined, 'the amounts that the program needs',
      'state cpu and memory: cdk8s-plus-29 promises 512Mi where nothing is stated, and kills at 2Gi', 'Required');
  }
  refuseOvercommitment(guard.within('resources'), 'memory', memory);
  refuseOvercommitment(guard.within('resources'), 'ephemeralStorage', ephemeralStorage);
  return resolveResources(guard, {
    cpu: cpu?.request ?? cpu?.limit,
    cpuLimit: cpu?.limit,
    memory: memory?.limit ?? memory?.request,
    ephemeralStorage: ephemeralStorage?.limit ?? ephemeralStorage?.request ?? USUAL_STORAGE,
  }, USUAL, settings.securityProfile);
}

/** What the library adds to a container that the user added. */
export function overlayAdded(
  { container }: AddedContainer, { resources, user: pod, env, mounts, drainSeconds }: AddedPlan, { images }: PlatformSettings,
): ContainerOverlay {
  const { user, group } = container.securityContext;
  const writesTmp = container.mounts.some(({ path }) => path === '/tmp');
  return {
    image: withDigest(container.image, images),
    resources: toRequirements(resources),
    securityContext: securityContext({ user: user ?? pod.user, group: group ?? user ?? pod.group }),
    env,
    ...drainSeconds === undefined ? {} : drain(container, drainSeconds),
    volumeMounts: [...writesTmp ? [] : [{ name: 'tmp', mountPath: '/tmp' }], ...mounts],
  };
}

/** Delays the stop of a serving container until it receives no more requests; its own preStop hook runs first. */
function drain(container: Container, seconds: number): Pick<k8s.Container, 'lifecycle'> {
  const { lifecycle } = container._toKube();
  return lifecycle?.preStop || container.ports.length === 0 ? {} : { lifecycle: { ...lifecycle, preStop: { sleep: { seconds } } } };
}

/** The default resources of cdk8s-plus-29 cannot be distinguished from resources that the user states. */
function statesNone({ cpu, memory, ephemeralStorage }: ContainerResources): boolean {
  const millis = [cpu?.request, cpu?.limit].map((amount) => amount && cpuMillis(amount));
  const mebibytes = [memory?.request, memory?.limit].map((amount) => amount?.toKibibytes());
  return !ephemeralStorage && `${[...millis, ...mebibytes]}` === `${[1000, 1500, 512 * 1024, 2048 * 1024]}`;
}

function refuseOvercommitment(guard: Guard, prop: string, given: { request?: Size; limit?: Size } | undefined): void {
  const { request, limit } = given ?? {};
  if (request && limit && request.toKibibytes() !== limit.toKibibytes()) {
    guard.fail(prop, `request ${request.asString()}, limit ${limit.asString()}`, 'a request that equals its limit',
      'a pod must not be killed for what it was promised: state one of the two');
  }
}

function withDigest(image: string, images: Images): string {
  const digest = parseImage(image)?.digest ? undefined : images._digestOf(image);
  return digest ? `${image}@${digest}` : image;
}
