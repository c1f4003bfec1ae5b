import { Cluster } from '../cluster';
import { Finding, Findings } from '../findings';
import { Json } from '../kubectl';
import { Document } from '../manifests';
import { isServing, PodWatch } from '../pods';
import { zoneOf, ZONES } from '../topology';
import { PATIENCE_SECONDS, until } from '../wait';
import { requiredZones, Workload } from '../workloads';
import { reapply } from './apply';
import { availability } from './availability';
import { rollout } from './rollout';

const AWAY = ZONES[2];

const isRefused = (pod: Json) =>
  pod.status?.conditions?.some((condition: Json) => condition.type === 'PodScheduled' && condition.status === 'False');

/** Each pod runs or has been refused by the scheduler; an ordered StatefulSet makes no more pods behind one that was refused. */
function hasStarted(pods: Json[], { replicas, movable }: Workload): boolean {
  const known = pods.every((pod) => isServing(pod) || isRefused(pod));
  return known && (pods.length >= replicas || (!movable && pods.some(isRefused)));
}

/** Members of a store that stand in one zone together, bound there by their volumes, although each could have its own. */
function crowded(workloads: Workload[], watch: PodWatch, findings: Findings): void {
  const stores = workloads.filter(
    ({ object, replicas }) => object.spec.volumeClaimTemplates && requiredZones(object) && replicas <= ZONES.length,
  );
  for (const store of stores) {
    const places = watch
      .all(store)
      .filter(isServing)
      .map((pod) => zoneOf(pod.spec.nodeName))
      .sort();
    if (new Set(places).size < places.length) findings.add(store.id, `its members stand in ${places.join(', ')} for ever`);
  }
}

/** The example is made while a zone is away; after the zone is back everything stands, and survives a restart. */
export async function lateZone(
  cluster: Cluster,
  documents: Document[],
  workloads: Workload[],
  limitSeconds = PATIENCE_SECONDS,
): Promise<Finding[]> {
  const findings = new Findings(`created while ${AWAY} is away`);
  await cluster.loseZone(AWAY);
  await reapply(cluster, documents);
  const watch = await PodWatch.start(cluster.kubectl, workloads);
  // Everything that can start on two zones has started; what has to wait for the third one waits.
  await until(PATIENCE_SECONDS, () => workloads.every((workload) => hasStarted(watch.all(workload), workload)));
  await cluster.returnZone(AWAY);
  const stuck = await availability(cluster, workloads, limitSeconds, `created while ${AWAY} is away`);
  crowded(workloads, watch, findings);
  const restart = await rollout(cluster, documents, workloads, watch, 'after-late-zone', limitSeconds);
  watch.stop();
  return [...stuck, ...findings.all, ...restart];
}
