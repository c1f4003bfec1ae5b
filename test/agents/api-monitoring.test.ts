import { Chart, Duration } from 'cdk8s';
import { Alert, AgentApi, AgentApiProps, AlertOverride, Objective, Scaling, Severity } from '../../src';
import { IMAGE, silentApp, withPlatform } from '../support/platforms';
import { refusal } from '../support/refusals';

const compose = (props: Partial<AgentApiProps> = {}) => withPlatform((namespace) => new AgentApi(namespace, 'api', { image: IMAGE, ...props })).made;
const ids = (props?: Partial<AgentApiProps>): string[] => compose(props).alerts.map(({ id }) => id);
const alert = (id: string, props?: Partial<AgentApiProps>): Alert => compose(props).alerts.find((candidate) => candidate.id === id)!;
const refused = (props: object): string => refusal(() => compose(props));

const COUNT = 'http_server_request_duration_seconds_count';
const ALL = (window: string): string => `sum by (namespace, job) (rate(${COUNT}{namespace="agents",job="api"}[${window}]))`;
const FAILED = (window: string): string =>
  `sum by (namespace, job) (rate(${COUNT}{namespace="agents",job="api",http_response_status_code=~"5.."}[${window}]))`;

test('the ids of the alerts stay for ever', () => {
  expect(ids()).toEqual([
    'ApiHighErrorRatio', 'ApiHighLatency', 'ApiNoMetrics', 'ApiTargetMissing',
    'PodCrashLooping', 'ContainerOomKilled', 'MemoryNearLimit', 'ReplicasUnavailable', 'AllReplicasDown', 'PdbViolated', 'HpaMaxedOut',
  ]);
});

test('an API that never failed has an error ratio', () => {
  expect(alert('ApiHighErrorRatio').expr).toBe(`(${FAILED('5m')} or 0 * ${ALL('5m')}) / (${ALL('5m')} > 0) > 0.05`
    + ' and sum by (namespace, job) (increase(http_server_request_duration_seconds_count{namespace="agents",job="api",http_response_status_code=~"5.."}[30m])) >= 10');
});

test('an API that is gone is told from one that is silent', () => {
  expect(alert('ApiTargetMissing').expr)
    .toBe('(sum by (namespace, job) (up{namespace="agents",job="api"}) == 0 or absent(up{namespace="agents",job="api"}))'
      + ' unless on () (max by (namespace, deployment) (kube_deployment_spec_replicas{namespace="agents",deployment="api"}) == 0)');
});

test('an objective adds four alerts', () => {
  expect(ids({ objectives: [Objective.availability(99.9)] }).filter((id) => id.includes('Budget'))).toEqual([
    'ApiAvailabilityBudgetBurning1h', 'ApiAvailabilityBudgetBurning6h', 'ApiAvailabilityBudgetBurning1d', 'ApiAvailabilityBudgetBurning3d',
  ]);
});

test.each([
  [Duration.millis(250), '0\\\\.25'], [Duration.seconds(1), '1(\\\\.0)?'], [Duration.millis(2500), '2\\\\.5'], [Duration.seconds(10), '10(\\\\.0)?'],
])('a latency of %s matches the bucket as Prometheus 2 and 3 write it', (threshold, bound) => {
  const [recording] = compose({ objectives: [Objective.latency({ threshold, target: 99 })] }).toMonitoringPlan().recordings;
  expect(recording.expr).toContain(`le=~"${bound}"`);
});

test('latency is counted by the good requests, so that a bucket that does not exist reads as all bad', () => {
  const [recording] = compose({ objectives: [Objective.latency({ threshold: Duration.millis(500), target: 99 })] }).toMonitoringPlan().recordings;
  const good = 'sum by (namespace, job) (rate(http_server_request_duration_seconds_bucket{namespace="agents",job="api",le=~"0\\\\.5"}[5m]))';
  expect(recording.expr).toBe(`1 - (${good} or 0 * ${ALL('5m')}) / (${ALL('5m')} > 0)`);
});

test('two objectives of one kind are refused', () => {
  expect(refused({ objectives: [Objective.availability(99.9), Objective.availability(99)] })).toBe(
    '[production/agents/api] "objectives[1]" (Invalid)');
});

test('latencies of two thresholds are two objectives', () => {
  const objectives = [250, 500].map((limit) => Objective.latency({ threshold: Duration.millis(limit), target: 99 }));
  expect(ids({ objectives }).filter((id) => id.endsWith('1h'))).toEqual(['ApiLatency250msBudgetBurning1h', 'ApiLatency500msBudgetBurning1h']);
});

test('without an autoscaler none can be at its end', () => {
  expect(ids({ scaling: Scaling.fixed(3) })).not.toContain('HpaMaxedOut');
});

test('an alert can be silenced', () => {
  expect(ids({ alerts: { ApiHighLatency: AlertOverride.silence() } })).not.toContain('ApiHighLatency');
});

test('an alert can be changed in one thing and keeps the rest', () => {
  const changes = { severity: Severity.CRITICAL, runbookUrl: 'https://runbooks.acme.io/latency' };
  expect(alert('ApiHighLatency', { alerts: { ApiHighLatency: AlertOverride.change(changes) } })).toEqual({ ...alert('ApiHighLatency'), ...changes });
});

test('an alert of workloads can be changed like any other', () => {
  expect(alert('PodCrashLooping', { alerts: { PodCrashLooping: AlertOverride.change({ for: Duration.minutes(1) }) } }).for!.toMinutes()).toBe(1);
});

test('an override of an alert that does not exist is refused when the API is constructed', () => {
  expect(refused({ scaling: Scaling.fixed(3), alerts: { ApiHighLatncy: AlertOverride.silence() } })).toBe(
    '[production/agents/api] "alerts" (NotSupported)');
});

test('metrics are read from the pods by the label that selects them', () => {
  const api = compose({ metricsPort: 9102 });
  expect(api.toMonitoringPlan().scrapes).toEqual([
    { port: 'metrics', portNumber: 9102, podLabels: { 'app.kubernetes.io/instance': 'api' }, scrapeAccess: api.connections },
  ]);
});

test('the pods of another part whose name begins alike are left out', () => {
  const pattern = new RegExp(`^${/pod=~"([^"]+)"/.exec(alert('PodCrashLooping').expr)![1]}$`);
  expect(['api-7d9f8b6c5-x2v4k', 'api-5c6d-abcde'].filter((pod) => !pattern.test(pod))).toEqual([]);
  expect(['api-worker-7d9f8b6c5-x2v4k', 'api-0', 'my-api-7d9f8b6c5-x2v4k'].filter((pod) => pattern.test(pod))).toEqual([]);
});

test('pods whose long name Kubernetes cuts are found', () => {
  const name = 'a'.repeat(60);
  const { made } = withPlatform((namespace) => new AgentApi(namespace, name, { image: IMAGE }));
  const pattern = /pod=~"([^"]+)"/.exec(made.alerts.find(({ id }) => id === 'PodCrashLooping')!.expr)![1];
  // Kubernetes cuts to 58 characters and adds five.
  expect(`${name.slice(0, 58)}x2v4k`).toMatch(new RegExp(`^${pattern}$`));
});

test('where the chart names no namespace, alerts do not either', () => {
  const api = new AgentApi(new Chart(silentApp(), 'chart'), 'api', { image: IMAGE });
  expect(api.alerts.find(({ id }) => id === 'ApiTargetMissing')!.expr).toMatch(/^\(sum by \(namespace, job\) \(up{job="api"}\) == 0 or absent\(up{job="api"}\)\)/);
});
