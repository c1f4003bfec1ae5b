import { ApiObjectMetadata } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import { Construct } from 'constructs';

/**
 * One pod at a time may be evicted, however many there are: a budget in percent or by a minimum blocks drains when a workload
 * shrinks. `AlwaysAllow` lets a drain take broken pods; a quorum must not lose a member that is still catching up.
 */
export function addDisruptionBudget(
  scope: Construct, metadata: ApiObjectMetadata, selector: Record<string, string>, unhealthyPods: 'AlwaysAllow' | 'IfHealthyBudget',
): void {
  new k8s.KubePodDisruptionBudget(scope, 'DisruptionBudget', {
    metadata,
    spec: {
      maxUnavailable: k8s.IntOrString.fromNumber(1),
      unhealthyPodEvictionPolicy: unhealthyPods,
      selector: { matchLabels: selector },
    },
  });
}
