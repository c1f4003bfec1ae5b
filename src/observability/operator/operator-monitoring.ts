import { Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { bindings } from '../../internal/bindings';
import { Guard } from '../../internal/guard';
import { Operator } from '../../model/cluster-profile';
import { Severity } from '../../model/monitoring-plan';
import { SecretSource } from '../../model/secret-source';
import { Registry } from '../../platform/registry';
import { PlatformSettings } from '../../platform/settings';
import { DEFAULT_TIMES, GROUP_BY, NOBODY, ON_CALL, SEVERITY_ROUTES, WEBHOOK_KEY } from '../alert-routing';
import { MonitoringBackend, MonitoringProvider, StackPlan } from '../monitoring-provider';
import { Rule } from '../rules';
import { PodSet, MonitoredComponent } from '../monitored-component';
import { AlertmanagerConfig, Matcher } from './alertmanager-config';

/** The Prometheus operator: monitors and rules stand with the part, in its namespace and file. */
export class OperatorMonitoring implements MonitoringProvider {
  public constructor(private readonly labels: Record<string, string>) {}

  public validate(guard: Guard, settings: PlatformSettings): void {
    settings.cluster._requireOperator(guard, 'engine', Operator.PROMETHEUS_OPERATOR, 'MonitoringEngine.plain()');
    for (const [key, value] of Object.entries(guard.struct('engine.labels', this.labels))) {
      guard.labelValue(`engine.labels.${key}`, value);
    }
  }

  public install(stack: StackPlan): MonitoringBackend {
    if (stack.routing.webhook) {
      addReceiver(stack, stack.routing.webhook, this.labels);
    }
    return { watch: (part) => this.watch(part) };
  }

  private watch(part: MonitoredComponent): void {
    const scope = new Construct(part.part, 'Monitoring');
    part.podSets().forEach((pods) => this.addMonitor(scope, part, pods));
    this.addRules(scope, part);
  }

  private addMonitor(scope: Construct, part: MonitoredComponent, pods: PodSet): void {
    const { PodMonitor, PodMonitorSpecPodMetricsEndpointsRelabelingsAction: Action } = bindings.podMonitor;
    new PodMonitor(scope, `PodMonitor-${pods.name}`, {
      metadata: { name: pods.name, labels: { ...part.labels, ...this.labels } },
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
    const bound = (rule: Rule): object => ({ ...rule, expr: Expr.fromString(rule.expr) });
    new PrometheusRule(scope, 'PrometheusRule', {
      metadata: { name: part.name, labels: { ...part.labels, ...this.labels } },
      spec: Lazy.any({ produce: () => ({ groups: part.ruleGroups().map(({ name, rules }) => ({ name, rules: rules.map(bound) })) }) }) as never,
    });
  }
}

function addReceiver({ scope, name, labels, routing }: StackPlan, webhook: SecretSource, further: Record<string, string>): void {
  const matching = (severity?: Severity): Matcher[] =>
    Object.entries({ platform: routing.platform, ...severity && { severity } }).map(([label, value]) => ({ name: label, value, matchType: '=~' }));
  new AlertmanagerConfig(scope, 'Receiver', {
    metadata: { name, labels: { ...labels, ...further } },
    spec: {
      route: {
        receiver: NOBODY,
        matchers: matching(),
        groupBy: GROUP_BY,
        ...DEFAULT_TIMES,
        routes: SEVERITY_ROUTES.map(({ severity, ...times }) => ({ receiver: ON_CALL, matchers: matching(severity).slice(1), ...times })),
      },
      receivers: [
        { name: NOBODY },
        { name: ON_CALL, webhookConfigs: [{ urlSecret: { name: webhook.secretName, key: WEBHOOK_KEY }, sendResolved: true }] },
      ],
      inhibitRules: [{ sourceMatch: matching(Severity.CRITICAL), targetMatch: matching(Severity.WARNING), equal: GROUP_BY }],
    },
  });
  Registry.of(scope).warn(scope, `the AlertmanagerConfig ${name} only sees alerts of its own namespace until the Alertmanager says`
    + ' spec.alertmanagerConfigMatcherStrategy.type: None');
}
