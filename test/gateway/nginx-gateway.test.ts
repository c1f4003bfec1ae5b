import { Duration, Size } from 'cdk8s';
import {
  AgentApi, AgentGateway, AgentGatewayProps, ApiPort, ClientCertificates, GatewayEngine, GatewayExposure, Mesh, RateLimit, Scaling, SecretSource,
} from '../../src';
import { IMAGE, withHardenedPlatform, withPlatform } from '../support/platforms';
import { refusal } from '../support/refusals';

const minimal: AgentGatewayProps = { host: 'agents.acme.io', certificate: SecretSource.existing('agents-acme-io') };

function compose(props: Partial<AgentGatewayProps> = {}) {
  return withPlatform((agents) => {
    const api = new AgentApi(agents, 'api', { image: IMAGE, additionalPorts: [ApiPort.grpc('runs', 9000)] });
    const gateway = new AgentGateway(agents, 'gateway', { ...minimal, ...props });
    gateway.route('/v1', api, { timeout: Duration.seconds(90), retries: 1 });
    gateway.route('/acme.runs.v1.Runs', api.port('runs'), { retries: 0 });
    return gateway;
  });
}

const conf = (props: Partial<AgentGatewayProps> = {}): string => compose(props).manifests().one('ConfigMap', 'gateway-config').data['nginx.conf'];

describe('minimal props', () => {
  const { made, manifests } = compose();

  test('it is the engine without a mesh, in pods of its own that scale and survive a drain', () => {
    const { spec } = manifests().one('Deployment', 'gateway').spec.template;
    expect(spec.containers.map(({ name }: { name: string }) => name)).toEqual(['nginx', 'exporter']);
    expect(spec.terminationGracePeriodSeconds).toBe(15 + 90 + 5);
    expect(manifests().one('HorizontalPodAutoscaler', 'gateway').spec.minReplicas).toBe(3);
    expect(manifests().one('PodDisruptionBudget', 'gateway').spec.maxUnavailable).toBe(1);
  });

  test('a load balancer that keeps the address of the client', () => {
    expect(manifests().one('Service', 'gateway').spec).toMatchObject({
      type: 'LoadBalancer', externalTrafficPolicy: 'Local', selector: { 'app.kubernetes.io/instance': 'gateway' },
      ports: [{ port: 443, targetPort: 'https' }, { port: 80, targetPort: 'http' }],
    });
  });

  test('reached from everywhere, and out to its targets only', () => {
    const { ingress, egress } = manifests().one('NetworkPolicy', 'gateway').spec;
    expect(ingress[0]).toEqual({ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }], ports: [{ port: 8080, protocol: 'TCP' }, { port: 8443, protocol: 'TCP' }] });
    expect(egress[1]).toEqual({
      to: [{ podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'api' } } }], ports: [{ port: 8080, protocol: 'TCP' }, { port: 9000, protocol: 'TCP' }],
    });
    expect(manifests().one('NetworkPolicy', 'api').spec.ingress[0].from).toEqual([{ podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'gateway' } } }]);
  });

  test('targets are found by name when requests come', () => {
    expect(conf()).toMatch(/set \$target api\.agents\.svc\.cluster\.local;\n +proxy_pass http:\/\/\$target:80;/);
    expect(conf()).toContain('grpc_pass grpc://$target:9000;');
    expect(conf()).not.toContain('limit_req_zone');
    expect(conf()).not.toContain('ssl_verify_client');
  });

  test('alerts on its own metrics and pods', () => {
    expect(made.alerts.map(({ id }) => id)).toEqual(expect.arrayContaining(['GatewayTargetMissing', 'GatewayConnectionsDropped', 'PodCrashLooping']));
    expect(made.toMonitoringPlan().scrapes).toMatchObject([{ port: 'metrics', portNumber: 9113, job: 'gateway' }]);
  });
});

test('a route that is added restarts the pods', () => {
  const fingerprint = (path: string) => withPlatform((agents) => {
    new AgentGateway(agents, 'gateway', minimal).route(path, new AgentApi(agents, 'api', { image: IMAGE }));
  }).manifests().one('Deployment', 'gateway').spec.template.metadata.annotations['checksum/config'];
  expect(fingerprint('/v1')).not.toBe(fingerprint('/v2'));
});

test.each<[string, Partial<AgentGatewayProps>, string[]]>([
  ['clientCertificates', { clientCertificates: ClientCertificates.required(SecretSource.existing('ca')) }, ['ssl_verify_client on;', 'X-Client-Subject $ssl_client_s_dn;']],
  ['optional ones', { clientCertificates: ClientCertificates.optional(SecretSource.existing('ca')) }, ['ssl_verify_client optional;']],
  ['rateLimit', { rateLimit: RateLimit.perSecond(50) }, ['$host zone=requests:1m rate=50r/s;', 'zone=requests burst=99 nodelay;', 'limit_req_status 429;']],
  ['clientRateLimit', { clientRateLimit: RateLimit.perSecond(5, { burst: 5 }) }, ['$binary_remote_addr zone=client_requests:10m rate=5r/s;', 'zone=client_requests burst=4 nodelay;']],
  ['maxConnections', { maxConnections: 100 }, ['limit_conn connections 100;']],
  ['maxConnectionsPerClient', { maxConnectionsPerClient: 10 }, ['limit_conn client_connections 10;']],
  ['maxBodySize', { maxBodySize: Size.mebibytes(2) }, ['client_max_body_size 2048k;']],
  ['allowedSourceRanges', { allowedSourceRanges: ['203.0.113.0/24'] }, ['allow 203.0.113.0/24;', 'deny all;']],
  ['additionalHosts', { additionalHosts: ['agents.acme.eu'] }, ['server_name agents.acme.io agents.acme.eu;']],
])('%s', (_, props, expected) => {
  expected.forEach((line) => expect(conf(props)).toContain(line));
});

test('proxies in front of it: their word is believed, and nobody else gets in', () => {
  const { manifests } = compose({ engine: GatewayEngine.nginx({ trustedProxies: ['10.9.0.0/16'] }) });
  expect(manifests().one('ConfigMap', 'gateway-config').data['nginx.conf']).toContain('set_real_ip_from 10.9.0.0/16;');
  expect(manifests().one('NetworkPolicy', 'gateway').spec.ingress[0].from).toEqual([{ ipBlock: { cidr: '10.9.0.0/16' } }]);
});

test('a Service for the cluster alone, and a load balancer of a class', () => {
  const service = (exposure: GatewayExposure) => compose({ engine: GatewayEngine.nginx({ exposure, scaling: Scaling.fixed(2) }) }).manifests().one('Service', 'gateway');
  expect(service(GatewayExposure.clusterIp()).spec).toMatchObject({ type: 'ClusterIP' });
  const balancer = service(GatewayExposure.loadBalancer({ loadBalancerClass: 'service.k8s.aws/nlb', annotations: { 'example.com/scheme': 'internal' } }));
  expect([balancer.spec.loadBalancerClass, balancer.metadata.annotations]).toEqual(['service.k8s.aws/nlb', { 'example.com/scheme': 'internal' }]);
});

test('hardened, too', () => {
  const { manifests } = withHardenedPlatform((agents) => {
    new AgentGateway(agents, 'gateway', minimal).route('/v1', new AgentApi(agents, 'api', { image: IMAGE }));
  });
  expect(manifests().one('Deployment', 'gateway').spec.template.spec.containers[0].image).toMatch(/@sha256:/);
});

test('not behind a mesh, where Istio is the default', () => {
  const under = (props: Partial<AgentGatewayProps>) => withPlatform((agents) => {
    new AgentGateway(agents, 'gateway', { ...minimal, ...props }).route('/v1', new AgentApi(agents, 'api', { image: IMAGE }));
  }, { mesh: Mesh.istio() });
  expect(refusal(() => under({ engine: GatewayEngine.nginx() }))).toBe('[production/agents/gateway] "engine" (Forbidden)');
  expect(under({}).manifests().all('VirtualService')).toHaveLength(1);
});
