import { Cluster } from '../cluster';
import { Finding, Findings } from '../findings';
import { Json } from '../kubectl';
import { Document } from '../manifests';
import { isServing, PodWatch } from '../pods';
import { zoneOf, ZONES } from '../topology';
import { podTemplateOf, requiredZones, Workload } from '../workloads';
import { reapply } from './apply';
import { availability } from './availability';

/** The same image repository with another tag; a digest would say that nothing had changed. */
export function retag(image: string, tag: string): string {
  const slash = image.lastIndexOf('/') + 1;
  return image.slice(0, slash) + image.slice(slash).split('@')[0].split(':')[0] + `:${tag}`;
}

/** The example as it would be committed with a new image in every workload. */
export function withTag(documents: Document[], tag: string): Document[] {
  return documents.map((document) => {
    if (!['Deployment', 'StatefulSet', 'DaemonSet'].includes(document.object.kind)) return document;
    const object = structuredClone(document.object);
    podTemplateOf(object).spec.containers.forEach((container: Json) => {
      container.image = retag(container.image, tag);
    });
    return { ...document, object, source: JSON.stringify(object) };
  });
}

/** Zones as even as the manifest demands: a rollout is what spreads pods again, nothing moves back by itself. */
function uneven(workload: Workload, watch: PodWatch): string | undefined {
  const constraint = requiredZones(workload.object);
  if (!constraint) return undefined;
  const serving = watch.all(workload).filter(isServing);
  const counts = ZONES.map((zone) => serving.filter((pod) => zoneOf(pod.spec.nodeName) === zone).length);
  return Math.max(...counts) - Math.min(...counts) > constraint.maxSkew ? counts.join(', ') : undefined;
}

/**
 * A rolling update of every workload with a new image: never below its floor, and evenly spread at its end.
 * The limit is for one pod after the other, each with its minReadySeconds and some patience.
 */
export async function rollout(
  cluster: Cluster,
  documents: Document[],
  workloads: Workload[],
  watch: PodWatch,
  tag: string,
  limitSeconds = 600,
): Promise<Finding[]> {
  const check = `rolling update ${tag}`;
  const findings = new Findings(check);
  watch.begin();
  await reapply(cluster, withTag(documents, tag));
  const stuck = await availability(cluster, workloads, limitSeconds, check);
  for (const workload of workloads) {
    const lowest = watch.lowest(workload);
    if (lowest < workload.rolloutFloor) {
      findings.add(
        workload.id,
        `it fell to ${lowest} ready pods; its strategy promises ${workload.rolloutFloor} of ${workload.replicas}`,
      );
    }
    const counts = uneven(workload, watch);
    if (counts && stuck.length === 0) findings.add(workload.id, `after the rollout its pods stand ${counts} in the zones`);
  }
  return [...stuck, ...findings.all];
}
