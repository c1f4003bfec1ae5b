import { Duration } from 'cdk8s';
import { aggregate, Labels, rate, select } from '../internal/promql';
import { DEPENDS_ON, OF_COMPONENT, OF_WORKLOAD, OUTAGE } from '../model/alert-labels';
import { withThreshold } from '../model/alert-threshold';
import { Alert, Panel, Severity } from '../model/monitoring-plan';

/** A set of pods as kube-state-metrics and the kubelet see it. */
export interface WatchedWorkload {
  readonly namespace?: string;
  readonly name: string;
  readonly kind: 'Deployment' | 'StatefulSet';
  /** Whether a HorizontalPodAutoscaler of its name scales it. */
  readonly autoscaled: boolean;
  /** Whether it has one pod only: its disruption budget then asks for no healthy pod, so it cannot be violated. */
  readonly single?: boolean;
  /** The container that a VerticalPodAutoscaler of its name recommends a size for. */
  readonly recommendedFor?: string;
  /** The prefix of the alert ids, where a component has several sets of pods: `Primary`. */
  readonly prefix?: string;
  /** Whether the component cannot serve without it; where it is the only set of pods, it cannot. */
  readonly essential?: boolean;
}

const CONTAINER = ['namespace', 'pod', 'container'];

/** The alerts of any set of pods. kube-state-metrics must be scraped with `honorLabels: true`. */
export function workloadAlerts(workload: WatchedWorkload): Alert[] {
  return [...podAlerts(workload.name, podLabels(workload)), ...replicaAlerts(workload), ...workload.autoscaled ? [autoscalerAlert(workload)] : []]
    .map((alert) => ({ ...alert, id: `${workload.prefix ?? ''}${alert.id}`, runbook: alert.id }));
}

/**
 * Prometheus scrapes no pod of a component, so alerts on its own metrics cannot fire. Where kube-state-metrics knows its workload, the
 * outage itself is another alert, and a workload without replicas is no fault.
 */
export function targetMissing(prefix: string, name: string, labels: Labels, workload?: WatchedWorkload): Alert {
  const missing = `${aggregate('sum', ['namespace', 'job'], select('up', labels))} == 0 or absent(${select('up', labels)})`;
  return {
    id: `${prefix}TargetMissing`,
    runbook: 'TargetMissing',
    expr: workload ? `(${missing}) unless on () (${replicas(workload).wanted} == 0)` : missing,
    for: Duration.minutes(5),
    severity: workload ? Severity.WARNING : Severity.CRITICAL,
    summary: `Prometheus scrapes no pod of ${name}.`,
    description: `No pod of ${name} is being scraped: there are none, their metrics port does not answer, or Prometheus cannot reach it.`
      + ' Other alerts on its metrics cannot fire.',
    ...workload ? { labels: { [DEPENDS_ON]: workload.name } } : {},
  };
}

/** The dashboard panels of any set of pods. */
export function workloadPanels(workload: WatchedWorkload): Panel[] {
  const pods = podLabels(workload);
  const { wanted, available } = replicas(workload);
  const title = (text: string): string => workload.prefix ? `${text} (${workload.prefix})` : text;
  return [
    {
      title: title('Pods'), description: 'Desired and available pods.', unit: 'short',
      queries: [{ expr: wanted, legend: 'desired' }, { expr: available, legend: 'available' }],
    },
    ...podPanels(pods, title),
    ...workload.recommendedFor ? recommendationPanels(workload, workload.recommendedFor) : [],
  ];
}

/** What the main container asks for, and what it should. kube-state-metrics counts VerticalPodAutoscalers only where it is configured to. */
function recommendationPanels(workload: WatchedWorkload, container: string): Panel[] {
  const panel = (title: string, resource: string, unit: string): Panel => {
    const requested = select('kube_pod_container_resource_requests', { ...podLabels(workload), container, resource });
    const recommended = select('kube_verticalpodautoscaler_status_recommendation_containerrecommendations_target',
      { ...namespaceLabel(workload), verticalpodautoscaler: workload.name, container, resource });
    return {
      title: `${title} request, and recommended`,
      description: 'The request, and what the Vertical Pod Autoscaler recommends: change the request where they stay apart for a week. Without a line'
        + ' "recommended", kube-state-metrics does not count VerticalPodAutoscalers.',
      unit,
      queries: [
        { expr: aggregate('max', ['namespace', 'container'], requested), legend: 'requested' },
        { expr: aggregate('max', ['namespace', 'container'], recommended), legend: 'recommended' },
      ],
    };
  };
  return [panel('CPU', 'cpu', 'short'), panel('Memory', 'memory', 'bytes')];
}

/** The dashboard panels of any pods. */
export function podPanels(pods: Labels, title: (text: string) => string = (text) => text): Panel[] {
  return [
    {
      title: title('Restarts'), description: 'Container restarts in the last hour; normally 0.', unit: 'short',
      queries: [{
        expr: aggregate('max', CONTAINER, `increase(${select('kube_pod_container_status_restarts_total', pods)}[1h])`), legend: '{{pod}} {{container}}',
      }],
    },
    {
      title: title('CPU'), description: 'CPU usage in cores, by pod.', unit: 'short',
      queries: [{
        expr: aggregate('sum', ['pod'], rate('container_cpu_usage_seconds_total', { ...pods, container: '!' }, '$__rate_interval')), legend: '{{pod}}',
      }],
    },
    {
      title: title('Memory'), description: 'Memory usage as a ratio of the limit.', unit: 'percentunit',
      queries: [{ expr: memoryShare(pods), legend: '{{pod}} {{container}}' }],
    },
  ];
}

/** Alerts for any pods. `pods` selects them in kube-state-metrics and the kubelet's metrics. */
export function podAlerts(name: string, pods: Labels): Alert[] {
  const restarts = select('kube_pod_container_status_restarts_total', pods);
  const waiting = select('kube_pod_container_status_waiting_reason', { ...pods, reason: 'CrashLoopBackOff' });
  const killed = select('kube_pod_container_status_last_terminated_reason', { ...pods, reason: 'OOMKilled' });
  const container = 'Container {{ $labels.container }} of pod {{ $labels.namespace }}/{{ $labels.pod }}';
  return [
    {
      id: 'PodCrashLooping',
      expr: `${aggregate('max', CONTAINER, `max_over_time(${waiting}[5m])`)} >= 1`,
      for: Duration.minutes(15),
      severity: Severity.WARNING,
      summary: `A pod of ${name} is crash looping.`,
      description: `${container} is in waiting state (reason: CrashLoopBackOff).`,
    },
    {
      id: 'ContainerOomKilled',
      expr: `(${aggregate('max', CONTAINER, restarts)} - ${aggregate('max', CONTAINER, `${restarts} offset 10m`)} >= 1)`
        + ` and ${aggregate('max', CONTAINER, killed)} == 1`,
      severity: Severity.WARNING,
      summary: `A container of ${name} was OOM killed.`,
      description: `${container} reached its memory limit and was killed in the last 10 minutes.`,
    },
    withThreshold({ usual: 0.9, unit: 'share', min: 0.1, max: 1 }, (limit) => ({
      id: 'MemoryNearLimit',
      expr: `${memoryShare(pods)} > ${limit.value}`,
      for: Duration.minutes(10),
      severity: Severity.WARNING,
      summary: `A container of ${name} uses more than ${limit.text} of its memory limit.`,
      description: `${container} uses {{ $value | humanizePercentage }} of its memory limit, and is killed when it reaches it.`,
    })),
  ];
}

function replicaAlerts(workload: WatchedWorkload): Alert[] {
  const { wanted, available, settled } = replicas(workload);
  const budget: Labels = { ...namespaceLabel(workload), poddisruptionbudget: workload.name };
  const ofBudget = (metric: string): string => aggregate('max', ['namespace', 'poddisruptionbudget'], select(metric, budget));
  const follows = { labels: { [DEPENDS_ON]: workload.name } };
  return [
    {
      id: 'ReplicasUnavailable',
      expr: `${wanted} > ${available} and ${settled}`,
      for: Duration.minutes(15),
      severity: Severity.WARNING,
      summary: `${workload.kind} ${workload.name} has fewer available replicas than desired.`,
      description: `${workload.kind} {{ $labels.namespace }}/${workload.name} should have {{ $value }} available replicas and has fewer, and no rollout is in progress.`,
      ...follows,
    },
    {
      id: 'AllReplicasDown',
      expr: `${available} == 0 and ${wanted} > 0`,
      for: Duration.minutes(2),
      severity: Severity.CRITICAL,
      summary: `${workload.kind} ${workload.name} has no available replicas.`,
      description: `No pod of ${workload.kind} {{ $labels.namespace }}/${workload.name} is available.`,
      labels: { [DEPENDS_ON]: workload.name, [OUTAGE]: workload.essential ?? !workload.prefix ? OF_COMPONENT : OF_WORKLOAD },
    },
    ...workload.single ? [] : [{
      id: 'PdbViolated',
      expr: `${ofBudget('kube_poddisruptionbudget_status_current_healthy')} < ${ofBudget('kube_poddisruptionbudget_status_desired_healthy')}`,
      for: Duration.minutes(15),
      severity: Severity.WARNING,
      summary: `${workload.name} has fewer healthy pods than its PodDisruptionBudget requires.`,
      description: 'PodDisruptionBudget {{ $labels.namespace }}/{{ $labels.poddisruptionbudget }} has only {{ $value }} healthy pods. Evictions are refused, so nodes cannot be drained.',
      ...follows,
    }],
  ];
}

function autoscalerAlert(workload: WatchedWorkload): Alert {
  const labels: Labels = { ...namespaceLabel(workload), horizontalpodautoscaler: workload.name };
  const ofAutoscaler = (metric: string): string => aggregate('max', ['namespace', 'horizontalpodautoscaler'], select(metric, labels));
  return {
    id: 'HpaMaxedOut',
    expr: `${ofAutoscaler('kube_horizontalpodautoscaler_status_current_replicas')} >= ${ofAutoscaler('kube_horizontalpodautoscaler_spec_max_replicas')}`,
    for: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: `HorizontalPodAutoscaler ${workload.name} is at its maximum number of replicas.`,
    description: 'HorizontalPodAutoscaler {{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} runs {{ $value }} replicas, its maximum, and cannot scale up further.',
  };
}

function memoryShare(pods: Labels): string {
  const used = aggregate('max', CONTAINER, select('container_memory_working_set_bytes', { ...pods, container: '!' }));
  const limit = aggregate('max', CONTAINER, select('kube_pod_container_resource_limits', { ...pods, resource: 'memory' }));
  return `${used} / ${limit}`;
}

/** Aggregated, so that a restart of kube-state-metrics does not restart an alert, and two of them do not duplicate it. */
function replicas(workload: WatchedWorkload): { wanted: string; available: string; settled: string } {
  const kind = workload.kind.toLowerCase();
  const labels: Labels = { ...namespaceLabel(workload), [kind]: workload.name };
  const ofSet = (expr: string): string => aggregate('max', ['namespace', kind], expr);
  const [wanted, available] = workload.kind === 'Deployment'
    ? ['kube_deployment_spec_replicas', 'kube_deployment_status_replicas_available']
    : ['kube_statefulset_replicas', 'kube_statefulset_status_replicas_ready'];
  return {
    wanted: ofSet(select(wanted, labels)),
    available: ofSet(select(available, labels)),
    settled: `${ofSet(`changes(${select(`kube_${kind}_status_replicas_updated`, labels)}[10m])`)} == 0`,
  };
}

function podLabels(workload: WatchedWorkload): Labels {
  return { ...namespaceLabel(workload), pod: `~${podNames(workload)}` };
}

/** The longest name of a Deployment to which Kubernetes appends the whole hash of the revision. */
const LONGEST_WITH_HASH = 46;

/** The names of the pods, narrow enough to exclude those of `api-worker` for `api`. */
function podNames({ kind, name }: WatchedWorkload): string {
  if (kind === 'StatefulSet') {
    return `${name}-[0-9]+`;
  }
  return name.length <= LONGEST_WITH_HASH ? `${name}-[a-z0-9]+-[a-z0-9]{5}` : `${name.slice(0, 57)}.*`;
}

function namespaceLabel({ namespace }: WatchedWorkload): Labels {
  return namespace === undefined ? {} : { namespace };
}
