import { Duration, SizeRoundingBehavior } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { PROMETHEUS } from '../../catalog/images/catalogue';
import { Component } from '../../component/component';
import { TrafficPeer } from '../../connections/traffic-peer';
import { late } from '../../internal/late';
import { OverlaidService } from '../../internal/plus/workloads';
import { PodLocation } from '../../model/cluster-facts';
import { MonitoringPlan } from '../../model/monitoring-plan';
import { Platform, PriorityRole } from '../../platform/platform';
import { Registry } from '../../platform/registry';
import { HealthCheck } from '../../workload/health-check';
import { READ_ONLY_FILES } from '../../workload/pod-environment';
import { NamedPort, selector } from '../../workload/pod-plan';
import { serviceHost } from '../../workload/service-host';
import { StatefulWorkload } from '../../workload/stateful-workload';
import { PARTS_FOLDER, scrapeFile } from '../files/prometheus';
import { MonitoredComponent } from '../monitored-component';
import { configurationVolume } from './configuration-volume';
import { allowInNamespace, allowNodeMetrics } from './discovery-access';
import { ResolvedPrometheus } from './prometheus-options';
import { serverMonitoring } from './server-monitoring';

/** What the server needs in addition to its options. */
export interface PrometheusServerProps extends ResolvedPrometheus {
  readonly image: string;
  /** The ConfigMap with `prometheus.yaml`. */
  readonly configuration: string;
  /** The name of the ConfigMap that holds the files of a component. */
  readonly filesOf: (component: MonitoredComponent) => string;
}

export const WEB: NamedPort = { name: 'web', number: 9090 };
const CONFIG_FOLDER = '/etc/prometheus/config';
const DATA_FOLDER = '/prometheus';
const KUBELET_PORT = 10250;
/** The share of the volume that blocks may fill: the write-ahead log and a compaction in progress need the rest. */
const BLOCKS = 0.8;
const PODS: k8s.PolicyRule[] = [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] }];

/** Pods of Prometheus that scrape every component of the Platform and evaluate its rules. */
export class PrometheusServer extends Component {
  /** The pods, as those that they scrape let them in. */
  public readonly location: PodLocation;
  /** Where Grafana and people query: both pods answer, and a client stays with one of them. */
  public readonly host: string;

  private readonly workload: StatefulWorkload;
  private readonly components: MonitoredComponent[] = [];
  private readonly namespaces = new Set<string>();

  public constructor(scope: Construct, id: string, private readonly props: PrometheusServerProps) {
    super(scope, id);
    const settings = Platform.of(this);
    this.workload = this.addWorkload();
    const { name, connections } = this.workload;
    this.namespaces.add(this.namespace);
    this.location = { namespace: this.namespace, labels: selector(name) };
    this.host = serviceHost(this, name);
    this.addService();
    connections.allowTo(TrafficPeer.cidrs(settings.cluster.nodeCidrs), [KUBELET_PORT]);
    Registry.of(this).warnOfCluster(settings.cluster._unstatedNodes());
    allowNodeMetrics(this, this.account, settings.name);
    this.monitor();
  }

  /** Scrapes a component: finds its pods, may reach them, and reads its rules. */
  public watch(component: MonitoredComponent): void {
    this.components.push(component);
    const namespace = component.namespace!;
    for (const { podLabels, portNumber } of component.plan().scrapes) {
      this.workload.connections.allowTo(TrafficPeer.pods({ namespace, labels: podLabels }), [portNumber]);
      this.discover(namespace);
    }
  }

  protected describeMonitoring(): MonitoringPlan {
    const { name, connections } = this.workload;
    const single = this.props.replicas === 1;
    return serverMonitoring({ namespace: this.namespace, name, metricsPort: WEB, scrapeAccess: connections, single });
  }

  /** Lets a program query. */
  public admit(peer: TrafficPeer): void {
    this.workload.connections.allowFrom(peer, [WEB.number]);
  }

  /** Lets the server send alerts there. */
  public sendAlertsTo(peer: TrafficPeer, port: number): void {
    this.workload.connections.allowTo(peer, [port]);
  }

  private get namespace(): string {
    return this.workload.namespace!;
  }

  private get account(): { name: string; namespace: string; labels: Record<string, string> } {
    return { name: this.workload.name, namespace: this.namespace, labels: this.workload.labels };
  }

  private discover(namespace: string): void {
    if (!this.namespaces.has(namespace)) {
      this.namespaces.add(namespace);
      allowInNamespace(this, this.account, namespace, PODS);
    }
  }

  private addWorkload(): StatefulWorkload {
    const { props } = this;
    return new StatefulWorkload(this, 'Default', {
      componentName: this.node.id,
      component: 'metrics',
      role: PriorityRole.DATA,
      replicas: props.replicas,
      containers: [{
        name: 'prometheus',
        image: props.image,
        args: this.arguments(),
        ports: [WEB],
        resources: props.resources,
        checks: {
          // It replays the log of the last two hours first.
          startup: HealthCheck.http('/-/ready', { failureThreshold: 180 }),
          liveness: HealthCheck.http('/-/healthy'),
          readiness: HealthCheck.http('/-/ready'),
        },
        mounts: [
          { name: 'data', mountPath: DATA_FOLDER },
          { name: 'configuration', mountPath: CONFIG_FOLDER, readOnly: true },
          { name: 'parts', mountPath: PARTS_FOLDER, readOnly: true },
        ],
      }],
      claims: [{ name: 'data', size: props.storage, storageClass: props.storageClass }],
      memberPorts: [{ name: 'http-web', port: WEB.number, target: WEB }],
      volumes: [
        configurationVolume(props.configuration, 'prometheus.yaml'),
        { name: 'parts', projected: { defaultMode: READ_ONLY_FILES, sources: late(() => this.sources()) } },
      ],
      rules: PODS,
      user: PROMETHEUS.user,
      // A shutdown writes what is in memory.
      graceSeconds: 300,
      // It scrapes pods by their addresses, which a mesh does not know.
      outsideMesh: true,
    });
  }

  private arguments(): string[] {
    const { retention, storage } = this.props;
    const bytes = Math.floor(storage.toMebibytes({ rounding: SizeRoundingBehavior.FLOOR }) * BLOCKS);
    return [
      `--config.file=${CONFIG_FOLDER}/prometheus.yaml`,
      `--storage.tsdb.path=${DATA_FOLDER}`,
      `--storage.tsdb.retention.time=${days(retention)}d`,
      `--storage.tsdb.retention.size=${bytes}MB`,
      // It reads its files again when one of them has changed: no pod restarts for a rule.
      '--config.auto-reload',
    ];
  }

  /** The files of every component, each under a name that begins with that of its ConfigMap. */
  private sources(): k8s.VolumeProjection[] {
    const named = this.components.map((component) => ({ component, name: this.props.filesOf(component) }));
    return named.sort((a, b) => a.name < b.name ? -1 : 1).map(({ component, name }) => ({
      configMap: {
        name,
        items: [...scrapeFile(component).scrape_configs.length > 0 ? ['scrapes.yaml'] : [], 'rules.yaml'].map((key) => ({ key, path: `${name}.${key}` })),
      },
    }));
  }

  private addService(): void {
    const { name, labels } = this.workload;
    const port = { name: 'http-web', port: WEB.number };
    new OverlaidService(this, 'Service', { metadata: { name, labels }, ports: [port] }, {
      spec: () => ({
        selector: selector(name),
        // The pods scrape at different moments, so a graph that changes between them would jump.
        sessionAffinity: 'ClientIP',
        ports: [{ ...port, protocol: 'TCP', targetPort: k8s.IntOrString.fromString(WEB.name) }],
      }),
    });
  }
}

function days(duration: Duration): number {
  return Math.floor(duration.toSeconds() / (24 * 3600));
}

