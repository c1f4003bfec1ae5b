import { k8s } from 'cdk8s-plus-29';
import { own as ownEntry } from '../own';

/** What we say of a container that the Container of cdk8s-plus-29 cannot say, or says with other defaults. */
export type ContainerOverlay = Omit<k8s.Container, 'name' | 'command' | 'args' | 'ports'>;

/** As much as a pod of one container may write to its disk anyway. */
const FOLDER_LIMIT = '1Gi';

/** What we say of a pod that cdk8s-plus-29 cannot say, or says with other defaults. */
export interface PodOverlay {
  readonly spec: Omit<k8s.PodSpec, 'containers' | 'initContainers'>;
  /** By container name, init containers too. */
  readonly containers: Record<string, ContainerOverlay>;
  readonly labels: Record<string, string>;
  readonly annotations: Record<string, string>;
}

/**
 * Lays our pod over the one that cdk8s-plus-29 rendered.
 *
 * What a user may have added through the L2 (variables, mounts, volumes, tolerations, affinity, DNS) is joined with ours;
 * everything else that the overlay says wins.
 */
export function overlayPodTemplate(base: k8s.PodTemplateSpec, overlay: PodOverlay): k8s.PodTemplateSpec {
  const spec = base.spec!;
  return {
    metadata: {
      ...base.metadata,
      labels: { ...base.metadata?.labels, ...overlay.labels },
      annotations: join({ ...base.metadata?.annotations, ...overlay.annotations }),
    },
    spec: {
      // The API's own defaults are left out: they would only lengthen what people read.
      ...defined({ ...spec, dnsPolicy: undefined, setHostnameAsFqdn: undefined, hostNetwork: undefined, shareProcessNamespace: undefined }),
      ...overlay.spec,
      affinity: mergeAffinity(spec.affinity, overlay.spec.affinity),
      dnsConfig: mergeDns(spec.dnsConfig, overlay.spec.dnsConfig),
      tolerations: joinLists(overlay.spec.tolerations, spec.tolerations),
      volumes: joinLists(overlay.spec.volumes, spec.volumes?.map(limited)),
      containers: spec.containers.map((container) => overlayContainer(container, ownEntry(overlay.containers, container.name))),
      initContainers: spec.initContainers?.map((container) => overlayContainer(container, ownEntry(overlay.containers, container.name))),
    },
  };
}

function overlayContainer(base: k8s.Container, overlay: ContainerOverlay | undefined): k8s.Container {
  if (!overlay) {
    return base;
  }
  return {
    ...base,
    ...overlay,
    env: joinLists(overlay.env, base.env),
    volumeMounts: joinLists(overlay.volumeMounts, base.volumeMounts),
  };
}

/** A folder without a limit may fill the disk of its node. */
function limited(volume: k8s.Volume): k8s.Volume {
  const { emptyDir } = volume;
  return emptyDir ? { ...volume, emptyDir: { ...emptyDir, sizeLimit: emptyDir.sizeLimit ?? k8s.Quantity.fromString(FOLDER_LIMIT) } } : volume;
}

function mergeAffinity(base: k8s.Affinity | undefined, overlay: k8s.Affinity | undefined): k8s.Affinity | undefined {
  return base && overlay ? {
    nodeAffinity: mergeNodeAffinity(base.nodeAffinity, overlay.nodeAffinity),
    podAffinity: mergeTerms(base.podAffinity, overlay.podAffinity),
    podAntiAffinity: mergeTerms(base.podAntiAffinity, overlay.podAntiAffinity),
  } : base ?? overlay;
}

/** A node must satisfy one of the user's terms and ours: terms are alternatives, so ours becomes part of each. */
function mergeNodeAffinity(base: k8s.NodeAffinity | undefined, overlay: k8s.NodeAffinity | undefined): k8s.NodeAffinity | undefined {
  const theirs = base?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const ours = overlay?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const both = ours.flatMap((own) => theirs.map((term) => ({ ...term, matchExpressions: joinLists(own.matchExpressions, term.matchExpressions) })));
  const terms = both.length > 0 ? both : [...ours, ...theirs];
  return base || overlay ? {
    requiredDuringSchedulingIgnoredDuringExecution: terms.length > 0 ? { nodeSelectorTerms: terms } : undefined,
    preferredDuringSchedulingIgnoredDuringExecution: joinLists(
      overlay?.preferredDuringSchedulingIgnoredDuringExecution, base?.preferredDuringSchedulingIgnoredDuringExecution),
  } : undefined;
}

function mergeTerms(base: k8s.PodAntiAffinity | undefined, overlay: k8s.PodAntiAffinity | undefined): k8s.PodAntiAffinity | undefined {
  return base || overlay ? {
    requiredDuringSchedulingIgnoredDuringExecution: joinLists(
      overlay?.requiredDuringSchedulingIgnoredDuringExecution, base?.requiredDuringSchedulingIgnoredDuringExecution),
    preferredDuringSchedulingIgnoredDuringExecution: joinLists(
      overlay?.preferredDuringSchedulingIgnoredDuringExecution, base?.preferredDuringSchedulingIgnoredDuringExecution),
  } : undefined;
}

function mergeDns(base: k8s.PodDnsConfig | undefined, overlay: k8s.PodDnsConfig | undefined): k8s.PodDnsConfig | undefined {
  return base || overlay ? { ...base, ...overlay, options: joinLists(overlay?.options, base?.options) } : undefined;
}

function joinLists<T>(first: T[] | undefined, second: T[] | undefined): T[] | undefined {
  const joined = [...(first ?? []), ...(second ?? [])];
  return joined.length > 0 ? joined : undefined;
}

function join(record: Record<string, string>): Record<string, string> | undefined {
  return Object.keys(record).length > 0 ? record : undefined;
}

function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}
