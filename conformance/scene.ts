import { apply, podSecurity } from './checks/apply';
import { availability, refusedPods } from './checks/availability';
import { Cluster } from './cluster';
import { installCrds } from './crds';
import { kubernetesVersion } from './engines';
import { foreignNamespaces } from './externals';
import { Finding } from './findings';
import { PodWatch } from './pods';
import { storage } from './topology';
import { Trial, withCluster } from './trial';
import { PATIENCE_SECONDS } from './wait';
import { claimsByClass } from './workloads';

/** Manifests that run in a cluster. */
export interface Scene {
  readonly trial: Trial;
  readonly cluster: Cluster;
  readonly watch: PodWatch;
}

export interface Check {
  readonly name: string;
  readonly ask: (scene: Scene) => Promise<Finding[]>;
}

/** What an API server needs before it can judge the documents. */
export async function prepare(cluster: Cluster, { documents }: Trial): Promise<void> {
  await installCrds(cluster, documents);
  await cluster.create(foreignNamespaces(documents));
}

export async function prepareNodes(cluster: Cluster, trial: Trial): Promise<void> {
  await prepare(cluster, trial);
  await cluster.create(storage(claimsByClass(trial.documents)));
}

/** Everything is accepted and all workloads are available. No later check makes sense without that. */
async function arrive(cluster: Cluster, trial: Trial): Promise<Finding[]> {
  await prepareNodes(cluster, trial);
  const refused = await apply(cluster, trial.documents, `on ${kubernetesVersion('newest')}`);
  if (refused.length > 0) return refused;
  const missing = await availability(cluster, trial.workloads, PATIENCE_SECONDS);
  trial.podSecurity = await podSecurity(cluster, trial.documents);
  return [...missing, ...(await refusedPods(cluster, trial.documents))];
}

/** Applies the manifests in a new cluster, and then calls `use`. Where they do not arrive, the result says why. */
export function onNewest(trial: Trial, use: (scene: Scene) => Promise<unknown>): Promise<Finding[]> {
  return withCluster(
    trial,
    () => Cluster.start(),
    async (cluster) => {
      const findings = await arrive(cluster, trial);
      if (findings.length > 0) return findings;
      const watch = await PodWatch.start(cluster.kubectl, trial.workloads);
      try {
        await use({ trial, cluster, watch });
      } finally {
        watch.stop();
      }
      return [];
    },
  );
}

/** One check in a cluster of its own. */
export async function alone(trial: Trial, check: Check): Promise<Finding[]> {
  let answer: Finding[] = [];
  const arrival = await onNewest(trial, async (scene) => {
    answer = await check.ask(scene);
  });
  return [...arrival, ...answer];
}
