import { readFileSync } from 'fs';
import { join } from 'path';
import { App, Chart } from 'cdk8s';
import {
  AgentApi, Alerting, ClusterProfile, Environment, MonitoringEngine, Namespace, ObservabilityStack, ObservabilityStackProps, Operator, Platform,
  SecretSource,
} from '../../src';
import { Manifest, Manifests, parse, yamlFiles } from '../support/manifests';
import { IMAGE, silentApp } from '../support/platforms';
import { refusal } from '../support/refusals';
import { addFleet, fleetPlatform } from './fleet';

const webhook = Alerting.webhook(SecretSource.existing('oncall-webhook'));
const operator = MonitoringEngine.prometheusOperator({ labels: { release: 'kube-prometheus-stack' } });

/** The fleet, watched. */
function watched(props: ObservabilityStackProps): Manifests {
  return Manifests.of(fleetPlatform(silentApp(), 'production', (monitoring) => new ObservabilityStack(monitoring, 'observability', props)));
}

function refused(props: object, cluster?: ClusterProfile): string {
  return refusal(() => new ObservabilityStack(new Namespace(new Platform(silentApp(), 'production', { cluster }), 'monitoring'), 'observability', props));
}

const isIn = (namespace: string) => ({ metadata }: Manifest): boolean => metadata.namespace === namespace;

describe('a Prometheus of your own', () => {
  const engine = MonitoringEngine.existingPrometheus();
  const manifests = watched({ engine, alerting: webhook });
  const file = (configMap: string, entry: string): Manifest => parse(manifests.one('ConfigMap', configMap).data[entry])[0];

  test('needs no custom resource of monitoring, and no pod', () => {
    expect(manifests.all('StatefulSet')).toEqual([]);
    expect(manifests.documents.filter(({ apiVersion }) => apiVersion.startsWith('monitoring.'))).toEqual([]);
  });

  test('all stands in the namespace of the stack', () => {
    const names = manifests.all('ConfigMap').filter(isIn('monitoring')).map(({ metadata }) => metadata.name).filter((name) => !name.includes('dashboard'));
    expect(names).toEqual([
      'observability', 'observability-agents-api', 'observability-agents-leader', 'observability-agents-shards', 'observability-agents-gateway',
    ]);
  });

  test('rules are the same as those of the operator', () => {
    const groups = watched({ engine: operator }).all('PrometheusRule').map(({ spec }) => spec.groups);
    const files = ['api', 'leader', 'shards', 'gateway'].map((part) => file(`observability-agents-${part}`, 'rules.yaml').groups);
    expect(files).toEqual(groups);
  });

  test('the pods of a part are found by their labels, the port by its name, and the job is named', () => {
    const [config] = file('observability-agents-api', 'scrapes.yaml').scrape_configs;
    expect(config).toMatchObject({
      job_name: 'agents/api/metrics', metrics_path: '/metrics', kubernetes_sd_configs: [{ role: 'pod', namespaces: { names: ['agents'] } }],
    });
    expect(config.relabel_configs).toEqual(expect.arrayContaining([
      { source_labels: ['__meta_kubernetes_pod_label_app_kubernetes_io_instance'], regex: 'api', action: 'keep' },
      { source_labels: ['__meta_kubernetes_pod_container_port_name'], regex: 'metrics', action: 'keep' },
      { source_labels: ['__meta_kubernetes_namespace'], target_label: 'namespace' },
      { source_labels: ['__meta_kubernetes_pod_name'], target_label: 'pod' },
      { target_label: 'job', replacement: 'api' },
    ]));
  });

  test('a part whose metrics others read has rules and no scrapes', () => {
    expect(Object.keys(manifests.one('ConfigMap', 'observability-agents-gateway').data)).toEqual(['rules.yaml']);
  });

  test('what the alerts of any workload are written against is read too', () => {
    expect(file('observability', 'prometheus.yaml').scrape_configs.map(({ job_name }: Manifest) => job_name)).toEqual(['kube-state-metrics', 'cadvisor', 'kubelet']);
  });

  test('the webhook is read from a file, and its address is in no manifest', () => {
    const { receivers, route } = file('observability', 'alertmanager.yaml');
    expect(receivers[1].webhook_configs).toEqual([{ url_file: '/etc/alertmanager/secrets/oncall-webhook/url', send_resolved: true }]);
    expect(route.routes.map(({ matchers, receiver }: Manifest) => [matchers, receiver]))
      .toEqual([[['severity="critical"'], 'oncall'], [['severity="warning"'], 'oncall']]);
  });

  test('no entry holds references, which not every reader of YAML follows', () => {
    const texts = manifests.all('ConfigMap').flatMap(({ data }) => Object.entries<string>(data)).filter(([name]) => name.endsWith('.yaml'));
    expect(texts.filter(([, text]) => /[&*]a\d/.test(text))).toEqual([]);
  });

  test('without alerting there is no configuration of an Alertmanager', () => {
    expect(Object.keys(watched({ engine }).one('ConfigMap', 'observability').data)).toEqual(['prometheus.yaml']);
  });
});

describe('watching opens the metrics port', () => {
  const ingress = (props: { cluster?: ClusterProfile; environment?: Environment }): Manifest[] => {
    const platform = new Platform(silentApp(), 'production', props);
    new AgentApi(new Namespace(platform, 'agents'), 'api', { image: IMAGE, metricsPort: 9102 });
    new ObservabilityStack(new Namespace(platform, 'monitoring'), 'observability', { engine: MonitoringEngine.existingPrometheus() });
    return Manifests.of(platform).one('NetworkPolicy', 'api').spec.ingress;
  };
  const ports = [{ port: 9102, protocol: 'TCP' }];

  test('to the pods of the namespace of the stack', () => {
    expect(ingress({})).toEqual([{ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }], ports }]);
  });

  test('or to what the cluster profile says', () => {
    const monitoring = { namespace: 'o11y', labels: { app: 'prometheus' } };
    expect(ingress({ cluster: ClusterProfile.generic({ monitoring }) })).toEqual([{
      from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'o11y' } }, podSelector: { matchLabels: { app: 'prometheus' } } }], ports,
    }]);
  });

  test('and to nobody without a stack', () => {
    const platform = new Platform(silentApp(), 'production');
    new AgentApi(new Namespace(platform, 'agents'), 'api', { image: IMAGE });
    expect(Manifests.of(platform).one('NetworkPolicy', 'api').spec.ingress)
      .toEqual([{ from: [{ podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'api' } } }] }]);
  });
});

describe('order and scope', () => {
  /** The files that a Platform makes whose stack is constructed first or last. */
  function files(stackFirst: boolean, engine: MonitoringEngine): Record<string, string> {
    const app = silentApp();
    const platform = new Platform(app, 'production');
    const monitoring = new Namespace(platform, 'monitoring');
    const addStack = () => new ObservabilityStack(monitoring, 'observability', { engine, alerting: webhook });
    if (stackFirst) {
      addStack();
    }
    addFleet(new Namespace(platform, 'agents'));
    if (!stackFirst) {
      addStack();
    }
    app.synth();
    return Object.fromEntries(yamlFiles(app.outdir).map((path) => [path, readFileSync(join(app.outdir, path), 'utf8')]));
  }

  test.each([['plain', MonitoringEngine.existingPrometheus()], ['prometheusOperator', operator]])('%s: the stack first or last gives the same bytes', (_, engine) => {
    expect(files(true, engine)).toEqual(files(false, engine));
  });

  test('rendering twice gives the same', () => {
    const platform = fleetPlatform(silentApp(), 'production', (monitoring) => new ObservabilityStack(monitoring, 'observability', { engine: operator }));
    expect(Manifests.of(platform).documents).toEqual(Manifests.of(platform).documents);
  });

  test('a stack sees the parts of its own Platform only, and an engine may serve several', () => {
    const app = silentApp();
    const compose = (id: string, part: string): Platform => {
      const platform = new Platform(app, id);
      new AgentApi(new Namespace(platform, 'agents'), part, { image: IMAGE });
      new ObservabilityStack(new Namespace(platform, 'monitoring'), 'observability', { engine: operator });
      return platform;
    };
    const [first, second] = [compose('first', 'api'), compose('second', 'other')];
    expect(Manifests.of(first).all('PrometheusRule').map(({ metadata }) => metadata.name)).toEqual(['api']);
    expect(Manifests.of(second).all('PrometheusRule').map(({ metadata }) => metadata.name)).toEqual(['other']);
  });

  test('without a Platform it sees the whole app', () => {
    const chart = new Chart(new App(), 'chart');
    new ObservabilityStack(chart, 'observability', { engine: operator });
    new AgentApi(chart, 'api', { image: IMAGE });
    expect(Manifests.of(chart).all('PodMonitor').map(({ metadata, spec }) => [metadata.name, spec.namespaceSelector])).toEqual([['api', undefined]]);
  });

  test('two stacks in one Platform are refused', () => {
    const monitoring = new Namespace(new Platform(silentApp(), 'production'), 'monitoring');
    new ObservabilityStack(monitoring, 'one');
    expect(refusal(() => new ObservabilityStack(monitoring, 'two'))).toBe(
      '[production/monitoring/two] "scope" (Invalid)');
  });
});

describe('bad input', () => {
  test('the Secret of the webhook is listed with its key', () => {
    const app = silentApp();
    fleetPlatform(app, 'production', (monitoring) => new ObservabilityStack(monitoring, 'observability', { alerting: webhook }));
    expect(app.report().requiredSecrets).toContainEqual({
      platform: 'production', namespace: 'monitoring', name: 'oncall-webhook', keys: ['url'], usedBy: ['production/monitoring/observability/alertmanager'],
    });
  });

  test('a Secret without a name', () => {
    expect(refused({ alerting: Alerting.webhook(SecretSource.existing('')) })).toBe(
      '[production/monitoring/observability] "alerting.webhook" (Invalid)');
  });

  test('a webhook that is no Secret', () => {
    expect(refused({ alerting: Alerting.webhook('https://oncall.acme.io/x' as never) })).toBe(
      '[production/monitoring/observability] "alerting.webhook" (TypeInvalid)');
  });

  test('no webhook', () => {
    expect(refused({ alerting: Alerting.webhook(undefined as never) })).toBe(
      '[production/monitoring/observability] "alerting.webhook" (Required)');
  });

  test.each([
    ['engine'],
    ['alerting'],
    ['dashboards'],
  ])('%s of another kind', (prop) => {
    expect(refused({ [prop]: 'x' })).toBe(`[production/monitoring/observability] "${prop}" (TypeInvalid)`);
  });

  test('a label of the engine that is none', () => {
    expect(refused({ engine: MonitoringEngine.prometheusOperator({ labels: { release: 'a b' } }) })).toBe(
      '[production/monitoring/observability] "engine.labels.release" (Invalid)');
  });

  test('an operator that the cluster does not have', () => {
    expect(refused({ engine: operator }, ClusterProfile.generic({ operators: [Operator.istio()] }))).toBe(
      '[production/monitoring/observability] "engine" (Unavailable)');
  });

  test('no props at all', () => {
    expect(refused(null as never)).toBe('[production/monitoring/observability] "props" (TypeInvalid)');
  });
});
