import { Alerting, MatcherStrategy, MonitoringEngine, ObservabilityStack, ObservabilityStackProps, SecretSource } from '../../src';
import { Manifest, Manifests } from '../support/manifests';
import { silentApp } from '../support/platforms';
import { fleetPlatform } from './fleet';

const webhook = Alerting.webhook(SecretSource.existing('oncall-webhook'));
const operator = MonitoringEngine.prometheusOperator({ labels: { release: 'kube-prometheus-stack' } });

/** The fleet, watched. */
function watched(props: ObservabilityStackProps): Manifests {
  return Manifests.of(fleetPlatform(silentApp(), 'production', (monitoring) => new ObservabilityStack(monitoring, 'observability', props)));
}

describe('the Prometheus operator', () => {
  const manifests = watched({ engine: operator, alerting: webhook });

  test('monitors and rules stand in the namespace of the part', () => {
    expect(manifests.all('PodMonitor').map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)).toEqual(['agents/api', 'agents/leader', 'agents/shards']);
    expect(manifests.all('PrometheusRule').map(({ metadata }) => `${metadata.namespace}/${metadata.name}`))
      .toEqual(['agents/api', 'agents/leader', 'agents/shards', 'agents/gateway']);
  });

  test('a monitor selects the pods of its own namespace by the label that nobody changes, and names the job', () => {
    expect(manifests.one('PodMonitor', 'api').spec).toEqual({
      namespaceSelector: { matchNames: ['agents'] },
      selector: { matchLabels: { 'app.kubernetes.io/instance': 'api' } },
      podMetricsEndpoints: [{
        port: 'metrics', path: '/metrics', interval: '30s', relabelings: [{ action: 'replace', targetLabel: 'job', replacement: 'api' }],
      }],
    });
  });

  test('an alert says what it is about, how loudly, and to whom', () => {
    const rules: Manifest[] = manifests.one('PrometheusRule', 'api').spec.groups[1].rules;
    expect(rules.find(({ alert }) => alert === 'ApiHighLatency')).toEqual({
      alert: 'ApiHighLatency',
      expr: expect.stringMatching(/^histogram_quantile\(0\.99, .* > 2\.5$/),
      for: '15m',
      labels: { platform: 'production', namespace: 'agents', service: 'api', team: 'agents', severity: 'warning', symptom: 'true' },
      annotations: {
        summary: 'The 99th percentile latency of api is above 2.5 seconds.', description: expect.stringContaining('{{ $value | humanizeDuration }}'),
        runbook_url: 'https://github.com/cdk8s-agent-platform/cdk8s-agent-platform/blob/main/docs/runbooks/ApiHighLatency.md',
      },
    });
  });

  test('what is recorded stands before what uses it', () => {
    expect(manifests.one('PrometheusRule', 'api').spec.groups.map(({ name }: Manifest) => name)).toEqual(['api.recordings', 'api.alerts']);
  });

  test('a part without objectives has no group for them', () => {
    expect(manifests.one('PrometheusRule', 'leader').spec.groups.map(({ name }: Manifest) => name)).toEqual(['leader.alerts']);
  });

  test('alerts of the Platform go on call by their severity, and what is only context to nobody', () => {
    const { route, receivers } = manifests.one('AlertmanagerConfig', 'observability').spec;
    expect(receivers).toEqual([
      { name: 'nobody' }, { name: 'oncall', webhookConfigs: [{ sendResolved: true, urlSecret: { name: 'oncall-webhook', key: 'url' } }] },
    ]);
    expect(route).toEqual({
      receiver: 'nobody',
      matchers: [{ name: 'platform', value: 'production', matchType: '=~' }],
      groupBy: ['namespace', 'service'],
      groupWait: '30s',
      groupInterval: '5m',
      repeatInterval: '12h',
      routes: [
        { receiver: 'oncall', matchers: [{ name: 'severity', value: 'critical', matchType: '=~' }], groupWait: '30s', repeatInterval: '1h' },
        { receiver: 'oncall', matchers: [{ name: 'severity', value: 'warning', matchType: '=~' }], groupWait: '1m', repeatInterval: '12h' },
      ],
    });
  });

  test('a critical alert keeps the warning of its name, namespace and part quiet', () => {
    const severity = (value: string) => [{ name: 'platform', value: 'production', matchType: '=~' }, { name: 'severity', value, matchType: '=~' }];
    expect(manifests.one('AlertmanagerConfig').spec.inhibitRules[0])
      .toEqual({ sourceMatch: severity('critical'), targetMatch: severity('warning'), equal: ['alertname', 'namespace', 'service'] });
  });

  const inhibitions = (made: Manifests): string[] => made.one('AlertmanagerConfig').spec.inhibitRules.map(({ sourceMatch, targetMatch, equal }: Manifest) => {
    const [source, target] = [sourceMatch, targetMatch].map((match: Manifest[]) =>
      match.filter(({ name }) => name !== 'platform').map(({ name, value, matchType }) => `${name}${matchType}${value}`).join(', '));
    return `${source} -> ${target} on ${equal}`;
  });

  test('an outage inhibits the symptoms of its component, and the alerts that depend on its workload', () => {
    expect(inhibitions(manifests).slice(1, 3)).toEqual([
      'severity=~critical, outage=~component -> symptom=~true on namespace,service',
      'severity=~critical, outage=~.+ -> outage!~.+, depends_on=~.+ on namespace,depends_on',
    ]);
  });

  test('the labels of the engine are on everything that the operator selects', () => {
    const labelled = watched({ engine: MonitoringEngine.prometheusOperator({ labels: { release: 'kps' } }), alerting: webhook });
    const selected = ['PodMonitor', 'PrometheusRule', 'AlertmanagerConfig'].flatMap((kind) => labelled.all(kind));
    expect(selected.map(({ metadata }) => metadata.labels.release)).toEqual(Array(8).fill('kps'));
  });

  test('each namespace has its route and the webhook Secret, as Alertmanager restricts an AlertmanagerConfig to its own namespace', () => {
    const app = silentApp();
    const platform = fleetPlatform(app, 'production', (monitoring) => new ObservabilityStack(monitoring, 'observability', { engine: operator, alerting: webhook }));
    expect(Manifests.of(platform).all('AlertmanagerConfig').map(({ metadata }) => metadata.namespace)).toEqual(['agents']);
    expect(app.report().requiredSecrets.filter(({ name }) => name === 'oncall-webhook').map(({ namespace }) => namespace)).toEqual(['agents']);
    expect(app.report().warnings.filter(({ text }) => text.includes('AlertmanagerConfig'))).toEqual([]);
  });

  test('one route is enough where Alertmanager does not restrict it', () => {
    const engine = MonitoringEngine.prometheusOperator({ labels: {}, alertmanagerMatcherStrategy: MatcherStrategy.NONE });
    expect(watched({ engine, alerting: webhook }).all('AlertmanagerConfig').map(({ metadata }) => metadata.namespace)).toEqual(['monitoring']);
  });

  test('by default the labels are those by which kube-prometheus-stack selects', () => {
    const made = watched({ engine: MonitoringEngine.prometheusOperator(), alerting: webhook });
    const selected = ['PodMonitor', 'PrometheusRule'].flatMap((kind) => made.all(kind));
    expect([...new Set(selected.map(({ metadata }) => metadata.labels.release))]).toEqual(['kube-prometheus-stack']);
  });

  test('without alerting nobody is told', () => {
    expect(watched({ engine: operator }).all('AlertmanagerConfig')).toEqual([]);
  });
});
