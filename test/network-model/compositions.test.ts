import { IMAGE, silentApp } from '../support/platforms';
import { differences } from './differences';
import { System, systemOf } from './system';
import {
  AgentApi, AgentController, AgentGateway, ClusterProfile, Coordination, DataLayer, ObjectStorageBucket, Environment, ExternalService,
  GatewayEngine, Mesh, MessagingLayer, Namespace, ObservabilityStack, Platform, PlatformProps, PostgresEngine, SecretSource, TrafficPeer,
} from 'cdk8s-agent-platform';

const cluster = ClusterProfile.generic({ apiServerCidrs: ['10.0.0.0/28'], nodeCidrs: ['10.0.16.0/24'] });

function compose(props: PlatformProps, parts: (platform: Platform) => void): System {
  const app = silentApp();
  const platform = new Platform(app, 'production', { cluster, ...props });
  parts(platform);
  return systemOf(app, platform);
}

function everything(platform: Platform): void {
  const [agents, stores] = ['agents', 'stores'].map((id) => new Namespace(platform, id));
  const data = new DataLayer(stores, 'data');
  const credentials = SecretSource.existing('copied');
  const bucket = ObjectStorageBucket.s3({ bucket: 'backups', region: 'eu-west-1', credentials: SecretSource.existing('bucket') });
  const { environment, mesh } = platform.settings;
  // What is not in the mesh cannot talk to neighbours that are, so the layers differ there: the network opens what sidecars shut.
  const second = environment.name === 'staging' && mesh.name !== 'none' ? PostgresEngine.plain() : PostgresEngine.cloudNativePg({ backup: { bucket } });
  const [one, two] = [PostgresEngine.plain(), second].map((engine, index) => data.addPostgres(`p${index}`, { engine }));
  const locks = data.addRedis('locks');
  const shards = data.addEtcd('shards');
  const orders = data.addMySql('orders');
  const jobs = new MessagingLayer(agents, 'messaging').addRabbitMq('jobs');
  const model = new ExternalService(agents, 'model', { host: 'api.model.example', port: 443, addresses: TrafficPeer.publicInternet() });
  const [front, back] = ['front', 'back'].map((id) => new AgentApi(agents, id, { image: IMAGE }));
  front.connectTo(back);
  back.connectTo(front);
  back.connectTo(one, { credentials });
  back.connectTo(model);
  const leader = new AgentController(agents, 'leader', { image: IMAGE, coordination: Coordination.leaderElection() });
  leader.connectTo(two, { credentials });
  leader.connectTo(locks, { credentials });
  front.connectTo(jobs);
  front.connectTo(shards, { credentials });
  front.connectTo(orders, { credentials });
  back.connectTo(orders.readOnly, { credentials });
  if (two.guarantees.automaticFailover) {
    front.connectTo(two.addPooler('pool'), { credentials });
  }
  if (mesh.name !== 'none') {
    new AgentGateway(agents, 'gateway', { host: 'a.example.com', engine: GatewayEngine.istio(), certificate: SecretSource.existing('tls') }).route('/', front);
  }
  new ObservabilityStack(new Namespace(platform, 'monitoring'), 'observability');
}

test.each<[string, PlatformProps]>([
  ['production', {}],
  ['production under a mesh', { mesh: Mesh.istio() }],
  ['production under an ambient mesh', { mesh: Mesh.istioAmbient() }],
  ['staging', { environment: Environment.staging() }],
  ['staging under a mesh', { environment: Environment.staging(), mesh: Mesh.istio() }],
  ['development', { environment: Environment.development() }],
  ['production on OpenShift', { cluster: ClusterProfile.openshift({ apiServerCidrs: ['10.0.0.0/28'], nodeCidrs: ['10.0.16.0/24'] }) }],
  ['production on GKE', { cluster: ClusterProfile.gke({ apiServerCidrs: ['10.0.0.0/28'], nodeCidrs: ['10.0.16.0/24'] }) }],
])('stores, callbacks, controllers and a stack over namespaces: in %s exactly what was declared can be reached', (_, props) => {
  const system = compose(props, everything);
  expect(system.connections.length).toBeGreaterThan(5);
  expect(differences(system, system.documents)).toEqual([]);
});

test('an API server that nobody stated is any address, and the model shows it', () => {
  const system = compose({ cluster: ClusterProfile.generic() }, (platform) => {
    new AgentController(new Namespace(platform, 'agents'), 'leader', { image: IMAGE, coordination: Coordination.leaderElection() });
  });
  expect(differences(system, system.documents)).toContain('policies open what nobody declared: agents/leader -> public internet TCP/443');
});

test('a path that one side alone opens is found', () => {
  const system = compose({}, (platform) => {
    const [a, b] = ['a', 'b'].map((id) => new AgentApi(new Namespace(platform, id), id, { image: IMAGE }));
    a.connections.allowTo(b.connections.peer, [8080]);
  });
  expect(differences(system, system.documents)).toEqual(['half open: a/a -> b/b TCP/8080']);
});

test('a path that both sides open by hand was not declared', () => {
  const system = compose({}, (platform) => {
    const [a, b] = ['a', 'b'].map((id) => new AgentApi(new Namespace(platform, id), id, { image: IMAGE }));
    a.connections.allowTo(b.connections.peer, [8080]);
    b.connections.allowFrom(a.connections.peer, [8080]);
  });
  expect(differences(system, system.documents)).toEqual([
    'policies open what nobody declared: a/a -> b/b TCP/8080', 'NetworkPolicies open what nobody declared: a/a -> b/b TCP/8080',
  ]);
});
