import { Json, Manifests, podTemplateOf } from './manifest';
import { isInjected, isRestricted } from './namespace-traits';

/** One rule of the platform. Tests, the command-line check, the policy bundle and docs/rules.md are made from it. */
export interface Rule {
  /** Its number: A for pods, B for metadata, C for single kinds, I for what holds between objects. */
  readonly id: string;
  /** What must hold. */
  readonly text: string;
  /** What happens where it does not. */
  readonly reason: string;
  /** Whether only the hardened security profile asks for it. */
  readonly hardened?: true;
  /** What is wrong with an object of any origin; empty if nothing is, or if the rule covers other kinds. */
  readonly check?: Check;
  /** What is wrong with it where the library emitted it: its own output keeps more than is asked of others. */
  readonly ours?: Check;
  /** The same as `check`, as far as one object alone shows it, for policies at the door of the cluster. */
  readonly admission?: Admission;
}

export type Check = (object: Json, manifests: Manifests) => string[];

/** What a policy has to know of its Platform. */
export interface AdmissionSettings {
  readonly hardened: boolean;
  /** The id of the Platform, with which its priority classes begin. */
  readonly platform: string;
  /** User ids below 10001 that containers may run as. */
  readonly imageUsers: number[];
  readonly serviceTypes: string[];
}

/** A rule in CEL. */
export interface Admission {
  /** A CEL list of texts: the places in the object that break the rule. */
  readonly offenders: (settings: AdmissionSettings) => string;
  /** What is wrong with those places, and what to write instead. */
  readonly message: (settings: AdmissionSettings) => string;
}

/** Users that own the files of official images: CloudNativePG's, HAProxy's, NGINX's, and those of PostgreSQL, Valkey and other stores. */
export const IMAGE_USERS = [26, 99, 101, 999];

/** A sentence where something does not hold. */
export function unless(holds: unknown, sentence: string): string[] {
  return holds ? [] : [sentence];
}

/** The check of a rule about these kinds. */
export function of(kinds: string[], check: Check): Check {
  return (object, manifests) => (kinds.includes(object.kind) ? check(object, manifests) : []);
}

/** What makes pods, with the components that rules look at. */
export interface Workload {
  readonly object: Json;
  readonly name: string;
  readonly namespace: string;
  readonly template: Json;
  readonly spec: Json;
  /** Containers that run as long as the pod, without the mesh's. */
  readonly main: Json[];
  /** Those and the init containers. */
  readonly containers: Json[];
  readonly manifests: Manifests;
}

/** Istio adds these, and users name them to change the injection: Istio answers for what is in them. */
export const MESH_CONTAINERS = ['istio-proxy', 'istio-init', 'istio-validation'];

/** The workload that an object is, or undefined. A Pod counts where the rule says so. */
export function workloadOf(object: Json, manifests: Manifests): Workload | undefined {
  const template = object.kind === 'Pod' ? object : podTemplateOf(object);
  if (!template) {
    return undefined;
  }
  const skipped = isInjected(object, manifests) ? MESH_CONTAINERS : [];
  const own = (containers: Json[]): Json[] => containers.filter(({ name }) => !skipped.includes(name));
  const { spec } = template;
  return {
    object, template, spec, manifests, name: object.metadata.name, namespace: object.metadata.namespace,
    main: own(spec.containers), containers: [...own(spec.initContainers ?? []), ...own(spec.containers)],
  };
}

/** All workloads of the manifests, Pods by themselves not among them. */
export function workloads(manifests: Manifests): Workload[] {
  return manifests.documents.filter(({ object }) => podTemplateOf(object)).map(({ object }) => workloadOf(object, manifests)!);
}

type WorkloadCheck = (workload: Workload) => string[];

/** A check of everything that makes pods. */
export function ofWorkloads(check: WorkloadCheck, kinds?: string[]): Check {
  return (object, manifests) => {
    const workload = object.kind !== 'Pod' && (!kinds || kinds.includes(object.kind)) ? workloadOf(object, manifests) : undefined;
    return workload ? check(workload) : [];
  };
}

/** A check of everything that makes pods, and of Pods by themselves. */
export function ofPods(check: WorkloadCheck): Check {
  return (object, manifests) => {
    const workload = workloadOf(object, manifests);
    return workload ? check(workload) : [];
  };
}

/** The same outside of namespaces for node agents, whose Pod Security level is not "restricted". */
export function ofRestrictedPods(check: WorkloadCheck): Check {
  return ofPods((workload) => (isRestricted(workload.object, workload.manifests) ? check(workload) : []));
}

/** A line for each problem of each container. */
export function eachContainer(check: (container: Json, workload: Workload) => string[], which: 'main' | 'containers' = 'containers'): WorkloadCheck {
  return (workload) => workload[which].flatMap((container) => check(container, workload).map((problem) => `container ${container.name}: ${problem}`));
}
