import { Construct } from 'constructs';
import { bindings } from '../../internal/bindings';
import { limitName, NameLimit } from '../../internal/naming';
import { PodLocation } from '../../model/cluster-facts';
import { GatewayPlan } from '../gateway-provider';

/**
 * Refuses requests from elsewhere at the proxies. It denies and does not allow: the proxies are shared, and a policy that allows would
 * shut every other host on them.
 *
 * @see https://istio.io/latest/docs/tasks/security/authorization/authz-ingress/
 */
export function addSourceRanges(scope: Construct, plan: GatewayPlan, proxies: PodLocation, ranges: string[]): void {
  const { AuthorizationPolicy, AuthorizationPolicySpecAction: Action } = bindings.authorizationPolicy;
  new AuthorizationPolicy(scope, 'SourceRanges', {
    metadata: {
      name: limitName(`${plan.labels['app.kubernetes.io/part-of']}-${plan.name}-sources`, NameLimit.DEFAULT),
      namespace: proxies.namespace,
      labels: plan.labels,
    },
    spec: {
      selector: { matchLabels: proxies.labels },
      action: Action.DENY,
      rules: [{
        from: [{ source: { notRemoteIpBlocks: ranges } }],
        // Callers may name the port in the Host header.
        to: [{ operation: { hosts: plan.hosts.flatMap((host) => [host, `${host}:*`]) } }],
      }],
    },
  });
}
