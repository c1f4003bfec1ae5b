import { Duration, Size } from 'cdk8s';
import { AlertOverride, ClientCertificates, GatewayEngine, GatewayExposure, RateLimit, Scaling, TrafficPeer } from '../../../src';
import { Cases } from '../case';
import { gateway, nginx, routed, wild } from '../compose';

export const gatewayCases: Cases = {
  'AgentGatewayProps.host': [
    ['malformed', () => gateway({ host: 'https://agents.example.com' }), 'production/agents/gateway', 'host', 'Invalid'],
    ['high', () => gateway({ host: `${'a'.repeat(64)}.example.com` }), 'production/agents/gateway', 'host', 'Invalid'],
  ],
  'AgentGatewayProps.additionalHosts': [
    ['malformed', () => gateway({ additionalHosts: 'agents.example.com' }), 'production/agents/gateway', 'additionalHosts', 'TypeInvalid'],
    ['malformed', () => gateway({ additionalHosts: ['10.0.0.1'] }), 'production/agents/gateway', 'additionalHosts[0]', 'Invalid'],
  ],
  'AgentGatewayProps.allowedSourceRanges': [
    ['malformed', () => gateway({ allowedSourceRanges: [] }), 'production/agents/gateway', 'allowedSourceRanges', 'Required'],
    ['malformed', () => gateway({ allowedSourceRanges: ['203.0.113.7'] }), 'production/agents/gateway', 'allowedSourceRanges[0]', 'Invalid'],
  ],
  'AgentGatewayProps.engine': [
    ['malformed', () => gateway({ engine: 'istio' }), 'production/agents/gateway', 'engine', 'TypeInvalid'],
  ],
  'AgentGatewayProps.certificate': [
    ['malformed', () => gateway({ certificate: 'agents-example-com' }), 'production/agents/gateway', 'certificate', 'TypeInvalid'],
  ],
  'AgentGatewayProps.clientCertificates': [
    ['malformed', () => gateway({ clientCertificates: true }), 'production/agents/gateway', 'clientCertificates', 'TypeInvalid'],
  ],
  'AgentGatewayProps.rateLimit': [
    ['malformed', () => gateway({ rateLimit: 50 }), 'production/agents/gateway', 'rateLimit', 'TypeInvalid'],
  ],
  'AgentGatewayProps.clientRateLimit': [
    ['malformed', () => nginx({ clientRateLimit: 50 }), 'production/agents/gateway', 'clientRateLimit', 'TypeInvalid'],
    ['malformed', () => gateway({ clientRateLimit: RateLimit.perSecond(50) }), 'production/agents/gateway', 'clientRateLimit', 'Forbidden'],
  ],
  'AgentGatewayProps.maxConnections': [
    ['low', () => nginx({ maxConnections: 0 }), 'production/agents/gateway', 'maxConnections', 'OutOfRange'],
    ['high', () => nginx({ maxConnections: 1_000_001 }), 'production/agents/gateway', 'maxConnections', 'OutOfRange'],
    ['malformed', () => nginx({ maxConnections: '50' }), 'production/agents/gateway', 'maxConnections', 'TypeInvalid'],
  ],
  'AgentGatewayProps.maxConnectionsPerClient': [
    ['low', () => nginx({ maxConnectionsPerClient: 0 }), 'production/agents/gateway', 'maxConnectionsPerClient', 'OutOfRange'],
    ['high', () => nginx({ maxConnectionsPerClient: 1_000_001 }), 'production/agents/gateway', 'maxConnectionsPerClient', 'OutOfRange'],
    ['malformed', () => nginx({ maxConnectionsPerClient: 1.5 }), 'production/agents/gateway', 'maxConnectionsPerClient', 'OutOfRange'],
  ],
  'AgentGatewayProps.maxBodySize': [
    ['low', () => nginx({ maxBodySize: Size.kibibytes(0) }), 'production/agents/gateway', 'maxBodySize', 'OutOfRange'],
    ['high', () => nginx({ maxBodySize: Size.gibibytes(65) }), 'production/agents/gateway', 'maxBodySize', 'OutOfRange'],
    ['malformed', () => nginx({ maxBodySize: '10m' }), 'production/agents/gateway', 'maxBodySize', 'TypeInvalid'],
  ],
  'GatewayApiOptions.className': [
    ['malformed', () => nginx({ engine: GatewayEngine.gatewayApi(wild({ className: 'My Class', proxies: TrafficPeer.publicInternet() })) }), 'production/agents/gateway',
      'engine.className', 'Invalid'],
  ],
  'GatewayApiOptions.proxies': [
    ['malformed', () => nginx({ engine: GatewayEngine.gatewayApi(wild({ className: 'eg', proxies: 'envoy' })) }), 'production/agents/gateway', 'engine.proxies', 'TypeInvalid'],
    ['malformed', () => nginx({ engine: GatewayEngine.gatewayApi(wild({ className: 'eg' })) }), 'production/agents/gateway', 'engine.proxies', 'Required'],
  ],
  'NginxGatewayOptions.scaling': [
    ['malformed', () => nginx({}, { scaling: wild(3) }), 'production/agents/gateway', 'engine.scaling', 'TypeInvalid'],
    ['malformed', () => nginx({}, { scaling: Scaling.vertical() }), 'production/agents/gateway', 'engine.scaling', 'Forbidden'],
    ['malformed', () => nginx({}, { scaling: Scaling.single() }), 'production/agents/gateway', 'engine.scaling', 'Forbidden'],
  ],
  'NginxGatewayOptions.resources': [
    ['malformed', () => nginx({}, { resources: wild('small') }), 'production/agents/gateway', 'engine.resources', 'TypeInvalid'],
  ],
  'NginxGatewayOptions.exposure': [
    ['malformed', () => nginx({}, { exposure: wild('LoadBalancer') }), 'production/agents/gateway', 'engine.exposure', 'TypeInvalid'],
  ],
  'NginxGatewayOptions.trustedProxies': [
    ['malformed', () => nginx({}, { trustedProxies: ['10.0.0.1'] }), 'production/agents/gateway', 'engine.trustedProxies[0]', 'Invalid'],
  ],
  'LoadBalancerOptions.annotations': [
    ['malformed', () => nginx({}, { exposure: GatewayExposure.loadBalancer({ annotations: wild('none') }) }), 'production/agents/gateway',
      'engine.exposure.annotations', 'TypeInvalid'],
  ],
  'LoadBalancerOptions.loadBalancerClass': [
    ['malformed', () => nginx({}, { exposure: GatewayExposure.loadBalancer({ loadBalancerClass: wild(1) }) }), 'production/agents/gateway',
      'engine.exposure.loadBalancerClass', 'Invalid'],
  ],
  'AgentGatewayProps.alerts': [
    ['malformed', () => gateway({ alerts: { NoSuchAlert: AlertOverride.silence() } }), 'production/agents/gateway', 'alerts', 'NotSupported'],
  ],
  'AgentGateway.route.path': [
    ['malformed', () => routed('v1'), 'production/agents/gateway', 'route.path', 'Invalid'],
    ['malformed', () => routed('/v1/'), 'production/agents/gateway', 'route.path', 'Invalid'],
    ['malformed', () => routed('/v 1'), 'production/agents/gateway', 'route.path', 'Invalid'],
    ['malformed', () => routed(undefined), 'production/agents/gateway', 'route.path', 'Required'],
  ],
  'AgentGateway.route.target': [
    ['malformed', () => routed('/v1', {}, 'api'), 'production/agents/gateway', 'route.target', 'Invalid'],
  ],
  'RouteOptions.timeout': [
    ['low', () => routed('/v1', { timeout: Duration.seconds(0) }), 'production/agents/gateway', 'route.timeout', 'OutOfRange'],
    ['high', () => routed('/v1', { timeout: Duration.hours(2) }), 'production/agents/gateway', 'route.timeout', 'OutOfRange'],
    ['malformed', () => routed('/v1', { timeout: '30s' }), 'production/agents/gateway', 'route.timeout', 'TypeInvalid'],
  ],
  'RouteOptions.retries': [
    ['low', () => routed('/v1', { retries: -1 }), 'production/agents/gateway', 'route.retries', 'OutOfRange'],
    ['high', () => routed('/v1', { retries: 11 }), 'production/agents/gateway', 'route.retries', 'OutOfRange'],
    ['malformed', () => routed('/v1', { retries: 1.5 }), 'production/agents/gateway', 'route.retries', 'OutOfRange'],
  ],
  'RateLimit.perSecond.requests': [
    ['low', () => gateway({ rateLimit: RateLimit.perSecond(0) }), 'production/agents/gateway', 'rateLimit.requests', 'OutOfRange'],
    ['high', () => gateway({ rateLimit: RateLimit.perSecond(1_000_001) }), 'production/agents/gateway', 'rateLimit.requests', 'OutOfRange'],
    ['malformed', () => gateway({ rateLimit: RateLimit.perSecond(0.5) }), 'production/agents/gateway', 'rateLimit.requests', 'OutOfRange'],
  ],
  'RateLimitOptions.burst': [
    ['low', () => gateway({ rateLimit: RateLimit.perSecond(50, { burst: 49 }) }), 'production/agents/gateway', 'rateLimit.burst', 'OutOfRange'],
    ['high', () => gateway({ rateLimit: RateLimit.perSecond(50, { burst: 3_000_000 }) }), 'production/agents/gateway', 'rateLimit.burst', 'OutOfRange'],
    ['malformed', () => gateway({ rateLimit: RateLimit.perSecond(50, { burst: wild('100') }) }), 'production/agents/gateway', 'rateLimit.burst', 'TypeInvalid'],
  ],
  'ClientCertificates.required.authority': [
    ['malformed', () => gateway({ clientCertificates: ClientCertificates.required(wild('agent-ca')) }), 'production/agents/gateway', 'clientCertificates.authority', 'TypeInvalid'],
  ],
  'ClientCertificates.optional.authority': [
    ['malformed', () => gateway({ clientCertificates: ClientCertificates.optional(wild(undefined)) }), 'production/agents/gateway', 'clientCertificates.authority', 'Required'],
  ],
};
