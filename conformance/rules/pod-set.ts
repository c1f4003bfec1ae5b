import { AlertCase, growing, Series, steady } from './case';

export interface PodSetOptions {
  readonly autoscaled?: boolean;
  /** Whether it is a StatefulSet. */
  readonly stateful?: boolean;
  /** Whether it has one pod only. */
  readonly single?: boolean;
  /** What the ids begin with. */
  readonly prefix?: string;
}

/** What the alerts of any pod are written against. `others` are pods that are not meant. */
export function podCases(pod: string, others: string[]): AlertCase[] {
  const of = (metric: string, which: string, further: string = ''): string =>
    `${metric}{namespace="agents",pod="${which}",container="main"${further}}`;
  const waiting = (which: string): Series => ({ [of('kube_pod_container_status_waiting_reason', which, ',reason="CrashLoopBackOff"')]: steady(1) });
  const killed = (restarts: string, reason: string): Series => ({
    [of('kube_pod_container_status_restarts_total', pod)]: restarts,
    [of('kube_pod_container_status_last_terminated_reason', pod, `,reason="${reason}"`)]: steady(1),
  });
  const memory = (used: number): Series => ({
    [of('container_memory_working_set_bytes', pod)]: steady(used),
    [`container_memory_working_set_bytes{namespace="agents",pod="${pod}",container=""}`]: steady(200),
    [of('kube_pod_container_resource_limits', pod, ',resource="memory"')]: steady(100),
  });
  return [
    { id: 'PodCrashLooping', at: 20, fires: [waiting(pod)], quiet: [...others.map(waiting), {}] },
    {
      id: 'ContainerOomKilled',
      at: 22,
      fires: [killed('0x20 1x20', 'OOMKilled')],
      // Long ago, for another reason, and a new pod.
      quiet: [killed('0x5 1x40', 'OOMKilled'), killed('0x20 1x20', 'Error'), killed('_x20 0x20', 'OOMKilled')],
    },
    { id: 'MemoryNearLimit', at: 15, fires: [memory(95)], quiet: [memory(85), {}] },
  ];
}

/** What the alerts of any pod set are written against. */
export function podSetCases(name: string, options: PodSetOptions = {}): AlertCase[] {
  const pod = options.stateful ? `${name}-0` : `${name}-7d9f8b6c5-x2v4k`;
  const other = options.stateful ? `${name}-7d9f8b6c5-x2v4k` : `${name}-0`;
  const kind = options.stateful ? 'statefulset' : 'deployment';
  const [wantedMetric, availableMetric] = options.stateful
    ? ['kube_statefulset_replicas', 'kube_statefulset_status_replicas_ready']
    : ['kube_deployment_spec_replicas', 'kube_deployment_status_replicas_available'];
  const replicas = (wanted: number, available: number, updated: string = steady(3)): Series => ({
    [`${wantedMetric}{namespace="agents",${kind}="${name}"}`]: steady(wanted),
    [`${availableMetric}{namespace="agents",${kind}="${name}"}`]: steady(available),
    [`kube_${kind}_status_replicas_updated{namespace="agents",${kind}="${name}"}`]: updated,
  });
  const budget = (healthy: number): Series => ({
    [`kube_poddisruptionbudget_status_current_healthy{namespace="agents",poddisruptionbudget="${name}"}`]: steady(healthy),
    [`kube_poddisruptionbudget_status_desired_healthy{namespace="agents",poddisruptionbudget="${name}"}`]: steady(2),
  });
  const autoscaler = (current: number): Series => ({
    [`kube_horizontalpodautoscaler_status_current_replicas{namespace="agents",horizontalpodautoscaler="${name}"}`]: steady(current),
    [`kube_horizontalpodautoscaler_spec_max_replicas{namespace="agents",horizontalpodautoscaler="${name}"}`]: steady(9),
  });
  const cases = [
    ...podCases(pod, [`${name}-worker-7d9f8b6c5-x2v4k`, other]),
    { id: 'ReplicasUnavailable', at: 30, fires: [replicas(3, 2)], quiet: [replicas(3, 3), replicas(3, 2, growing(1)), {}] },
    { id: 'AllReplicasDown', at: 5, fires: [replicas(3, 0)], quiet: [replicas(3, 1), replicas(0, 0), {}] },
    ...options.single ? [] : [{ id: 'PdbViolated', at: 20, fires: [budget(1)], quiet: [budget(2), {}] }],
    ...options.autoscaled ? [{ id: 'HpaMaxedOut', at: 20, fires: [autoscaler(9)], quiet: [autoscaler(8), {}] }] : [],
  ];
  return cases.map((one) => ({ ...one, id: `${options.prefix ?? ''}${one.id}` }));
}
