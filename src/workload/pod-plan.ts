import { Size } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import { CatalogueImage } from '../catalog/images';
import { imageParts } from '../internal/forms/image';
import { Guard } from '../internal/guard';
import { ContainerOverlay, PodOverlay } from '../internal/plus/pod-overlay';
import { quantity } from '../internal/plus/workloads';
import { AvailabilityZones } from '../model/availability-zones';
import { priorityClassName, PriorityRole } from '../platform/platform';
import { PlatformSettings } from '../platform/settings';
import { AddedContainer, AddedPlan, overlayAdded } from './added-containers';
import { ResolvedResources, toRequirements } from './compute-resources';
import { HealthChecks, toProbes } from './health-check';
import { nodeSelectorTerms, Placement, sharedMemoryVolumes, tolerations } from './placement/placement';
import { PodEnvironment } from './pod-environment';
import { identity, NON_ROOT, PodUser, securityContext } from './pod-security';

/** A named port of a container. */
export interface NamedPort {
  readonly name: string;
  readonly number: number;
}

/** One container, decided. */
export interface ContainerPlan {
  readonly name: string;
  readonly image: string;
  readonly command?: string[];
  readonly args?: string[];
  readonly ports?: NamedPort[];
  readonly resources: ResolvedResources;
  /** A job gets no requests, so it has no readiness. */
  readonly checks?: Omit<HealthChecks, 'readiness'> & Partial<HealthChecks>;
  /** Seconds between the last request that may arrive and the signal to stop; only of what a Service sends requests to. */
  readonly drainSeconds?: number;
  /** What runs before the signal to stop, within the grace period: how a member of a store hands over. */
  readonly stopCommand?: string[];
  readonly env?: k8s.EnvVar[];
  readonly mounts?: k8s.VolumeMount[];
}

/** How pods stand to each other and to zones. */
export interface SpreadPlan {
  readonly zones: AvailabilityZones;
  /** Whether two pods may never share a node. */
  readonly ownNode: boolean;
  /** The label that distinguishes pods of one revision from those of the next. */
  readonly revisionLabel?: string;
  /** Zones that must be there before two pods may share one. */
  readonly minDomains?: number;
  /** Labels of pods that must be in another zone, where zones are required. */
  readonly apartFrom?: Record<string, string>;
}

/** One pod, decided: what the three kinds of workload have in common. */
export interface PodPlan extends PodUser {
  readonly instance: string;
  readonly labels: Record<string, string>;
  readonly serviceAccount: string;
  readonly containers: ContainerPlan[];
  readonly initContainers?: ContainerPlan[];
  /** The name of the container that receives the bindings. @default - the first of the plan */
  readonly main?: string;
  /** What users added through the L2, with their resources. */
  readonly added?: (AddedContainer & Pick<AddedPlan, 'resources' | 'drainSeconds'>)[];
  /** The environment of the main container, and of others by name. */
  readonly environment: PodEnvironment;
  readonly volumes?: k8s.Volume[];
  readonly annotations?: Record<string, string>;
  /** The nodes that it runs on. @default - any Linux node */
  readonly placement?: Placement;
  /** Absent of a job, which is one pod. */
  readonly spread?: SpreadPlan;
  readonly role: PriorityRole;
  readonly restartPolicy: string;
  /** Seconds from the signal to stop until the end. */
  readonly graceSeconds: number;
  /** Whether pods are moved after 30 s when their node is gone; what keeps data stays. */
  readonly movesEarly: boolean;
  /** The group that owns the files of volumes. @default - the group of the pod */
  readonly fsGroup?: number;
  /** Whether the pod talks to the Kubernetes API. */
  readonly apiAccess?: boolean;
  /** Whether the pod stays out of the mesh. */
  readonly outsideMesh?: boolean;
}

export function renderPod(plan: PodPlan, settings: PlatformSettings): PodOverlay {
  const containers = [...plan.containers, ...plan.initContainers ?? []];
  const { outsideLabels, podAnnotations } = settings.mesh._provider;
  const { priorityClasses, shortLookups } = settings.securityProfile._demands;
  return {
    labels: { ...plan.labels, ...plan.outsideMesh ? outsideLabels : {} },
    annotations: { ...plan.annotations, ...plan.environment.annotations, ...plan.outsideMesh ? {} : podAnnotations },
    containers: Object.fromEntries([
      ...(plan.added ?? []).map((added): [string, ContainerOverlay] =>
        [added.container.name, overlayAdded(added, { ...added, user: plan, ...given(plan, added.container.name) }, settings)]),
      ...containers.map((container): [string, ContainerOverlay] => [container.name, renderContainer(container, plan)]),
    ]),
    spec: {
      serviceAccountName: plan.serviceAccount,
      automountServiceAccountToken: false,
      // A Service's name would become variables such as KAFKA_PORT, which some images read as configuration.
      enableServiceLinks: false,
      restartPolicy: plan.restartPolicy,
      terminationGracePeriodSeconds: plan.graceSeconds,
      securityContext: {
        runAsNonRoot: true,
        ...identity(plan),
        fsGroup: plan.fsGroup ?? plan.group ?? plan.user ?? NON_ROOT,
        fsGroupChangePolicy: 'OnRootMismatch',
        seccompProfile: { type: 'RuntimeDefault' },
      },
      affinity: renderAffinity(plan),
      topologySpreadConstraints: renderSpread(plan),
      tolerations: renderTolerations(plan),
      volumes: renderVolumes(plan),
      priorityClassName: priorityClasses ? priorityClassName(settings, plan.role) : undefined,
      dnsConfig: shortLookups ? { options: [{ name: 'ndots', value: '2' }] } : undefined,
    },
  };
}

/** The image with its digest, where the Platform knows one. */
export function resolveImage(guard: Guard, prop: string, image: string, settings: PlatformSettings): string {
  guard.image(prop, image);
  const digest = imageParts(image).digest ?? settings.images._digestOf(image);
  const { name, imagesByDigest } = settings.securityProfile._demands;
  if (!digest && imagesByDigest) {
    guard.fail(prop, image, `an image whose digest is known in the ${name} security profile`, `add it to "images" of the Platform: Images.of({ digests: { '${image}': 'sha256:...' } })`);
  }
  return digest && !image.includes('@') ? `${image}@${digest}` : image;
}

/** An image of the catalogue, as `images` of the Platform has it. */
export function catalogueImage(guard: Guard, image: CatalogueImage, settings: PlatformSettings): string {
  return resolveImage(guard, 'image', settings.images._of(image), settings);
}

/** The version label: the tag, as far as a label can hold it. */
export function versionOf(image: string): string {
  return imageParts(image).tag.slice(0, 63).replace(/(?<![-_.])[-_.]+$/, '');
}

/** The variables and mounts of a container; only the main one uses the Kubernetes API. */
function given(plan: PodPlan, name: string): { env: k8s.EnvVar[]; mounts: k8s.VolumeMount[] } {
  const isMain = name === (plan.main ?? plan.containers[0].name);
  const { env, mounts } = isMain ? plan.environment : plan.environment.of(name);
  const token = { name: 'kube-api', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true };
  return { env, mounts: [...mounts, ...isMain && plan.apiAccess ? [token] : []] };
}

function renderContainer(container: ContainerPlan, plan: PodPlan): ContainerOverlay {
  const theirs = given(plan, container.name);
  const env = [...container.env ?? [], ...theirs.env];
  const mounts = [
    { name: 'tmp', mountPath: '/tmp' },
    ...container.mounts ?? [],
    ...theirs.mounts,
  ];
  return {
    // The registry is asked at each start whether the puller may still have the image.
    imagePullPolicy: 'Always',
    env: env.length > 0 ? env : undefined,
    volumeMounts: mounts,
    resources: toRequirements(container.resources),
    // cdk8s-plus-29 would add a startup probe of its own.
    ...(container.checks ? toProbes(container.checks, container.ports?.[0]?.name) : { startupProbe: undefined }),
    lifecycle: renderLifecycle(container),
    securityContext: securityContext(plan),
  };
}

function renderLifecycle({ drainSeconds, stopCommand }: ContainerPlan): k8s.Lifecycle | undefined {
  if (stopCommand) {
    return { preStop: { exec: { command: stopCommand } } };
  }
  return drainSeconds === undefined ? undefined : { preStop: { sleep: { seconds: drainSeconds } } };
}

function renderAffinity({ instance, placement, spread }: PodPlan): k8s.Affinity {
  return {
    nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: nodeSelectorTerms(placement, LINUX) } },
    podAntiAffinity: spread && renderAntiAffinity(instance, spread),
  };
}

const LINUX: k8s.NodeSelectorRequirement = { key: 'kubernetes.io/os', operator: 'In', values: ['linux'] };

function renderAntiAffinity(instance: string, spread: SpreadPlan): k8s.PodAntiAffinity {
  const sibling = { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: selector(instance) } };
  // Counted by revision, a rollout needs no node more than there are pods.
  const alone = { ...sibling, matchLabelKeys: spread.revisionLabel ? [spread.revisionLabel] : undefined };
  const apart = (topologyKey: string): k8s.PodAffinityTerm => ({ topologyKey, labelSelector: { matchLabels: spread.apartFrom } });
  const [zone, node] = ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'];
  const required = [...spread.ownNode ? [alone] : [], ...spread.apartFrom && spread.zones.isRequired ? [apart(zone)] : []];
  const preferred = [...spread.ownNode ? [] : [sibling], ...spread.apartFrom && !spread.zones.isRequired ? [apart(node), apart(zone)] : []];
  return {
    requiredDuringSchedulingIgnoredDuringExecution: required.length > 0 ? required : undefined,
    preferredDuringSchedulingIgnoredDuringExecution: preferred.length > 0
      ? preferred.map((podAffinityTerm) => ({ weight: 100, podAffinityTerm })) : undefined,
  };
}

/**
 * Zones strictly where they are required, nodes as far as possible. `Honor` takes a lost zone's tainted nodes out of the
 * count: without it the dead zone counts as empty, and replacements would wait for it.
 */
function renderSpread({ instance, spread }: PodPlan): k8s.TopologySpreadConstraint[] | undefined {
  if (!spread) {
    return undefined;
  }
  const common = {
    maxSkew: 1,
    labelSelector: { matchLabels: selector(instance) },
    matchLabelKeys: spread.revisionLabel ? [spread.revisionLabel] : undefined,
  };
  const zone = spread.zones.isRequired
    ? { whenUnsatisfiable: 'DoNotSchedule', nodeTaintsPolicy: 'Honor', minDomains: spread.minDomains }
    : { whenUnsatisfiable: 'ScheduleAnyway' };
  return [
    { ...common, topologyKey: 'topology.kubernetes.io/zone', ...zone },
    { ...common, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway' },
  ];
}

function renderVolumes({ placement, volumes = [], environment, apiAccess }: PodPlan): k8s.Volume[] {
  return [scratch(), ...sharedMemoryVolumes(placement), ...volumes, ...environment.volumes, ...apiAccess ? [apiVolume()] : []];
}

function renderTolerations({ placement, movesEarly }: PodPlan): k8s.Toleration[] | undefined {
  const all = [...movesEarly ? ['not-ready', 'unreachable'].map(leaveAfterHalfAMinute) : [], ...tolerations(placement)];
  return all.length > 0 ? all : undefined;
}

function leaveAfterHalfAMinute(condition: string): k8s.Toleration {
  return { key: `node.kubernetes.io/${condition}`, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 30 };
}

function scratch(): k8s.Volume {
  return emptyDir('tmp', Size.mebibytes(256));
}

/** A folder that lives as long as the pod. */
export function emptyDir(name: string, size: Size): k8s.Volume {
  return { name, emptyDir: { sizeLimit: k8s.Quantity.fromString(quantity(size)) } };
}

/** A short-lived token of the pod's own service account, where every client library looks for it. */
function apiVolume(): k8s.Volume {
  return {
    name: 'kube-api',
    projected: {
      defaultMode: 0o440,
      sources: [
        { serviceAccountToken: { expirationSeconds: 3600, path: 'token' } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        { downwardApi: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
      ],
    },
  };
}

/** The selector everywhere: nothing but the workload's name, because a selector is immutable. */
export function selector(instance: string): Record<string, string> {
  return { 'app.kubernetes.io/instance': instance };
}
