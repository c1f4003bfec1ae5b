import { apply, podSecurity } from './checks/apply';
import { availability, cronJobs, refusedPods } from './checks/availability';
import { drains } from './checks/drains';
import { drift } from './checks/drift';
import { lateZone } from './checks/late-zone';
import { autoscalers, budgets, selectors, services } from './checks/objects';
import { permissions } from './checks/permissions';
import { references } from './checks/references';
import { removal } from './checks/removal';
import { rollout } from './checks/rollout';
import { loseZone, ZoneLoss } from './checks/zones';
import { Cluster } from './cluster';
import { installCrds, isCustom, unknownKinds } from './crds';
import { kubernetesVersion, Version } from './engines';
import { foreignNamespaces, readExternals, stale } from './externals';
import { Finding, Findings } from './findings';
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

type Say = (what: string) => void;

/** Counts checks as well as what they find, so that "nothing found" can be told from "nothing asked". */
class Ledger {
  readonly findings: Finding[] = [];
  passed = 0;
  failed = 0;

  /** Takes the answer of one check; true when it found nothing. */
  take(findings: Finding[]): boolean {
    this.findings.push(...findings);
    if (findings.length > 0) this.failed++;
    else this.passed++;
    return findings.length === 0;
  }
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

async function applyAndCompare(cluster: Cluster, documents: Document[], version: Version, ledger: Ledger): Promise<boolean> {
  const label = `on ${kubernetesVersion(version)}`;
  return ledger.take(await apply(cluster, documents, label)) && ledger.take(await drift(cluster, documents, label));
}

/** The oldest version admits and stores; it schedules nothing. */
async function onOldest(documents: Document[], ledger: Ledger): Promise<void> {
  await withCluster(
    () => Cluster.startControlPlane('oldest'),
    async (cluster) => {
      await prepare(cluster, documents);
      await applyAndCompare(cluster, documents, 'oldest', ledger);
    },
  );
}

function staticChecks(example: Example, ledger: Ledger): void {
  const externals = readExternals(example.id);
  const outdated = new Findings('externals.yaml');
  stale(example.documents, externals).forEach((external) =>
    outdated.add(`${external.kind} ${external.name}`, 'declared as external, but nothing names it any more'),
  );
  ledger.take(references(example.documents, externals));
  ledger.take(selectors(example.documents));
  ledger.take(outdated.all);
}

/** The checks of a quiet cluster. Says whether all workloads are there: nothing later makes sense without them. */
async function atRest(
  cluster: Cluster,
  example: Example,
  documents: Document[],
  workloads: Workload[],
  options: Options,
  ledger: Ledger,
): Promise<boolean> {
  const label = `on ${kubernetesVersion('newest')}`;
  if (!ledger.take(await apply(cluster, documents, label))) return false;
  const available = ledger.take(await availability(cluster, workloads, AVAILABLE_SECONDS));
  ledger.take(await refusedPods(cluster, documents));
  if (!available) return false;
  ledger.take(await drift(cluster, documents, label));
  ledger.take(await budgets(cluster, documents));
  ledger.take(await services(cluster, documents));
  ledger.take(await autoscalers(cluster, documents));
  ledger.take(await cronJobs(cluster, documents));
  ledger.take(await permissions(cluster, example, options.updateGolden));
  return true;
}

interface Endured {
  readonly losses: ZoneLoss[];
  readonly drains: number;
  readonly podSecurity: ToolFinding[];
}

async function onNewest(
  example: Example,
  documents: Document[],
  workloads: Workload[],
  options: Options,
  ledger: Ledger,
  say: Say,
): Promise<Endured> {
  return withCluster(
    () => Cluster.start(),
    async (cluster) => {
      await prepare(cluster, documents);
      await cluster.create(storage(claimsByClass(documents)));
      const available = await atRest(cluster, example, documents, workloads, options, ledger);
      const verdict = available ? await podSecurity(cluster, documents) : [];
      if (!options.zones || !available) return { losses: [], drains: 0, podSecurity: verdict };
      say('at rest; now drains');
      const watch = new PodWatch(cluster.kubectl, workloads);
      const drained = await drains(cluster, documents, workloads, watch);
      ledger.take(drained.findings);
      const losses: ZoneLoss[] = [];
      for (const zone of ZONES) {
        say(`now the loss of ${zone}`);
        const { loss, findings } = await loseZone(cluster, documents, workloads, watch, zone);
        losses.push(loss);
        ledger.take(findings);
        ledger.take(await rollout(cluster, documents, workloads, watch, `after-${zone}`));
      }
      watch.stop();
      ledger.take(await removal(cluster, documents));
      return { losses, drains: drained.count, podSecurity: verdict };
    },
  );
}

/** A store that is created while a zone is away needs a cluster of its own: the others begin whole. */
async function onTwoZones(documents: Document[], workloads: Workload[], ledger: Ledger): Promise<void> {
  await withCluster(
    () => Cluster.start(),
    async (cluster) => {
      await prepare(cluster, documents);
      await cluster.create(storage(claimsByClass(documents)));
      ledger.take(await lateZone(cluster, documents, workloads));
    },
  );
}

export async function judge(example: Example, options: Options): Promise<Outcome> {
  const start = Date.now();
  const say: Say = (what) => console.log(`conformance: ${example.id}: ${what} (${secondsSince(start)} s)`);
  const unknown = unknownKinds(example.documents);
  const documents = example.documents.filter((document) => !unknown.includes(document));
  const workloads = workloadsOf(documents);
  const ledger = new Ledger();
  say(`${documents.length} documents, ${workloads.length} workloads, posture ${example.posture}`);
  staticChecks(example, ledger);
  const [endured] = await Promise.all([
    onNewest(example, documents, workloads, options, ledger, say),
    onOldest(documents, ledger),
    options.zones ? onTwoZones(documents, workloads, ledger) : undefined,
  ]);
  say(`clusters are done: ${ledger.findings.length} findings`);
  return {
    workloads,
    findings: ledger.findings,
    passed: ledger.passed,
    failed: ledger.failed,
    ...endured,
    customKinds: [...new Set(documents.filter(isCustom).map(({ object }) => object.kind))].sort(),
    notJudged: unknown.map(({ object }) => nameOf(object)),
  };
}
