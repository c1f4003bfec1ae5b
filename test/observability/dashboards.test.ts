import { agentFleet } from '../../examples/agent-fleet/main';
import { quickstart } from '../../examples/quickstart/main';
import { Dashboards, ObservabilityStack } from '../../src';
import { Manifest, Manifests } from '../support/manifests';
import { silentApp } from '../support/platforms';
import { lintDashboard } from './dashboard-lint';
import { fleetPlatform } from './fleet';

function rendered(dashboards?: Dashboards): Manifests {
  return Manifests.of(fleetPlatform(silentApp(), 'production', (monitoring) => new ObservabilityStack(monitoring, 'observability', { dashboards })));
}

const isDashboard = ({ metadata }: Manifest): boolean => metadata.labels?.grafana_dashboard === '1';
const configMaps = rendered().all('ConfigMap').filter(isDashboard);
const dashboards = configMaps.map(content);

function content({ metadata, data }: Manifest): [string, Manifest] {
  return [`${metadata.labels.env}: ${metadata.name}`, JSON.parse(Object.values<string>(data)[0])];
}

/** Those of the examples, which have the stores. */
function ofExamples(): [string, Manifest][] {
  const app = silentApp();
  agentFleet(app);
  quickstart(app);
  return Manifests.of(app).all('ConfigMap').filter(isDashboard).map(content);
}

/** Locked: it changes only with the path of the construct. */
const UID_OF_API = '0ce2bfd9e62d4be8a455bd79d5b86701';

test('one ConfigMap a part, with one document each', () => {
  expect(configMaps.map(({ metadata, data }) => [metadata.namespace, metadata.name, Object.keys(data).length])).toEqual([
    ['monitoring', 'observability-dashboard-agents-api', 1],
    ['monitoring', 'observability-dashboard-agents-leader', 1],
    ['monitoring', 'observability-dashboard-agents-shards', 1],
    ['monitoring', 'observability-dashboard-agents-gateway', 1],
    ['monitoring', 'observability-dashboard-monitoring-observability-alertmanager', 1],
    ['monitoring', 'observability-dashboard-monitoring-observability-prometheus', 1],
  ]);
});

test.each([...dashboards, ...ofExamples()])('%s is one that a reader can use', (_, dashboard) => {
  expect(lintDashboard(dashboard)).toEqual([]);
});

test('the linter finds what is wrong', () => {
  const [, good] = dashboards[0];
  const [first, second, ...others] = good.panels;
  const broken = {
    ...good,
    templating: { list: [] },
    panels: [{
      ...first, id: second.id, description: '', fieldConfig: { defaults: {} }, targets: [{ expr: 'rate(up[5m])', refId: '' }],
    }, second, ...others],
  };
  expect(lintDashboard(broken)).toEqual([
    'no variable for the data source',
    'ids of panels are not unique',
    'panel "Requests": no title or description',
    'panel "Requests": no unit',
    'panel "Requests": refIds are not unique',
    'panel "Requests": a query without a legend',
    'panel "Requests": a query with a fixed data source',
    'panel "Requests": a rate over a fixed window',
  ]);
});

test('titles and uids are told apart, and so are the files in the one folder of the sidecar', () => {
  expect(new Set(dashboards.map(([, { title }]) => title)).size).toBe(dashboards.length);
  expect(new Set(dashboards.map(([, { uid }]) => uid)).size).toBe(dashboards.length);
  expect(new Set(configMaps.flatMap(({ data }) => Object.keys(data))).size).toBe(dashboards.length);
});

test('a uid is the same at every synthesis, so that links stay whole', () => {
  expect(dashboards.map(([, { uid }]) => uid)).toEqual(rendered().all('ConfigMap').filter(isDashboard)
    .map(({ data }) => JSON.parse(Object.values<string>(data)[0]).uid));
  expect(dashboards[0][1].uid).toBe(UID_OF_API);
});

test('none asks for none', () => {
  expect(rendered(Dashboards.none()).all('ConfigMap').filter(isDashboard)).toEqual([]);
});
