import { Manifest } from '../../support/manifests';

/** All objects of one Platform: what lies in one cluster together. */
export interface World {
  readonly documents: Manifest[];
  readonly hardened: boolean;
}

/** A rule of rules.md, or an invariant of our own. It returns a line for each breach. */
export interface Rule {
  /** The number in rules.md. */
  readonly id: string;
  /** What holds. */
  readonly says: string;
  /** Whether only the hardened security profile promises it. */
  readonly hardened?: boolean;
  readonly check: (world: World) => string[];
}

/** An object that makes pods, with the parts that rules look at. */
export interface Workload {
  readonly object: Manifest;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly pod: Manifest;
  readonly spec: Manifest;
  readonly main: Manifest[];
  /** Init containers too. */
  readonly containers: Manifest[];
}

const KINDS = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'];

export function all(world: World, ...kinds: string[]): Manifest[] {
  return world.documents.filter(({ kind }) => kinds.includes(kind));
}

export function workloads(world: World, ...kinds: string[]): Workload[] {
  return all(world, ...kinds.length > 0 ? kinds : KINDS).map((object) => {
    const pod = object.kind === 'CronJob' ? object.spec.jobTemplate.spec.template : object.spec.template;
    const spec = pod.spec;
    return {
      object, pod, spec, kind: object.kind, name: object.metadata.name, namespace: object.metadata.namespace,
      main: spec.containers, containers: [...spec.initContainers ?? [], ...spec.containers],
    };
  });
}

/** Where a breach is: `Deployment agents/api`. */
export function at({ kind, metadata }: Manifest, ...more: string[]): string {
  return [`${kind} ${metadata.namespace ? `${metadata.namespace}/` : ''}${metadata.name}`, ...more].join(' ');
}

/** A line where a condition does not hold, and what was found instead. */
export function unless(holds: unknown, where: string, found: unknown): string[] {
  return holds ? [] : [`${where}: ${typeof found === 'string' ? found : JSON.stringify(found)}`];
}

export function eachWorkload(kinds: string[], check: (workload: Workload, world: World) => string[]): (world: World) => string[] {
  return (world) => workloads(world, ...kinds).flatMap((workload) => check(workload, world));
}

type ContainerCheck = (container: Manifest, where: string, workload: Workload) => string[];

export function eachContainer(check: ContainerCheck): (world: World) => string[] {
  return (world) => workloads(world).flatMap((workload) =>
    workload.containers.flatMap((container) => check(container, at(workload.object, container.name), workload)));
}

export function eachMainContainer(kinds: string[], check: ContainerCheck): (world: World) => string[] {
  return (world) => workloads(world, ...kinds).flatMap((workload) =>
    workload.main.flatMap((container) => check(container, at(workload.object, container.name), workload)));
}

export function eachOf(kinds: string[], check: (object: Manifest, where: string, world: World) => string[]): (world: World) => string[] {
  return (world) => all(world, ...kinds).flatMap((object) => check(object, at(object), world));
}

export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Whether labels carry all that a selector asks for. An empty selector matches everything. */
export function matches(selector: Record<string, string> | undefined, labels: Record<string, string> | undefined): boolean {
  return Object.entries(selector ?? {}).every(([key, value]) => labels?.[key] === value);
}

/** The workloads of a namespace whose pods a selector matches. */
export function selected(world: World, namespace: string, selector: Record<string, string> | undefined): Workload[] {
  return workloads(world).filter((workload) => workload.namespace === namespace && matches(selector, workload.pod.metadata.labels));
}

/** Every object inside a value, the value itself too, with its path. */
export function inside(value: Manifest, path: string = ''): [string, Manifest][] {
  const children = value !== null && typeof value === 'object' ? Object.entries(value) : [];
  return [[path, value], ...children.flatMap(([key, child]) => inside(child as Manifest, `${path}/${key}`))];
}

/** Cores and mebibytes of a quantity. */
export function amount(quantity: string | number): number {
  const [, number, unit] = /^([0-9.]+)(m|Ki|Mi|Gi|Ti)?$/.exec(`${quantity}`)!;
  const factor: Record<string, number> = { m: 0.001, Ki: 1 / 1024, Mi: 1, Gi: 1024, Ti: 1024 * 1024 };
  return Number(number) * (unit ? factor[unit] : 1);
}
