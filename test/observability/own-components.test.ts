import { join } from 'path';
import { App, Chart, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { Manifest, Manifests } from '../support/manifests';
import { silentApp, temporaryFolder } from '../support/platforms';
import { refusal } from '../support/refusals';
import {
  Alert, IMonitorable, MonitoringEngine, MonitoringPlan, Namespace, ObservabilityStack, Platform, Severity,
} from 'cdk8s-agent-platform';

const operator = MonitoringEngine.prometheusOperator({ labels: { release: 'kube-prometheus-stack' } });

/** What a user writes, with nothing but the public API. */
class Mine extends Construct implements IMonitorable {
  public toMonitoringPlan(): MonitoringPlan {
    const broken: Alert = { id: 'MineBroken', expr: 'up == 0', severity: Severity.CRITICAL, summary: 'Broken.', description: 'Mend it.', runbookUrl: 'https://r.acme.io' };
    return {
      title: 'mine',
      scrapes: [{ port: 'metrics', portNumber: 9100, podLabels: { 'app.kubernetes.io/instance': 'mine' } }],
      alerts: [broken],
      recordings: [],
      panels: [],
    };
  }
}

function compose(app: App, mineFirst: boolean): Namespace {
  const platform = new Platform(app, 'production');
  const agents = new Namespace(platform, 'agents');
  const steps = [() => new Mine(agents, 'mine'), () => new ObservabilityStack(new Namespace(platform, 'monitoring'), 'observability', { engine: operator })];
  (mineFirst ? steps : steps.reverse()).forEach((step) => step());
  return agents;
}

function watched(documents: Manifest[]): string[] {
  return documents.filter(({ kind }) => ['PodMonitor', 'PrometheusRule'].includes(kind)).map(({ kind, metadata }) => `${kind}/${metadata.name}`).sort();
}

describe.each([true, false])('a construct of a user that implements IMonitorable, before the stack: %p', (mineFirst) => {
  test('is monitored when the app is synthesised, twice as once', () => {
    const outdir = temporaryFolder();
    const app = silentApp(outdir);
    compose(app, mineFirst);
    app.synth();
    app.synth();
    const { documents } = Manifests.in(join(outdir, 'production'));
    expect(watched(documents)).toEqual(expect.arrayContaining(['PodMonitor/mine', 'PrometheusRule/mine']));
    expect(documents.filter(({ kind, metadata }) => kind === 'ConfigMap' && /dashboard.*mine/.test(metadata.name))).toHaveLength(1);
  });

  test('is monitored in an app of cdk8s and in its unit tests', () => {
    const found = watched(Testing.synth(compose(new App({ outdir: temporaryFolder() }), mineFirst)));
    expect([...found]).toEqual(expect.arrayContaining(['PodMonitor/mine', 'PrometheusRule/mine']));
  });

  test('is counted in the report before synthesis', () => {
    const app = silentApp();
    compose(app, mineFirst);
    const { objects } = app.report();
    app.synth();
    expect(app.report().objects).toBe(objects);
  });
});

test('outside of a namespace it is refused', () => {
  const app = silentApp();
  const platform = new Platform(app, 'production');
  new ObservabilityStack(new Namespace(platform, 'monitoring'), 'observability', { engine: operator });
  new Mine(platform, 'mine');
  expect(refusal(() => app.synth())).toBe('[production/mine] "scope" (Invalid)');
});

test('what is no component is left alone', () => {
  const chart = new Chart(silentApp(), 'chart');
  new ObservabilityStack(chart, 'observability', { engine: operator });
  Object.assign(new Construct(chart, 'mine'), { toMonitoringPlan: 'no method' });
  expect(Testing.synth(chart).filter(({ kind }) => kind === 'PodMonitor')).toEqual([]);
});
