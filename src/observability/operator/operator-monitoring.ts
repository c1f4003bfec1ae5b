import { Construct } from 'constructs';
import { PROMETHEUS_OPERATOR } from '../../catalog/operators/prometheus-operator';
import { bindings } from '../../internal/bindings';
import { Guard } from '../../internal/guard';
import { late } from '../../internal/late';
import { Registry } from '../../platform/registry';
import { PlatformSettings } from '../../platform/settings';
import { dependencyInhibitions } from '../alert-routing';
import { dependencies } from '../dependencies';
import { PodSet, MonitoredComponent } from '../monitored-component';
import { MonitoringBackend, MonitoringProvider, StackPlan } from '../monitoring-provider';
import { Rule } from '../rules';
import { AlertmanagerConfig, alertmanagerConfigSpec } from './alertmanager-config';
import { MatcherStrategy } from './matcher-strategy';

/** How the cluster's Prometheus and Alertmanager find what we render. */
export interface OperatorSelection {
  readonly labels: Record<string, string>;
  readonly matcherStrategy: MatcherStrategy;
}

/** The Prometheus operator: monitors and rules stand with the component, in its namespace and file. */
export class OperatorMonitoring implements MonitoringProvider {
  /** @param given what the program stated of the selection */
  public constructor(private readonly selection: OperatorSelection, private readonly given: object) {}

  public validate(guard: Guard, settings: PlatformSettings): void {
    const { labels, matcherStrategy } = this.selection;
    settings.cluster._requireOperator(guard, 'engine', PROMETHEUS_OPERATOR, 'MonitoringEngine.existingPrometheus()');
    guard.within('engine').struct('options', this.given);
    guard.labels('engine.labels', labels);
    guard.oneOf('engine.alertmanagerMatcherStrategy', matcherStrategy, Object.values(MatcherStrategy), 'leave it out for the operator\'s default');
  }

  public install(stack: StackPlan): MonitoringBackend {
    const routed = new Set<string | undefined>();
    const watched: MonitoredComponent[] = [];
    const route = (namespace: string | undefined): void => {
      if (!routed.has(namespace)) {
        routed.add(namespace);
        this.addReceiver(stack, namespace, watched);
      }
    };
    return {
      watch: (component) => {
        watched.push(component);
        this.watch(component);
        route(this.selection.matcherStrategy === MatcherStrategy.NONE ? stack.namespace : component.namespace);
      },
    };
  }

  /** An AlertmanagerConfig reads the Secrets of its receivers in its own namespace. */
  private addReceiver(plan: StackPlan, namespace: string | undefined, watched: MonitoredComponent[]): void {
    const { scope, name, labels, routing: { platform, receivers } } = plan;
    const routed = (): MonitoredComponent[] => watched.filter((one) => this.routes(namespace, one));
    if (receivers.length === 0) {
      return;
    }
    receivers.forEach(({ secret, kind }) => Registry.of(scope).requireSecret(scope, namespace, secret, [kind.key]));
    new AlertmanagerConfig(scope, `Receiver-${namespace ?? ''}`, {
      metadata: { name, namespace, labels: { ...labels, ...this.selection.labels } },
      spec: late(() => alertmanagerConfigSpec(platform, receivers, dependencyInhibitions(dependencies(scope, routed())))),
    });
  }

  /** Whether the AlertmanagerConfig of a namespace sees the alerts of a component. */
  private routes(namespace: string | undefined, component: MonitoredComponent): boolean {
    return this.selection.matcherStrategy === MatcherStrategy.NONE || component.namespace === namespace;
  }

  private watch(part: MonitoredComponent): void {
    const scope = new Construct(part.part, 'Monitoring');
    part.podSets().forEach((pods) => this.addMonitor(scope, part, pods));
    this.addRules(scope, part);
  }

  private addMonitor(scope: Construct, part: MonitoredComponent, pods: PodSet): void {
    const { PodMonitor, PodMonitorSpecPodMetricsEndpointsRelabelingsAction: Action } = bindings.podMonitor;
    new PodMonitor(scope, `PodMonitor-${pods.name}`, {
      metadata: { name: pods.name, labels: { ...part.labels, ...this.selection.labels } },
      spec: {
        selector: { matchLabels: pods.podLabels },
        namespaceSelector: part.namespace === undefined ? undefined : { matchNames: [part.namespace] },
        podMetricsEndpoints: pods.endpoints.map(({ port, path, job }) => ({
          port,
          path,
          interval: '30s',
          // Whatever the operator would call the job: alerts select by it.
          relabelings: [{ action: Action.REPLACE, targetLabel: 'job', replacement: job }],
        })),
      },
    });
  }

  private addRules(scope: Construct, part: MonitoredComponent): void {
    const { PrometheusRule, PrometheusRuleSpecGroupsRulesExpr: Expr } = bindings.prometheusRule;
    const bound = (rule: Rule): import('../../../imports/monitoring.coreos.com/prometheusrule').PrometheusRuleSpecGroupsRules =>
      ({ ...rule, expr: Expr.fromString(rule.expr) });
    new PrometheusRule(scope, 'PrometheusRule', {
      metadata: { name: part.name, labels: { ...part.labels, ...this.selection.labels } },
      spec: late(() => ({ groups: part.ruleGroups().map(({ name, rules }) => ({ name, rules: rules.map(bound) })) })),
    });
  }
}
