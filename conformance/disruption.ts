import { drains } from './checks/drains';
import { lateZone } from './checks/late-zone';
import { removal } from './checks/removal';
import { rollout } from './checks/rollout';
import { loseZone } from './checks/zones';
import { Cluster } from './cluster';
import { Finding } from './findings';
import { Check, onNewest, prepareNodes, Scene } from './scene';
import { ZONES } from './topology';
import { Trial, withCluster } from './trial';

export const LATE_ZONE = 'created while a zone is away';

/** What is created while a zone is away needs a cluster of its own: all others begin whole. */
export const onTwoZones = (trial: Trial) =>
  withCluster(
    trial,
    () => Cluster.start(),
    async (cluster) => {
      await prepareNodes(cluster, trial);
      return lateZone(cluster, trial.documents, trial.workloads);
    },
  );

async function drainAll({ trial, cluster, watch }: Scene): Promise<Finding[]> {
  const { count, findings } = await drains(cluster, trial.documents, trial.workloads, watch);
  trial.drains = count;
  return findings;
}

async function lose({ trial, cluster, watch }: Scene, zone: string): Promise<Finding[]> {
  const { loss, findings } = await loseZone(cluster, trial.documents, trial.workloads, watch, zone);
  trial.losses.set(zone, loss);
  return findings;
}

/** Drains, lost zones, rolling updates, and removal at the end. */
export const DISRUPTION: Check[] = [
  { name: 'drains', ask: drainAll },
  ...ZONES.flatMap((zone) => [
    { name: `loss of ${zone}`, ask: (scene: Scene) => lose(scene, zone) },
    {
      name: `rolling update after-${zone}`,
      ask: ({ trial, cluster, watch }: Scene) =>
        rollout(cluster, trial.documents, trial.workloads, watch, `after-${zone}`),
    },
  ]),
  { name: 'removal', ask: ({ cluster, trial }) => removal(cluster, trial.documents) },
];

async function inTurn(scene: Scene): Promise<void> {
  for (const { name, ask } of DISRUPTION) {
    scene.trial.say(name);
    await scene.trial.ask(name, () => ask(scene));
  }
}

/** Disrupts one example in clusters of its own. */
export async function disruptAlone(trial: Trial): Promise<void> {
  await Promise.all([
    trial.ask('arrival again', () => onNewest(trial, inTurn)),
    trial.ask(LATE_ZONE, () => onTwoZones(trial)),
  ]);
}
