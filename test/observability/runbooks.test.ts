import { existsSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { findExamples } from '../../examples/synth';
import { MonitoringEngine, ObservabilityStack, Runbooks } from '../../src';
import { Manifest, Manifests } from '../support/manifests';
import { silentApp } from '../support/platforms';
import { fleetPlatform, plansBelow } from './fleet';

const FOLDER = join(__dirname, '..', '..', 'docs', 'runbooks');
const page = (runbook: string): string => join(FOLDER, `${runbook}.md`);
const app = silentApp();
fleetPlatform(app, 'fleet', () => undefined);
const examples = [...findExamples()].map(([, compose]) => {
  const example = silentApp();
  compose(example);
  return example;
});
const alerts = [app, ...examples].flatMap((root) => [...plansBelow(root).values()]).flatMap((plan) => plan.alerts);

test('every alert has a runbook', () => {
  const without = alerts.filter(({ runbook }) => runbook === undefined || !existsSync(page(runbook))).map(({ id }) => id);
  expect([...new Set(without)]).toEqual([]);
});

test.each(readdirSync(FOLDER).filter((file) => file !== 'README.md'))('%s says what it means, its impact, how to check with kubectl, how to mitigate, and when to escalate', (file) => {
  const text = readFileSync(join(FOLDER, file), 'utf8');
  expect([...text.matchAll(/^##? (.*)$/gm)].map(([, heading]) => heading)).toEqual([file.replace('.md', ''), 'Meaning', 'Impact', 'Diagnosis', 'Mitigation', 'Escalation']);
  expect(text).toContain('kubectl ');
  expect(readFileSync(join(FOLDER, 'README.md'), 'utf8')).toContain(`(${file})`);
});

test.each<[string, Runbooks, string | undefined]>([
  ['published', Runbooks.published(), 'https://github.com/cdk8s-agent-platform/cdk8s-agent-platform/blob/main/docs/runbooks/AllReplicasDown.md'],
  ['a copy', Runbooks.at('https://wiki.acme.io/runbooks/'), 'https://wiki.acme.io/runbooks/AllReplicasDown'],
  ['none', Runbooks.none(), undefined],
])('%s: the link of an alert', (_, runbooks, expected) => {
  const platform = fleetPlatform(silentApp(), 'production', (monitoring) => new ObservabilityStack(monitoring, 'observability', {
    engine: MonitoringEngine.prometheusOperator({ labels: {} }), runbooks,
  }));
  const rules: Manifest[] = Manifests.of(platform).one('PrometheusRule', 'api').spec.groups[1].rules;
  expect(rules.find(({ alert }) => alert === 'AllReplicasDown')!.annotations.runbook_url).toBe(expected);
});
