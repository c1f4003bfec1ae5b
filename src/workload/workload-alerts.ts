import { Duration } from 'cdk8s';
import { aggregate, Labels, rate, select } from '../internal/promql';
import { Alert, Panel, Severity } from '../model/monitoring-plan';

/** A pod set, as far as kube-state-metrics and the kubelet know it. */
export interface WatchedWorkload {
  readonly namespace?: string;
  readonly name: string;
  readonly kind: 'Deployment' | 'StatefulSet';
  /** Whether a HorizontalPodAutoscaler of its name scales it. */
  readonly autoscaled: boolean;
  /** Whether it has one pod only: its disruption budget then asks for no healthy pod, so it cannot be violated. */
  readonly single?: boolean;
  /** What the ids begin with, where a part has several pod sets: `Primary`. */
  readonly prefix?: string;
}

const CONTAINER = ['namespace', 'pod', 'container'];

/** What can go wrong with any pod set. kube-state-metrics must be scraped with `honorLabels: true`. */
export function workloadAlerts(workload: WatchedWorkload): Alert[] {
  return [...podAlerts(workload), ...replicaAlerts(workload), ...workload.autoscaled ? [autoscalerAlert(workload)] : []]
    .map((alert) => ({ ...alert, id: `${workload.prefix ?? ''}${alert.id}` }));
}

/** Nothing is read of a part any more: all that is said of it is silence. */
export function targetMissing(prefix: string, name: string, labels: Labels): Alert {
  return {
    id: `${prefix}TargetMissing`,
    expr: `${aggregate('sum', ['namespace', 'job'], select('up', labels))} == 0 or absent(${select('up', labels)})`,
    for: Duration.minutes(5),
    severity: Severity.CRITICAL,
    summary: `No metrics can be read from ${name}.`,
    description: 'Its pods are gone, do not answer on the metrics port, or Prometheus may not reach them: other alerts of it are blind.',
  };
}

/** What to look at of any pod set. */
export function workloadPanels(workload: WatchedWorkload): Panel[] {
  const pods = podLabels(workload);
  const { wanted, available } = replicas(workload);
  const title = (text: string): string => workload.prefix ? `${text} (${workload.prefix})` : text;
  return [
    {
      title: title('Pods'), description: 'How many pods are wanted, and how many can work.', unit: 'short',
      queries: [{ expr: wanted, legend: 'wanted' }, { expr: available, legend: 'available' }],
    },
    {
      title: title('Restarts'), description: 'Containers that were restarted in the last hour; none is the normal state.', unit: 'short',
      queries: [{
        expr: aggregate('max', CONTAINER, `increase(${select('kube_pod_container_status_restarts_total', pods)}[1h])`), legend: '{{pod}} {{container}}',
      }],
    },
    {
      title: title('CPU'), description: 'Processor time in use, in cores, by pod.', unit: 'short',
      queries: [{
        expr: aggregate('sum', ['pod'], rate('container_cpu_usage_seconds_total', { ...pods, container: '!' }, '$__rate_interval')), legend: '{{pod}}',
      }],
    },
    {
      title: title('Memory'), description: 'Memory in use, as a share of the limit at which the container is killed.', unit: 'percentunit',
      queries: [{ expr: memoryShare(pods), legend: '{{pod}} {{container}}' }],
    },
  ];
}

function podAlerts(workload: WatchedWorkload): Alert[] {
  const pods = podLabels(workload);
  const restarts = select('kube_pod_container_status_restarts_total', pods);
  const waiting = select('kube_pod_container_status_waiting_reason', { ...pods, reason: 'CrashLoopBackOff' });
  const killed = select('kube_pod_container_status_last_terminated_reason', { ...pods, reason: 'OOMKilled' });
  return [
    {
      id: 'PodCrashLooping',
      expr: `${aggregate('max', CONTAINER, `max_over_time(${waiting}[5m])`)} >= 1`,
      for: Duration.minutes(15),
      severity: Severity.WARNING,
      summary: `A pod of ${workload.name} crashes again and again.`,
      description: 'Container {{ $labels.container }} of pod {{ $labels.pod }} ends soon after each start. Read the log of its last run: '
        + 'kubectl logs --previous.',
    },
    {
      id: 'ContainerOomKilled',
      expr: `(${aggregate('max', CONTAINER, restarts)} - ${aggregate('max', CONTAINER, `${restarts} offset 10m`)} >= 1)`
        + ` and ${aggregate('max', CONTAINER, killed)} == 1`,
      severity: Severity.WARNING,
      summary: `A container of ${workload.name} ran out of memory.`,
      description: 'Container {{ $labels.container }} of pod {{ $labels.pod }} was killed at its memory limit in the last 10 minutes. '
        + 'Raise the limit, or find what grows.',
    },
    {
      id: 'MemoryNearLimit',
      expr: `${memoryShare(pods)} > 0.9`,
      for: Duration.minutes(10),
      severity: Severity.WARNING,
      summary: `A container of ${workload.name} is about to run out of memory.`,
      description: 'Container {{ $labels.container }} of pod {{ $labels.pod }} uses {{ $value | humanizePercentage }} of its memory limit.',
    },
  ];
}

function replicaAlerts(workload: WatchedWorkload): Alert[] {
  const { wanted, available, settled } = replicas(workload);
  const budget: Labels = { ...namespaceLabel(workload), poddisruptionbudget: workload.name };
  const ofBudget = (metric: string): string => aggregate('max', ['namespace', 'poddisruptionbudget'], select(metric, budget));
  return [
    {
      id: 'ReplicasUnavailable',
      expr: `${wanted} > ${available} and ${settled}`,
      for: Duration.minutes(15),
      severity: Severity.WARNING,
      summary: `${workload.name} has fewer pods than it should.`,
      description: '{{ $value }} pods are wanted, fewer can work, and no rollout is going on. Look for pods that are pending or not ready.',
    },
    {
      id: 'AllReplicasDown',
      expr: `${available} == 0 and ${wanted} > 0`,
      for: Duration.minutes(2),
      severity: Severity.CRITICAL,
      summary: `No pod of ${workload.name} can work.`,
      description: 'Look at the events of the pods, and at what was rolled out last.',
    },
    ...workload.single ? [] : [{
      id: 'PdbViolated',
      expr: `${ofBudget('kube_poddisruptionbudget_status_current_healthy')} < ${ofBudget('kube_poddisruptionbudget_status_desired_healthy')}`,
      for: Duration.minutes(15),
      severity: Severity.WARNING,
      summary: `Fewer pods of ${workload.name} are healthy than its disruption budget asks for.`,
      description: 'Only {{ $value }} pods are healthy. Nodes cannot be drained until there are more.',
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
    summary: `${workload.name} cannot grow any further.`,
    description: 'All {{ $value }} pods that its autoscaler may start are running. Raise maxReplicas, or find what the load is.',
  };
}

function memoryShare(pods: Labels): string {
  const used = aggregate('max', CONTAINER, select('container_memory_working_set_bytes', { ...pods, container: '!' }));
  const limit = aggregate('max', CONTAINER, select('kube_pod_container_resource_limits', { ...pods, resource: 'memory' }));
  return `${used} / ${limit}`;
}

/** Aggregated, so that a restart of kube-state-metrics does not begin an alert anew, and two of them do not raise it twice. */
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

/** The longest name of a Deployment behind which Kubernetes writes the whole hash of the revision. */
const LONGEST_WITH_HASH = 46;

/** What the pods are called, narrow enough to leave out `api-worker` where `api` is meant. */
function podNames({ kind, name }: WatchedWorkload): string {
  if (kind === 'StatefulSet') {
    return `${name}-[0-9]+`;
  }
  return name.length <= LONGEST_WITH_HASH ? `${name}-[a-z0-9]+-[a-z0-9]{5}` : `${name.slice(0, 57)}.*`;
}

function namespaceLabel({ namespace }: WatchedWorkload): Labels {
  return namespace === undefined ? {} : { namespace };
}
