import { NamedEndpoint, PodSet, MonitoredComponent } from '../monitored-component';

export interface RelabelConfig {
  readonly source_labels?: string[];
  readonly regex?: string;
  readonly action?: string;
  readonly target_label?: string;
  readonly replacement?: string;
}

export interface ScrapeConfig {
  readonly job_name: string;
  readonly metrics_path?: string;
  readonly [field: string]: unknown;
}

/**
 * Where the ConfigMaps of components are mounted, each entry as a file that begins with the ConfigMap's name: Prometheus takes
 * wildcards in names of files and not in those of folders.
 */
export const PARTS_FOLDER = '/etc/prometheus/parts';
const PARTS = `${PARTS_FOLDER}/*`;

/** What Prometheus is started with. Nothing in it needs a version above 2.53. */
export function prometheusConfig(platform: string, scrapes: ScrapeConfig[] = [kubeStateMetrics(), containers(), volumes()]): object {
  return {
    global: { scrape_interval: '30s', evaluation_interval: '30s', external_labels: { platform } },
    rule_files: [`${PARTS}.rules.yaml`],
    scrape_config_files: [`${PARTS}.scrapes.yaml`],
    scrape_configs: scrapes,
  };
}

/** What Prometheus reads of a part. */
export function scrapeFile(part: MonitoredComponent): { scrape_configs: ScrapeConfig[] } {
  return { scrape_configs: part.podSets().flatMap((pods) => pods.endpoints.map((endpoint) => scrapePods(part, pods, endpoint))) };
}

function scrapePods({ namespace }: MonitoredComponent, pods: PodSet, { port, path, job }: NamedEndpoint): ScrapeConfig {
  return {
    job_name: [namespace, pods.name, port].filter((word) => word !== undefined).join('/'),
    metrics_path: path,
    // Without a selector here all parts of a namespace share one watch on the API server.
    kubernetes_sd_configs: [{ role: 'pod', namespaces: namespace === undefined ? undefined : { names: [namespace] } }],
    relabel_configs: [
      ...Object.entries(pods.podLabels).map(([label, value]) => keep(`__meta_kubernetes_pod_label_${label.replace(/[^a-zA-Z0-9_]/g, '_')}`, value)),
      keep('__meta_kubernetes_pod_container_port_name', port),
      { source_labels: ['__meta_kubernetes_pod_phase'], regex: 'Pending|Succeeded|Failed', action: 'drop' },
      copy('__meta_kubernetes_namespace', 'namespace'),
      copy('__meta_kubernetes_pod_name', 'pod'),
      copy('__meta_kubernetes_pod_container_name', 'container'),
      { target_label: 'job', replacement: job },
    ],
  };
}

/** The labels of what it speaks of must win over its own. */
function kubeStateMetrics(): ScrapeConfig {
  return {
    job_name: 'kube-state-metrics',
    honor_labels: true,
    kubernetes_sd_configs: [{ role: 'endpointslice' }],
    relabel_configs: [
      keep('__meta_kubernetes_service_label_app_kubernetes_io_name', 'kube-state-metrics'),
      keep('__meta_kubernetes_endpointslice_port_name', 'http|http-metrics'),
    ],
  };
}

/** What containers use. */
export function containers(): ScrapeConfig {
  return { job_name: 'cadvisor', metrics_path: '/metrics/cadvisor', honor_timestamps: false, ...kubelet() };
}

/** How full volumes are, and nothing else that the kubelet says of itself. */
export function volumes(): ScrapeConfig {
  return { job_name: 'kubelet', metrics_path: '/metrics', ...kubelet(), metric_relabel_configs: [keep('__name__', 'kubelet_volume_stats_.+')] };
}

/** From the kubelet of each node. */
function kubelet(): Omit<ScrapeConfig, 'job_name'> {
  return {
    scheme: 'https',
    authorization: { credentials_file: '/var/run/secrets/kubernetes.io/serviceaccount/token' },
    tls_config: { ca_file: '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt' },
    kubernetes_sd_configs: [{ role: 'node' }],
  };
}

export function keep(label: string, value: string): RelabelConfig {
  return { source_labels: [label], regex: value, action: 'keep' };
}

function copy(from: string, to: string): RelabelConfig {
  return { source_labels: [from], target_label: to };
}
