import { k8s } from 'cdk8s-plus-29';

/** What we say of a container that the Container of cdk8s-plus-29 cannot say, or says with other defaults. */
export type ContainerOverlay = Omit<k8s.Container, 'name' | 'image' | 'command' | 'args' | 'ports'>;

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
 * Lists that a user may have added to through the L2 (variables, mounts, volumes, tolerations) are joined; everything
 * else that the overlay says wins.
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
      tolerations: joinLists(overlay.spec.tolerations, spec.tolerations),
      volumes: joinLists(overlay.spec.volumes, spec.volumes),
      containers: spec.containers.map((container) => overlayContainer(container, overlay.containers[container.name])),
      initContainers: spec.initContainers?.map((container) => overlayContainer(container, overlay.containers[container.name])),
    },
  };
}

function overlayContainer(base: k8s.Container, overlay: ContainerOverlay | undefined): k8s.Container {
  if (!overlay) {
    return base; // Added by the user through the L2, and theirs alone.
  }
  return {
    ...base,
    ...overlay,
    env: joinLists(overlay.env, base.env),
    volumeMounts: joinLists(overlay.volumeMounts, base.volumeMounts),
  };
}

function mergeAffinity(base: k8s.Affinity | undefined, overlay: k8s.Affinity | undefined): k8s.Affinity | undefined {
  return base || overlay ? { ...base, ...overlay } : undefined;
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
