import {
  AgentApi, AgentGateway, ExternalService, GatewayEngine, Mesh, Namespace, Platform, PlatformApp, SecretSource, TrafficPeer,
} from '../../src';
import { Manifest, Manifests } from '../support/manifests';
import { IMAGE, silentApp } from '../support/platforms';
import { refusal } from '../support/refusals';

const pods = (name: string): Manifest => ({ podSelector: { matchLabels: { 'app.kubernetes.io/instance': name } } });
const PORTS = [{ protocol: 'TCP', port: 8080 }];

function compose(fill: (namespace: Namespace) => void, mesh: Mesh = Mesh.none()): PlatformApp {
  const app = silentApp();
  fill(new Namespace(new Platform(app, 'production', { mesh }), 'agents'));
  return app;
}

function apis(namespace: Namespace, ...ids: string[]): AgentApi[] {
  return ids.map((id) => new AgentApi(namespace, id, { image: IMAGE }));
}

test('the report names every connection, sorted', () => {
  const app = compose((namespace) => {
    const [a, b] = apis(namespace, 'a', 'b');
    b.connectTo(a);
    a.connectTo(b);
  });
  expect(app.report().connections).toEqual([
    { client: 'production/agents/a', target: 'production/agents/b', ports: [8080] },
    { client: 'production/agents/b', target: 'production/agents/a', ports: [8080] },
  ]);
});

test('a target outside of the cluster is named by its host', () => {
  const app = compose((namespace) => apis(namespace, 'a')[0].connectTo(new ExternalService(namespace, 'model', {
    host: 'api.model.example', port: 443, addresses: TrafficPeer.publicInternet(),
  })));
  expect(app.report().connections).toEqual([
    { client: 'production/agents/a', target: 'production/agents/model', ports: [443], externalHost: 'api.model.example' },
  ]);
});

test('two connections between the same parts are one arrow', () => {
  const app = compose((namespace) => {
    const [a, b] = apis(namespace, 'a', 'b');
    a.connectTo(b);
    a.connectTo(b, { prefix: 'AGAIN' });
  });
  expect(app.report().connections).toHaveLength(1);
});

test('a route is an arrow too', () => {
  const app = compose((namespace) => new AgentGateway(namespace, 'gateway', {
    host: 'agents.example.com', engine: GatewayEngine.istio(), certificate: SecretSource.existing('tls'),
  }).route('/v1', apis(namespace, 'api')[0]), Mesh.istio());
  expect(app.report().connections).toEqual([{ client: 'production/agents/gateway', target: 'production/agents/api', ports: [8080] }]);
});

test('the report of several Platforms names the connections of all', () => {
  const app = silentApp();
  for (const id of ['production', 'staging']) {
    const [a, b] = apis(new Namespace(new Platform(app, id), 'agents'), 'a', 'b');
    a.connectTo(b);
  }
  expect(app.report().connections.map(({ client }) => client)).toEqual(['production/agents/a', 'staging/agents/a']);
});

test('a callback opens the path in both directions, each with its own port rule', () => {
  const manifests = Manifests.of(compose((namespace) => {
    const [a, b] = apis(namespace, 'a', 'b');
    a.connectTo(b);
    b.connectTo(a);
  }));
  for (const [own, other] of [['a', 'b'], ['b', 'a']]) {
    const { ingress, egress } = manifests.one('NetworkPolicy', own).spec;
    expect(ingress).toEqual([{ from: [pods(other)], ports: PORTS }]);
    expect(egress.slice(1)).toEqual([{ to: [pods(other)], ports: PORTS }]);
    expect(manifests.env('Deployment', own)).toHaveProperty(`${other.toUpperCase()}_HOST`);
  }
});

test('under a mesh a callback authorizes each by its own identity', () => {
  const manifests = Manifests.of(compose((namespace) => {
    const [a, b] = apis(namespace, 'a', 'b');
    a.connectTo(b);
    b.connectTo(a);
  }, Mesh.istio()));
  for (const [own, other] of [['a', 'b'], ['b', 'a']]) {
    expect(manifests.one('AuthorizationPolicy', own).spec.rules).toEqual([
      { from: [{ source: { principals: [`cluster.local/ns/agents/sa/${other}`] } }], to: [{ operation: { ports: ['8080'] } }] },
    ]);
  }
});

test('a ring of connections is no error, and no pod waits for another before it starts', () => {
  const manifests = Manifests.of(compose((namespace) => {
    const ring = apis(namespace, 'a', 'b', 'c');
    ring.forEach((api, index) => api.connectTo(ring[(index + 1) % ring.length]));
  }));
  for (const id of ['a', 'b', 'c']) {
    expect(manifests.podSpec('Deployment', id).initContainers).toBeUndefined();
  }
});

test('a part of another Platform is refused: it is in another cluster', () => {
  const app = silentApp();
  const [a, b] = ['production', 'staging'].map((id) => apis(new Namespace(new Platform(app, id), 'agents'), 'api')[0]);
  expect(refusal(() => a.connectTo(b))).toBe('[production/agents/api] "connectTo.target" (Invalid)');
});
