import { Construct } from 'constructs';
import {
  AgentApi, AgentController, AgentGateway, Coordination, DataLayer, ExternalService, GatewayEngine, Mesh, Namespace,
  ObservabilityStack, Platform, PolicyBundle, SecretSource, TrafficPeer,
} from '../../src';
import { silentApp, IMAGE, withPlatform } from '../support/platforms';
import { refusal } from '../support/refusals';

/** Every construct of ours that a program creates, below the namespace `agents` or beside it. */
const CONSTRUCTS: [name: string, create: (namespace: Namespace, id: string) => unknown, path: string][] = [
  ['AgentApi', (namespace, id) => new AgentApi(namespace, id, { image: IMAGE }), 'production/agents'],
  ['AgentController', (namespace, id) => new AgentController(namespace, id, { image: IMAGE, coordination: Coordination.leaderElection() }), 'production/agents'],
  ['ExternalService', (namespace, id) => new ExternalService(namespace, id, {
    host: 'a.acme.io', port: 443, addresses: TrafficPeer.publicInternet(),
  }), 'production/agents'],
  ['AgentGateway', (namespace, id) => new AgentGateway(namespace, id, {
    host: 'agents.acme.io', engine: GatewayEngine.istio(), certificate: SecretSource.existing('tls'),
  }), 'production/agents'],
  ['DataLayer', (namespace, id) => new DataLayer(namespace, id).addRedis('locks'), 'production/agents'],
  ['Postgres', (namespace, id) => new DataLayer(namespace, 'data').addPostgres(id), 'production/agents/data'],
  ['Redis', (namespace, id) => new DataLayer(namespace, 'data').addRedis(id), 'production/agents/data'],
  ['ObservabilityStack', (namespace, id) => new ObservabilityStack(namespace, id), 'production/agents'],
  ['Namespace', (namespace, id) => new Namespace(namespace.node.scope as Platform, id), 'production'],
  ['PolicyBundle', (namespace, id) => new PolicyBundle(namespace.node.scope as Platform, id), 'production'],
  ['Platform', (namespace, id) => new Platform(namespace.node.root as Construct, id), ''],
];

function create(made: (namespace: Namespace, id: string) => unknown, id: unknown): () => unknown {
  return () => withPlatform((namespace) => made(namespace, id as string), { mesh: Mesh.istio() });
}

describe.each(CONSTRUCTS)('the id of a %s', (_, made, path) => {
  test.each<[unknown, string]>([
    [undefined, 'Required'], ['', 'Required'], [null, 'TypeInvalid'], [5, 'TypeInvalid'], [Symbol('a'), 'TypeInvalid'], [{}, 'TypeInvalid'],
  ])('%p is refused', (id, reason) => {
    expect(refusal(create(made, id))).toBe(`[${path}] "id" (${reason})`);
  });

  test('a second one is refused', () => {
    expect(refusal(create((namespace, id) => {
      new Construct(new Construct(namespace, 'aside'), id);
      made(namespace, id);
      made(namespace, id);
    }, 'twice'))).toMatch(/"id" \(Duplicate\)$/);
  });
});

const NAMED = CONSTRUCTS.filter(([name]) => !['Namespace', 'Platform', 'PolicyBundle'].includes(name));

describe.each(NAMED)('the id of a %s', (_, made, path) => {
  test.each(['日本', '_', '.', '..'])('%s names nothing', (id) => {
    expect(refusal(create(made, id)).replace('/locks', '')).toBe(`[${path}/${id}] "id" (Invalid)`);
  });
});

test.each(['日本', '_', '.', '..'])('no Platform and no namespace is called %s', (id) => {
  expect(refusal(() => new Platform(silentApp(), id))).toBe(`[${id}] "id" (Invalid)`);
  expect(refusal(() => new Namespace(new Platform(silentApp(), 'production'), id))).toBe(`[production/${id}] "id" (Invalid)`);
});

test('a grouping construct has a name too', () => {
  expect(refusal(() => withPlatform((namespace) => new AgentApi(new Construct(namespace, '日本'), 'api', { image: IMAGE }))))
    .toBe('[production/agents/日本] "id" (Invalid)');
});
