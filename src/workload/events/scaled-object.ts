import { ApiObjectMetadata } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { KEDA } from '../../catalog/operators/keda';
import { Binding } from '../../connections/binding';
import { checkedConnectable } from '../../connections/checked-connectable';
import { IConnectable } from '../../connections/connectable';
import { checkPlatform } from '../../connections/platform-rule';
import { TrafficPeer } from '../../connections/traffic-peer';
import { bindings } from '../../internal/bindings';
import { Guard } from '../../internal/guard';
import { late } from '../../internal/late';
import { limitName, NameLimit } from '../../internal/naming';
import { own } from '../../internal/own';
import { PlatformSettings } from '../../platform/settings';
import { DOWN_SLOWLY, UP_AT_ONCE } from '../autoscaler-behavior';
import { ResolvedEventScaling, ResolvedScaling } from '../scaling';

/** A workload that scales on events. */
export interface EventScaledWorkload {
  readonly metadata: ApiObjectMetadata;
  /** The name of the Deployment. */
  readonly name: string;
  readonly settings: PlatformSettings;
  /** The construct that the user sees. */
  readonly user: IConstruct;
  /** The binding of a target that the workload is connected to. */
  readonly bindingOf: (target: IConnectable) => Binding | undefined;
}

type Trigger = ResolvedEventScaling['triggers'][number];

/**
 * Has KEDA scale a workload. KEDA reads each target with the credentials that the workload itself was given, from where its operator runs.
 * `guard` speaks of the scaling.
 */
export function addScaledObject(scope: Construct, guard: Guard, workload: EventScaledWorkload, { floor, ceiling, events }: ResolvedScaling): void {
  const { metadata, name, settings } = workload;
  settings.cluster._requireOperator(guard, 'triggers', KEDA, 'Scaling.horizontal()');
  const { triggers, pollingSeconds, cooldownSeconds, fallback } = events!;
  triggers.forEach((one, index) => one.target && admitKeda(scope, guard.within(`triggers[${index}]`), settings, one.target, one));
  workload.user.node.addValidation({ validate: () => triggers.flatMap((one, index) => missingConnection(one, index, workload)) });
  const authentications = triggers.map((one, index) => one.trigger.authentication && addAuthentication(scope, workload, one, index));
  new bindings.scaledObject.ScaledObject(scope, 'ScaledObject', {
    metadata,
    spec: late(() => ({
      scaleTargetRef: { name },
      minReplicaCount: floor,
      maxReplicaCount: ceiling,
      pollingInterval: pollingSeconds,
      cooldownPeriod: floor === 0 ? cooldownSeconds : undefined,
      fallback,
      // The name by which alerts know it.
      advanced: { horizontalPodAutoscalerConfig: { name, behavior: { scaleUp: UP_AT_ONCE, scaleDown: DOWN_SLOWLY } } },
      triggers: triggers.map(({ target, trigger: { type, metadata: facts } }, index) => ({
        type,
        metadata: facts((target && workload.bindingOf(target)) ?? { type: '', literals: {} }),
        authenticationRef: authentications[index] ? { name: authentications[index] } : undefined,
      })),
    })),
  });
}

/** Only what the binding has: a server may not ask for a name. */
function addAuthentication(scope: Construct, workload: EventScaledWorkload, { target, trigger }: Trigger, index: number): string {
  const { metadata, name, bindingOf } = workload;
  const authentication = limitName(`${name}-trigger-${index}`, NameLimit.DEFAULT);
  new bindings.triggerAuthentication.TriggerAuthentication(scope, `TriggerAuthentication-${index}`, {
    metadata: { ...metadata, name: authentication },
    spec: late(() => {
      const secrets = bindingOf(target!)?.secrets ?? {};
      return {
        secretTargetRef: Object.entries(trigger.authentication!).flatMap(([parameter, entry]) => {
          const secret = own(secrets, entry);
          return secret ? [{ parameter, name: secret.source.secretName, key: secret.key }] : [];
        }),
      };
    }),
  });
  return authentication;
}

/** Opens the path from KEDA's operator to a target. */
function admitKeda(scope: Construct, guard: Guard, settings: PlatformSettings, target: IConnectable, { targetType, trigger }: Trigger): void {
  if (typeof target.toConnectable !== 'function') {
    guard.fail('target', target, 'a component that can be connected to', 'pass the store or the queue', 'TypeInvalid');
  }
  checkPlatform(guard, 'target', scope, target);
  const { binding, connections, ports } = checkedConnectable(guard, target);
  const wanted = binding.type === targetType ? trigger.unless?.(binding) : `a target of type ${targetType}, and ${target.node.path} is of type ${binding.type}`;
  if (wanted) {
    guard.fail('target', target.node.path, wanted, 'scale on another trigger, or on Scaling.horizontal()');
  }
  if (settings.mesh._provider.hasIdentities && connections) {
    guard.notAllowed('target', 'KEDA runs outside of the mesh, and pods in the mesh answer members of the mesh only', 'use EventTrigger.prometheusQuery(...), or Scaling.horizontal()');
  }
  const location = settings.cluster._locationOf(KEDA);
  if (location) {
    connections?.allowFrom(TrafficPeer.pods(location), ports);
  }
}

function missingConnection({ target }: Trigger, index: number, { bindingOf }: EventScaledWorkload): string[] {
  return !target || bindingOf(target) ? [] : [
    Guard.message(`scaling.triggers[${index}].target`, target.node.path, 'a component that this one is connected to',
      'call connectTo(...) with it: KEDA reads it with the same credentials', 'NotFound'),
  ];
}
