import { spawnSync } from 'child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import {
  Alerting, MonitoringEngine, Namespace, ObservabilityStack, Platform, Receiver, SecretSource, Severity, TrafficPeer,
} from '../../src';
import { Manifest, Manifests, parse } from '../support/manifests';
import { silentApp } from '../support/platforms';
import { refusal } from '../support/refusals';
import { fleetPlatform } from './fleet';

const secret = (name: string): SecretSource => SecretSource.existing(name);
const all = Alerting.receivers([
  Receiver.pagerDuty(secret('pagerduty'), { severities: [Severity.CRITICAL] }),
  Receiver.slack(secret('slack')),
  Receiver.slack(secret('slack-payments'), { teams: ['payments', 'billing.eu'] }),
  Receiver.opsgenie(secret('opsgenie'), { severities: [Severity.WARNING] }),
  Receiver.teams(secret('teams')),
  Receiver.webhook(secret('hook'), { destination: TrafficPeer.cidrs(['10.20.0.0/16']), port: 8443 }),
]);

function watched(alerting: Alerting, engine = MonitoringEngine.prometheus()): Manifests {
  return Manifests.of(fleetPlatform(silentApp(), 'production', (monitoring) => new ObservabilityStack(monitoring, 'observability', { alerting, engine })));
}

const file = (manifests: Manifests): string => manifests.one('ConfigMap', 'observability').data['alertmanager.yaml'];

describe('several receivers', () => {
  const manifests = watched(all);
  const config = parse(file(manifests))[0];

  test('each reads its credential from a file', () => {
    const at = '/etc/alertmanager/secrets';
    expect(config.receivers).toEqual([
      { name: 'nobody' },
      { name: 'pagerduty', pagerduty_configs: [{ routing_key_file: `${at}/pagerduty/routing-key`, send_resolved: true }] },
      { name: 'slack', slack_configs: [{ api_url_file: `${at}/slack/url`, send_resolved: true }] },
      { name: 'slack-2', slack_configs: [{ api_url_file: `${at}/slack-payments/url`, send_resolved: true }] },
      { name: 'opsgenie', opsgenie_configs: [{ api_key_file: `${at}/opsgenie/api-key`, send_resolved: true }] },
      { name: 'teams', msteamsv2_configs: [{ webhook_url_file: `${at}/teams/url`, send_resolved: true }] },
      { name: 'webhook', webhook_configs: [{ url_file: `${at}/hook/url`, send_resolved: true }] },
    ]);
    const { template } = manifests.one('StatefulSet', 'observability-alertmanager').spec;
    const mounts = template.spec.containers[0].volumeMounts.filter(({ mountPath }: Manifest) => mountPath.startsWith(at));
    expect(mounts.map(({ name, mountPath }: Manifest) => `${name} ${mountPath}`)).toEqual([
      `pagerduty ${at}/pagerduty`, `slack ${at}/slack`, `slack-2 ${at}/slack-payments`, `opsgenie ${at}/opsgenie`, `teams ${at}/teams`, `webhook ${at}/hook`,
    ]);
  });

  test('Alertmanager may reach the destination of each', () => {
    const { egress } = manifests.one('NetworkPolicy', 'observability-alertmanager').spec;
    const reached = egress.flatMap(({ to = [], ports = [] }: Manifest) =>
      to.filter(({ ipBlock }: Manifest) => ipBlock).map(({ ipBlock }: Manifest) => `${ipBlock.cidr}:${ports.map(({ port }: Manifest) => port)}`));
    expect(reached).toEqual(expect.arrayContaining(['0.0.0.0/0:443', '10.20.0.0/16:8443']));
  });

  const binary = process.env.AMTOOL ?? '/usr/bin/amtool';
  (existsSync(binary) ? test : test.skip).each([
    [{ severity: 'critical' }, 'pagerduty,slack,teams,webhook'],
    [{ severity: 'critical', team: 'payments' }, 'pagerduty,slack,slack-2,teams,webhook'],
    [{ severity: 'critical', team: 'billing.eu' }, 'pagerduty,slack,slack-2,teams,webhook'],
    [{ severity: 'critical', team: 'billing-eu' }, 'pagerduty,slack,teams,webhook'],
    [{ severity: 'warning', team: 'payments' }, 'slack,slack-2,opsgenie,teams,webhook'],
    [{ severity: 'info' }, 'nobody'],
  ])('amtool routes %j', (labels, receivers) => {
    const folder = mkdtempSync(join(tmpdir(), 'receivers-'));
    try {
      // The amtool of Debian 12 knows no `url_file`: it is asked of the routes alone.
      const routes = { ...config, receivers: config.receivers.map(({ name }: Manifest) => ({ name })) };
      writeFileSync(join(folder, 'alertmanager.yaml'), JSON.stringify(routes));
      const { stdout } = spawnSync(binary, ['config', 'routes', 'test', `--config.file=${join(folder, 'alertmanager.yaml')}`,
        ...Object.entries(labels).map(([label, value]) => `${label}=${value}`)], { encoding: 'utf8' });
      expect(stdout.trim()).toBe(receivers);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

test('with the Prometheus operator each receiver refers to its Secret', () => {
  const { receivers, route } = watched(all, MonitoringEngine.prometheusOperator()).all('AlertmanagerConfig')[0].spec;
  const sends = { sendResolved: true };
  expect(receivers.slice(1)).toEqual([
    { name: 'pagerduty', pagerdutyConfigs: [{ routingKey: { name: 'pagerduty', key: 'routing-key' }, ...sends }] },
    { name: 'slack', slackConfigs: [{ apiURL: { name: 'slack', key: 'url' }, ...sends }] },
    { name: 'slack-2', slackConfigs: [{ apiURL: { name: 'slack-payments', key: 'url' }, ...sends }] },
    { name: 'opsgenie', opsgenieConfigs: [{ apiKey: { name: 'opsgenie', key: 'api-key' }, ...sends }] },
    { name: 'teams', msteamsv2Configs: [{ webhookURL: { name: 'teams', key: 'url' }, ...sends }] },
    { name: 'webhook', webhookConfigs: [{ urlSecret: { name: 'hook', key: 'url' }, ...sends }] },
  ]);
  expect(route.routes.map(({ receiver, continue: further }: Manifest) => `${receiver} ${further}`)).toEqual([
    'pagerduty true', 'slack true', 'slack-2 true', 'teams true', 'webhook undefined',
    'slack true', 'slack-2 true', 'opsgenie true', 'teams true', 'webhook undefined',
  ]);
});

describe('is refused', () => {
  const refused = (receivers: Receiver[]): string => refusal(() => new ObservabilityStack(
    new Namespace(new Platform(silentApp(), 'production'), 'monitoring'),
    'observability', { alerting: Alerting.receivers(receivers) }));
  const at = '[production/monitoring/observability]';

  test('a receiver without an address', () => {
    expect(refused([Receiver.slack(undefined as never)])).toBe(`${at} "alerting.receivers[0].address" (Required)`);
  });

  test('a Secret of two receivers', () => {
    expect(refused([Receiver.slack(secret('one')), Receiver.teams(secret('one'))])).toBe(`${at} "alerting.receivers[1].address" (Duplicate)`);
  });

  test('critical alerts that notify nobody', () => {
    expect(refused([Receiver.slack(secret('one'), { severities: [Severity.WARNING] }), Receiver.teams(secret('two'), { teams: ['payments'] })]))
      .toBe(`${at} "alerting.receivers" (Invalid)`);
  });
});
