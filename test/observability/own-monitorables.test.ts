import { Construct } from 'constructs';
import { Alert, IMonitorable, MonitoringEngine, MonitoringPlan, Namespace, ObservabilityStack, Platform, Severity } from '../../src';
import { Registry } from '../../src/platform/registry';
import { Manifest, Manifests } from '../support/manifests';
import { silentApp } from '../support/platforms';

const operator = MonitoringEngine.prometheusOperator({ labels: { release: 'kube-prometheus-stack' } });

describe('a part of your own', () => {
  /** A part of three pod sets, one of which has two ports. */
  class Pair extends Construct implements IMonitorable {
    public alerts: Alert[] = [];

    public constructor(scope: Construct, id: string) {
      super(scope, id);
      Registry.of(this).addMonitorable(this);
    }

    public toMonitoringPlan(): MonitoringPlan {
      const primary = { 'app.kubernetes.io/instance': 'pair-primary' };
      return {
        title: 'pair',
        scrapes: [
          { port: 'metrics', portNumber: 9187, podLabels: primary },
          { port: 'more', portNumber: 9188, path: '/more', podLabels: primary },
          { port: 'metrics', portNumber: 9187, podLabels: { 'app.kubernetes.io/instance': 'pair-replica' }, job: 'pair' },
          { port: 'metrics', portNumber: 9187, podLabels: { 'cnpg.io/cluster': 'pair' } },
        ],
        alerts: this.alerts,
        recordings: [],
        panels: [],
      };
    }
  }

  function compose(alerts: Alert[] = []): Manifests {
    const platform = new Platform(silentApp(), 'production');
    new ObservabilityStack(new Namespace(platform, 'monitoring'), 'observability', { engine: operator });
    new Pair(new Namespace(platform, 'data'), 'pair').alerts = alerts;
    return Manifests.of(platform);
  }

  test('has one monitor a set of pods, and the jobs that it asks for', () => {
    const describe = ({ path, relabelings }: Manifest): string => `${relabelings[0].replacement}${path}`;
    expect(compose().all('PodMonitor').map(({ metadata, spec }) => [metadata.name, spec.podMetricsEndpoints.map(describe)])).toEqual([
      ['pair-primary', ['pair-primary/metrics', 'pair-primary/more']], ['pair-replica', ['pair/metrics']], ['pair', ['pair/metrics']],
    ]);
  });

  test('rules are those of the moment of rendering', () => {
    const alert = { id: 'PairBroken', expr: 'up == 0', severity: Severity.CRITICAL, summary: 'Broken.', description: 'Mend it.', runbookUrl: 'https://r.acme.io' };
    expect(compose([alert]).one('PrometheusRule', 'pair').spec.groups).toEqual([{
      name: 'pair.alerts',
      rules: [{
        alert: 'PairBroken', expr: 'up == 0', labels: { platform: 'production', namespace: 'data', service: 'pair', severity: 'critical' },
        annotations: { summary: 'Broken.', description: 'Mend it.', runbook_url: 'https://r.acme.io' },
      }],
    }]);
  });
});
