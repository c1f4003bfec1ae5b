import { AgentApi, Alert, AlertOverride, Namespace, Platform, Severity } from '../../src';
import { IMAGE, messageOf, silentApp } from '../support/platforms';

function api(alerts: Record<string, AlertOverride> = {}): AgentApi {
  return new AgentApi(new Namespace(new Platform(silentApp(), 'production'), 'agents'), 'api', { image: IMAGE, alerts });
}

const alert = (id: string, override: AlertOverride): Alert => api({ [id]: override }).alerts.find((one) => one.id === id)!;
const refused = (override: AlertOverride, id: string = 'ApiHighErrorRatio'): string => messageOf(() => api({ [id]: override }));
const texts = { summary: 'Api is slow.', description: 'Look at the database.' };

test('a threshold changes the expression and every text', () => {
  const changed = alert('ApiHighErrorRatio', AlertOverride.threshold(0.075));
  expect(changed.expr).toContain(' > 0.075 and ');
  expect(changed.summary).toBe('More than 7.5% of requests to api fail.');
  expect(changed.threshold).toBe(0.075);
});

test('the text of no alert keeps its usual threshold', () => {
  const usual = api().alerts.filter(({ threshold }) => threshold !== undefined);
  expect(usual.length).toBeGreaterThan(2);
  for (const { id, summary, description } of usual) {
    const changed = alert(id, AlertOverride.threshold(0.33));
    expect([id, changed.threshold, changed.summary + changed.description]).not.toEqual([id, 0.33, summary + description]);
  }
});

test('an alert tells nothing of how it is rendered', () => {
  expect(Object.keys(alert('ApiHighErrorRatio', AlertOverride.threshold(0.1)))).not.toEqual(expect.arrayContaining(['render']));
});

test('an expression comes with its texts', () => {
  expect(alert('ApiHighLatency', AlertOverride.change({ expr: 'up == 0', ...texts }))).toMatchObject({ expr: 'up == 0', ...texts });
});

test.each<[string, AlertOverride, string]>([
  ['a threshold out of range', AlertOverride.threshold(5), 'threshold'],
  ['a threshold that is no number', AlertOverride.threshold('5%' as never), 'threshold'],
  ['NaN', AlertOverride.threshold(NaN), 'threshold'],
  ['an expression that cannot be parsed', AlertOverride.change({ expr: 'sum(rate(up[5m])', ...texts }), 'expr'],
  ['an unknown function', AlertOverride.change({ expr: 'rat(up[5m]) > 1', ...texts }), 'expr'],
  ['an expression without a summary', AlertOverride.change({ expr: 'up == 0', description: 'x' }), 'summary'],
  ['a label that Prometheus refuses', AlertOverride.change({ labels: { 'cost-center': 'x' } }), 'labels'],
  ['an internal label', AlertOverride.change({ labels: { __name__: 'x' } }), 'labels'],
  ['a severity among the labels', AlertOverride.change({ labels: { severity: 'none' } }), 'labels'],
  ['a label that routes', AlertOverride.change({ labels: { namespace: 'other' } }), 'labels'],
  ['a value in a label', AlertOverride.change({ labels: { load: '{{ $value }}' } }), 'labels\\.load'],
  ['a severity that does not exist', AlertOverride.change({ severity: 'none' as Severity }), 'severity'],
])('refuses %s', (_, override, prop) => {
  expect(refused(override)).toMatch(new RegExp(`^\\[production/agents/api\\] "alerts\\.ApiHighErrorRatio\\.${prop}"`));
});

test('refuses a threshold where there is none', () => {
  expect(refused(AlertOverride.threshold(5), 'AllReplicasDown')).toMatch(/^\[production\/agents\/api\] "alerts\.AllReplicasDown\.threshold"/);
});
