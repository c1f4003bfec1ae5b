import { existsSync, mkdirSync, writeFileSync } from 'fs';
import { createServer } from 'http';
import { AddressInfo } from 'net';
import { join } from 'path';
import { gunzipSync } from 'zlib';
import { parse, stringify } from 'yaml';
import { Cluster } from '../cluster';
import { engines } from '../engines';
import { Json } from '../kubectl';
import { Daemon } from '../process';
import { until as asked } from '../wait';
import { inhibited } from './alertmanager';
import { ours, rule, STACK, unlabelled } from './stack';

/**
 * Does a critical alert of the API in `agents` reach the receiver, with the default values of kube-prometheus-stack? A real Prometheus
 * operator selects our objects as that chart's Prometheus and Alertmanager do; a real Prometheus and Alertmanager run what it generates.
 * Does an outage keep what follows from it quiet? That Alertmanager is asked, with the labels that our rules give to alerts.
 */
const ALERTMANAGER = process.env.ALERTMANAGER ?? '/usr/bin/prometheus-alertmanager';

/** Samples as kube-state-metrics has them while all pods of the API are down. */
const SAMPLES = [
  'kube_deployment_spec_replicas{namespace="agents",deployment="api"} 3',
  'kube_deployment_status_replicas_available{namespace="agents",deployment="api"} 0',
].join('\n') + '\n';

async function until(seconds: number, question: () => Promise<boolean>, otherwise: string): Promise<void> {
  if (!(await asked(seconds, question))) throw new Error(otherwise);
}

/** What must be inhibited while the alerts of a cause and of its symptoms fire, and nothing else. */
async function inhibitions(cluster: Cluster, emitted: Json[]): Promise<void> {
  const of = (service: string, alert: string) => rule(emitted, service, alert);
  const symptoms = [of('api', 'ApiHighErrorRatio'), of('gateway', 'GatewayHighErrorRatio'), of('api', 'MemoryNearLimit')];
  const cases: [string, ReturnType<typeof rule>[], string[]][] = [
    ['no-cause', symptoms, []],
    ['database-down', [of('data-customers', 'PostgresDown'), ...symptoms], ['ApiHighErrorRatio of api', 'GatewayHighErrorRatio of gateway']],
    ['api-down', [of('api', 'AllReplicasDown'), of('data-customers', 'PostgresConnectionsNearMax'), ...symptoms],
      ['ApiHighErrorRatio of api', 'GatewayHighErrorRatio of gateway']],
    ['standby-missing', [of('data-customers', 'PostgresNoReplica'), ...symptoms], []],
  ];
  for (const [name, firing, expected] of cases) {
    const found = await inhibited(cluster, ALERTMANAGER, name, firing);
    if (`${found}` !== `${expected}`) throw new Error(`${name}: inhibited are ${found.join(', ') || 'none'}, but should be ${expected.join(', ') || 'none'}`);
    console.log(`ok   ${name}: inhibited are ${found.join(', ') || 'none'}`);
  }
}

/** Why this machine cannot run it. */
function missing(): string | undefined {
  try {
    engines.prometheusOperator();
    engines.prometheus();
    engines.apiServer('newest');
    engines.etcd();
  } catch (error) {
    return (error as Error).message;
  }
  return existsSync(ALERTMANAGER) ? undefined : `there is no ${ALERTMANAGER}: run conformance/paging/install.sh (Debian, root), or set ALERTMANAGER`;
}

async function main(): Promise<void> {
  const reason = missing();
  if (reason !== undefined) {
    console.log(`SKIPPED conformance/paging: no alert was sent: ${reason}`);
    return;
  }
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
    const emitted = ours();
    const secret = {
      apiVersion: 'v1', kind: 'Secret', metadata: { name: 'oncall-webhook', namespace: 'agents' }, stringData: { url: `http://127.0.0.1:${port(receiver)}/` },
    };
    const objects = [...STACK, secret, ...emitted, ...unlabelled(emitted)];
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
    const unwanted = [...jobs, ...Object.keys(rules.data)].filter((name) => name.includes('unlabelled'));
    if (unwanted.length > 0) throw new Error(`loaded without the label of the release: ${unwanted}`);
    console.log('ok   what carries the label of the release is loaded, and nothing else');

    mkdirSync(cluster.path('rules'));
    Object.entries<string>(rules.data).forEach(([name, text]) => writeFileSync(join(cluster.path('rules'), name), text));
    writeFileSync(cluster.path('alertmanager.yaml'), alertmanager);
    writeFileSync(cluster.path('prometheus.yaml'), stringify({
      global: { scrape_interval: '5s', evaluation_interval: '5s' },
      rule_files: [`${cluster.path('rules')}/*.yaml`],
      alerting: { alertmanagers: [{ static_configs: [{ targets: ['127.0.0.1:19093'] }] }] },
      scrape_configs: [{ job_name: 'kube-state-metrics', honor_labels: true, static_configs: [{ targets: [`127.0.0.1:${port(exporter)}`] }] }],
    }));
    await inhibitions(cluster, emitted);
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
