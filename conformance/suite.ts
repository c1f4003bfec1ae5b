import { apply } from './checks/apply';
import { cronJobs } from './checks/availability';
import { drift } from './checks/drift';
import { autoscalers, budgets, services } from './checks/objects';
import { permissions } from './checks/permissions';
import { references, selectors } from './checks/references';
import { Cluster } from './cluster';
import { disruptAlone, DISRUPTION, LATE_ZONE, onTwoZones } from './disruption';
import { kubernetesVersion } from './engines';
import { readExternals, staleExternals } from './externals';
import { Finding } from './findings';
import { alone, Check, onNewest, prepare, Scene } from './scene';
import { Trial, withCluster } from './trial';

const ARRIVAL = `apply on ${kubernetesVersion('newest')}, and availability`;
const OLDEST = `apply and drift on ${kubernetesVersion('oldest')}`;

/** What reads only the manifests; asked again it would say the same. */
async function withoutCluster(trial: Trial): Promise<void> {
  const { documents, id } = trial.example;
  const externals = readExternals(id);
  await trial.ask('references', async () => references(documents, externals));
  await trial.ask('selectors', async () => selectors(documents));
  await trial.ask('externals', async () => staleExternals(documents, externals));
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

/** Checks that bring their own cluster. */
const ALONE: Record<string, (trial: Trial) => Promise<Finding[]>> = { [OLDEST]: onOldest, [LATE_ZONE]: onTwoZones };

const AT_REST: Check[] = [
  { name: 'drift', ask: ({ cluster, trial }) => drift(cluster, trial.documents, `on ${kubernetesVersion('newest')}`) },
  { name: 'disruption budgets', ask: ({ cluster, trial }) => budgets(cluster, trial.documents) },
  { name: 'services', ask: ({ cluster, trial }) => services(cluster, trial.documents) },
  { name: 'autoscalers', ask: ({ cluster, trial }) => autoscalers(cluster, trial.documents) },
  { name: 'scheduled work', ask: ({ cluster, trial }) => cronJobs(cluster, trial.documents) },
  { name: 'permissions', ask: ({ cluster, trial }) => permissions(cluster, trial.example, trial.options.updateGolden) },
];

/** How an example is at rest, each check in turn. */
async function atRest(scene: Scene): Promise<void> {
  for (const { name, ask } of AT_REST) {
    await scene.trial.ask(name, () => ask(scene));
  }
}

/** Asks all checks of an example at rest, most of them in one cluster. Returns whether it arrived, and so can be disrupted. */
export async function judge(trial: Trial): Promise<boolean> {
  await withoutCluster(trial);
  const [arrived] = await Promise.all([
    trial.ask(ARRIVAL, () => onNewest(trial, atRest)),
    ...(trial.options.oldest ? [trial.ask(OLDEST, () => onOldest(trial))] : []),
  ]);
  trial.say(`judged at rest: ${trial.tally.findings.length} findings`);
  return arrived;
}

/** From arrival to removal, for an example that did not arrive before. */
async function wholeLife(trial: Trial): Promise<Finding[]> {
  const findings = await onNewest(trial, atRest);
  if (findings.length === 0 && trial.options.zones) await disruptAlone(trial);
  return findings;
}

async function again(trial: Trial, name: string): Promise<Finding[]> {
  if (name === ARRIVAL) return wholeLife(trial);
  if (name in ALONE) return ALONE[name](trial);
  return alone(trial, [...AT_REST, ...DISRUPTION].find((item) => item.name === name)!);
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
    const passed = await trial.ask(name, () => again(trial, name));
    trial.say(`${passed ? 'passed' : 'FAILED again'} alone: ${name}`);
  }
}
