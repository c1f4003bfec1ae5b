import { Cluster } from '../cluster';
import { Findings } from '../findings';
import { Json } from '../kubectl';
import { Document, ofKind, nameOf } from '../manifests';
import { ownerOf } from '../pods';
import { PATIENCE_SECONDS, until } from '../wait';
import { Workload } from '../workloads';

/** All pods of the newest template, each available: ready for as long as the manifest demands. */
function isAvailable(object: Json, expected: number): boolean {
  const { status = {}, metadata, kind } = object;
  if (status.observedGeneration !== metadata.generation) return false;
  if (kind === 'DaemonSet') {
    return (
      status.desiredNumberScheduled === status.numberAvailable && status.updatedNumberScheduled === status.desiredNumberScheduled
    );
  }
  const counts = [status.replicas, status.updatedReplicas, status.availableReplicas];
  return counts.every((count) => (count ?? 0) === object.spec.replicas) && object.spec.replicas >= expected;
}

async function read(cluster: Cluster, workloads: Workload[]): Promise<Map<string, Json>> {
  if (workloads.length === 0) return new Map();
  const kinds = [...new Set(workloads.map(({ resource }) => resource))].join(',');
  return new Map((await cluster.kubectl.list(kinds)).map((object) => [nameOf(object), object]));
}

export async function unavailable(cluster: Cluster, workloads: Workload[]): Promise<Workload[]> {
  const objects = await read(cluster, workloads);
  return workloads.filter(({ id, replicas }) => !objects.has(id) || !isAvailable(objects.get(id), replicas));
}

/** Why pods are missing: what the scheduler says of those that wait, and what admission says of those that were refused. */
async function reasons(cluster: Cluster, workload: Workload): Promise<string> {
  const pods = (await cluster.kubectl.list('pods')).filter((pod) => ownerOf(pod) === workload.id);
  const waiting = pods
    .flatMap((pod) => pod.status.conditions ?? [])
    .filter((condition: Json) => condition.type === 'PodScheduled' && condition.status === 'False')
    .map((condition: Json) => condition.message);
  const refused = (await cluster.kubectl.list('events', '-n', workload.object.metadata.namespace))
    .filter((event) => event.reason === 'FailedCreate' && event.involvedObject.name.startsWith(workload.object.metadata.name))
    .map((event) => event.message);
  return [...new Set([...waiting, ...refused])].join('; ') || 'no event says why';
}

/** Waits for full strength; says of each workload that does not come there what stands in its way. */
export async function availability(cluster: Cluster, workloads: Workload[], limitSeconds: number, check = 'availability') {
  const findings = new Findings(check);
  const done = await until(limitSeconds, async () => (await unavailable(cluster, workloads)).length === 0, 1000);
  if (done) return findings.all;
  const objects = await read(cluster, workloads);
  for (const workload of await unavailable(cluster, workloads)) {
    const available = objects.get(workload.id)?.status?.availableReplicas ?? 0;
    findings.add(
      workload.id,
      `${available} of ${workload.replicas} pods available after ${limitSeconds} s: ${await reasons(cluster, workload)}`,
    );
  }
  return findings.all;
}

/** Admission refused pods at some moment: a level, a quota or a limit range that does not fit the example. */
export async function refusedPods(cluster: Cluster, documents: Document[], check = 'admission of pods') {
  const findings = new Findings(check);
  const names = ofKind(documents, 'Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Job').map((object) => ({
    id: nameOf(object),
    namespace: object.metadata.namespace,
    name: object.metadata.name,
  }));
  for (const event of await cluster.kubectl.list('events')) {
    // A quota has no status in its first second; the controllers simply try again.
    if (
      event.reason !== 'FailedCreate' ||
      !/violates PodSecurity|exceeded quota|(maximum|minimum) .* usage/.test(event.message)
    ) {
      continue;
    }
    const { namespace, name } = event.involvedObject;
    const owner = names.find((workload) => workload.namespace === namespace && name.startsWith(workload.name));
    findings.add(owner?.id ?? `${event.involvedObject.kind} ${namespace}/${name}`, event.message);
  }
  return findings.all;
}

/** Runs each CronJob once, now: its pods must be admitted, find room and end well. */
export async function cronJobs(cluster: Cluster, documents: Document[]) {
  const findings = new Findings('scheduled work');
  const jobs = ofKind(documents, 'CronJob').map((object) => ({ object, name: `${object.metadata.name.slice(0, 50)}-now` }));
  for (const { object, name } of jobs) {
    await cluster.kubectl.do(['create', 'job', name, `--from=cronjob/${object.metadata.name}`, '-n', object.metadata.namespace]);
  }
  for (const { object, name } of jobs) {
    const { namespace } = object.metadata;
    const succeeded = () =>
      cluster.kubectl
        .json(['get', 'job', name, '-n', namespace])
        .then((job) => (job.status.succeeded ?? 0) >= (job.spec.completions ?? 1));
    if (!(await until(PATIENCE_SECONDS, succeeded))) {
      findings.add(nameOf(object), `a job made from it does not end within ${PATIENCE_SECONDS} s`);
    }
    await cluster.kubectl.do(['delete', 'job', name, '-n', namespace]);
  }
  return findings.all;
}
