import { Duration } from 'cdk8s';
import {
  AgentWorker, AgentWorkerProps, AlertOverride, DataLayer, Mesh, MonitoringEngine, ObservabilityStack, Scaling, WorkerHealth,
} from '../../src';
import { Manifest, Manifests } from '../support/manifests';
import { Composition, IMAGE, withHardenedPlatform, withPlatform } from '../support/platforms';

function compose(props: Partial<AgentWorkerProps> = {}): Composition<AgentWorker> {
  return withPlatform((agents) => new AgentWorker(agents, 'runs', { image: IMAGE, health: WorkerHealth.heartbeat(), ...props }));
}

const podOf = (manifests: Manifests): Manifest => manifests.one('Deployment', 'runs').spec.template.spec;
const containerOf = (props?: Partial<AgentWorkerProps>): Manifest => podOf(compose(props).manifests()).containers[0];
const variables = (container: Manifest): Record<string, string> =>
  Object.fromEntries(container.env.map(({ name, value }: Manifest) => [name, value]));

test('it serves nobody: no Service, no port, and nobody is let in', () => {
  const manifests = compose().manifests();
  expect(manifests.all('Service')).toEqual([]);
  expect(podOf(manifests).containers[0].ports ?? []).toEqual([]);
  expect(manifests.one('NetworkPolicy', 'runs').spec.ingress).toEqual([{ from: [{ podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'runs' } } }] }]);
});

test('a pod that stops has as long as its longest task, and half a minute', () => {
  expect(podOf(compose({ longestTask: Duration.minutes(20) }).manifests()).terminationGracePeriodSeconds).toBe(20 * 60 + 30);
  expect(podOf(compose().manifests()).terminationGracePeriodSeconds).toBe(330);
});

test('a heartbeat: it has started when the file is there, and lives while the file is fresh', () => {
  const { startupProbe, livenessProbe, readinessProbe, ...container } = containerOf({ health: WorkerHealth.heartbeat({ file: '/tmp/beat', maxAge: Duration.seconds(90) }) });
  expect(startupProbe.exec.command).toEqual(['test', '-e', '/tmp/beat']);
  expect(livenessProbe.exec.command).toEqual(['sh', '-c', expect.stringContaining('stat -c %Y "$0"'), '/tmp/beat', '90']);
  expect(readinessProbe.exec.command).toEqual(['test', '-e', '/tmp/beat']);
  expect(variables(container as Manifest)).toMatchObject({ HEARTBEAT_FILE: '/tmp/beat', LONGEST_TASK_SECONDS: '300' });
});

test('a port of its own for health checks', () => {
  const container = containerOf({ health: WorkerHealth.http({ port: 8085, livenessPath: '/alive', readinessPath: '/takes-tasks' }) });
  expect(container.livenessProbe.httpGet).toMatchObject({ path: '/alive', port: 'health' });
  expect(container.readinessProbe.httpGet).toMatchObject({ path: '/takes-tasks', port: 'health' });
  expect(container.ports).toEqual([{ containerPort: 8085, name: 'health', protocol: 'TCP' }]);
  expect(variables(container)).toMatchObject({ HEALTH_PORT: '8085' });
});

test('it is spread, autoscaled and budgeted like an API', () => {
  const manifests = compose({ scaling: Scaling.horizontal({ minReplicas: 4, maxReplicas: 8 }) }).manifests();
  expect(manifests.one('HorizontalPodAutoscaler', 'runs').spec).toMatchObject({ minReplicas: 4, maxReplicas: 8 });
  expect(manifests.one('PodDisruptionBudget', 'runs').spec.maxUnavailable).toBe(1);
  expect(podOf(manifests).topologySpreadConstraints[0].topologyKey).toBe('topology.kubernetes.io/zone');
});

test('it connects like anything else, in both security profiles and under a mesh', () => {
  const connect = (agents: Parameters<Parameters<typeof withPlatform>[0]>[0]): void =>
    void new AgentWorker(agents, 'runs', { image: IMAGE, health: WorkerHealth.heartbeat() }).connectTo(new DataLayer(agents, 'data').addRedis('locks'));
  expect(withPlatform(connect, { mesh: Mesh.istio() }).manifests().env('Deployment', 'runs')).toHaveProperty('LOCKS_HOST');
  const [files] = podOf(withHardenedPlatform(connect).manifests()).volumes.filter(({ name }: Manifest) => name.startsWith('binding'));
  expect(files).toBeDefined();
});

describe('monitoring', () => {
  const idsOf = (props?: Partial<AgentWorkerProps>): string[] => compose(props).made.alerts.map(({ id }) => id);

  test('without metrics only its pods are watched, and nothing is scraped', () => {
    expect(idsOf()).toEqual(expect.arrayContaining(['AllReplicasDown', 'PodCrashLooping']));
    expect(idsOf().filter((id) => id.startsWith('Worker'))).toEqual([]);
    expect(compose().made.toMonitoringPlan().scrapes).toEqual([]);
  });

  test('with metrics its tasks and its queue are watched too', () => {
    expect(idsOf({ metricsPort: 9090 })).toEqual(expect.arrayContaining([
      'WorkerHighFailureRatio', 'WorkerQueueOld', 'WorkerStuck', 'WorkerNoMetrics', 'WorkerTargetMissing',
    ]));
  });

  test('stuck is said of twice the longest task', () => {
    const { made } = compose({ metricsPort: 9090, longestTask: Duration.minutes(30) });
    expect(made.alerts.find(({ id }) => id === 'WorkerStuck')!.expr).toContain('[60m]');
  });

  test('Prometheus is let in on the metrics port alone', () => {
    const { manifests } = withPlatform((agents) => {
      new AgentWorker(agents, 'runs', { image: IMAGE, health: WorkerHealth.http(), metricsPort: 9100 });
      new ObservabilityStack(agents, 'observability', { engine: MonitoringEngine.existingPrometheus() });
    });
    expect(manifests().one('NetworkPolicy', 'runs').spec.ingress[0].ports).toEqual([{ port: 9100, protocol: 'TCP' }]);
  });

  test('alerts are changed by their id', () => {
    const { made } = compose({ metricsPort: 9090, alerts: { WorkerQueueOld: AlertOverride.threshold(60), WorkerStuck: AlertOverride.silence() } });
    expect(made.alerts.find(({ id }) => id === 'WorkerQueueOld')!.expr).toContain('> 60');
    expect(made.alerts.some(({ id }) => id === 'WorkerStuck')).toBe(false);
  });
});
