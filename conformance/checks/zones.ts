import { Cluster } from '../cluster';
import { Finding, Findings } from '../findings';
import { Document } from '../manifests';
import { PodWatch } from '../pods';
import { PATIENCE_SECONDS, secondsSince, until } from '../wait';
import { Workload } from '../workloads';
import { refusedPods } from './availability';
import { Candidates, electionsOf } from './leader';
import { settle } from './settled';

export interface ZoneLoss {
  readonly zone: string;
  /** Lowest strength of each highly available workload, `Deployment agents/api`: 2. */
  readonly lowest: Record<string, number>;
  /** Until every workload whose pods can move was whole again. */
  readonly secondsToFullStrength: number;
  readonly secondsToLeader?: number;
}

const isBack = (watch: PodWatch) => (workload: Workload) => watch.strength(workload) >= workload.replicas;

/** While the zone is away: do the floors hold, and do the pods that can move come back elsewhere? */
async function survive(watch: PodWatch, workloads: Workload[], zone: string, limitSeconds: number) {
  const findings = new Findings(`loss of ${zone}`);
  // Counted from the moment the control plane has noticed the loss: how soon it does is a setting of the cluster.
  const noticed = Date.now();
  // It marks the nodes first and their pods after; until then everything looks whole.
  if (!(await until(PATIENCE_SECONDS, () => watch.servingIn(zone) === 0, 200))) {
    throw new Error(`pods of ${zone} still count as ready ${PATIENCE_SECONDS} s after its nodes were lost`);
  }
  const movable = workloads.filter((workload) => workload.movable);
  await until(limitSeconds, () => movable.every(isBack(watch)), 200);
  const seconds = secondsSince(noticed);
  for (const workload of movable.filter((item) => !isBack(watch)(item))) {
    findings.add(
      workload.id,
      `${watch.strength(workload)} of ${workload.replicas} pods ready on the remaining zones after ${limitSeconds} s`,
    );
  }
  for (const workload of workloads.filter((item) => watch.lowest(item) < item.zoneFloor)) {
    findings.add(
      workload.id,
      `it fell to ${watch.lowest(workload)} ready pods; ${workload.zoneFloor} of ${workload.replicas} must survive`,
    );
  }
  const lowest = workloads.filter(({ zoneFloor }) => zoneFloor > 0).map((workload) => [workload.id, watch.lowest(workload)]);
  return { seconds, lowest: Object.fromEntries(lowest), findings: findings.all };
}

/** After the zone is back: the pods that stayed there are ready again. */
async function recover(watch: PodWatch, workloads: Workload[], zone: string, limitSeconds: number): Promise<Finding[]> {
  const findings = new Findings(`return of ${zone}`);
  await until(limitSeconds, () => workloads.every(isBack(watch)), 200);
  for (const workload of workloads.filter((item) => !isBack(watch)(item))) {
    findings.add(workload.id, `${watch.strength(workload)} of ${workload.replicas} pods ready ${limitSeconds} s after the zone is back`);
  }
  return findings.all;
}

/** A zone is lost: floors hold, movable pods and leaders move; it returns, and what stayed there is ready again. */
export async function loseZone(
  cluster: Cluster,
  documents: Document[],
  workloads: Workload[],
  watch: PodWatch,
  zone: string,
  limitSeconds = PATIENCE_SECONDS,
) {
  const before = (await settle(cluster, workloads)).map(({ object, cause }) => ({ check: `before the loss of ${zone}`, object, cause }));
  const candidates = electionsOf(documents, workloads).map((election) => new Candidates(cluster, election));
  const mute = (await Promise.all(candidates.map((candidate) => candidate.start(watch, zone)))).flat();
  watch.begin();
  const standing = mute.length > 0 ? [] : candidates;
  const [leaders] = await Promise.all([Promise.all(standing.map((candidate) => candidate.lose(zone))), cluster.loseZone(zone)]);
  const survived = await survive(watch, workloads, zone, limitSeconds);
  const refused = await refusedPods(cluster, documents, `loss of ${zone}`);
  await Promise.all(candidates.map((candidate) => candidate.stop()));
  await cluster.returnZone(zone);
  const recovered = await recover(watch, workloads, zone, limitSeconds);
  const loss: ZoneLoss = {
    zone,
    lowest: survived.lowest,
    secondsToFullStrength: survived.seconds,
    secondsToLeader: leaders.length > 0 ? Math.max(...leaders.map(({ seconds }) => seconds)) : undefined,
  };
  return {
    loss,
    findings: [...before, ...mute, ...leaders.flatMap(({ findings }) => findings), ...survived.findings, ...refused, ...recovered],
  };
}
