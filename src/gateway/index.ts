import { GatewayEngine } from './gateway-engine';
import { GatewayProvider } from './gateway-provider';

// What a gateway engine stands on, for engines of others: the entry `cdk8s-agent-platform/gateway`. See docs/gateway-engines.md.
export { Guard } from '../internal/guard';
export { componentLabels } from '../platform/labels';
export { Registry } from '../platform/registry';
export { ClientCertificates } from './client-certificates';
export { GatewayCapabilities, GatewayFeature } from './gateway-capabilities';
export { GatewayMonitoring, GatewayPlan, GatewayProvider, ProvidedGateway, RoutePlan } from './gateway-provider';
export { RateLimit } from './rate-limit';

/** What a user passes as `engine` of an AgentGateway. */
export function gatewayEngine(provider: GatewayProvider): GatewayEngine {
  return GatewayEngine._of(provider);
}
