import { App, Chart, Duration, Size } from 'cdk8s';
import {
  AgentApi, Durability, Environment, MessageAccess, MessagingLayer, PlatformProps, RabbitMq, RabbitMqEngine, RabbitMqProps,
  RecoveryObjective, SecretSource,
} from '../../../src';
import { Manifest, Manifests } from '../../support/manifests';
import { Composition, IMAGE, withHardenedPlatform, withPlatform } from '../../support/platforms';
import { refusal, refusals } from '../../support/refusals';

const JOBS = 'production/agents/messaging/jobs';

function compose(props: RabbitMqProps = {}, platform: PlatformProps = {}): Composition<RabbitMq> {
  return withPlatform((agents) => new MessagingLayer(agents, 'messaging').addRabbitMq('jobs', props), platform);
}

function files(manifests: Manifests): Record<string, string> {
  return manifests.one('ConfigMap', 'messaging-jobs-server-config').data;
}

function definitions(manifests: Manifests): Manifest {
  return JSON.parse(files(manifests)['definitions.json']);
}

test('ten lines: a broker with a queue, and a client that uses it', () => {
  const { manifests } = withPlatform((agents) => {
    const jobs = new MessagingLayer(agents, 'messaging').addRabbitMq('jobs');
    new AgentApi(agents, 'api', { image: IMAGE }).connectTo(jobs.addQueue('runs'));
  });
  expect(manifests().one('StatefulSet', 'messaging-jobs-server').spec.replicas).toBe(3);
  expect(manifests().one('Service', 'messaging-jobs').spec.ports).toEqual([{ name: 'tcp-amqp', port: 5672, protocol: 'TCP', targetPort: 'amqp' }]);
  expect(manifests().env('Deployment', 'api')).toMatchObject({
    JOBS_RUNS_HOST: 'messaging-jobs.agents.svc.cluster.local', JOBS_RUNS_PORT: '5672', JOBS_RUNS_QUEUE: 'runs', JOBS_RUNS_VIRTUAL_HOST: '/',
  });
});

test('nodes find each other by name, and wait for nobody to be ready', () => {
  const { manifests } = compose({ engine: RabbitMqEngine.plain({ replicas: 5 }) });
  const conf = files(manifests())['rabbitmq.conf'];
  expect(conf.match(/classic_config\.nodes\.\d+ = rabbit@messaging-jobs-server-\d\.messaging-jobs-server-members\.agents\.svc\.cluster\.local/g)).toHaveLength(5);
  expect(conf).toContain('target_cluster_size_hint = 5');
  // More replicas make a queue slower and no safer against the loss of a zone.
  expect(conf).toContain('target_group_size = 3');
  expect(manifests().one('Service', 'messaging-jobs-server-members').spec).toMatchObject({ publishNotReadyAddresses: true, clusterIP: 'None' });
  expect(manifests().one('StatefulSet', 'messaging-jobs-server').spec.podManagementPolicy).toBe('Parallel');
});

test('publishers are blocked before the memory limit and the volume are reached', () => {
  const { manifests } = compose({ storage: Size.gibibytes(4), resources: { memory: Size.gibibytes(2) } });
  expect(files(manifests())['rabbitmq.conf']).toMatch(/vm_memory_high_watermark.absolute = 1228MiB\ndisk_free_limit.absolute = 819MiB/);
});

test('a queue is a quorum queue, and its limits a policy, which can be changed', () => {
  const { manifests, made } = compose();
  made.addQueue('failed');
  made.addQueue('runs', { queueName: 'agents.runs', deadLetterQueue: 'failed', deliveryLimit: 3, messageTtl: Duration.hours(1), maxMessages: 1000 });
  expect(definitions(manifests()).queues).toEqual([
    { name: 'agents.runs', vhost: '/', type: 'quorum', durable: true, auto_delete: false, arguments: { 'x-queue-type': 'quorum' } },
    { name: 'failed', vhost: '/', type: 'quorum', durable: true, auto_delete: false, arguments: { 'x-queue-type': 'quorum' } },
  ]);
  expect(definitions(manifests()).policies).toEqual([{
    'vhost': '/', 'name': 'queue-agents.runs', 'pattern': '^agents\\.runs$', 'apply-to': 'quorum_queues', 'priority': 10,
    'definition': {
      'delivery-limit': 3, 'message-ttl': 3600000, 'max-length': 1000, 'overflow': 'reject-publish',
      'dead-letter-exchange': '', 'dead-letter-routing-key': 'failed', 'dead-letter-strategy': 'at-least-once',
    },
  }]);
});

test('queues, policies and users do not depend on the order in which they are added, and replace the pods', () => {
  const render = (order: (made: RabbitMq) => (() => unknown)[]): Manifests => {
    const { manifests, made } = compose();
    order(made).forEach((step) => step());
    return manifests();
  };
  const steps = (made: RabbitMq): (() => unknown)[] => [
    () => made.addQueue('a'), () => made.addQueue('b', { maxMessages: 5 }), () => made.addUser('x', { access: MessageAccess.consume() }),
    () => made.addUser('y', { access: MessageAccess.publish() }), () => made.addPolicy('p', { pattern: '.*', maxMessages: 9 }),
  ];
  const one = render(steps);
  expect(JSON.stringify(one.all('StatefulSet'))).toBe(JSON.stringify(render((made) => steps(made).reverse()).all('StatefulSet')));
  expect(files(one)).toEqual(files(render((made) => steps(made).reverse())));
  const checksum = (manifests: Manifests): string => manifests.one('StatefulSet', 'messaging-jobs-server').spec.template.metadata.annotations['checksum/config'];
  expect(checksum(one)).not.toBe(checksum(compose().manifests()));
});

test('no password and no user name stands in a manifest', () => {
  const { manifests, made, app } = compose();
  made.addUser('worker', { access: MessageAccess.consume() });
  expect(definitions(manifests()).users.map(({ name, password_hash: hash }: Manifest) => [name, hash])).toEqual([
    ['@app.username@', '@app.password-hash@'], ['@worker.username@', '@worker.password-hash@'],
  ]);
  expect(definitions(manifests()).permissions[1]).toEqual({ user: '@worker.username@', vhost: '/', configure: '^$', write: '^$', read: '.*' });
  expect(app.report().requiredSecrets.map(({ name, keys }) => [name, keys])).toEqual([
    ['messaging-jobs-app', ['password', 'username']], ['messaging-jobs-cluster', ['erlang-cookie']], ['messaging-jobs-worker', ['password', 'username']],
  ]);
});

test('a user sees the broker under the same names', () => {
  const client = (as: 'owner' | 'worker'): Record<string, unknown> => withPlatform((agents) => {
    const jobs = new MessagingLayer(agents, 'messaging').addRabbitMq('jobs');
    const worker = jobs.addUser('worker', { access: MessageAccess.publishAndConsume() });
    new AgentApi(agents, 'api', { image: IMAGE }).connectTo(as === 'owner' ? jobs : worker);
  }).manifests().env('Deployment', 'api');
  expect(Object.keys(client('worker'))).toEqual(Object.keys(client('owner')));
  expect(client('worker').JOBS_PASSWORD).not.toEqual(client('owner').JOBS_PASSWORD);
});

test('with a certificate clients must use TLS, and know the authority', () => {
  const certificate = SecretSource.existing('jobs-tls');
  const { manifests } = withPlatform((agents) => {
    const jobs = new MessagingLayer(agents, 'messaging').addRabbitMq('jobs', { engine: RabbitMqEngine.plain({ certificate }) });
    new AgentApi(agents, 'api', { image: IMAGE }).connectTo(jobs);
  });
  expect(files(manifests())['rabbitmq.conf']).toContain('listeners.tcp = none\nlisteners.ssl.default = 5671\n');
  expect(manifests().one('Service', 'messaging-jobs').spec.ports).toEqual([{ name: 'tcp-amqps', port: 5671, protocol: 'TCP', targetPort: 'amqps' }]);
  expect(manifests().env('Deployment', 'api')).toMatchObject({ JOBS_PORT: '5671', JOBS_CA_FILE: expect.stringContaining('ca.crt') });
});

test('only nodes reach the ports of the cluster', () => {
  const { ingress } = compose().manifests().one('NetworkPolicy', 'messaging-jobs-server').spec;
  expect(ingress).toEqual([{
    from: [{ podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'messaging-jobs-server' } } }], ports: [{ port: 4369, protocol: 'TCP' }, { port: 25672, protocol: 'TCP' }],
  }]);
});

test('a drain takes one node, and a node stops only after it has handed over', () => {
  const manifests = compose().manifests();
  expect(manifests.one('PodDisruptionBudget', 'messaging-jobs-server').spec).toMatchObject({ maxUnavailable: 1, unhealthyPodEvictionPolicy: 'IfHealthyBudget' });
  const { spec } = manifests.one('StatefulSet', 'messaging-jobs-server').spec.template;
  expect(spec.terminationGracePeriodSeconds).toBe(180);
  expect(spec.containers[0].lifecycle.preStop.exec.command).toEqual(['sh', '/etc/rabbitmq/stop.sh']);
  expect(files(manifests)['stop.sh']).toContain('await_online_quorum_plus_one');
});

test('a node without a majority is not restarted: liveness asks the link, readiness the port of clients', () => {
  const [container] = compose().manifests().one('StatefulSet', 'messaging-jobs-server').spec.template.spec.containers;
  expect(container.livenessProbe.tcpSocket.port).toBe('clustering');
  expect(container.readinessProbe.tcpSocket.port).toBe('amqp');
});

test('the guarantees of three, and of one', () => {
  expect(compose().made.guarantees).toEqual({
    replicas: 3, automaticFailover: true, failoverTime: Duration.seconds(30), durability: Durability.SYNCHRONOUS,
    pointInTimeRecovery: false, nodes: 3, customResources: [],
  });
  const engine = RabbitMqEngine.plain({ replicas: 1 });
  const one = compose({ engine, recovery: RecoveryObjective.of({ rpo: Duration.hours(1), rto: Duration.minutes(5) }) });
  expect(refusals(one.platform)).toEqual([`[${JOBS}] "recovery" (Invalid)`]);
  const warnings = (environment: Environment): string[] =>
    compose({ engine }, { environment }).app.report().warnings.map(({ text }) => text);
  expect(warnings(Environment.production()).join()).toContain('single member');
  expect(warnings(Environment.development()).join()).not.toContain('single member');
});

test('what cannot be is refused', () => {
  expect(refusal(() => compose({ engine: RabbitMqEngine.plain({ replicas: 4 }) }))).toBe(`[${JOBS}] "engine.replicas" (Invalid)`);
  expect(refusal(() => compose().made.addQueue('amq.own'))).toBe(`[${JOBS}/amq.own] "queueName" (Invalid)`);
  expect(refusal(() => compose().made.addUser('app', { access: MessageAccess.consume() }))).toBe(`[${JOBS}/app] "id" (Forbidden)`);
  const { made, platform } = compose();
  made.addQueue('runs', { deadLetterQueue: 'nowhere' });
  expect(refusals(platform)).toEqual([`[${JOBS}/runs] "deadLetterQueue" (Invalid)`]);
});

test('works on a stock Chart and in the hardened security profile', () => {
  const chart = new Chart(new App(), 'chart');
  new MessagingLayer(chart, 'messaging').addRabbitMq('jobs').addQueue('runs');
  expect(Manifests.of(chart).all('StatefulSet')).toHaveLength(1);
  const { manifests } = withHardenedPlatform((agents) => new MessagingLayer(agents, 'messaging').addRabbitMq('jobs'));
  expect(JSON.stringify(manifests().documents)).not.toContain('secretKeyRef');
});
