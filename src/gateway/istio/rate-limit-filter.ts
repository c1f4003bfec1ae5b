import { Construct } from 'constructs';
import { bindings } from '../../internal/bindings';
import { limitName, NameLimit } from '../../internal/naming';
import { PodLocation } from '../../model/cluster-facts';
import { GatewayPlan } from '../gateway-provider';
import { RateLimit } from '../rate-limit';

const TYPE = 'type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit';
const TYPED_STRUCT = { '@type': 'type.googleapis.com/udpa.type.v1.TypedStruct', 'type_url': TYPE };

/**
 * A token bucket for each host of the gateway. Istio has no kind for it, so it is a patch to Envoy's configuration, and is
 * beside the proxies: only there, or in the root namespace, does Istio apply it to them.
 *
 * @see https://istio.io/latest/docs/tasks/policy-enforcement/rate-limit/#local-rate-limit
 */
export function addRateLimit(scope: Construct, plan: GatewayPlan, proxies: PodLocation, limit: RateLimit): void {
  const { EnvoyFilter, EnvoyFilterSpecConfigPatchesApplyTo: ApplyTo, EnvoyFilterSpecConfigPatchesPatchOperation: Operation } = bindings.envoyFilter;
  const name = limitName(`${plan.labels['app.kubernetes.io/part-of']}-${plan.name}`, NameLimit.DEFAULT);
  // A name of its own: another gateway's limit on the same proxies must not count these requests too.
  const filter = `envoy.filters.http.local_ratelimit.${name}`;
  new EnvoyFilter(scope, 'RateLimit', {
    metadata: { name, namespace: proxies.namespace, labels: plan.labels },
    spec: {
      // After patches of the default priority: where this filter stands must not depend on who applied theirs first.
      priority: 10,
      workloadSelector: { labels: proxies.labels },
      configPatches: [
        {
          applyTo: ApplyTo.HTTP_UNDERSCORE_FILTER,
          match: gatewayFilterChain(),
          patch: {
            operation: Operation.INSERT_UNDERSCORE_BEFORE,
            value: { name: filter, typed_config: { ...TYPED_STRUCT, value: { stat_prefix: 'http_local_rate_limiter' } } },
          },
        },
        ...plan.hosts.map((host) => ({
          applyTo: ApplyTo.VIRTUAL_UNDERSCORE_HOST,
          match: gatewayHost(host),
          patch: {
            operation: Operation.MERGE,
            value: { typed_per_filter_config: { [filter]: { ...TYPED_STRUCT, value: bucket(limit) } } },
          },
        })),
      ],
    },
  });
}

function gatewayFilterChain(): object {
  const { EnvoyFilterSpecConfigPatchesMatchContext: Context } = bindings.envoyFilter;
  const router = { name: 'envoy.filters.network.http_connection_manager', subFilter: { name: 'envoy.filters.http.router' } };
  return { context: Context.GATEWAY, listener: { filterChain: { filter: router } } };
}

function gatewayHost(host: string): object {
  const { EnvoyFilterSpecConfigPatchesMatchContext: Context } = bindings.envoyFilter;
  return { context: Context.GATEWAY, routeConfiguration: { vhost: { name: `${host}:443` } } };
}

function bucket(limit: RateLimit): object {
  const always = { default_value: { numerator: 100, denominator: 'HUNDRED' } };
  return {
    stat_prefix: 'http_local_rate_limiter',
    token_bucket: { max_tokens: limit.burst, tokens_per_fill: limit.requests, fill_interval: '1s' },
    filter_enabled: { runtime_key: 'local_rate_limit_enabled', ...always },
    filter_enforced: { runtime_key: 'local_rate_limit_enforced', ...always },
  };
}
