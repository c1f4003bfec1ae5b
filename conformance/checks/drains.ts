import { Cluster } from '../cluster';
import { Findings } from '../findings';
import { Document, ofKind } from '../manifests';
import { PodWatch } from '../pods';
import { nodes } from '../topology';
import { until } from '../wait';
import { matches, Workload } from '../workloads';

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

/** Every node is drained in turn, as an upgrade of the cluster does it: no drain hangs, none takes more than the budget allows. */
export async function drains(cluster: Cluster, documents: Document[], workloads: Workload[], watch: PodWatch, limitSeconds = 60) {
  const findings = new Findings('drains');
  const floors = await promised(cluster, documents, workloads);
  watch.begin();
  for (const {
    metadata: { name },
  } of nodes()) {
    const { code, stderr } = await cluster.kubectl.try([
      'drain',
      name,
      '--ignore-daemonsets',
      '--delete-emptydir-data',
      `--timeout=${limitSeconds}s`,
    ]);
    if (code !== 0) findings.add(`Node ${name}`, `its drain does not end: ${refusal(stderr)}`);
    await cluster.kubectl.do(['uncordon', name]);
    const whole = () => workloads.every((workload) => watch.strength(workload) >= workload.replicas);
    if (!(await until(30, whole, 200))) {
      workloads
        .filter((workload) => watch.strength(workload) < workload.replicas)
        .forEach((workload) =>
          findings.add(
            workload.id,
            `${watch.strength(workload)} of ${workload.replicas} pods ready 30 s after the drain of ${name}`,
          ),
        );
    }
  }
  for (const workload of workloads) {
    const floor = floors.get(workload.id)!;
    if (watch.lowest(workload) < floor) {
      findings.add(workload.id, `it fell to ${watch.lowest(workload)} ready pods during a drain; its budget promises ${floor}`);
    }
  }
  return { count: nodes().length, findings: findings.all };
}
