import { Cluster } from '../cluster';
import { Findings } from '../findings';
import { Json } from '../kubectl';
import { Document, nameOf, ofKind } from '../manifests';
import { ownerOf } from '../pods';
import { PATIENCE_SECONDS, until } from '../wait';
import { matches } from '../workloads';

const inNamespace = (namespace: string) => (object: Json) => object.metadata.namespace === namespace;

/** Each disruption budget covers exactly the pods of one workload and leaves room for one eviction. */
export async function budgets(cluster: Cluster, documents: Document[]) {
  const findings = new Findings('disruption budgets');
  const emitted = ofKind(documents, 'PodDisruptionBudget');
  const names = new Set(emitted.map(nameOf));
  const settled = async () =>
    (await cluster.kubectl.list('poddisruptionbudgets'))
      .filter((budget) => names.has(nameOf(budget)))
      .every(
        ({ status, metadata }) =>
          status?.observedGeneration === metadata.generation && status.currentHealthy >= status.expectedPods,
      );
  await until(PATIENCE_SECONDS, settled);
  const live = new Map((await cluster.kubectl.list('poddisruptionbudgets')).map((object) => [nameOf(object), object]));
  const pods = await cluster.kubectl.list('pods');
  for (const pdb of emitted) {
    const covered = pods
      .filter(inNamespace(pdb.metadata.namespace))
      .filter((pod) => matches(pdb.spec.selector, pod.metadata.labels ?? {}));
    const owners = [...new Set(covered.map(ownerOf))];
    const status = live.get(nameOf(pdb))?.status ?? {};
    if (covered.length === 0) {
      findings.add(nameOf(pdb), 'its selector matches no pod');
    } else if (owners.length > 1) {
      findings.add(nameOf(pdb), `it covers pods of several owners: ${owners.sort().join(', ')}`);
    } else {
      const all = pods.filter((pod) => ownerOf(pod) === owners[0]);
      if (all.length !== covered.length) {
        findings.add(nameOf(pdb), `it covers ${covered.length} of the ${all.length} pods of ${owners[0]}`);
      }
      if (!(status.disruptionsAllowed >= 1)) {
        findings.add(
          nameOf(pdb),
          `it allows no disruption: ${status.currentHealthy} healthy pods, ${status.desiredHealthy} wanted, so every drain hangs`,
        );
      }
    }
  }
  for (const object of ofKind(documents, 'Deployment', 'StatefulSet')) {
    const labels = object.spec.template.metadata.labels ?? {};
    const own = emitted.filter(inNamespace(object.metadata.namespace)).filter((pdb) => matches(pdb.spec.selector, labels));
    if (own.length !== 1) findings.add(nameOf(object), `${own.length} disruption budgets cover it, not one`);
  }
  return findings.all;
}

/** Each port of each Service has an endpoint that is ready. */
export async function services(cluster: Cluster, documents: Document[], limitSeconds = PATIENCE_SECONDS) {
  const findings = new Findings('services');
  const missing = async () => {
    const slices = await cluster.kubectl.list('endpointslices.discovery.k8s.io');
    return ofKind(documents, 'Service')
      .filter(({ spec }) => spec.selector && spec.type !== 'ExternalName')
      .flatMap((service) => {
        const own = slices
          .filter(inNamespace(service.metadata.namespace))
          .filter((slice) => slice.metadata.labels['kubernetes.io/service-name'] === service.metadata.name);
        const served = (port: Json) =>
          own.some(
            (slice) =>
              (slice.ports ?? []).some(({ name }: Json) => (name ?? '') === (port.name ?? '')) &&
              (slice.endpoints ?? []).some(({ conditions }: Json) => conditions.ready),
          );
        return (service.spec.ports ?? []).filter((port: Json) => !served(port)).map((port: Json) => ({ service, port }));
      });
  };
  await until(limitSeconds, async () => (await missing()).length === 0);
  for (const { service, port } of await missing()) {
    const selector = Object.entries(service.spec.selector)
      .map(([key, value]) => `${key}=${value}`)
      .join(',');
    findings.add(
      nameOf(service),
      `port ${port.name ?? port.port} has no ready endpoint: no ready pod matches ${selector} with port ${port.targetPort ?? port.port}`,
    );
  }
  return findings.all;
}

const SCALED = ['Deployment', 'StatefulSet'];

/**
 * Each autoscaler finds its target. The HPA's own controller says so; there is no metrics API here, so what
 * it decides under load is not judged. A VPA has no controller here: its target is looked up in the output.
 */
export async function autoscalers(cluster: Cluster, documents: Document[]) {
  const findings = new Findings('autoscalers');
  const found = (hpa: Json) => hpa.status?.conditions?.find((condition: Json) => condition.type === 'AbleToScale');
  await until(PATIENCE_SECONDS, async () => (await cluster.kubectl.list('horizontalpodautoscalers')).every(found));
  const live = new Map((await cluster.kubectl.list('horizontalpodautoscalers')).map((hpa) => [nameOf(hpa), hpa]));
  for (const hpa of ofKind(documents, 'HorizontalPodAutoscaler')) {
    const condition = found(live.get(nameOf(hpa)));
    if (condition?.status !== 'True') findings.add(nameOf(hpa), condition?.message ?? 'its controller took no decision');
  }
  for (const vpa of ofKind(documents, 'VerticalPodAutoscaler')) {
    const { kind, name } = vpa.spec.targetRef;
    const target = ofKind(documents, ...SCALED).some(
      (object) => object.kind === kind && object.metadata.name === name && object.metadata.namespace === vpa.metadata.namespace,
    );
    if (!target) findings.add(nameOf(vpa), `its target ${kind} ${name} is not in the output`);
  }
  return findings.all;
}
