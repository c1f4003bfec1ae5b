import { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { ALERTMANAGER, KUBE_STATE_METRICS, PROMETHEUS } from '../../catalog/images/catalogue';
import { CatalogueImage } from '../../catalog/images/catalogue-image';
import { TrafficPeer } from '../../connections/traffic-peer';
import { Guard } from '../../internal/guard';
import { late } from '../../internal/late';
import { Platform } from '../../platform/platform';
import { PlatformSettings } from '../../platform/settings';
import { catalogueImage } from '../../workload/pod-plan';
import { dependencyInhibitions } from '../alert-routing';
import { dependencies } from '../dependencies';
import { alertmanagerConfig } from '../files/alertmanager';
import { addComponentFiles, document } from '../files/existing-prometheus';
import { containers, keep, prometheusConfig, ScrapeConfig, volumes } from '../files/prometheus';
import { MonitoredComponent } from '../monitored-component';
import { MonitoringBackend, MonitoringProvider, StackPlan } from '../monitoring-provider';
import { AlertmanagerCluster } from './alertmanager-cluster';
import { PrometheusOptions, resolvePrometheus } from './prometheus-options';
import { PrometheusServer } from './prometheus-server';
import { StateMetrics } from './state-metrics';

/** Runs Prometheus, Alertmanager and kube-state-metrics in the stack's namespace; no custom resource is needed. */
export class PrometheusMonitoring implements MonitoringProvider {
  public constructor(private readonly options: PrometheusOptions) {}

  public validate(guard: Guard, settings: PlatformSettings): void {
    resolvePrometheus(guard.within('engine'), this.options, settings.securityProfile);
  }

  public install(stack: StackPlan): MonitoringBackend {
    requireNamespace(stack.scope, stack.namespace);
    return new RunningStack(stack, this.options);
  }
}

/** The programs of one stack, and what they know of each other. */
class RunningStack implements MonitoringBackend {
  public readonly reader;

  private readonly watched: MonitoredComponent[] = [];
  private readonly stateMetrics: StateMetrics;
  private readonly alertmanager: AlertmanagerCluster;
  private readonly server: PrometheusServer;

  public constructor(private readonly stack: StackPlan, options: PrometheusOptions) {
    const { scope, name, routing: { receivers } } = stack;
    const settings = Platform.of(scope);
    const guard = new Guard(scope, 'engine.');
    const image = (one: CatalogueImage): string => catalogueImage(guard, one, settings);
    const resolved = resolvePrometheus(guard, options, settings.securityProfile);
    this.addConfiguration();
    this.stateMetrics = new StateMetrics(scope, 'state-metrics', image(KUBE_STATE_METRICS));
    this.alertmanager = new AlertmanagerCluster(scope, 'alertmanager', {
      image: image(ALERTMANAGER), storageClass: resolved.storageClass, receivers,
      configuration: name, content: () => this.alertmanagerFile(),
    });
    this.server = new PrometheusServer(scope, 'prometheus', {
      ...resolved, image: image(PROMETHEUS), configuration: name, filesOf: (component) => component.nameBelow(name),
    });
    this.reader = this.server.location;
    this.connect();
  }

  public watch(component: MonitoredComponent): void {
    requireNamespace(component.part as Construct, component.namespace);
    this.watched.push(component);
    addComponentFiles(this.stack, component);
    this.server.watch(component);
    this.stateMetrics.watch(component.namespace!);
  }

  private connect(): void {
    const server = TrafficPeer.pods(this.server.location);
    this.alertmanager.admit(server);
    this.server.sendAlertsTo(this.alertmanager.peer, this.alertmanager.port);
    this.stateMetrics.admit(server);
    this.server.sendAlertsTo(this.stateMetrics.peer, this.stateMetrics.port);
  }

  private addConfiguration(): void {
    const { scope, name, labels } = this.stack;
    new k8s.KubeConfigMap(scope, 'Configuration', {
      metadata: { name, labels },
      data: late(() => ({ 'prometheus.yaml': document(this.prometheusFile()), 'alertmanager.yaml': this.alertmanagerFile() })),
    });
  }

  private prometheusFile(): object {
    const ours = keep('namespace', this.stateMetrics.watched.join('|'));
    const only = (scrape: ScrapeConfig): ScrapeConfig =>
      ({ ...scrape, metric_relabel_configs: [...scrape.metric_relabel_configs as object[] ?? [], ours] });
    return {
      ...prometheusConfig(this.stack.routing.platform, [this.stateMetrics.scrape(), only(containers()), only(volumes())]),
      alerting: { alertmanagers: [{ static_configs: [{ targets: this.alertmanager.targets }] }] },
    };
  }

  private alertmanagerFile(): string {
    const { scope, routing: { receivers } } = this.stack;
    return document(alertmanagerConfig(receivers, dependencyInhibitions(dependencies(scope, this.watched))));
  }
}

/** The names of the namespaces in which Prometheus may discover pods. */
function requireNamespace(construct: Construct, namespace: string | undefined): void {
  if (namespace === undefined) {
    new Guard(construct).fail('scope', Chart.of(construct).node.path, 'a chart with a namespace',
      'Prometheus finds pods by their namespace: create a Namespace, or a Chart with { namespace }');
  }
}
