import { AgentApi, AgentGateway, ApiPort, GatewayEngine, HealthCheck, Mesh, PlatformProps, SecretSource } from '../../src';
import { Manifest, Manifests } from '../support/manifests';
import { IMAGE, withPlatform } from '../support/platforms';
import { refusal } from '../support/refusals';

const PORTS = [ApiPort.grpc('runs', 9000), ApiPort.http('admin', 8081)];

type Change = (api: AgentApi, client: AgentApi) => void;

const made = (change: Change = () => undefined, props: PlatformProps = {}): Manifests => withPlatform((namespace) => {
  const api = new AgentApi(namespace, 'api', { image: IMAGE, additionalPorts: PORTS, readiness: HealthCheck.tcp('grpc-runs') });
  change(api, new AgentApi(namespace, 'client', { image: IMAGE }));
}, props).manifests();

const portsOf = (policy: Manifest, direction: 'ingress' | 'egress'): number[] =>
  (policy.spec[direction] as Manifest[]).flatMap(({ ports = [] }) => ports.map(({ port }: Manifest) => port)).filter((port: number) => port !== 53);

test('every port is declared, named by its protocol, and in the Service', () => {
  expect(made().container('Deployment', 'api').ports.map(({ name, containerPort }: Manifest) => [name, containerPort]))
    .toEqual([['http', 8080], ['metrics', 9090], ['grpc-runs', 9000], ['http-admin', 8081]]);
  expect(made().one('Service', 'api').spec.ports).toEqual([
    { name: 'http', port: 80, protocol: 'TCP', targetPort: 'http' },
    { name: 'grpc-runs', port: 9000, protocol: 'TCP', appProtocol: 'kubernetes.io/h2c', targetPort: 'grpc-runs' },
    { name: 'http-admin', port: 8081, protocol: 'TCP', appProtocol: 'http', targetPort: 'http-admin' },
  ]);
});

test('the program is told each, and a health check may ask it', () => {
  expect(made().env('Deployment', 'api')).toMatchObject({ PORT: '8080', RUNS_PORT: '9000', ADMIN_PORT: '8081', METRICS_PORT: '9090' });
  expect(made().container('Deployment', 'api').readinessProbe.tcpSocket).toEqual({ port: 'grpc-runs' });
});

test('who is connected to a port reaches that port and no other', () => {
  const manifests = made((api, client) => client.connectTo(api.port('runs')), { mesh: Mesh.istio() });
  expect(portsOf(manifests.one('NetworkPolicy', 'api'), 'ingress')).toEqual([9000]);
  expect(portsOf(manifests.one('NetworkPolicy', 'client'), 'egress')).toContain(9000);
  expect(portsOf(manifests.one('NetworkPolicy', 'client'), 'egress')).not.toContain(8080);
  expect(manifests.one('AuthorizationPolicy', 'api').spec.rules[0].to).toEqual([{ operation: { ports: ['9000'] } }]);
  expect(manifests.env('Deployment', 'client')).toMatchObject({
    API_RUNS_HOST: 'api.agents.svc.cluster.local', API_RUNS_PORT: '9000', API_RUNS_URI: 'http://api.agents.svc.cluster.local:9000',
  });
});

test('who is connected to the API does not reach the other ports', () => {
  expect(portsOf(made((api, client) => client.connectTo(api)).one('NetworkPolicy', 'api'), 'ingress')).toEqual([8080]);
});

test('a client may use several', () => {
  const manifests = made((api, client) => {
    client.connectTo(api);
    client.connectTo(api.port('runs'));
  });
  expect(portsOf(manifests.one('NetworkPolicy', 'api'), 'ingress')).toEqual([8080, 9000]);
  expect(manifests.env('Deployment', 'client')).toMatchObject({ API_PORT: '80', API_RUNS_PORT: '9000' });
});

test('a gateway routes to a port', () => {
  const manifests = made((api) => {
    const gateway = new AgentGateway(api.node.scope!, 'gateway', {
      host: 'agents.acme.io', engine: GatewayEngine.istio(), certificate: SecretSource.existing('agents-acme-io'),
    });
    gateway.route('/v1', api);
    gateway.route('/acme.runs.v1.Runs', api.port('runs'));
  }, { mesh: Mesh.istio() });
  const routes = manifests.one('VirtualService').spec.http.map(({ name, route }: Manifest) => [name, route[0].destination.port.number]);
  expect(routes).toEqual([['api-runs-acme-runs-v1-runs', 9000], ['api-v1', 80]]);
  expect(portsOf(manifests.one('NetworkPolicy', 'api'), 'ingress')).toEqual([8080, 9000]);
});

test('metrics are scraped by the name of their port', () => {
  const { made: api } = withPlatform((namespace) => new AgentApi(namespace, 'api', { image: IMAGE, additionalPorts: PORTS, metricsPort: 9999 }));
  expect(api.toMonitoringPlan().scrapes.map(({ port, portNumber }) => [port, portNumber])).toEqual([['metrics', 9999]]);
});

describe('what is refused', () => {
  const refused = (additionalPorts: ApiPort[]): string => refusal(() => withPlatform((namespace) => new AgentApi(namespace, 'api', { image: IMAGE, additionalPorts })));
  const at = (prop: string, reason: string): string => `[production/agents/api] "${prop}" (${reason})`;

  test.each<[string, ApiPort[], string, string]>([
    ['a name twice', [ApiPort.grpc('runs', 9000), ApiPort.http('runs', 9001)], 'additionalPorts[1].name', 'Duplicate'],
    ['a number twice', [ApiPort.grpc('runs', 9000), ApiPort.grpc('jobs', 9000)], 'additionalPorts[1].number', 'Duplicate'],
    ['the number of the API', [ApiPort.grpc('runs', 8080)], 'additionalPorts[0].number', 'Duplicate'],
    ['the number of metrics', [ApiPort.grpc('runs', 9090)], 'additionalPorts[0].number', 'Duplicate'],
    ['a name that variables have', [ApiPort.http('metrics', 9000)], 'additionalPorts[0].name', 'Duplicate'],
    ['a name that is too long', [ApiPort.grpc('runs-and-more', 9000)], 'additionalPorts[0].name', 'Invalid'],
    ['two dashes', [ApiPort.grpc('a--b', 9000)], 'additionalPorts[0].name', 'Invalid'],
  ])('%s', (_, ports, prop, reason) => {
    expect(refused(ports)).toBe(at(prop, reason));
  });

  test('a port that is not there', () => {
    expect(refusal(() => made((api) => api.port('jobs')))).toBe(at('port.name', 'NotFound'));
  });
});
