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
import { loseZone, ZoneLoss } from './checks/zones';
import { Cluster } from './cluster';
import { installCrds, isCustom, unknownKinds } from './crds';
import { kubernetesVersion } from './engines';
import { foreignNamespaces, readExternals, staleExternals } from './externals';
import { Finding } from './findings';
import { Tally } from './tally';
import { ToolFinding } from './judges/finding';
import { Document, Example, nameOf } from './manifests';
import { PodWatch } from './pods';
import { storage, ZONES } from './topology';
import { secondsSince } from './wait';
import { claimsByClass, Workload, workloadsOf } from './workloads';

/** What the clusters said of one example. */
export interface Outcome {
  readonly workloads: Workload[];
  readonly findings: Finding[];
  readonly passed: number;
  readonly failed: number;
  readonly losses: ZoneLoss[];
  readonly drains: number;
  /** The Pod Security library speaks through the API server, but is a judge like the other tools. */
  readonly podSecurity: ToolFinding[];
  /** Custom resources: admitted by their schema, but no operator runs here, so no pods of theirs. */
  readonly customKinds: string[];
  /** Documents whose definition is not at hand. */
  readonly notJudged: string[];
}

export interface Options {
  readonly zones: boolean;
  readonly updateGolden: boolean;
}

/** How long pods may take to become available: image pulls and probes are not simulated, minReadySeconds is. */
const AVAILABLE_SECONDS = 120;

/** One example on its way through the checks. */
interface Trial {
  readonly example: Example;
  /** What the API servers can judge: everything but custom kinds whose definition is not at hand. */
  readonly documents: Document[];
  readonly workloads: Workload[];
  readonly options: Options;
  readonly tally: Tally;
  readonly say: (what: string) => void;
}

/** Runs something with a cluster that ends whatever happens; logs are kept when it throws. */
async function withCluster<T>(start: () => Promise<Cluster>, use: (cluster: Cluster) => Promise<T>): Promise<T> {
  const cluster = await start();
  let failed = true;
  try {
    const result = await use(cluster);
    failed = false;
    return result;
  } finally {
    await cluster.stop(failed);
  }
}

async function prepare(cluster: Cluster, documents: Document[]): Promise<void> {
  await installCrds(cluster, documents);
  await cluster.create(foreignNamespaces(documents));
}

function withoutCluster({ example, tally }: Trial): void {
  const externals = readExternals(example.id);
  tally.take(references(example.documents, externals));
  tally.take(selectors(example.documents));
  tally.take(staleExternals(example.documents, externals));
}

/** The oldest version admits and stores; it schedules nothing. */
function onOldest({ documents, tally }: Trial): Promise<void> {
  const label = `on ${kubernetesVersion('oldest')}`;
  return withCluster(
    () => Cluster.startControlPlane('oldest'),
    async (cluster) => {
      await prepare(cluster, documents);
      const accepted = tally.take(await apply(cluster, documents, label));
      if (accepted) tally.take(await drift(cluster, documents, label));
    },
  );
}

/** Whether everything is accepted and all workloads are there: nothing later makes sense without them. */
async function arrive(cluster: Cluster, { documents, workloads, tally }: Trial): Promise<boolean> {
  if (!tally.take(await apply(cluster, documents, `on ${kubernetesVersion('newest')}`))) return false;
  const available = tally.take(await availability(cluster, workloads, AVAILABLE_SECONDS));
  tally.take(await refusedPods(cluster, documents));
  return available;
}

/** The checks of a quiet cluster. */
async function atRest(cluster: Cluster, { example, documents, options, tally }: Trial): Promise<void> {
  tally.take(await drift(cluster, documents, `on ${kubernetesVersion('newest')}`));
  tally.take(await budgets(cluster, documents));
  tally.take(await services(cluster, documents));
  tally.take(await autoscalers(cluster, documents));
  tally.take(await cronJobs(cluster, documents));
  tally.take(await permissions(cluster, example, options.updateGolden));
}

/** Drains, lost zones, rolling updates, and removal at the end. */
async function disrupt(cluster: Cluster, { documents, workloads, tally, say }: Trial) {
  const watch = await PodWatch.start(cluster.kubectl, workloads);
  say('now drains');
  const drained = await drains(cluster, documents, workloads, watch);
  tally.take(drained.findings);
  const losses: ZoneLoss[] = [];
  for (const zone of ZONES) {
    say(`now the loss of ${zone}`);
    const { loss, findings } = await loseZone(cluster, documents, workloads, watch, zone);
    losses.push(loss);
    tally.take(findings);
    tally.take(await rollout(cluster, documents, workloads, watch, `after-${zone}`));
  }
  watch.stop();
  tally.take(await removal(cluster, documents));
  return { losses, drains: drained.count };
}

/** What is created while a zone is away needs a cluster of its own: all others begin whole. */
function onTwoZones({ documents, workloads, tally }: Trial): Promise<void> {
  return withCluster(
    () => Cluster.start(),
    async (cluster) => {
      await prepare(cluster, documents);
      await cluster.create(storage(claimsByClass(documents)));
      tally.take(await lateZone(cluster, documents, workloads));
    },
  );
}

type Endured = Pick<Outcome, 'losses' | 'drains' | 'podSecurity'>;

const QUIET: Endured = { losses: [], drains: 0, podSecurity: [] };

function onNewest(trial: Trial): Promise<Endured> {
  return withCluster(
    () => Cluster.start(),
    async (cluster) => {
      await prepare(cluster, trial.documents);
      await cluster.create(storage(claimsByClass(trial.documents)));
      if (!(await arrive(cluster, trial))) return QUIET;
      await atRest(cluster, trial);
      const verdict = await podSecurity(cluster, trial.documents);
      if (!trial.options.zones) return { ...QUIET, podSecurity: verdict };
      const [disrupted] = await Promise.all([disrupt(cluster, trial), guarded(trial, onTwoZones(trial), undefined)]);
      return { ...disrupted, podSecurity: verdict };
    },
  );
}

/** A fault of the suite or of an engine becomes a finding, so that it does not hide what else there is to say. */
async function guarded<T>(trial: Trial, work: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    trial.tally.take([{ check: 'the suite itself', object: trial.example.id, cause }]);
    return otherwise;
  }
}

export async function judge(example: Example, options: Options): Promise<Outcome> {
  const start = Date.now();
  const say = (what: string) => console.log(`conformance: ${example.id}: ${what} (${secondsSince(start)} s)`);
  const unknown = unknownKinds(example.documents);
  const documents = example.documents.filter((document) => !unknown.includes(document));
  const workloads = workloadsOf(documents);
  const tally = new Tally();
  say(`${documents.length} documents, ${workloads.length} workloads, security profile ${example.securityProfile}`);
  if (unknown.length > 0) {
    say(`NOT judged by the API servers, no definition at hand: ${unknown.map(({ object }) => nameOf(object)).join(', ')}`);
  }
  const trial: Trial = { example, documents, workloads, options, tally, say };
  withoutCluster(trial);
  const [endured] = await Promise.all([guarded(trial, onNewest(trial), QUIET), guarded(trial, onOldest(trial), undefined)]);
  say(`clusters are done: ${tally.findings.length} findings`);
  return {
    workloads,
    findings: tally.findings,
    passed: tally.passed,
    failed: tally.failed,
    ...endured,
    customKinds: [...new Set(documents.filter(isCustom).map(({ object }) => object.kind))].sort(),
    notJudged: unknown.map(({ object }) => nameOf(object)),
  };
}
