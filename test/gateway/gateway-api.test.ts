import { Duration, Size } from 'cdk8s';
import {
  AgentApi, AgentGateway, AgentGatewayProps, ApiPort, ClientCertificates, ClusterProfile, GatewayApiOptions, GatewayEngine, Mesh, Namespace, Operator,
  PlatformProps, RateLimit, SecretSource, TrafficPeer,
} from '../../src';
import { Manifest } from '../support/manifests';
import { IMAGE, withPlatform } from '../support/platforms';
import { refusal } from '../support/refusals';

const ENVOY: GatewayApiOptions = {
  className: 'eg', proxies: TrafficPeer.pods({ namespace: 'envoy-gateway-system', labels: { 'app.kubernetes.io/component': 'proxy' } }),
};

function compose(props: Partial<AgentGatewayProps> = {}, platform: PlatformProps = {}, grpcPath: string = '/acme.runs.v1.Runs') {
  return withPlatform((agents) => {
    const api = new AgentApi(agents, 'api', { image: IMAGE, additionalPorts: [ApiPort.grpc('runs', 9000)] });
    const gateway = new AgentGateway(agents, 'gateway', {
      host: 'agents.acme.io', certificate: SecretSource.existing('agents-acme-io'), engine: GatewayEngine.gatewayApi(ENVOY), ...props,
    });
    gateway.route('/v1', api, { timeout: Duration.seconds(30) });
    gateway.route(grpcPath, api.port('runs'));
    return gateway;
  }, platform);
}

const refused = (props: Partial<AgentGatewayProps>, platform?: PlatformProps): string => refusal(() => compose(props, platform));

describe('minimal props', () => {
  const { manifests, made } = compose();

  test('a Gateway of the class, with TLS and the way to it', () => {
    expect(manifests().one('Gateway', 'gateway').spec).toEqual({
      gatewayClassName: 'eg',
      listeners: [
        {
          name: 'https', hostname: 'agents.acme.io', port: 443, protocol: 'HTTPS',
          tls: { mode: 'Terminate', certificateRefs: [{ kind: 'Secret', name: 'agents-acme-io' }] },
        },
        { name: 'http', port: 80, protocol: 'HTTP' },
      ],
    });
    expect(manifests().one('HTTPRoute', 'gateway-redirect').spec).toEqual({
      parentRefs: [{ name: 'gateway', sectionName: 'http' }],
      hostnames: ['agents.acme.io'],
      rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] }],
    });
  });

  test('a route of its own for each path, by protocol', () => {
    const common = { parentRefs: [{ name: 'gateway', sectionName: 'https' }], hostnames: ['agents.acme.io'] };
    expect(manifests().one('HTTPRoute', 'gateway-api-v1-a1e34d').spec).toEqual({
      ...common,
      rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/v1' } }], backendRefs: [{ name: 'api', port: 80 }], timeouts: { request: '30s' } }],
    });
    expect(manifests().all('GRPCRoute')[0].spec).toEqual({
      ...common, rules: [{ matches: [{ method: { service: 'acme.runs.v1.Runs' } }], backendRefs: [{ name: 'api', port: 9000 }] }],
    });
  });

  test('its proxies are let in, and nobody else', () => {
    expect(manifests().one('NetworkPolicy', 'api').spec.ingress[0]).toEqual({
      from: [{
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'envoy-gateway-system' } },
        podSelector: { matchLabels: { 'app.kubernetes.io/component': 'proxy' } },
      }],
      ports: [{ port: 8080, protocol: 'TCP' }, { port: 9000, protocol: 'TCP' }],
    });
  });

  test('it watches nothing: implementations name their metrics each in their own way', () => {
    expect(made.alerts).toEqual([]);
  });
});

test('further hosts have listeners of their own, to which every route is attached', () => {
  const { manifests } = compose({ additionalHosts: ['agents.acme.eu'] });
  expect(manifests().one('Gateway').spec.listeners.map(({ name, hostname }: Manifest) => [name, hostname]))
    .toEqual([['https', 'agents.acme.io'], ['https-1', 'agents.acme.eu'], ['http', undefined]]);
  expect(manifests().one('HTTPRoute', 'gateway-api-v1-a1e34d').spec.parentRefs.map(({ sectionName }: Manifest) => sectionName)).toEqual(['https', 'https-1']);
});

test('client certificates are verified for every listener', () => {
  expect(compose({ clientCertificates: ClientCertificates.required(SecretSource.existing('agent-ca')) }).manifests().one('Gateway').spec.tls).toEqual({
    frontend: { default: { validation: { caCertificateRefs: [{ group: '', kind: 'Secret', name: 'agent-ca' }], mode: 'AllowValidOnly' } } },
  });
});

test('a method of a gRPC service', () => {
  expect(compose({}, {}, '/acme.runs.v1.Runs/Start').manifests().all('GRPCRoute')[0].spec.rules[0].matches).toEqual([
    { method: { service: 'acme.runs.v1.Runs', method: 'Start' } },
  ]);
});

test('a Service of another namespace grants the reference', () => {
  const { manifests } = withPlatform((agents) => {
    const edge = new Namespace(agents.node.scope!, 'edge');
    const gateway = new AgentGateway(edge, 'gateway', { host: 'a.acme.io', certificate: SecretSource.existing('a'), engine: GatewayEngine.gatewayApi(ENVOY) });
    gateway.route('/', new AgentApi(agents, 'api', { image: IMAGE }));
  });
  expect(manifests().one('HTTPRoute', 'gateway-api-6696ca').spec.rules[0].backendRefs).toEqual([{ name: 'api', namespace: 'agents', port: 80 }]);
  const grant = manifests().one('ReferenceGrant');
  expect(grant.metadata.namespace).toBe('agents');
  expect(grant.spec).toEqual({
    from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'edge' }], to: [{ group: '', kind: 'Service', name: 'api' }],
  });
});

test.each<[string, Partial<AgentGatewayProps>]>([
  ['rateLimit', { rateLimit: RateLimit.perSecond(50) }],
  ['maxBodySize', { maxBodySize: Size.mebibytes(5) }],
  ['clientCertificates', { clientCertificates: ClientCertificates.optional(SecretSource.existing('agent-ca')) }],
  ['allowedSourceRanges', { allowedSourceRanges: ['203.0.113.0/24'] }],
])('the standard channel has no %s', (prop, props) => {
  expect(refused(props)).toBe(`[production/agents/gateway] "${prop}" (Forbidden)`);
});

test('errors', () => {
  expect(refused({}, { cluster: ClusterProfile.generic({ operators: [Operator.certManager()] }) })).toBe('[production/agents/gateway] "engine" (Unavailable)');
  expect(refused({}, { mesh: Mesh.istio() })).toBe('[production/agents/gateway] "engine" (Forbidden)');
  expect(refusal(() => compose({}, {}, '/a/b/c'))).toBe('[production/agents/gateway] "route.path" (Invalid)');
});

test('routes whose paths differ only in characters that names do not have are kept apart', () => {
  const { manifests } = withPlatform((agents) => {
    const gateway = new AgentGateway(agents, 'gateway', { host: 'a.acme.io', certificate: SecretSource.existing('a'), engine: GatewayEngine.gatewayApi(ENVOY) });
    const api = new AgentApi(agents, 'api', { image: IMAGE });
    ['/a/b', '/a-b', '/v1', '/V1'].forEach((path) => gateway.route(path, api));
    gateway.route('/', new AgentApi(agents, 'api-v1', { image: IMAGE }));
  });
  const names = manifests().all('HTTPRoute').map(({ metadata }) => metadata.name);
  expect(names).toHaveLength(6);
  expect(new Set(names).size).toBe(6);
});

test('the timeout of a gRPC route, which its routes do not have, is refused and not dropped', () => {
  expect(refusal(() => withPlatform((agents) => {
    const api = new AgentApi(agents, 'api', { image: IMAGE, additionalPorts: [ApiPort.grpc('runs', 9000)] });
    const gateway = new AgentGateway(agents, 'gateway', { host: 'a.acme.io', certificate: SecretSource.existing('a'), engine: GatewayEngine.gatewayApi(ENVOY) });
    gateway.route('/acme.runs.v1.Runs', api.port('runs'), { timeout: Duration.seconds(5) });
  }))).toBe('[production/agents/gateway] "route.timeout" (Forbidden)');
});
