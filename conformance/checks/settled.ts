import { Cluster } from '../cluster';
import { Json } from '../kubectl';
import { nameOf } from '../manifests';
import { isServing, ownerOf } from '../pods';
import { PATIENCE_SECONDS, until } from '../wait';
import { Workload } from '../workloads';

export interface Unsettled {
  readonly object: string;
  readonly cause: string;
}

/**
 * Why a budget is not at rest. An eviction is noted in `disruptedPods` by the pod's name and taken out once its controller has seen the
 * pod go. Where a StatefulSet makes a pod of the same name before the controller looks (here pods go within milliseconds, and a busy
 * machine delays the look), the new pod counts as disrupted for two minutes, and the next eviction is refused for as long.
 */
function unrest({ metadata, status = {} }: Json): string | undefined {
  if (status.observedGeneration !== metadata.generation) return 'its controller has not seen it yet';
  const disrupted = Object.keys(status.disruptedPods ?? {});
  if (disrupted.length > 0) return `it still counts the eviction of ${disrupted.join(', ')}`;
  const { currentHealthy = 0, expectedPods = 0 } = status;
  return currentHealthy < expectedPods ? `it counts ${currentHealthy} healthy pods of ${expectedPods}` : undefined;
}

/** Workloads that are not whole and budgets that do not know it yet, read from the API server: a watch may be a moment behind. */
export async function unsettled(cluster: Cluster, workloads: Workload[]): Promise<Unsettled[]> {
  const pods = (await cluster.kubectl.list('pods')).filter(isServing);
  const namespaces = new Set(workloads.map(({ object }) => object.metadata.namespace));
  const budgets = (await cluster.kubectl.list('poddisruptionbudgets')).filter(({ metadata }) => namespaces.has(metadata.namespace));
  return [
    ...workloads
      .map(({ id, replicas }) => ({ id, replicas, ready: pods.filter((pod) => ownerOf(pod) === id).length }))
      .filter(({ replicas, ready }) => ready < replicas)
      .map(({ id, replicas, ready }) => ({ object: id, cause: `${ready} of ${replicas} pods ready` })),
    ...budgets.flatMap((budget) => {
      const cause = unrest(budget);
      return cause ? [{ object: nameOf(budget), cause }] : [];
    }),
  ];
}

/** Waits until all workloads are whole and all budgets know it; returns what is not at the end of the patience. */
export async function settle(cluster: Cluster, workloads: Workload[], limitSeconds = PATIENCE_SECONDS): Promise<Unsettled[]> {
  let last: Unsettled[] = [];
  await until(limitSeconds, async () => (last = await unsettled(cluster, workloads)).length === 0, 300);
  return last;
}
