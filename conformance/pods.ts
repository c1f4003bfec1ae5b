import { Json, Kubectl } from './kubectl';
import { zoneOf } from './topology';
import { PATIENCE_SECONDS, until } from './wait';
import { Workload } from './workloads';

/** The workload that a pod belongs to, by its owner: `Deployment agents/api`. */
export function ownerOf(pod: Json): string | undefined {
  const owner = pod.metadata.ownerReferences?.find((reference: Json) => reference.controller);
  if (!owner) return undefined;
  const hash = pod.metadata.labels?.['pod-template-hash'];
  const deployment = owner.kind === 'ReplicaSet' && hash !== undefined;
  const name = deployment ? owner.name.slice(0, -hash.length - 1) : owner.name;
  return `${deployment ? 'Deployment' : owner.kind} ${pod.metadata.namespace}/${name}`;
}

/** In service: ready, and not on its way out. */
export const isServing = (pod: Json) =>
  !pod.metadata.deletionTimestamp &&
  pod.status?.conditions?.some((condition: Json) => condition.type === 'Ready' && condition.status === 'True');

/**
 * Sees every change of every pod as the API server tells it, so the lowest strength it reports is the
 * lowest there was, not the lowest of some samples.
 */
export class PodWatch {
  /** A watch that has seen all pods there are. */
  static async start(kubectl: Kubectl, workloads: Workload[]): Promise<PodWatch> {
    const known = (await kubectl.list('pods')).length;
    const watch = new PodWatch(kubectl, workloads);
    if (!(await until(PATIENCE_SECONDS, () => watch.pods.size >= known, 50))) throw new Error('the watch of pods says nothing');
    watch.begin();
    return watch;
  }

  private readonly pods = new Map<string, Json>();
  private readonly lows = new Map<string, number>();
  /** Told to whoever asks next: thrown here it would end the whole program. */
  private broken?: string;
  private readonly stream: { stop: () => void };

  private constructor(
    kubectl: Kubectl,
    private readonly workloads: Workload[],
  ) {
    this.stream = kubectl.watch('/api/v1/pods', ({ type, object }) => {
      if (type === 'ERROR') this.broken = object.message;
      else if (type === 'DELETED') this.pods.delete(object.metadata.uid);
      else this.pods.set(object.metadata.uid, object);
      this.note();
    });
  }

  stop(): void {
    this.stream.stop();
  }

  /** Forgets the lows seen so far: a new phase begins at today's strength. */
  begin(): void {
    this.lows.clear();
    this.note();
  }

  all(workload: Workload): Json[] {
    if (this.broken) throw new Error(`the watch of pods broke: ${this.broken}`);
    return [...this.pods.values()].filter((pod) => ownerOf(pod) === workload.id);
  }

  strength(workload: Workload): number {
    return this.all(workload).filter(isServing).length;
  }

  /** Pods in service on the nodes of a zone, whoever made them. */
  servingIn(zone: string): number {
    return [...this.pods.values()].filter((pod) => pod.spec.nodeName && zoneOf(pod.spec.nodeName) === zone && isServing(pod)).length;
  }

  lowest(workload: Workload): number {
    return this.lows.get(workload.id) ?? this.strength(workload);
  }

  private note(): void {
    const serving = new Map<string, number>();
    for (const pod of this.pods.values()) {
      const owner = ownerOf(pod);
      if (owner && isServing(pod)) serving.set(owner, (serving.get(owner) ?? 0) + 1);
    }
    for (const { id } of this.workloads) {
      const now = serving.get(id) ?? 0;
      this.lows.set(id, Math.min(this.lows.get(id) ?? now, now));
    }
  }
}
