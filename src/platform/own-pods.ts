import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { amount, Json, podTemplateOf } from '../catalog/rules/manifest';
import { amountsBy, ResourceAmounts } from '../model/resource-amounts';
import { Footprint } from './quota';

const KINDS = ['Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob'];

/** Whether a construct is an object that makes pods. Asked while the object is being made, too. */
export function makesPods(construct: IConstruct): construct is ApiObject {
  // Not instanceof, which takes an object for an ApiObject only once it is complete. The fields of an L2 are getters, and not its own.
  const [kind, apiVersion] = ['kind', 'apiVersion'].map((field) => Object.getOwnPropertyDescriptor(construct, field)?.value);
  return KINDS.includes(kind) && ['v1', 'apps/v1', 'batch/v1'].includes(apiVersion);
}

/** What the pods of an object may use at the most; what its containers leave out is as the LimitRange fills it in. */
export function footprintOf(object: ApiObject, autoscalers: ApiObject[], defaults: ResourceAmounts): Footprint {
  const manifest: Json = object.toJson();
  const { spec = {} } = (manifest.kind === 'Pod' ? manifest : podTemplateOf(manifest)) ?? {};
  const amounts = (containers: Json[] = []): ResourceAmounts[] => containers.map(({ resources }) => amountsOf(resources, defaults));
  const isSidecar = ({ restartPolicy }: Json): boolean => restartPolicy === 'Always';
  const before = (spec.initContainers ?? []).filter((container: Json) => !isSidecar(container));
  const running = amounts([...spec.containers ?? [], ...(spec.initContainers ?? []).filter(isSidecar)]);
  return {
    pods: podsOf(manifest, autoscalers.map((autoscaler) => autoscaler.toJson())),
    pod: amountsBy((of) => Math.max(running.reduce((sum, container) => sum + of(container), 0), ...amounts(before).map(of))),
    largest: amountsBy((of) => Math.max(0, ...[...running, ...amounts(before)].map(of))),
  };
}

/** Pods at full scale, during a rollout, with those of a lost zone that still count. */
function podsOf({ kind, metadata, spec }: Json, autoscalers: Json[]): number {
  const targets = ({ scaleTargetRef }: Json): boolean => scaleTargetRef?.kind === kind && scaleTargetRef.name === metadata.name;
  const scaler = autoscalers.find((autoscaler) => targets(autoscaler.spec ?? {}));
  const replicas = scaler?.spec.maxReplicas ?? spec?.replicas ?? 1;
  switch (kind) {
    case 'Pod': return 1;
    case 'Job': return spec?.parallelism ?? 1;
    case 'CronJob': return 2 * (spec?.jobTemplate?.spec?.parallelism ?? 1);
    case 'Deployment': return replicas + Math.ceil(replicas / 3) + 1;
    // A pod that is replaced counts until the quota has seen it go.
    case 'StatefulSet': return replicas + 1;
    default: return replicas;
  }
}

function amountsOf(resources: Json, defaults: ResourceAmounts): ResourceAmounts {
  const stated = (side: string, name: string, unit: number): number | undefined => {
    const given = resources?.[side]?.[name];
    return given === undefined ? undefined : Math.ceil(amount(given) * unit);
  };
  const perMebibyte = 1 / 2 ** 20;
  const cpuLimit = stated('limits', 'cpu', 1000);
  const most = (name: string): number | undefined => stated('limits', name, perMebibyte) ?? stated('requests', name, perMebibyte);
  return {
    cpuRequest: stated('requests', 'cpu', 1000) ?? cpuLimit ?? defaults.cpuRequest,
    cpuLimit: cpuLimit ?? defaults.cpuLimit,
    memory: most('memory') ?? defaults.memory,
    storage: most('ephemeral-storage') ?? defaults.storage,
  };
}
