import { Duration } from 'cdk8s';
import {
  AgentApi, AgentController, AgentWorker, ClusterProfile, Coordination, DataLayer, EventScalingOptions, EventTrigger, ExternalService, Mesh,
  MessagingLayer, Namespace, Operator, PlatformProps, PostgresEngine, RabbitMqEngine, Scaling, SecretSource, TrafficPeer, WebService, WorkerHealth,
} from '../../src';
import { Manifest } from '../support/manifests';
import { IMAGE, withPlatform } from '../support/platforms';
import { refusal, refusals } from '../support/refusals';

type Triggers = (agents: Namespace) => { options: EventScalingOptions; connect?: (worker: AgentWorker) => void };

function compose(triggers: Triggers, props: PlatformProps = {}) {
  return withPlatform((agents) => {
    const { options, connect } = triggers(agents);
    const worker = new AgentWorker(agents, 'worker', { image: IMAGE, health: WorkerHealth.heartbeat(), metricsPort: 9090, scaling: Scaling.events(options) });
    connect?.(worker);
    return worker;
  }, props);
}

const office = EventTrigger.cron({ start: '0 8 * * 1-5', end: '0 18 * * 1-5', replicas: 5, timeZone: 'Europe/Berlin' });
const simple = (options: Partial<EventScalingOptions> = {}): Triggers => () => ({ options: { max: 20, triggers: [office], ...options } });
const scaled = (triggers: Triggers): Manifest => compose(triggers).manifests().one('ScaledObject', 'worker').spec;

const onQueue: Triggers = (agents) => {
  const queue = new MessagingLayer(agents, 'messaging').addRabbitMq('jobs').addQueue('runs');
  const triggers = [EventTrigger.rabbitMqQueue(queue, { messagesPerPod: 5 })];
  return { options: { min: 0, max: 20, triggers }, connect: (worker) => void worker.connectTo(queue) };
};

describe('the ScaledObject', () => {
  test('with minimal props', () => {
    expect(scaled(simple())).toEqual({
      scaleTargetRef: { name: 'worker' },
      minReplicaCount: 2,
      maxReplicaCount: 20,
      pollingInterval: 30,
      fallback: { failureThreshold: 3, replicas: 2 },
      advanced: { horizontalPodAutoscalerConfig: { name: 'worker', behavior: expect.anything() } },
      triggers: [{ type: 'cron', metadata: { timezone: 'Europe/Berlin', start: '0 8 * * 1-5', end: '0 18 * * 1-5', desiredReplicas: '5' } }],
    });
  });

  test('with every option', () => {
    expect(scaled(simple({
      min: 0, pollingInterval: Duration.seconds(10), cooldown: Duration.minutes(30), fallback: { failureThreshold: 5, replicas: 4 },
    }))).toMatchObject({ minReplicaCount: 0, pollingInterval: 10, cooldownPeriod: 1800, fallback: { failureThreshold: 5, replicas: 4 } });
  });

  test('it owns the number of pods', () => {
    const { manifests } = compose(simple());
    expect(manifests().one('Deployment', 'worker').spec).not.toHaveProperty('replicas');
    expect(manifests().all('HorizontalPodAutoscaler')).toEqual([]);
  });

  test('the alert on its autoscaler knows it by its name, and no alert is raised for pods that are not wanted', () => {
    const { alerts } = compose(simple({ min: 0 })).made;
    const expr = (id: string): string => alerts.find((alert) => alert.id === id)!.expr;
    expect(expr('HpaMaxedOut')).toContain('horizontalpodautoscaler="worker"');
    expect(expr('AllReplicasDown')).toMatch(/kube_deployment_spec_replicas\{[^}]*\}\) > 0/);
    expect(expr('WorkerTargetMissing')).toMatch(/unless on \(\) \(.*kube_deployment_spec_replicas.* == 0\)/);
  });
});

describe('triggers', () => {
  test('a queue of RabbitMQ, with the credentials of the worker', () => {
    const { manifests } = compose(onQueue);
    expect(manifests().one('ScaledObject', 'worker').spec.triggers).toEqual([{
      type: 'rabbitmq',
      metadata: {
        protocol: 'amqp', host: 'amqp://messaging-jobs.agents.svc.cluster.local:5672', vhostName: '/', queueName: 'runs', mode: 'QueueLength', value: '5',
      },
      authenticationRef: { name: 'worker-trigger-0' },
    }]);
    expect(manifests().one('TriggerAuthentication', 'worker-trigger-0').spec.secretTargetRef).toEqual([
      { parameter: 'username', name: 'messaging-jobs-app', key: 'username' }, { parameter: 'password', name: 'messaging-jobs-app', key: 'password' },
    ]);
  });

  test('KEDA is let in where the queue is', () => {
    expect(compose(onQueue).manifests().one('NetworkPolicy', 'messaging-jobs-server').spec.ingress).toContainEqual({
      from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'keda' } }, podSelector: { matchLabels: { app: 'keda-operator' } } }],
      ports: [{ port: 5672, protocol: 'TCP' }],
    });
  });

  test('lists and streams of Redis', () => {
    const { triggers } = scaled((agents) => {
      const redis = new DataLayer(agents, 'data').addRedis('tasks');
      return {
        options: { max: 9, triggers: [EventTrigger.redisList(redis, { list: 'celery' }), EventTrigger.redisStream(redis, { stream: 'runs', consumerGroup: 'workers' })] },
        connect: (worker) => void worker.connectTo(redis),
      };
    });
    const address = 'data-tasks.agents.svc.cluster.local:6379';
    expect(triggers.map(({ type, metadata }: Manifest) => [type, metadata])).toEqual([
      ['redis', { address, listName: 'celery', listLength: '10' }],
      ['redis-streams', { address, stream: 'runs', consumerGroup: 'workers', pendingEntriesCount: '10' }],
    ]);
  });

  test('a query of PostgreSQL, with a user of the Secret', () => {
    const { manifests } = compose((agents) => {
      const postgres = new DataLayer(agents, 'data').addPostgres('customers');
      return {
        options: { max: 9, triggers: [EventTrigger.postgresQuery(postgres, { query: 'SELECT count(*) FROM jobs', valuePerPod: 3 })] },
        connect: (worker) => void worker.connectTo(postgres),
      };
    });
    expect(manifests().one('ScaledObject', 'worker').spec.triggers[0].metadata).toEqual({
      host: 'data-customers-rw.agents.svc.cluster.local', port: '5432', dbName: 'customers', sslmode: 'prefer', query: 'SELECT count(*) FROM jobs', targetQueryValue: '3',
    });
    expect(manifests().one('TriggerAuthentication', 'worker-trigger-0').spec.secretTargetRef.map(({ parameter }: Manifest) => parameter)).toEqual(['userName', 'password']);
  });

  test('a PostgreSQL that asks for TLS is read with TLS', () => {
    const { manifests } = compose((agents) => {
      const postgres = new DataLayer(agents, 'data').addPostgres('customers', { engine: PostgresEngine.cloudNativePg() });
      return {
        options: { max: 9, triggers: [EventTrigger.postgresQuery(postgres, { query: 'SELECT 1' })] }, connect: (worker) => void worker.connectTo(postgres),
      };
    });
    expect(manifests().one('ScaledObject', 'worker').spec.triggers[0].metadata.sslmode).toBe('require');
  });

  test('a query of Prometheus', () => {
    const { triggers } = scaled(simple({ triggers: [EventTrigger.prometheusQuery({ address: 'http://prometheus:9090', query: 'sum(waiting)' })] }));
    expect(triggers).toEqual([{ type: 'prometheus', metadata: { serverAddress: 'http://prometheus:9090', query: 'sum(waiting)', threshold: '10' } }]);
  });
});

describe('errors', () => {
  const refused = (triggers: Triggers, props?: PlatformProps): string => refusal(() => compose(triggers, props));

  test('a target that the worker is not connected to', () => {
    const { platform } = compose((agents) => ({ ...onQueue(agents), connect: undefined }));
    expect(refusals(platform)).toContain('[production/agents/worker] "scaling.triggers[0].target" (NotFound)');
  });

  test('a broker in place of its queue, and a target of another kind', () => {
    expect(refused((agents) => {
      const broker = new MessagingLayer(agents, 'messaging').addRabbitMq('jobs');
      return { options: { max: 9, triggers: [EventTrigger.rabbitMqQueue(broker)] } };
    })).toBe('[production/agents/worker] "scaling.triggers[0].target" (Invalid)');
    expect(refused((agents) => {
      const model = new ExternalService(agents, 'model', { host: 'api.model.example', port: 443, addresses: TrafficPeer.publicInternet() });
      return { options: { max: 9, triggers: [EventTrigger.redisList(model, { list: 'celery' })] } };
    })).toBe('[production/agents/worker] "scaling.triggers[0].target" (Invalid)');
  });

  test('a broker with a certificate of its own', () => {
    expect(refused((agents) => {
      const queue = new MessagingLayer(agents, 'messaging').addRabbitMq('jobs', { engine: RabbitMqEngine.plain({ certificate: SecretSource.existing('jobs-tls') }) }).addQueue('runs');
      return { options: { max: 9, triggers: [EventTrigger.rabbitMqQueue(queue)] }, connect: (worker) => void worker.connectTo(queue) };
    })).toBe('[production/agents/worker] "scaling.triggers[0].target" (Invalid)');
  });

  test('no pod at all for what nothing in a queue could wake', () => {
    const rests = (make: (agents: Namespace, scaling: Scaling) => unknown): string =>
      refusal(() => withPlatform((agents) => make(agents, Scaling.events({ min: 0, max: 3, triggers: [office] }))));
    expect(rests((agents, scaling) => new AgentApi(agents, 'api', { image: IMAGE, scaling }))).toBe('[production/agents/api] "scaling.min" (OutOfRange)');
    expect(rests((agents, scaling) => new WebService(agents, 'web', { image: IMAGE, scaling }))).toBe('[production/agents/web] "scaling.min" (OutOfRange)');
    const coordination = Coordination.leaderElection();
    expect(rests((agents, scaling) => new AgentController(agents, 'controller', { image: IMAGE, coordination, scaling })))
      .toBe('[production/agents/controller] "scaling" (Invalid)');
  });

  test('a cluster without KEDA, and a mesh that KEDA is not in', () => {
    const without = { cluster: ClusterProfile.generic({ operators: [Operator.cloudNativePg()] }) };
    expect(refused(simple(), without)).toBe('[production/agents/worker] "scaling.triggers" (Unavailable)');
    expect(refused(onQueue, { mesh: Mesh.istio() })).toBe('[production/agents/worker] "scaling.triggers[0].target" (Forbidden)');
  });
});
