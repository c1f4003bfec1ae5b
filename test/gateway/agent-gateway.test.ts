import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import {
  AgentApi, AgentGateway, AgentGatewayProps, ClientCertificates, ClusterProfile, Connections,
  ExternalService, GatewayEngine, Mesh, Namespace, RateLimit,
  SecretSource,
  TrafficPeer,
} from '../../src';
import { IMAGE, messageOf, withPlatform } from '../support/platforms';
import { refusal } from '../support/refusals';

const minimal: AgentGatewayProps = {
  host: 'agents.acme.io',
  engine: GatewayEngine.istio(),
  certificate: SecretSource.existing('agents-acme-io'),
};

/** A gateway with one route to an API, in the mesh. */
function withGateway(props: Partial<AgentGatewayProps> = {}) {
  return withPlatform((namespace) => {
    const api = new AgentApi(namespace, 'api', { image: IMAGE });
    const gateway = new AgentGateway(namespace, 'gateway', { ...minimal, ...props });
    gateway.route('/v1', api);
    return { api, gateway };
  }, { mesh: Mesh.istio() });
}

const tls = (props: Partial<AgentGatewayProps>) => withGateway(props).manifests().one('Gateway', 'gateway').spec.servers[0].tls;

/** The message of a gateway with props that are no good. */
function refused(props: object): string {
  return refusal(() => withPlatform((namespace) => new AgentGateway(namespace, 'gateway', { ...minimal, ...props })));
}

describe('minimal props', () => {
  const manifests = withGateway().manifests();

  test('TLS of 1.2 or newer by the certificate, and plain HTTP is sent there', () => {
    expect(manifests.one('Gateway', 'gateway').spec).toEqual({
      selector: { istio: 'ingressgateway' },
      servers: [
        {
          name: 'https', port: { name: 'https', number: 443, protocol: 'HTTPS' }, hosts: ['agents.acme.io'],
          tls: { mode: 'SIMPLE', credentialName: 'agents-acme-io', minProtocolVersion: 'TLSV1_2' },
        },
        { name: 'http', port: { name: 'http', number: 80, protocol: 'HTTP' }, hosts: ['agents.acme.io'], tls: { httpsRedirect: true } },
      ],
    });
  });

  test('a route takes its path and what is below, but not what only begins like it', () => {
    expect(manifests.one('VirtualService', 'gateway').spec).toEqual({
      gateways: ['gateway'],
      hosts: ['agents.acme.io'],
      http: [{
        name: 'api-v1',
        match: [{ uri: { exact: '/v1' } }, { uri: { prefix: '/v1/' } }],
        route: [{ destination: { host: 'api.agents.svc.cluster.local', port: { number: 80 } } }],
        timeout: '60s',
        retries: { attempts: 2, retryOn: 'connect-failure,refused-stream,reset-before-request' },
      }],
    });
  });

  test('no rate limit unless one is asked for', () => {
    expect(manifests.all('EnvoyFilter')).toEqual([]);
  });

  test('the API lets the proxies in, by address and by identity', () => {
    expect(manifests.one('NetworkPolicy', 'api').spec.ingress).toEqual([{
      from: [{
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'istio-ingress' } },
        podSelector: { matchLabels: { istio: 'ingressgateway' } },
      }],
      ports: [{ port: 8080, protocol: 'TCP' }],
    }]);
    expect(manifests.one('AuthorizationPolicy', 'api').spec.rules).toEqual([{
      from: [{ source: { principals: ['cluster.local/ns/istio-ingress/sa/istio-ingressgateway'] } }],
      to: [{ operation: { ports: ['8080'] } }],
    }]);
  });
});

describe('client certificates', () => {
  test('required is MUTUAL with the authority', () => {
    expect(tls({ clientCertificates: ClientCertificates.required(SecretSource.existing('agent-ca')) }))
      .toMatchObject({ mode: 'MUTUAL', caCertCredentialName: 'agent-ca' });
  });

  test('optional is OPTIONAL_MUTUAL', () => {
    expect(tls({ clientCertificates: ClientCertificates.optional(SecretSource.existing('agent-ca')) })).toMatchObject({ mode: 'OPTIONAL_MUTUAL' });
  });

  test('none is SIMPLE without an authority', () => {
    expect(tls({ clientCertificates: ClientCertificates.none() })).not.toHaveProperty('caCertCredentialName');
  });

  test('the Secrets are asked for where the proxies read them', () => {
    const { app } = withGateway({ clientCertificates: ClientCertificates.required(SecretSource.existing('agent-ca')) });
    expect(app.report().requiredSecrets.map(({ namespace, name, keys }) => ({ namespace, name, keys }))).toEqual([
      { namespace: 'istio-ingress', name: 'agent-ca', keys: ['ca.crt'] },
      { namespace: 'istio-ingress', name: 'agents-acme-io', keys: ['tls.crt', 'tls.key'] },
    ]);
  });
});

describe('rate limit', () => {
  const filter = withGateway({ rateLimit: RateLimit.perSecond(50, { burst: 80 }) }).manifests().one('EnvoyFilter');

  test('stands beside the proxies, under a name that no other gateway has', () => {
    expect(filter.metadata).toMatchObject({ name: 'agents-gateway', namespace: 'istio-ingress' });
    expect(filter.spec.workloadSelector).toEqual({ labels: { istio: 'ingressgateway' } });
  });

  test('counts only requests of its own host', () => {
    const [insert, merge] = filter.spec.configPatches;
    expect(insert.patch.value.typed_config.value).not.toHaveProperty('token_bucket');
    expect(merge.match.routeConfiguration.vhost.name).toBe('agents.acme.io:443');
    expect(merge.patch.value.typed_per_filter_config[insert.patch.value.name].value.token_bucket)
      .toEqual({ max_tokens: 80, tokens_per_fill: 50, fill_interval: '1s' });
  });

  test('a burst of twice the rate by default', () => {
    expect(RateLimit.perSecond(50).burst).toBe(100);
  });
});

test('the most specific route comes first, whatever order they were given in', () => {
  const { manifests } = withPlatform((namespace) => {
    const api = new AgentApi(namespace, 'api', { image: IMAGE });
    const gateway = new AgentGateway(namespace, 'gateway', minimal);
    gateway.route('/', api, { timeout: Duration.seconds(5), retries: 0 });
    gateway.route('/v1/tools', api);
    gateway.route('/v1', api);
  });
  const routes = manifests().one('VirtualService').spec.http;
  expect(routes.map((route: { name: string }) => route.name)).toEqual(['api-v1-tools', 'api-v1', 'api']);
  expect(routes[2]).toMatchObject({ match: [{ uri: { prefix: '/' } }], timeout: '5s', retries: { attempts: 0 } });
});

test('the shared proxies are where the cluster profile says', () => {
  const cluster = ClusterProfile.generic({ ingressGateway: { namespace: 'edge', labels: { app: 'proxy' } }, ingressGatewayServiceAccount: 'proxy' });
  const { manifests } = withPlatform((namespace) => {
    const gateway = new AgentGateway(namespace, 'gateway', { ...minimal, rateLimit: RateLimit.perSecond(1) });
    gateway.route('/v1', new AgentApi(namespace, 'api', { image: IMAGE }));
  }, { mesh: Mesh.istio(), cluster });
  expect(manifests().one('Gateway').spec.selector).toEqual({ app: 'proxy' });
  expect(manifests().one('EnvoyFilter').metadata.namespace).toBe('edge');
  expect(manifests().one('AuthorizationPolicy', 'api').spec.rules[0].from[0].source.principals).toEqual(['cluster.local/ns/edge/sa/proxy']);
});

describe('bad input', () => {
  test('a host with a scheme', () => {
    expect(refused({ host: 'https://agents.acme.io' })).toBe('[production/agents/gateway] "host" (Invalid)');
  });

  test('a certificate that is a string', () => {
    expect(refused({ certificate: 'agents-acme-io' })).toBe('[production/agents/gateway] "certificate" (TypeInvalid)');
  });

  test('a rate of nothing', () => {
    expect(refused({ rateLimit: RateLimit.perSecond(0) })).toBe('[production/agents/gateway] "rateLimit.requests" (OutOfRange)');
  });

  test('a burst below the rate', () => {
    expect(refused({ rateLimit: RateLimit.perSecond(50, { burst: 10 }) })).toBe('[production/agents/gateway] "rateLimit.burst" (OutOfRange)');
  });

  test('no route', () => {
    const { manifests } = withPlatform((namespace) => new AgentGateway(namespace, 'gateway', minimal));
    expect(refusal(manifests)).toBe('[production/agents/gateway] "routes" (Invalid)');
  });

  test('a path twice, a slash at the end, a target that serves no HTTP', () => {
    withPlatform((namespace: Namespace) => {
      const api = new AgentApi(namespace, 'api', { image: IMAGE });
      const gateway = new AgentGateway(namespace, 'gateway', minimal);
      gateway.route('/v1', api);
      expect(refusal(() => gateway.route('/v1', api))).toBe('[production/agents/gateway] "route.path" (Invalid)');
      expect(refusal(() => gateway.route('/v2/', api))).toBe('[production/agents/gateway] "route.path" (Invalid)');
      const model = new ExternalService(namespace, 'model', { host: 'api.model.example', port: 443, addresses: TrafficPeer.publicInternet() });
      expect(refusal(() => gateway.route('/v3', model))).toBe('[production/agents/gateway] "route.target" (NotSupported)');
      expect(refusal(() => gateway.route('/v4', api, { retries: 11 }))).toBe('[production/agents/gateway] "route.retries" (OutOfRange)');
      expect(refusal(() => gateway.route('/v5', api, { timeout: Duration.hours(2) }))).toBe('[production/agents/gateway] "route.timeout" (OutOfRange)');
    });
  });

  test('a cluster that states its operators and has no Istio', () => {
    expect(refusal(() => withPlatform((namespace) => new AgentGateway(namespace, 'gateway', minimal),
      { cluster: ClusterProfile.generic({ operators: [] }) }))).toBe('[production/agents/gateway] "engine" (Unavailable)');
  });
});

describe('a gateway that would take what is not its own', () => {
  const second = (host: string) => messageOf(() => withPlatform((namespace) => {
    new AgentGateway(namespace, 'gateway', minimal);
    new AgentGateway(namespace, 'second', { ...minimal, host });
  }, { mesh: Mesh.istio() }));

  test('two gateways with one host are refused', () => {
    expect(second('agents.acme.io')).toMatch(/^\[production\/agents\/second\] "host" .*production\/agents\/gateway/s);
  });

  test.each([[undefined], [{}]])('an ingress gateway with labels %j would be every pod of the cluster', (labels) => {
    const cluster = ClusterProfile.generic({ ingressGateway: { namespace: 'edge', labels } });
    expect(messageOf(() => withPlatform((namespace) => new AgentGateway(namespace, 'gateway', minimal), { cluster, mesh: Mesh.istio() })))
      .toMatch(/^\[production\/agents\/gateway\] "engine" /);
  });

  test('an address is no host', () => {
    expect(refused({ host: '203.0.113.7' })).toMatch(/^\[production\/agents\/gateway\] "host" /);
  });
});

test('gRPC is routed as it is: a path is a service, or one of its methods', () => {
  const { manifests } = withPlatform((namespace) => {
    const target = new Construct(namespace, 'runs');
    const connections = new Connections(target, 'Connections', { metadata: { name: 'runs' }, selector: { app: 'runs' } });
    const runs = Object.assign(target, {
      toConnectable: () => ({
        peers: [connections.peer], ports: [9000], connections, binding: { type: 'grpc', literals: { host: 'runs.agents.svc.cluster.local', port: '9000' } },
      }),
    });
    new AgentGateway(namespace, 'gateway', minimal).route('/acme.runs.v1.Runs', runs);
  }, { mesh: Mesh.istio() });
  expect(manifests().one('VirtualService', 'gateway').spec.http[0]).toMatchObject({
    match: [{ uri: { exact: '/acme.runs.v1.Runs' } }, { uri: { prefix: '/acme.runs.v1.Runs/' } }],
    route: [{ destination: { host: 'runs.agents.svc.cluster.local', port: { number: 9000 } } }],
  });
});
