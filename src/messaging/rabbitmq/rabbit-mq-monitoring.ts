import { Duration } from 'cdk8s';
import { aggregate, Labels, rate, select } from '../../internal/promql';
import { OF_COMPONENT, OUTAGE } from '../../model/alert-labels';
import { withThreshold } from '../../model/alert-threshold';
import { Alert, IScrapeAccess, MonitoringPlan, Panel, Severity } from '../../model/monitoring-plan';
import { selector } from '../../workload/pod-plan';
import { volumeAlerts, volumePanel } from '../../workload/volume-watch';
import { targetMissing, WatchedWorkload, workloadAlerts, workloadPanels } from '../../workload/workload-alerts';

/** What is watched of the engine. */
export interface RabbitMqWatch {
  readonly namespace?: string;
  readonly name: string;
  /** The StatefulSet. */
  readonly instance: string;
  readonly nodes: number;
  readonly metricsPort: number;
  readonly scrapeAccess: IScrapeAccess;
}

const SET = ['namespace', 'job'];
const POD = [...SET, 'pod'];

/** From the metrics of the plugin rabbitmq_prometheus of RabbitMQ 4.3. */
export function rabbitMqMonitoring(watch: RabbitMqWatch): MonitoringPlan {
  const { namespace, name, instance, nodes, metricsPort, scrapeAccess } = watch;
  const labels: Labels = { ...namespace ? { namespace } : {}, job: instance };
  const volumes = { namespace, name, claims: `data-${instance}-[0-9]+` };
  const workload: WatchedWorkload = { namespace, name: instance, kind: 'StatefulSet', autoscaled: false, single: nodes === 1 };
  return {
    title: name,
    scrapes: [{ port: 'metrics', portNumber: metricsPort, podLabels: selector(instance), job: instance, scrapeAccess }],
    alerts: [
      targetMissing('RabbitMq', name, labels),
      ...nodes > 1 ? [nodesDisconnected(name, nodes, labels)] : [],
      ...alarms(name, labels),
      ...messageAlerts(name, labels),
      ...volumeAlerts('RabbitMq', volumes),
      ...workloadAlerts(workload),
    ],
    recordings: [],
    panels: [...panels(labels), volumePanel(volumes), ...workloadPanels(workload)],
  };
}

/** Each node has a link to each other one; 3 is the state of a link that is up. */
function nodesDisconnected(name: string, nodes: number, labels: Labels): Alert {
  return {
    id: 'RabbitMqNodesDisconnected',
    expr: `count by (${SET.join(', ')}) (${select('erlang_vm_dist_node_state', labels)} == 3) < ${nodes * (nodes - 1)}`,
    for: Duration.minutes(5),
    severity: Severity.WARNING,
    summary: `Nodes of ${name} are not connected to each other.`,
    description: `{{ $value }} of ${nodes * (nodes - 1)} links between the nodes are up. Queues without a majority of their replicas take no messages.`,
  };
}

function alarms(name: string, labels: Labels): Alert[] {
  const raised = (metric: string): string => `${aggregate('max', POD, select(metric, labels))} > 0`;
  const blocked = { severity: Severity.CRITICAL, for: Duration.minutes(1), labels: { [OUTAGE]: OF_COMPONENT } };
  return [
    {
      ...blocked,
      id: 'RabbitMqMemoryAlarm',
      expr: raised('rabbitmq_alarms_memory_used_watermark'),
      summary: `${name} blocks publishers because a node is out of memory.`,
      description: 'Node {{ $labels.namespace }}/{{ $labels.pod }} uses more memory than its high watermark. All nodes block publishers until it is below.',
    },
    {
      ...blocked,
      id: 'RabbitMqDiskAlarm',
      expr: raised('rabbitmq_alarms_free_disk_space_watermark'),
      summary: `${name} blocks publishers because a volume is nearly full.`,
      description: 'The volume of node {{ $labels.namespace }}/{{ $labels.pod }} has less space than disk_free_limit. All nodes block publishers until there is more.',
    },
  ];
}

function messageAlerts(name: string, labels: Labels): Alert[] {
  const ready = aggregate('sum', SET, select('rabbitmq_queue_messages_ready', labels));
  const consumers = aggregate('sum', SET, select('rabbitmq_queue_consumers', labels));
  const unroutable = ['dropped', 'returned'].map((fate) =>
    aggregate('sum', SET, `increase(${select(`rabbitmq_global_messages_unroutable_${fate}_total`, labels)}[5m])`)).join(' + ');
  return [
    withThreshold({ usual: 10000, unit: 'count', min: 1, max: 1e9 }, (limit) => ({
      id: 'RabbitMqBacklog',
      expr: `${ready} > ${limit.value}`,
      for: Duration.minutes(15),
      severity: Severity.WARNING,
      summary: `More than ${limit.text} messages wait in ${name}.`,
      description: '{{ $value | humanize }} messages have been waiting in {{ $labels.namespace }}/{{ $labels.job }} for 15 minutes: consumers are too slow or too few.',
    })),
    {
      id: 'RabbitMqNoConsumers',
      expr: `${ready} > 0 and ${consumers} == 0`,
      for: Duration.minutes(10),
      severity: Severity.WARNING,
      summary: `${name} has messages waiting, but no consumers.`,
      description: '{{ $value | humanize }} messages wait in {{ $labels.namespace }}/{{ $labels.job }}, and no queue has a consumer.',
    },
    {
      id: 'RabbitMqMessagesUnroutable',
      expr: `${unroutable} > 0`,
      severity: Severity.WARNING,
      summary: `Messages to ${name} reach no queue.`,
      description: '{{ $value | humanize }} messages of the last 5 minutes matched no queue, and were dropped or returned to their publishers.',
    },
  ];
}

function panels(labels: Labels): Panel[] {
  const perPod = (title: string, description: string, unit: string, expr: string): Panel => ({ title, description, unit, queries: [{ expr, legend: '{{pod}}' }] });
  const sum = (metric: string): string => aggregate('sum', ['pod'], select(metric, labels));
  const messages = (metric: string): string => aggregate('sum', ['job'], rate(metric, labels, '$__rate_interval'));
  return [
    {
      title: 'Messages', description: 'Messages that wait, and messages that consumers have not acknowledged yet.', unit: 'short',
      queries: ['ready', 'unacked'].map((state) => ({ expr: aggregate('sum', ['job'], select(`rabbitmq_queue_messages_${state}`, labels)), legend: state })),
    },
    {
      title: 'Throughput', description: 'Messages received from publishers, confirmed to them, and delivered to consumers, per second.', unit: 'ops',
      queries: [
        { expr: messages('rabbitmq_global_messages_received_total'), legend: 'received' },
        { expr: messages('rabbitmq_global_messages_confirmed_total'), legend: 'confirmed' },
        { expr: messages('rabbitmq_global_messages_delivered_total'), legend: 'delivered' },
      ],
    },
    perPod('Connections', 'Client connections of each node.', 'short', sum('rabbitmq_connections')),
    perPod('Consumers', 'Consumers of the queues whose leader is on each node.', 'short', sum('rabbitmq_queue_consumers')),
    perPod('Memory in use', 'Memory as a ratio of the node\'s high watermark; publishers are blocked at 100%.', 'percentunit',
      `${sum('rabbitmq_process_resident_memory_bytes')} / ${sum('rabbitmq_resident_memory_limit_bytes')}`),
    perPod('Disk space free', 'Free space of each volume; publishers are blocked below disk_free_limit.', 'bytes', sum('rabbitmq_disk_space_available_bytes')),
    perPod('Links up', 'Links to other nodes that are up.', 'short', `count by (pod) (${select('erlang_vm_dist_node_state', labels)} == 3)`),
  ];
}
