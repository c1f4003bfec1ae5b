import { Guard } from '../internal/guard';

/** What a user can ask of a gateway beyond TLS and routes, in the words of the table in the docs. */
export const GATEWAY_FEATURES = {
  additionalHosts: 'several hosts',
  allowedSourceRanges: 'allowed source ranges',
  clientCertificatesRequired: 'client certificates, required',
  clientCertificatesOptional: 'client certificates, optional',
  clientSubject: 'subject of the client certificate for the target',
  rateLimit: 'rate limit in all',
  clientRateLimit: 'rate limit per client',
  maxConnections: 'maximum connections in all',
  maxConnectionsPerClient: 'maximum connections per client',
  maxBodySize: 'maximum size of a request body',
  accessLog: 'access log of its own',
  grpc: 'gRPC targets',
  routeTimeout: 'timeout of a route',
  grpcTimeout: 'timeout of a route to a gRPC target',
  routeRetries: 'retries of a route',
};

export type GatewayFeature = keyof typeof GATEWAY_FEATURES;

/** How an engine does what it can, by feature; what is absent it cannot do. */
export type GatewayCapabilities = Partial<Record<GatewayFeature, string>>;

/** An engine, as far as its capabilities are concerned. */
export interface CapableEngine {
  readonly call: string;
  readonly capabilities: GatewayCapabilities;
}

/** Refuses what the engine cannot do, and names the engines that can. */
export function checkCapability(guard: Guard, prop: string, feature: GatewayFeature, engine: CapableEngine, all: CapableEngine[]): void {
  if (engine.capabilities[feature] !== undefined) {
    return;
  }
  const able = all.filter(({ capabilities }) => capabilities[feature] !== undefined).map(({ call }) => call);
  guard.notAllowed(prop, `${engine.call} does not support it (${GATEWAY_FEATURES[feature]})`,
    able.length > 0 ? `use ${able.join(' or ')}, or leave it out` : 'leave it out: no engine can');
}
