import { apply, podSecurity } from './checks/apply';
import { availability, cronJobs, refusedPods } from './checks/availability';
import { drains } from './checks/drains';
import { drift } from './checks/drift';
import { lateZone } from './checks/late-zone';
import { autoscalers, budgets, services } from './checks/objects';
import { permissions } from './checks/permissions';
import { references, selectors } from './checks/references';
import { removal } from './checks/removal';
import { rollout } from './checks/rollout';
import { loseZone } from './checks/zones';
import { Cluster } from './cluster';
import { installCrds } from './crds';
import { kubernetesVersion } from './engines';
import { foreignNamespaces, readExternals, staleExternals } from './externals';
import { Finding } from './findings';
import { PodWatch } from './pods';
import { storage, ZONES } from './topology';
import { Trial, withCluster } from './trial';
import { PATIENCE_SECONDS } from './wait';
import { claimsByClass } from './workloads';

/** A running example. */
interface Scene {
  readonly trial: Trial;
  readonly cluster: Cluster;
  readonly watch: PodWatch;
}

interface Check {
  readonly name: string;
  readonly ask: (scene: Scene) => Promise<Finding[]>;
}

const ARRIVAL = `apply on ${kubernetesVersion('newest')}, and availability`;
const OLDEST = `apply and drift on ${kubernetesVersion('oldest')}`;
const LATE_ZONE = 'created while a zone is away';

/** What reads only the manifests; asked again it would say the same. */
async function withoutCluster(trial: Trial): Promise<void> {
  const { documents, id } = trial.example;
  const externals = readExternals(id);
  await trial.ask('references', async () => references(documents, externals));
  await trial.ask('selectors', async () => selectors(documents));
  await trial.ask('externals', async () => staleExternals(documents, externals));
}

async function prepare(cluster: Cluster, { documents }: Trial): Promise<void> {
  await installCrds(cluster, documents);
  await cluster.create(foreignNamespaces(documents));
}

async function prepareNodes(cluster: Cluster, trial: Trial): Promise<void> {
  await prepare(cluster, trial);
  await cluster.create(storage(claimsByClass(trial.documents)));
}

/** The oldest version admits and stores; it schedules nothing. */
const onOldest = (trial: Trial) =>
  withCluster(
    trial,
    () => Cluster.startControlPlane('oldest'),
    async (cluster) => {
      const label = `on ${kubernetesVersion('oldest')}`;
      await prepare(cluster, trial);
      const refused = await apply(cluster, trial.documents, label);
      return refused.length > 0 ? refused : drift(cluster, trial.documents, label);
    },
  );

/** What is created while a zone is away needs a cluster of its own: all others begin whole. */
const onTwoZones = (trial: Trial) =>
  withCluster(
    trial,
    () => Cluster.start(),
    async (cluster) => {
      await prepareNodes(cluster, trial);
      return lateZone(cluster, trial.documents, trial.workloads);
    },
  );

/** Checks that bring their own cluster. */
const ALONE: Record<string, (trial: Trial) => Promise<Finding[]>> = { [OLDEST]: onOldest, [LATE_ZONE]: onTwoZones };

/** Everything is accepted and all workloads are there: nothing later makes sense without them. */
async function arrive(cluster: Cluster, trial: Trial): Promise<Finding[]> {
  await prepareNodes(cluster, trial);
  const refused = await apply(cluster, trial.documents, `on ${kubernetesVersion('newest')}`);
  if (refused.length > 0) return refused;
  const missing = await availability(cluster, trial.workloads, PATIENCE_SECONDS);
  trial.podSecurity = await podSecurity(cluster, trial.documents);
  return [...missing, ...(await refusedPods(cluster, trial.documents))];
}

const AT_REST: Check[] = [
  { name: 'drift', ask: ({ cluster, trial }) => drift(cluster, trial.documents, `on ${kubernetesVersion('newest')}`) },
  { name: 'disruption budgets', ask: ({ cluster, trial }) => budgets(cluster, trial.documents) },
  { name: 'services', ask: ({ cluster, trial }) => services(cluster, trial.documents) },
  { name: 'autoscalers', ask: ({ cluster, trial }) => autoscalers(cluster, trial.documents) },
  { name: 'scheduled work', ask: ({ cluster, trial }) => cronJobs(cluster, trial.documents) },
  { name: 'permissions', ask: ({ cluster, trial }) => permissions(cluster, trial.example, trial.options.updateGolden) },
];

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
const DISRUPTION: Check[] = [
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

async function askAll(checks: Check[], scene: Scene): Promise<void> {
  for (const { name, ask } of checks) {
    if (DISRUPTION.some((check) => check.name === name)) scene.trial.say(name);
    await scene.trial.ask(name, () => ask(scene));
  }
}

/** In a fresh cluster: the example arrives, then `use`. The arrival's findings are the answer where it fails. */
function onNewest(trial: Trial, use: (scene: Scene) => Promise<unknown>): Promise<Finding[]> {
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

async function wholeLife(scene: Scene): Promise<void> {
  const { trial } = scene;
  await askAll(AT_REST, scene);
  if (!trial.options.zones) return;
  await Promise.all([askAll(DISRUPTION, scene), trial.ask(LATE_ZONE, () => onTwoZones(trial))]);
}

/** Asks all checks of an example, most of them in one cluster, one after the other. */
export async function judge(trial: Trial): Promise<void> {
  await withoutCluster(trial);
  await Promise.all([
    trial.ask(ARRIVAL, () => onNewest(trial, wholeLife)),
    ...(trial.options.oldest ? [trial.ask(OLDEST, () => onOldest(trial))] : []),
  ]);
  trial.say(`clusters are done: ${trial.tally.findings.length} findings`);
}

/** One check in a cluster of its own. */
async function alone(trial: Trial, name: string): Promise<Finding[]> {
  if (name === ARRIVAL) return onNewest(trial, wholeLife);
  if (name in ALONE) return ALONE[name](trial);
  const check = [...AT_REST, ...DISRUPTION].find((item) => item.name === name)!;
  let answer: Finding[] = [];
  const arrival = await onNewest(trial, async (scene) => {
    answer = await check.ask(scene);
  });
  return [...arrival, ...answer];
}

/**
 * Asks each check that failed once more, alone and in a fresh cluster. What fails there too is a finding; what does not was the doing of
 * the check before it or of a busy machine, and is told as repeated.
 */
export async function repeat(trial: Trial): Promise<void> {
  const names = [ARRIVAL, ...Object.keys(ALONE), ...[...AT_REST, ...DISRUPTION].map(({ name }) => name)];
  for (const name of trial.tally.failed.filter((check) => names.includes(check))) {
    trial.say(`FAILED, is repeated alone in a fresh cluster: ${name}`);
    trial.tally.repeat(name);
    const passed = await trial.ask(name, () => alone(trial, name));
    trial.say(`${passed ? 'passed' : 'FAILED again'} alone: ${name}`);
  }
}
