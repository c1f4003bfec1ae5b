import { Size } from 'cdk8s';
import { Cpu, k8s } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { TrafficPeer } from '../../connections/traffic-peer';
import { Guard } from '../../internal/guard';
import { late } from '../../internal/late';
import { Platform, PriorityRole } from '../../platform/platform';
import { resolveResources } from '../../workload/compute-resources';
import { HealthCheck } from '../../workload/health-check';
import { NamedPort, selector } from '../../workload/pod-plan';
import { ReplicatedWorkload } from '../../workload/replicated-workload';
import { keep, ScrapeConfig } from '../files/prometheus';
import { allowInNamespace } from './discovery-access';

const METRICS: NamedPort = { name: 'metrics', number: 8080 };
const TELEMETRY: NamedPort = { name: 'telemetry', number: 8081 };

/** What alerts and dashboards read, by API group. */
const RESOURCES: Record<string, string[]> = {
  '': ['persistentvolumeclaims', 'pods', 'resourcequotas'],
  'apps': ['daemonsets', 'deployments', 'statefulsets'],
  'autoscaling': ['horizontalpodautoscalers'],
  'batch': ['cronjobs', 'jobs'],
  'coordination.k8s.io': ['leases'],
  'policy': ['poddisruptionbudgets'],
};
const RULES: k8s.PolicyRule[] = Object.entries(RESOURCES).map(([group, resources]) => ({ apiGroups: [group], resources, verbs: ['list', 'watch'] }));

/**
 * kube-state-metrics for the namespaces of the Platform alone: the state of their objects as metrics. One pod, because two would count everything
 * twice; while it moves, alerts on its metrics are late by a minute or two.
 */
export class StateMetrics extends Construct {
  public readonly port = METRICS.number;

  private readonly workload: ReplicatedWorkload;
  private readonly namespaces: Set<string>;

  public constructor(scope: Construct, id: string, image: string) {
    super(scope, id);
    const usual = { cpu: Cpu.millis(100), memory: Size.mebibytes(256) };
    const resources = resolveResources(new Guard(this), undefined, usual, Platform.of(this).securityProfile);
    const checks = {
      startup: HealthCheck.http('/livez', { port: METRICS.name }),
      liveness: HealthCheck.http('/livez', { port: METRICS.name }),
      readiness: HealthCheck.http('/readyz', { port: TELEMETRY.name }),
    };
    this.workload = new ReplicatedWorkload(this, 'Default', {
      componentName: id,
      component: 'state-metrics',
      role: PriorityRole.SERVING,
      containers: [{ name: 'kube-state-metrics', image, args: this.arguments(), ports: [METRICS, TELEMETRY], resources, checks }],
      scaling: { floor: 1, ceiling: 1 },
      ownNode: false,
      alone: true,
      servicePorts: [],
      rules: RULES,
      outsideMesh: true,
    });
    this.namespaces = new Set([this.workload.namespace!]);
  }

  /** Counts the objects of a namespace. */
  public watch(namespace: string): void {
    if (!this.namespaces.has(namespace)) {
      this.namespaces.add(namespace);
      const { name, labels } = this.workload;
      allowInNamespace(this, { name, namespace: this.workload.namespace!, labels }, namespace, RULES);
    }
  }

  public admit(peer: TrafficPeer): void {
    this.workload.connections.allowFrom(peer, [METRICS.number]);
  }

  public get peer(): TrafficPeer {
    return this.workload.connections.peer;
  }

  /** The namespaces that are watched, in the order of the alphabet. */
  public get watched(): string[] {
    return [...this.namespaces].sort();
  }

  /** The labels of what it speaks of must win over its own. */
  public scrape(): ScrapeConfig {
    return {
      job_name: 'kube-state-metrics',
      honor_labels: true,
      kubernetes_sd_configs: [{ role: 'pod', namespaces: { own_namespace: true } }],
      relabel_configs: [
        ...Object.entries(selector(this.workload.name)).map(([label, value]) => keep(`__meta_kubernetes_pod_label_${label.replace(/[^a-zA-Z0-9_]/g, '_')}`, value)),
        keep('__meta_kubernetes_pod_container_port_name', METRICS.name),
      ],
    };
  }

  private arguments(): string[] {
    return [
      `--port=${METRICS.number}`,
      `--telemetry-port=${TELEMETRY.number}`,
      `--resources=${Object.values(RESOURCES).flat().sort().join(',')}`,
      late(() => `--namespaces=${this.watched.join(',')}`),
    ];
  }
}
