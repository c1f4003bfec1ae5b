import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Size } from 'cdk8s';
import { Construct } from 'constructs';
import { stringify } from 'yaml';
import {
  AgentWorker, Alert, CertificateAuthority, CertificateIssuer, DataLayer, IMonitorable, MessagingLayer, Namespace, ObjectStorageBucket,
  ObservabilityStack, Platform, PlatformApp, PostgresEngine, RedisEngine, Runbooks, ScheduledTask, SecretSource, SynthReporting, Uploads,
  WebService, WorkerHealth,
} from '../../src';
import { MonitoredComponent } from '../../src/observability/monitored-component';
import { fleetPlatform } from '../../test/observability/fleet';
import { IMAGE } from '../../test/support/platforms';
import { engines } from '../engines';
import { run } from '../process';
import { API } from './api';
import { AlertCase, Series } from './case';
import { CERTIFICATES } from './certificates';
import { LEADER, SHARDS } from './controllers';
import { ETCD } from './etcd';
import { GATEWAY } from './gateway';
import { MARIADB } from './mysql';
import { ALERTMANAGERS, PROMETHEUS_SERVER } from './observability';
import { RABBITMQ } from './rabbitmq';
import { REDIS, SINGLE_REDIS } from './redis';
import { CLOUD_NATIVE_PG, DUMP, PLAIN_POSTGRES, POOLER } from './stores';
import { TASK } from './tasks';
import { WEB } from './web';
import { WORKER } from './workers';

/** The cases of each part, by its name. */
const CASES: Record<string, AlertCase[]> = {
  'api': API,
  'leader': LEADER,
  'shards': SHARDS,
  'gateway': GATEWAY,
  'data-cloud': CLOUD_NATIVE_PG,
  'data-cloud-pool': POOLER,
  'data-plain': PLAIN_POSTGRES,
  'data-plain-nightly': DUMP,
  'data-locks': REDIS,
  'data-shards': ETCD,
  'data-orders': MARIADB,
  'data-single': SINGLE_REDIS,
  'messaging-jobs': RABBITMQ,
  'issuer': CERTIFICATES,
  'web': WEB,
  'worker': WORKER,
  'report': TASK,
  'observability-prometheus': PROMETHEUS_SERVER,
  'observability-alertmanager': ALERTMANAGERS,
};

/**
 * A real Prometheus evaluates the rules of every part against series that must raise each alert, and series that must not.
 *
 *     npx ts-node -T -P tsconfig.dev.json conformance/rules/main.ts [part...]
 */
async function main(): Promise<void> {
  const promtool = findPromtool();
  if (!promtool) return;
  const folder = mkdtempSync(join(tmpdir(), 'conformance-rules-'));
  try {
    const results: boolean[] = [];
    const asked = process.argv.slice(2);
    for (const part of parts().filter(({ node }) => asked.length === 0 || asked.includes(node.id))) {
      results.push(await judge(promtool, folder, new MonitoredComponent(part, Runbooks.published())));
    }
    if (results.includes(false)) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function findPromtool(): string | undefined {
  try {
    return engines.promtool();
  } catch (error) {
    console.log(`SKIPPED: no rule was evaluated: ${(error as Error).message}`);
    return undefined;
  }
}

function parts(): IMonitorable[] {
  const app = new PlatformApp({ reporting: SynthReporting.SILENT });
  fleetPlatform(app, 'production', () => undefined);
  addStores(app);
  return app.node.findAll().filter((construct): construct is IMonitorable => typeof (construct as IMonitorable).toMonitoringPlan === 'function');
}

function addStores(app: Construct): void {
  const agents = new Namespace(new Platform(app, 'stores'), 'agents');
  const data = new DataLayer(agents, 'data');
  const bucket = ObjectStorageBucket.s3({ bucket: 'dumps', region: 'eu-west-1', credentials: SecretSource.existing('dumps') });
  data.addPostgres('cloud', { engine: PostgresEngine.cloudNativePg({ backup: { bucket } }), storage: Size.gibibytes(10) }).addPooler('pool');
  const plain = data.addPostgres('plain', { engine: PostgresEngine.plain(), storage: Size.gibibytes(10) });
  plain.addDump('nightly', { bucket, schedule: '0 2 * * *' });
  new MessagingLayer(agents, 'messaging').addRabbitMq('jobs');
  data.addEtcd('shards');
  data.addMySql('orders');
  data.addRedis('locks');
  data.addRedis('single', { engine: RedisEngine.single() });
  new WebService(agents, 'web', { image: IMAGE, uploads: Uploads.volume({ size: Size.gibibytes(10) }) });
  new AgentWorker(agents, 'worker', { image: IMAGE, health: WorkerHealth.heartbeat(), metricsPort: 9090 });
  new ScheduledTask(agents, 'report', { image: IMAGE, schedule: '0 7 * * *' });
  new ObservabilityStack(agents, 'observability');
  new CertificateIssuer(agents, 'issuer', { authority: CertificateAuthority.selfSigned() });
}

async function judge(promtool: string, folder: string, part: MonitoredComponent): Promise<boolean> {
  const alerts = new Map(part.plan().alerts.map((alert) => [alert.id, alert]));
  const cases = CASES[part.name] ?? [];
  const missing = [...alerts.keys()].filter((id) => !cases.some((one) => one.id === id && one.fires.length > 0 && one.quiet.length > 0));
  const unknown = cases.filter(({ id }) => !alerts.has(id)).map(({ id }) => id);
  if (missing.length > 0 || unknown.length > 0) {
    console.log(`FAIL ${part.name}: alerts without a case: ${missing.join(', ') || 'none'}; cases without an alert: ${unknown.join(', ') || 'none'}`);
    return false;
  }
  writeFileSync(join(folder, `${part.name}.rules.yaml`), stringify({ groups: part.ruleGroups() }, { aliasDuplicateObjects: false }));
  const tests = cases.flatMap((one) => [
    ...one.fires.map((series, index) => test(one, alerts.get(one.id)!, series, 1, `fires ${index + 1}`)),
    ...one.quiet.map((series, index) => test(one, alerts.get(one.id)!, series, 0, `quiet ${index + 1}`)),
  ]);
  const file = join(folder, `${part.name}.test.yaml`);
  writeFileSync(file, stringify({ rule_files: [`${part.name}.rules.yaml`], evaluation_interval: '1m', tests }));
  const { code, stdout, stderr } = await run(promtool, ['test', 'rules', file]);
  console.log(code === 0 ? `ok   ${part.name}: ${alerts.size} alerts, ${tests.length} tests` : `FAIL ${part.name}:\n${stdout}\n${stderr}`);
  return code === 0;
}

/** Prometheus itself writes a series ALERTS for what is raised; `for` has passed where it says firing. */
function test({ id, at }: AlertCase, alert: Alert, series: Series, count: number, name: string): object {
  const labels = { alertname: alert.name ?? alert.id, alertstate: 'firing', severity: alert.severity, ...alert.labels };
  const selector = Object.entries(labels).map(([label, value]) => `${label}="${value}"`).join(',');
  return {
    name: `${id} ${name}`,
    interval: '1m',
    input_series: Object.entries(series).map(([metric, values]) => ({ series: metric, values })),
    promql_expr_test: [{
      expr: `count(ALERTS{${selector}})`, eval_time: `${at}m`, exp_samples: count > 0 ? [{ labels: '{}', value: count }] : [],
    }],
  };
}

main().catch((error: Error) => {
  console.error(error);
  process.exitCode = 1;
});
