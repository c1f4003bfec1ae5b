import { Cluster } from '../cluster';
import { Finding, Findings } from '../findings';
import { Document } from '../manifests';
import { isServing, PodWatch } from '../pods';
import { zoneOf, ZONES } from '../topology';
import { sleep } from '../wait';
import { Workload } from '../workloads';
import { reapply } from './apply';
import { availability } from './availability';
import { rollout } from './rollout';

const AWAY = ZONES[2];

/** Members of a store that stand in one zone together although there are zones enough for each. */
function crowded(workloads: Workload[], watch: PodWatch, findings: Findings): void {
  for (const workload of workloads.filter(
    ({ object, replicas, zoneFloor }) => object.spec.volumeClaimTemplates && zoneFloor > 0 && replicas <= ZONES.length,
  )) {
    const places = watch
      .all(workload)
      .filter(isServing)
      .map((pod) => zoneOf(pod.spec.nodeName));
    if (workload.zoneFloor > 1 && new Set(places).size < places.length) {
      findings.add(workload.id, `made while ${AWAY} was away, its members stand in ${places.sort().join(', ')} for ever`);
    }
  }
}

/** The example is made while a zone is away; after the zone is back everything stands, and survives a restart. */
export async function lateZone(cluster: Cluster, documents: Document[], workloads: Workload[]): Promise<Finding[]> {
  const findings = new Findings(`created while ${AWAY} is away`);
  await cluster.loseZone(AWAY);
  await reapply(cluster, documents);
  const watch = new PodWatch(cluster.kubectl, workloads);
  // Long enough for everything that can start on two zones; what has to wait for the third one waits.
  await sleep(20_000);
  await cluster.returnZone(AWAY);
  const stuck = await availability(cluster, workloads, 120, `created while ${AWAY} is away`);
  crowded(workloads, watch, findings);
  const restart = await rollout(cluster, documents, workloads, watch, 'after-late-zone');
  watch.stop();
  return [...stuck, ...findings.all, ...restart.filter(({ cause }) => !cause.includes('in the zones'))];
}
