import { frozen } from '../internal/frozen';
import { MonitoringProvider } from './monitoring-provider';
import { OperatorMonitoring } from './operator/operator-monitoring';
import { PlainMonitoring } from './plain/plain-monitoring';

/** Options of `MonitoringEngine.prometheusOperator`. */
export interface PrometheusOperatorOptions {
  /**
   * Labels by which the Prometheus of the cluster selects monitors and rules, such as `release: kube-prometheus-stack`.
   *
   * @default - none
   */
  readonly labels?: Record<string, string>;
}

/** What reads metrics and raises alerts. */
export class MonitoringEngine {
  /** ConfigMaps with rules, scrape configuration and Alertmanager's configuration for a Prometheus of your own; no custom resources. */
  public static plain(): MonitoringEngine {
    return new MonitoringEngine('plain', new PlainMonitoring());
  }

  /**
   * The Prometheus operator, which the cluster must have: a PodMonitor and a PrometheusRule with each part.
   *
   * @see https://prometheus-operator.dev
   */
  public static prometheusOperator(options: PrometheusOperatorOptions = {}): MonitoringEngine {
    return new MonitoringEngine('prometheusOperator', new OperatorMonitoring(frozen(options?.labels ?? {})));
  }

  private constructor(
    /** `plain` or `prometheusOperator`. */
    public readonly name: string,
    /** @internal */
    public readonly _provider: MonitoringProvider,
  ) {}
}
