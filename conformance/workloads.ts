import { matches } from '../src/catalog/rules/manifest';
import { Json } from './kubectl';
import { Document, nameOf, ofKind } from './manifests';
import { Claims, DEFAULT_CLASS, ZONES } from './topology';

export { namespacesOf } from '../src/catalog/rules/manifest';
export { matches, podTemplateOf } from '../src/catalog/rules/manifest';

/** A Deployment, StatefulSet or DaemonSet with the strength that its manifest states. */
export interface Workload {
  readonly id: string;
  readonly object: Json;
  readonly resource: string;
  /** What it runs with before an autoscaler has seen any load. */
  readonly replicas: number;
  /** Ready pods that the loss of one zone must leave. 0: the manifest promises nothing. */
  readonly zoneFloor: number;
  /** Ready pods that a rolling update must leave. */
  readonly rolloutFloor: number;
  /** Pods that may be made anew elsewhere, because no volume binds them to a zone. */
  readonly movable: boolean;
}

const RESOURCES: Record<string, string> = { Deployment: 'deployments', StatefulSet: 'statefulsets', DaemonSet: 'daemonsets' };

function autoscalerOf(documents: Document[], object: Json): Json | undefined {
  return ofKind(documents, 'HorizontalPodAutoscaler').find(
    (hpa) =>
      hpa.metadata.namespace === object.metadata.namespace &&
      hpa.spec.scaleTargetRef.kind === object.kind &&
      hpa.spec.scaleTargetRef.name === object.metadata.name,
  );
}

/** The constraint that keeps pods of a workload in different zones whatever happens, if it has one. */
export const requiredZones = (object: Json): Json | undefined =>
  object.spec.template.spec.topologySpreadConstraints?.find(
    (item: Json) => item.topologyKey === 'topology.kubernetes.io/zone' && item.whenUnsatisfiable === 'DoNotSchedule',
  );

/** A budget that protects healthy members only is how a store with a quorum says that it has one. */
function isQuorum(documents: Document[], object: Json): boolean {
  const labels = object.spec.template.metadata.labels ?? {};
  return (
    object.kind === 'StatefulSet' &&
    ofKind(documents, 'PodDisruptionBudget').some(
      (pdb) =>
        pdb.metadata.namespace === object.metadata.namespace &&
        pdb.spec.unhealthyPodEvictionPolicy === 'IfHealthyBudget' &&
        matches(pdb.spec.selector, labels),
    )
  );
}

/** Zones required: an even spread's share survives. Zones only preferred: something survives. One pod: no promise. */
function zoneFloor(documents: Document[], object: Json, replicas: number): number {
  if (object.kind === 'DaemonSet' || replicas < 2) return 0;
  if (!requiredZones(object)) return 1;
  const spread = replicas - Math.ceil(replicas / ZONES.length);
  return replicas > 2 && isQuorum(documents, object) ? Math.max(spread, Math.floor(replicas / 2) + 1) : spread;
}

function resolve(value: string | number, replicas: number): number {
  return typeof value === 'number' ? value : Math.floor((Number.parseInt(value, 10) / 100) * replicas);
}

function rolloutFloor(object: Json, replicas: number): number {
  if (object.kind === 'StatefulSet') return replicas - 1;
  if (object.kind === 'DaemonSet' || object.spec.strategy?.type === 'Recreate') return 0;
  return replicas - resolve(object.spec.strategy?.rollingUpdate?.maxUnavailable ?? '25%', replicas);
}

export function workloadsOf(documents: Document[]): Workload[] {
  return ofKind(documents, 'Deployment', 'StatefulSet', 'DaemonSet').map((object) => {
    const replicas =
      object.kind === 'DaemonSet' ? 9 : (object.spec.replicas ?? autoscalerOf(documents, object)?.spec.minReplicas ?? 1);
    return {
      id: nameOf(object),
      object,
      resource: `${RESOURCES[object.kind]}.apps`,
      replicas,
      zoneFloor: zoneFloor(documents, object, replicas),
      rolloutFloor: rolloutFloor(object, replicas),
      movable:
        object.kind === 'Deployment' && !object.spec.template.spec.volumes?.some((volume: Json) => volume.persistentVolumeClaim),
    };
  });
}

/** How many volumes of each storage class the example can ask for. */
export function claimsByClass(documents: Document[]): Map<string, Claims> {
  const counts = new Map<string, Claims>();
  const add = (claim: Json, count: number) => {
    const name = claim.spec.storageClassName ?? DEFAULT_CLASS;
    const { ofOneNode, shared } = counts.get(name) ?? { ofOneNode: 0, shared: 0 };
    const isShared = claim.spec.accessModes.includes('ReadWriteMany');
    counts.set(name, isShared ? { ofOneNode, shared: shared + count } : { ofOneNode: ofOneNode + count, shared });
  };
  for (const { object, replicas } of workloadsOf(documents)) {
    (object.spec.volumeClaimTemplates ?? []).forEach((claim: Json) => add(claim, replicas));
  }
  ofKind(documents, 'PersistentVolumeClaim').forEach((claim) => add(claim, 1));
  return counts;
}
