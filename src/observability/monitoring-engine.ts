import { frozen } from '../internal/frozen';
import { ExistingPrometheus } from './files/existing-prometheus';
import { MonitoringProvider } from './monitoring-provider';
import { MatcherStrategy } from './operator/matcher-strategy';
import { OperatorMonitoring } from './operator/operator-monitoring';
import { PrometheusMonitoring } from './prometheus/prometheus-monitoring';
import { PrometheusOptions } from './prometheus/prometheus-options';

/** Options of `MonitoringEngine.prometheusOperator`. */
export interface PrometheusOperatorOptions {
  /**
   * Labels by which the cluster's Prometheus selects PodMonitors and PrometheusRules. Objects without them are never loaded, so their alerts never fire.
   * `kubectl get prometheus -A -o jsonpath='{..podMonitorSelector}{..ruleSelector}'` shows them: state them if your Helm release of
   * kube-prometheus-stack has another name, and `{}` if the selectors are empty.
   *
   * @default - `{ release: 'kube-prometheus-stack' }`, by which that chart selects if its release has the name of the chart
   */
  readonly labels?: Record<string, string>;
  /**
   * How the cluster's Alertmanager restricts an AlertmanagerConfig.
   *
   * @default MatcherStrategy.ON_NAMESPACE
   */
  readonly alertmanagerMatcherStrategy?: MatcherStrategy;
}

/** What scrapes metrics and evaluates alerts. */
export class MonitoringEngine {
  /**
   * Runs Prometheus, Alertmanager and kube-state-metrics in the stack's namespace. It needs no custom resources, and sees only the namespaces of its Platform.
   */
  public static prometheus(options: PrometheusOptions = {}): MonitoringEngine {
    return new MonitoringEngine('prometheus', new PrometheusMonitoring(frozen(options)));
  }

  /**
   * A Prometheus of your own: ConfigMaps with rules, scrape configuration and Alertmanager's configuration, which it
   * mounts. No custom resources.
   */
  public static existingPrometheus(): MonitoringEngine {
    return new MonitoringEngine('existingPrometheus', new ExistingPrometheus());
  }

  /**
   * The Prometheus operator, which must be installed: a PodMonitor and a PrometheusRule for each component.
   *
   * @see https://prometheus-operator.dev
   */
  public static prometheusOperator(options: PrometheusOperatorOptions = {}): MonitoringEngine {
    const given = frozen(options);
    return new MonitoringEngine('prometheusOperator', new OperatorMonitoring({
      labels: given?.labels ?? { release: 'kube-prometheus-stack' },
      matcherStrategy: given?.alertmanagerMatcherStrategy ?? MatcherStrategy.ON_NAMESPACE,
    }, given));
  }

  private constructor(
    /** `prometheus`, `existingPrometheus` or `prometheusOperator`. */
    public readonly name: string,
    /** @internal */
    public readonly _provider: MonitoringProvider,
  ) {}
}
