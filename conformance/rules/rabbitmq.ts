import { AlertCase, growing, Series } from './case';
import { podSetCases } from './pod-set';
import { gauge, targetMissing, volumeCases } from './store-cases';

const JOB = 'messaging-jobs-server';
const rabbit = (metric: string, further?: string) => gauge(metric, JOB, further);

/** Each node as it sees the other two. */
const links = (...states: number[]): Series => ({
  ...rabbit('erlang_vm_dist_node_state', ',peer="rabbit@x"')(...states), ...rabbit('erlang_vm_dist_node_state', ',peer="rabbit@y"')(...states),
});
const waiting = (messages: number, consumers: number): Series => ({
  ...rabbit('rabbitmq_queue_messages_ready')(messages, 0, 0), ...rabbit('rabbitmq_queue_consumers')(consumers, 0, 0),
});
const unroutable = (dropped: string): Series => ({
  [`rabbitmq_global_messages_unroutable_dropped_total{namespace="agents",job="${JOB}",pod="a",protocol="amqp091"}`]: dropped,
  [`rabbitmq_global_messages_unroutable_returned_total{namespace="agents",job="${JOB}",pod="a",protocol="amqp091"}`]: '5x60',
});

export const RABBITMQ: AlertCase[] = [
  targetMissing('RabbitMqTargetMissing', JOB),
  { id: 'RabbitMqNodesDisconnected', at: 10, fires: [links(3, 3, 1)], quiet: [links(3, 3, 3), {}] },
  { id: 'RabbitMqMemoryAlarm', at: 5, fires: [rabbit('rabbitmq_alarms_memory_used_watermark')(0, 1)], quiet: [rabbit('rabbitmq_alarms_memory_used_watermark')(0, 0), {}] },
  { id: 'RabbitMqDiskAlarm', at: 5, fires: [rabbit('rabbitmq_alarms_free_disk_space_watermark')(0, 1)], quiet: [rabbit('rabbitmq_alarms_free_disk_space_watermark')(0, 0), {}] },
  { id: 'RabbitMqBacklog', at: 20, fires: [waiting(20000, 1)], quiet: [waiting(9000, 1), {}] },
  { id: 'RabbitMqNoConsumers', at: 15, fires: [waiting(5, 0)], quiet: [waiting(5, 1), waiting(0, 0), {}] },
  { id: 'RabbitMqMessagesUnroutable', at: 10, fires: [unroutable(growing(1))], quiet: [unroutable('5x60'), {}] },
  ...volumeCases('RabbitMq', `data-${JOB}-2`),
  ...podSetCases(JOB, { stateful: true }),
];
