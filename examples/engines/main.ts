import { Size } from 'cdk8s';
import { etcd } from './etcd';
import { mysql } from './mysql';
import {
  AgentApi, ClusterProfile, DataLayer, MessageAccess, MessagingLayer, Namespace, Platform, PlatformApp, PlatformProps, PostgresEngine,
  RedisEngine, TrafficPeer,
} from 'cdk8s-agent-platform';

const OWNER = { team: 'agents', email: 'agents@acme.io' };
const CLUSTER = ClusterProfile.generic({ apiServerCidrs: ['10.0.0.0/28'] });
const IMAGE = 'ghcr.io/acme/agent-api:1.8.0';

/** A Platform with one namespace and an API, which is the client of everything there. */
function engine(app: PlatformApp, id: string, common: PlatformProps, compose: (agents: Namespace, api: AgentApi) => void): void {
  const agents = new Namespace(new Platform(app, id, { owner: OWNER, cluster: CLUSTER, ...common }), 'agents');
  compose(agents, new AgentApi(agents, 'api', { image: IMAGE }));
}

/** Each store with each of its engines, a small Platform a store: what an engine makes is in dist/manifests/engines. */
export function engines(app: PlatformApp, common: PlatformProps = {}): void {
  engine(app, 'postgres', common, (agents, api) => {
    const data = new DataLayer(agents, 'data');
    api.connectTo(data.addPostgres('plain', { engine: PostgresEngine.plain(), storage: Size.gibibytes(5) }));
    api.connectTo(data.addPostgres('operated', { engine: PostgresEngine.cloudNativePg(), storage: Size.gibibytes(5) }));
  });

  engine(app, 'redis', common, (agents, api) => {
    const data = new DataLayer(agents, 'data');
    api.connectTo(data.addRedis('sentinel', { engine: RedisEngine.sentinel(), storage: Size.gibibytes(1) }));
    api.connectTo(data.addRedis('managed', { engine: RedisEngine.external({ host: 'redis.acme.example', addresses: TrafficPeer.cidrs(['203.0.113.0/24']) }) }));
  });

  engine(app, 'mysql', common, (agents, api) => mysql(agents, api, IMAGE));

  engine(app, 'etcd', common, (agents) => etcd(agents, IMAGE));

  engine(app, 'rabbitmq', common, (agents, api) => {
    const jobs = new MessagingLayer(agents, 'messaging').addRabbitMq('jobs', { storage: Size.gibibytes(5) });
    jobs.addQueue('failed');
    api.connectTo(jobs.addQueue('runs', { deliveryLimit: 5, deadLetterQueue: 'failed' }));
    const worker = new AgentApi(agents, 'worker', { image: IMAGE });
    worker.connectTo(jobs.addUser('worker', { access: MessageAccess.consume() }));
  });
}

if (require.main === module) {
  const app = new PlatformApp(); // Into the folder that cdk8s.yaml names.
  engines(app);
  app.synth();
}
