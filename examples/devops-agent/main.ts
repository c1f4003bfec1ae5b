import { Size } from 'cdk8s';
import {
  AgentApi, AgentGateway, AgentWorker, AgentWorkerProps, ApiPort, ClusterProfile, DataLayer, EventTrigger, HealthCheck, IConnectable, MessagingLayer,
  Namespace, NetworkZone, Objective, ObservabilityStack, Platform, PlatformApp, PlatformProps, RateLimit, Scaling, SecretSource, Uploads, WebService,
  WorkerHealth,
} from 'cdk8s-agent-platform';

const HOST = 'devops.acme.io';
const SCALING = Scaling.horizontal({ minReplicas: 2, maxReplicas: 10 });
const SLA = [Objective.availability(99.9)];

/** PostgreSQL with a standby to read from, Redis, and RabbitMQ with the queue of the Celery workers. */
function stores(platform: Platform) {
  const namespace = new Namespace(platform, 'data', { networkZone: NetworkZone.DATA });
  const data = new DataLayer(namespace, 'data');
  const broker = new MessagingLayer(namespace, 'messaging').addRabbitMq('broker', { storage: Size.gibibytes(10) });
  return {
    content: data.addPostgres('content', { storage: Size.gibibytes(20) }),
    runs: data.addPostgres('runs', { storage: Size.gibibytes(50) }),
    cache: data.addRedis('cache'),
    tasks: broker.addQueue('tasks'),
  };
}

/** Celery: workers that follow their queue down to none at night, and the one beat that hands out scheduled tasks. */
function celery(application: Namespace, { runs, tasks }: ReturnType<typeof stores>): void {
  const common: AgentWorkerProps = { image: 'ghcr.io/acme/devops-tasks:2.4.0', health: WorkerHealth.heartbeat() };
  const workers = new AgentWorker(application, 'celery', {
    ...common,
    command: ['celery', '--app', 'tasks', 'worker', '--without-gossip', '--without-mingle'],
    scaling: Scaling.events({ min: 0, max: 10, triggers: [EventTrigger.rabbitMqQueue(tasks, { messagesPerPod: 10 })] }),
  });
  const beat = new AgentWorker(application, 'beat', {
    ...common,
    command: ['celery', '--app', 'tasks', 'beat', '--schedule', '/tmp/schedule'],
    scaling: Scaling.single(),
  });
  connect(workers, tasks, 'broker');
  connect(workers, runs, 'runs');
  connect(beat, tasks, 'broker');
}

/** The stores are in another namespace, so each client has its own copy of their Secrets. */
function connect(client: AgentApi | AgentWorker | WebService, store: IConnectable, secret: string): void {
  client.connectTo(store, { credentials: SecretSource.existing(secret) });
}

/** An agent that operates infrastructure: its frontend, content, two APIs, workers, stores, edge and monitoring. */
export function devopsAgent(app: PlatformApp, common: PlatformProps = {}): void {
  const platform = new Platform(app, 'devops', {
    owner: { team: 'devops', email: 'devops@acme.io' },
    cluster: ClusterProfile.generic({ apiServerCidrs: ['10.0.0.0/28'], nodeCidrs: ['10.0.16.0/20'] }),
    ...common,
  });
  const data = stores(platform);
  const application = new Namespace(platform, 'application', { networkZone: NetworkZone.APPLICATION });

  const agent = new AgentApi(application, 'agent', { image: 'ghcr.io/acme/devops-agent:2.4.0', scaling: SCALING, objectives: SLA });
  connect(agent, data.runs, 'runs');
  connect(agent, data.cache, 'cache');
  connect(agent, data.tasks, 'broker');

  const engine = new AgentApi(application, 'engine', {
    image: 'ghcr.io/acme/devops-engine:0.9.0', scaling: SCALING, objectives: SLA, additionalPorts: [ApiPort.grpc('plans', 9000)],
  });
  agent.connectTo(engine.port('plans'));

  const cms = new WebService(application, 'cms', {
    image: 'ghcr.io/acme/devops-cms:3.1.0',
    port: 3000,
    readiness: HealthCheck.http('/api/health'),
    scaling: SCALING,
    uploads: Uploads.volume({ size: Size.gibibytes(20), path: '/app/media', storageClass: 'shared-files' }),
  });
  connect(cms, data.content, 'content');

  const frontend = new WebService(application, 'frontend', {
    image: 'ghcr.io/acme/devops-frontend:5.2.0', port: 3000, readiness: HealthCheck.http('/api/health'), scaling: SCALING,
  });
  frontend.connectTo(agent);
  frontend.connectTo(cms);

  celery(application, data);

  const edge = new Namespace(platform, 'edge', { networkZone: NetworkZone.PUBLIC });
  const gateway = new AgentGateway(edge, 'gateway', {
    host: HOST,
    certificate: SecretSource.existing('devops-acme-io'),
    clientRateLimit: RateLimit.perSecond(20),
  });
  gateway.route('/', frontend);
  gateway.route('/api/agent', agent);
  gateway.route('/cms', cms);
  gateway.route('/acme.plans.v1.Plans', engine.port('plans'));

  const monitoring = new Namespace(platform, 'monitoring', { networkZone: NetworkZone.MONITORING });
  new ObservabilityStack(monitoring, 'observability');
}

if (require.main === module) {
  const app = new PlatformApp({ outdir: 'dist/manifests/devops-agent' });
  devopsAgent(app);
  app.synth();
}
