import { ApiObject, Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { apiObjectsOf } from '../internal/api-objects';
import { componentId } from '../internal/construct-id';
import { Guard } from '../internal/guard';
import { late } from '../internal/late';
import { objectName } from '../internal/naming';
import { PodLocation } from '../model/cluster-facts';
import { IMonitorable } from '../model/monitoring-plan';
import { componentLabels } from '../platform/labels';
import { Platform } from '../platform/platform';
import { Registry } from '../platform/registry';
import { Alerting } from './alerting';
import { Dashboards } from './dashboards';
import { dashboardUid, renderDashboard } from './grafana';
import { MonitoredComponent } from './monitored-component';
import { MonitoringEngine } from './monitoring-engine';
import { MonitoringBackend } from './monitoring-provider';
import { Runbooks } from './runbooks';

/** Options of an ObservabilityStack. */
export interface ObservabilityStackProps {
  /**
   * What scrapes metrics and evaluates alerts.
   *
   * @default MonitoringEngine.prometheus()
   */
  readonly engine?: MonitoringEngine;
  /**
   * Who is notified when an alert fires.
   *
   * @default Alerting.none()
   */
  readonly alerting?: Alerting;
  /**
   * How dashboards are provided to Grafana.
   *
   * @default Dashboards.grafanaSidecar()
   */
  readonly dashboards?: Dashboards;
  /**
   * The runbooks that alerts link to with the annotation `runbook_url`.
   *
   * @default Runbooks.published()
   */
  readonly runbooks?: Runbooks;
}

/** The stack that monitors a Platform; there is at most one. */
const STACKS = new WeakMap<Registry, ObservabilityStack>();

/**
 * Monitors every component of its Platform, including your own constructs that implement IMonitorable: scraping,
 * rules, dashboards, and notifications.
 *
 * @example
 * new ObservabilityStack(monitoring, 'observability', {
 *   engine: MonitoringEngine.prometheusOperator(),
 *   alerting: Alerting.webhook(SecretSource.existing('oncall-webhook')),
 * });
 */
export class ObservabilityStack extends Construct {
  private readonly name: string;
  private readonly labels: Record<string, string>;
  private readonly dashboards: Dashboards;
  private readonly runbooks: Runbooks;
  private readonly reader: PodLocation;
  private readonly backend: MonitoringBackend;

  public constructor(scope: Construct, id: string, props: ObservabilityStackProps = {}) {
    super(scope, componentId(scope, id));
    const guard = new Guard(this);
    const settings = Platform.of(this);
    const registry = Registry.of(this);
    const given = guard.struct('props', props);
    this.refuseSecond(guard, registry);
    const engine = guard.instance('engine', given.engine ?? MonitoringEngine.prometheus(), MonitoringEngine, 'MonitoringEngine.prometheusOperator()');
    const alerting = guard.instance('alerting', given.alerting ?? Alerting.none(), Alerting, 'Alerting.webhook(SecretSource.existing(\'oncall-webhook\'))');
    this.dashboards = guard.instance('dashboards', given.dashboards ?? Dashboards.grafanaSidecar(), Dashboards, 'Dashboards.grafanaSidecar()');
    this.runbooks = guard.instance('runbooks', given.runbooks ?? Runbooks.published(), Runbooks, 'Runbooks.at(\'https://wiki.acme.io/runbooks\')');
    this.runbooks._validate(guard.within('runbooks'));
    engine._provider.validate(guard, settings);
    const { namespace } = Chart.of(this);
    this.name = objectName(this);
    this.labels = componentLabels(this, settings, this.name, { name: id, component: 'monitoring' });
    const routing = { platform: settings.name, receivers: alerting._resolve(guard.within('alerting')) };
    this.backend = engine._provider.install({ scope: this, name: this.name, namespace, labels: this.labels, routing });
    this.reader = this.backend.reader ?? settings.cluster.monitoring ?? { namespace: namespace ?? '' };
    registry.listen({ onMonitorable: (part) => this.watch(part) });
  }

  /** The Kubernetes objects that it is made of, for what its options do not say: each takes `addJsonPatch`. */
  public get apiObjects(): ApiObject[] {
    return apiObjectsOf(this);
  }

  private refuseSecond(guard: Guard, registry: Registry): void {
    const other = STACKS.get(registry);
    if (other) {
      guard.fail('scope', other.node.path, 'a Platform without another ObservabilityStack', 'one stack monitors every component of its Platform: remove one of the two');
    }
    STACKS.set(registry, this);
  }

  private watch(monitorable: IMonitorable): void {
    if (!monitorable.node.scopes.some(Chart.isChart)) {
      new Guard(monitorable).fail('scope', monitorable.node.scope?.node.path, 'a construct in a Namespace', 'it is monitored there: create it in one');
    }
    const part = new MonitoredComponent(monitorable, this.runbooks);
    const { scrapes, alerts, recordings, panels } = part.plan();
    if ([scrapes, alerts, recordings, panels].every(({ length }) => length === 0)) {
      return; // A store elsewhere has nothing that could be watched from here.
    }
    for (const { scrapeAccess, portNumber } of scrapes) {
      scrapeAccess?.admitScraper(this.reader, portNumber);
    }
    this.backend.watch(part);
    if (this.dashboards._labels) {
      this.addDashboard(part, this.dashboards._labels);
    }
  }

  private addDashboard(part: MonitoredComponent, sidecar: Record<string, string>): void {
    const { path } = part.part.node;
    new k8s.KubeConfigMap(this, `Dashboard-${path}`, {
      metadata: { name: part.nameBelow(`${this.name}-dashboard`), labels: { ...this.labels, ...sidecar } },
      // The sidecar puts all files into one folder, so the name of the file tells dashboards apart.
      data: { [`dashboard-${dashboardUid(path)}.json`]: late(() => describe(part)) },
    });
  }
}

/** Grafana shows the dashboards of all Platforms in one list. */
function describe(part: MonitoredComponent): string {
  const { title, panels } = part.plan();
  const places = [part.namespace, part.settings.name].filter((place) => place !== undefined);
  return renderDashboard({
    path: part.part.node.path,
    title: [title, ...places].join(' - '),
    description: `${title}: written by cdk8s-agent-platform. Change the program, not this dashboard.`,
    tags: ['cdk8s-agent-platform', ...places],
    panels,
  });
}
