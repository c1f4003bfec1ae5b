import { Duration, Size } from 'cdk8s';
import { AgentApi, Alerting, ClusterProfile, Mesh, MonitoringEngine, Namespace, ObservabilityStack, PlatformProps, PrometheusOptions, SecretSource, TrafficPeer } from '../../src';
import { Manifest, Manifests, parse } from '../support/manifests';
import { IMAGE, withPlatform } from '../support/platforms';
import { refusal } from '../support/refusals';

const webhook = Alerting.webhook(SecretSource.existing('oncall'));
const STATED = ClusterProfile.generic({ apiServerCidrs: ['10.0.0.0/28'], nodeCidrs: ['10.0.16.0/24'] });

function compose(options: PrometheusOptions = {}, alerting: Alerting = webhook, props: PlatformProps = { cluster: STATED }): Manifests {
  const { manifests } = withPlatform((agents) => {
    new AgentApi(agents, 'api', { image: IMAGE, metricsPort: 9102 });
    new ObservabilityStack(new Namespace(agents.node.scope as never, 'monitoring'), 'observability', { engine: MonitoringEngine.prometheus(options), alerting });
  }, props);
  return manifests();
}

const manifests = compose();
const configuration = (made: Manifests, file: string): Manifest => parse(made.one('ConfigMap', 'observability').data[file])[0];
const container = (made: Manifests, kind: string, name: string): Manifest => made.one(kind, name).spec.template.spec.containers[0];
const egress = (made: Manifests, name: string): string[] => made.one('NetworkPolicy', name).spec.egress.flatMap(({ to, ports }: Manifest) =>
  to.flatMap(({ ipBlock, podSelector }: Manifest) => ports.map(({ port, protocol }: Manifest) =>
    `${ipBlock?.cidr ?? Object.values(podSelector?.matchLabels ?? {})[0] ?? 'any pod'} ${protocol}/${port}`)));

test('an empty stack runs two pods of Prometheus, three of Alertmanager and one of kube-state-metrics', () => {
  const { manifests: made } = withPlatform((monitoring) => new ObservabilityStack(monitoring, 'observability'));
  expect([...made().all('StatefulSet'), ...made().all('Deployment')].map(({ metadata, spec }) => [metadata.name, spec.replicas])).toEqual([
    ['observability-alertmanager', 3], ['observability-prometheus', 2], ['observability-state-metrics', 1],
  ]);
});

test('it is told how long to keep metrics, and to stop before the volume is full', () => {
  const { args } = container(compose({ retention: Duration.days(7), storage: Size.gibibytes(10) }), 'StatefulSet', 'observability-prometheus');
  expect(args).toEqual(expect.arrayContaining(['--storage.tsdb.retention.time=7d', '--storage.tsdb.retention.size=8192MB']));
});

test('the files of every component are mounted under names that the configuration reads, and a changed rule restarts no pod', () => {
  const { volumes, containers } = manifests.one('StatefulSet', 'observability-prometheus').spec.template.spec;
  const files = volumes.find(({ name }: Manifest) => name === 'parts').projected.sources.flatMap(({ configMap }: Manifest) =>
    configMap.items.map(({ key, path }: Manifest) => `${configMap.name}/${key} as ${path}`));
  expect(files).toContain('observability-agents-api/rules.yaml as observability-agents-api.rules.yaml');
  expect(files).toContain('observability-agents-api/scrapes.yaml as observability-agents-api.scrapes.yaml');
  expect(configuration(manifests, 'prometheus.yaml').rule_files).toEqual(['/etc/prometheus/parts/*.rules.yaml']);
  expect(containers[0].args).toContain('--config.auto-reload');
  expect(manifests.one('StatefulSet', 'observability-prometheus').spec.template.metadata.annotations).toBeUndefined();
});

test('alerts go to every member of Alertmanager', () => {
  const hosts = [0, 1, 2].map((ordinal) => `observability-alertmanager-${ordinal}.observability-alertmanager-members.monitoring.svc.cluster.local`);
  expect(configuration(manifests, 'prometheus.yaml').alerting.alertmanagers).toEqual([{ static_configs: [{ targets: hosts.map((host) => `${host}:9093`) }] }]);
  expect(container(manifests, 'StatefulSet', 'observability-alertmanager').args).toEqual(expect.arrayContaining(hosts.map((host) => `--cluster.peer=${host}:9094`)));
});

test('Alertmanager restarts when its configuration changes', () => {
  const checksum = (alerting: Alerting): string => compose({}, alerting).one('StatefulSet', 'observability-alertmanager').spec.template.metadata.annotations['checksum/configuration'];
  expect(checksum(webhook)).toMatch(/^[0-9a-f]{16}$/);
  expect(checksum(Alerting.none())).not.toBe(checksum(webhook));
});

test('without a webhook Alertmanager notifies nobody and reaches nothing outside', () => {
  const quiet = compose({}, Alerting.none());
  expect(configuration(quiet, 'alertmanager.yaml')).toMatchObject({ route: { receiver: 'nobody' }, receivers: [{ name: 'nobody' }] });
  expect(egress(quiet, 'observability-alertmanager')).not.toContain('0.0.0.0/0 TCP/443');
});

test('the webhook is read from a file, and may be inside of the network', () => {
  const inside = compose({}, Alerting.webhook(SecretSource.existing('oncall'), { destination: TrafficPeer.cidrs(['10.20.0.0/16']), port: 8443 }));
  expect(egress(inside, 'observability-alertmanager')).toContain('10.20.0.0/16 TCP/8443');
  const { volumeMounts } = container(inside, 'StatefulSet', 'observability-alertmanager');
  expect(volumeMounts).toContainEqual({ name: 'webhook', mountPath: '/etc/alertmanager/secrets/oncall', readOnly: true });
});

test('gossip is open among the members, by TCP and UDP', () => {
  const { ingress } = manifests.one('NetworkPolicy', 'observability-alertmanager').spec;
  expect(ingress).toContainEqual({
    from: [{ podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'observability-alertmanager' } } }],
    ports: [{ port: 9094, protocol: 'TCP' }, { port: 9094, protocol: 'UDP' }],
  });
});

test('it reaches what it scrapes, the nodes and the API server, and nothing else', () => {
  expect(egress(manifests, 'observability-prometheus').sort()).toEqual([
    '10.0.0.0/28 TCP/443', '10.0.0.0/28 TCP/6443', '10.0.16.0/24 TCP/10250', 'api TCP/9102', 'kube-dns TCP/53', 'kube-dns UDP/53',
    'observability-alertmanager TCP/9093', 'observability-prometheus TCP/9090', 'observability-state-metrics TCP/8080',
  ]);
});

test('only its own pods may scrape a component', () => {
  expect(manifests.one('NetworkPolicy', 'api').spec.ingress).toEqual([{
    from: [{
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } },
      podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'observability-prometheus' } },
    }],
    ports: [{ port: 9102, protocol: 'TCP' }],
  }]);
});

test('it may find pods in the namespaces of its components, and read metrics of nodes', () => {
  const roles = manifests.all('Role').filter(({ metadata }) => metadata.name === 'observability-prometheus');
  expect(roles.map(({ metadata, rules }) => [metadata.namespace, rules])).toEqual(['monitoring', 'agents'].map((namespace) =>
    [namespace, [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] }]]));
  const cluster = manifests.one('ClusterRole', 'production-observability-prometheus');
  expect(cluster.metadata.namespace).toBeUndefined();
  expect(cluster.rules.map(({ resources }: Manifest) => resources)).toEqual([['nodes'], ['nodes/metrics']]);
});

test('kube-state-metrics counts the namespaces of the Platform, and cAdvisor\'s metrics of others are dropped', () => {
  expect(container(manifests, 'Deployment', 'observability-state-metrics').args).toContain('--namespaces=agents,monitoring');
  const cadvisor = configuration(manifests, 'prometheus.yaml').scrape_configs.find(({ job_name }: Manifest) => job_name === 'cadvisor');
  expect(cadvisor.metric_relabel_configs).toEqual([{ source_labels: ['namespace'], regex: 'agents|monitoring', action: 'keep' }]);
});

test.each<[string, Mesh, Record<string, string>]>([
  ['sidecars', Mesh.istio(), { 'sidecar.istio.io/inject': 'false' }], ['ambient', Mesh.istioAmbient(), { 'istio.io/dataplane-mode': 'none' }],
])('its pods stay out of a mesh: %s', (_, mesh, labels) => {
  const meshed = compose({}, webhook, { cluster: STATED, mesh });
  const pods = [...meshed.all('StatefulSet'), ...meshed.all('Deployment').filter(({ metadata }) => metadata.namespace === 'monitoring')];
  expect(pods).toHaveLength(3);
  pods.forEach(({ spec }) => expect(spec.template.metadata.labels).toMatchObject(labels));
  expect(meshed.all('AuthorizationPolicy').filter(({ metadata }) => metadata.name.startsWith('observability'))).toEqual([]);
});

test('where nodes are not stated, synthesis warns', () => {
  const { app } = withPlatform((monitoring) => new ObservabilityStack(monitoring, 'observability'));
  expect(app.report().warnings.map(({ text }) => text)).toContainEqual(expect.stringContaining('nodeCidrs'));
});

test('one pod that counts everything is right: no warning asks for two', () => {
  const { app } = withPlatform((monitoring) => new ObservabilityStack(monitoring, 'observability'), { cluster: STATED });
  expect(app.report().warnings).toEqual([]);
});

test('the stack watches itself', () => {
  const rules = manifests.all('ConfigMap').filter(({ metadata }) => /^observability-monitoring-observability-(prometheus|alertmanager)$/.test(metadata.name))
    .flatMap(({ data }) => parse(data['rules.yaml'])[0].groups.flatMap(({ rules: all }: Manifest) => all.map(({ alert }: Manifest) => alert)));
  expect(rules).toEqual(expect.arrayContaining(['PrometheusRuleFailures', 'PrometheusVolumeFull', 'KubeStateMetricsMissing', 'AlertmanagerNotificationsFailing']));
});

test.each<[string, PrometheusOptions, string]>([
  ['less than the windows of an error budget', { retention: Duration.days(2) }, '"engine.retention" (OutOfRange)'],
  ['more than a year', { retention: Duration.days(367) }, '"engine.retention" (OutOfRange)'],
  ['a volume that holds nothing', { storage: Size.gibibytes(1) }, '"engine.storage" (OutOfRange)'],
  ['four pods', { replicas: 4 }, '"engine.replicas" (OutOfRange)'],
  ['a class that is no name', { storageClass: 'Fast SSD' }, '"engine.storageClass" (Invalid)'],
])('%s is refused', (_, options, message) => {
  expect(refusal(() => compose(options))).toBe(`[production/monitoring/observability] ${message}`);
});
