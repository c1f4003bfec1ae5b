import { Cluster } from '../cluster';
import { Findings } from '../findings';
import { Document, ofKind } from '../manifests';
import { PodWatch } from '../pods';
import { nodes } from '../topology';
import { PATIENCE_SECONDS } from '../wait';
import { matches, Workload } from '../workloads';
import { settle } from './settled';

/** What each workload's budget promises, asked from the API. Without a budget nothing is promised. */
async function promised(cluster: Cluster, documents: Document[], workloads: Workload[]): Promise<Map<string, number>> {
  const live = await cluster.kubectl.list('poddisruptionbudgets');
  const names = new Set(ofKind(documents, 'PodDisruptionBudget').map(({ metadata }) => `${metadata.namespace}/${metadata.name}`));
  return new Map(
    workloads.map(({ id, object }) => {
      const budget = live.find(
        ({ metadata, spec }) =>
          names.has(`${metadata.namespace}/${metadata.name}`) &&
          metadata.namespace === object.metadata.namespace &&
          matches(spec.selector, object.spec.template.metadata.labels ?? {}),
      );
      return [id, budget?.status.desiredHealthy ?? 0];
    }),
  );
}

/** Of all that kubectl says while it tries again and again: which pod may not go, and why. */
function refusal(stderr: string): string {
  const lines = stderr.trim().split('\n');
  const refused = lines.filter((line) => line.includes('Cannot evict'));
  return (refused.length > 0 ? [...new Set(refused)] : lines.slice(-1)).join(' ').trim();
}

interface Limits {
  /** How long kubectl tries to empty a node. */
  readonly drain: number;
  /** How long pods and budgets may take to be whole again. */
  readonly settle: number;
}

/** One node; returns whether the next one makes sense. */
async function drain(cluster: Cluster, workloads: Workload[], node: string, limits: Limits, findings: Findings): Promise<boolean> {
  const { code, stderr } = await cluster.kubectl.try([
    'drain',
    node,
    '--ignore-daemonsets',
    '--delete-emptydir-data',
    `--timeout=${limits.drain}s`,
  ]);
  if (code !== 0) findings.add(`Node ${node}`, `its drain does not end: ${refusal(stderr)}`);
  await cluster.kubectl.do(['uncordon', node]);
  if (code !== 0) return false;
  const open = await settle(cluster, workloads, limits.settle);
  open.forEach(({ object, cause }) => findings.add(object, `${cause}, ${limits.settle} s after the drain of ${node}`));
  return open.length === 0;
}

/**
 * Every node is drained in turn, as an upgrade of the cluster does it: no drain hangs, none takes more than the budget allows. Each
 * begins when the pods of the one before are back and the budgets know it.
 */
export async function drains(
  cluster: Cluster,
  documents: Document[],
  workloads: Workload[],
  watch: PodWatch,
  limits: Limits = { drain: PATIENCE_SECONDS, settle: PATIENCE_SECONDS },
) {
  const findings = new Findings('drains');
  const floors = await promised(cluster, documents, workloads);
  (await settle(cluster, workloads, limits.settle)).forEach(({ object, cause }) =>
    findings.add(object, `${cause} before the first drain`),
  );
  watch.begin();
  let count = 0;
  for (const { metadata } of nodes()) {
    if (findings.all.length > 0 || !(await drain(cluster, workloads, metadata.name, limits, findings))) break;
    count++;
  }
  for (const workload of workloads) {
    const floor = floors.get(workload.id)!;
    if (watch.lowest(workload) < floor) {
      findings.add(workload.id, `it fell to ${watch.lowest(workload)} ready pods during a drain; its budget promises ${floor}`);
    }
  }
  return { count, findings: findings.all };
}
