import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import { createServer } from 'http';
import { AddressInfo } from 'net';
import { join } from 'path';
import { gunzipSync } from 'zlib';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { Cluster } from '../cluster';
import { engines } from '../engines';
import { yamlFiles } from '../manifests';
import { Daemon } from '../process';
import { until as asked } from '../wait';

/**
 * Does a critical alert of the API in `agents` reach the receiver, with the default values of kube-prometheus-stack? A real Prometheus
 * operator selects our objects as that chart's Prometheus and Alertmanager do; a real Prometheus and Alertmanager run what it generates.
 *
 *     ALERTMANAGER=/usr/bin/prometheus-alertmanager npx ts-node -T -P tsconfig.dev.json conformance/paging/main.ts
 */
const MANIFESTS = join(__dirname, '..', '..', 'dist', 'manifests', 'agent-fleet', 'production');
const RELEASE = 'kube-prometheus-stack';
const KINDS = ['PrometheusRule', 'PodMonitor', 'AlertmanagerConfig'];
const ALERTMANAGER = process.env.ALERTMANAGER ?? '/usr/bin/prometheus-alertmanager';

/** The Prometheus and Alertmanager of the chart, as far as they select. */
const STACK = [
  ...['agents', 'monitoring'].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
  {
    apiVersion: 'monitoring.coreos.com/v1', kind: 'Prometheus', metadata: { name: 'stack', namespace: 'monitoring' },
    spec: {
      ruleSelector: { matchLabels: { release: RELEASE } }, ruleNamespaceSelector: {},
      podMonitorSelector: { matchLabels: { release: RELEASE } }, podMonitorNamespaceSelector: {},
    },
  },
  {
    apiVersion: 'monitoring.coreos.com/v1', kind: 'Alertmanager', metadata: { name: 'stack', namespace: 'monitoring' },
    spec: { replicas: 1, alertmanagerConfigSelector: {}, alertmanagerConfigNamespaceSelector: {} },
  },
];

/** Samples as kube-state-metrics has them while all pods of the API are down. */
const SAMPLES = [
  'kube_deployment_spec_replicas{namespace="agents",deployment="api"} 3',
  'kube_deployment_status_replicas_available{namespace="agents",deployment="api"} 0',
].join('\n') + '\n';

async function until(seconds: number, question: () => Promise<boolean>, otherwise: string): Promise<void> {
  if (!(await asked(seconds, question))) throw new Error(otherwise);
}

async function main(): Promise<void> {
  const cluster = await Cluster.startControlPlane('newest');
  const daemons: Daemon[] = [];
  const start = (name: string, binary: string, args: string[], env: NodeJS.ProcessEnv = process.env): void => {
    daemons.push(new Daemon(name, binary, args, cluster.path(`${name}.log`), { env }));
  };
  const pages: string[] = [];
  const receiver = createServer((request, response) => {
    request.setEncoding('utf8').on('data', (text) => pages.push(text)).on('end', () => response.end());
  }).listen(0, '127.0.0.1');
  const exporter = createServer((_, response) => response.setHeader('Content-Type', 'text/plain; version=0.0.4').end(SAMPLES)).listen(0, '127.0.0.1');
  const port = (server: typeof receiver): number => (server.address() as AddressInfo).port;
  try {
    await cluster.kubectl.do(['create', '-f', engines.prometheusOperatorCrds()]);
    await cluster.kubectl.do(['wait', '--for=condition=Established', 'crd', '--all', '--timeout=60s']);
    const ours = yamlFiles(MANIFESTS).flatMap((file) => parseAllDocuments(readFileSync(file, 'utf8')).map((one) => one.toJSON())).filter((one) => one && KINDS.includes(one.kind));
    const secret = {
      apiVersion: 'v1', kind: 'Secret', metadata: { name: 'oncall-webhook', namespace: 'agents' }, stringData: { url: `http://127.0.0.1:${port(receiver)}/` },
    };
    const objects = [...STACK, secret, ...ours];
    await cluster.kubectl.do(['apply', '--server-side', '-f', '-'], objects.map((one) => stringify(one)).join('---\n'));
    start('operator', engines.prometheusOperator(), ['--web.listen-address=127.0.0.1:18080'], { ...process.env, KUBECONFIG: cluster.path('kubeconfig') });

    const generated = async (name: string, key: string): Promise<string> => {
      let text = '';
      await until(60, async () => {
        const found = await cluster.kubectl.try(['-n', 'monitoring', 'get', 'secret', name, '-o', 'json']);
        text = found.code === 0 ? gunzipSync(Buffer.from(JSON.parse(found.stdout).data[key], 'base64')).toString() : '';
        return text.includes('agents');
      }, `no ${key} of ours in Secret ${name}`);
      return text;
    };
    const alertmanager = await generated('alertmanager-stack-generated', 'alertmanager.yaml.gz');
    const prometheus = parse(await generated('prometheus-stack', 'prometheus.yaml.gz'));
    const rules = await cluster.kubectl.json(['-n', 'monitoring', 'get', 'configmap', 'prometheus-stack-rulefiles-0']);
    const jobs = prometheus.scrape_configs.map(({ job_name }: { job_name: string }) => job_name);
    if (!jobs.includes('podMonitor/agents/api/0')) throw new Error(`the PodMonitor of the API was not selected: ${jobs}`);

    mkdirSync(cluster.path('rules'));
    Object.entries<string>(rules.data).forEach(([name, text]) => writeFileSync(join(cluster.path('rules'), name), text));
    writeFileSync(cluster.path('alertmanager.yaml'), alertmanager);
    writeFileSync(cluster.path('prometheus.yaml'), stringify({
      global: { scrape_interval: '5s', evaluation_interval: '5s' },
      rule_files: [`${cluster.path('rules')}/*.yaml`],
      alerting: { alertmanagers: [{ static_configs: [{ targets: ['127.0.0.1:19093'] }] }] },
      scrape_configs: [{ job_name: 'kube-state-metrics', honor_labels: true, static_configs: [{ targets: [`127.0.0.1:${port(exporter)}`] }] }],
    }));
    start('alertmanager', ALERTMANAGER, [`--config.file=${cluster.path('alertmanager.yaml')}`, `--storage.path=${cluster.path('am')}`,
      '--web.listen-address=127.0.0.1:19093', '--cluster.listen-address=']);
    start('prometheus', engines.prometheus(), [`--config.file=${cluster.path('prometheus.yaml')}`, `--storage.tsdb.path=${cluster.path('tsdb')}`,
      '--web.listen-address=127.0.0.1:19090']);
    await until(300, async () => {
      daemons.forEach((daemon) => daemon.mustRun());
      return pages.some((page) => page.includes('"AllReplicasDown"') && page.includes('"critical"') && page.includes('"agents"'));
    }, 'no page within 5 minutes');
    console.log(`ok   paged: ${JSON.parse(pages.find((page) => page.includes('AllReplicasDown'))!).alerts.map((one: { labels: object }) => JSON.stringify(one.labels)).join('\n')}`);
  } finally {
    await Promise.all(daemons.map((daemon) => daemon.stop()));
    receiver.close();
    exporter.close();
    await cluster.stop(true);
  }
}

main().catch((error: Error) => {
  console.error(error);
  process.exitCode = 1;
});
