import { Duration } from 'cdk8s';
import { DataLayer, EventTrigger, MessagingLayer, Scaling } from '../../../src';
import { Cases } from '../case';
import { namespace, wild, worker } from '../compose';

const WORKER = 'production/agents/worker';
const events = (options: object): unknown => worker({
  scaling: Scaling.events(wild({ max: 9, triggers: [EventTrigger.cron({ start: '0 8 * * *', end: '0 18 * * *', replicas: 3 })], ...options })),
});
const on = (trigger: EventTrigger): unknown => events({ triggers: [trigger] });
const queue = () => new MessagingLayer(namespace(), 'messaging').addRabbitMq('jobs').addQueue('runs');
const redis = () => new DataLayer(namespace(), 'data').addRedis('tasks');
const postgres = () => new DataLayer(namespace(), 'data').addPostgres('customers');
const list = (options: object): unknown => on(EventTrigger.redisList(redis(), wild({ list: 'celery', ...options })));
const stream = (options: object): unknown => on(EventTrigger.redisStream(redis(), wild({ stream: 'runs', consumerGroup: 'workers', ...options })));
const sql = (options: object): unknown => on(EventTrigger.postgresQuery(postgres(), wild({ query: 'SELECT 1', ...options })));
const promql = (options: object): unknown => on(EventTrigger.prometheusQuery(wild({ address: 'http://prometheus:9090', query: 'vector(1)', ...options })));
const cron = (options: object): unknown => on(EventTrigger.cron(wild({ start: '0 8 * * *', end: '0 18 * * *', replicas: 3, ...options })));

/** What is wrong with a number that must be whole and in a range. */
function number(prop: string, high: number, program: (value: unknown) => unknown): Cases[string] {
  return [
    ['low', () => program(-1), WORKER, prop, 'OutOfRange'],
    ['high', () => program(high), WORKER, prop, 'OutOfRange'],
    ['malformed', () => program('3'), WORKER, prop, 'TypeInvalid'],
  ];
}

const PER_POD = 1_000_001;
const trigger = (prop: string): string => `scaling.triggers[0].${prop}`;

const malformed = (program: () => unknown): Cases[string] => [['malformed', program, WORKER, trigger('target'), 'TypeInvalid']];

export const eventsCases: Cases = {
  'EventTrigger.rabbitMqQueue.queue': malformed(() => on(EventTrigger.rabbitMqQueue(wild('runs')))),
  'EventTrigger.redisList.redis': malformed(() => on(EventTrigger.redisList(wild('tasks'), { list: 'celery' }))),
  'EventTrigger.redisStream.redis': malformed(() => on(EventTrigger.redisStream(wild('tasks'), { stream: 'runs', consumerGroup: 'workers' }))),
  'EventTrigger.postgresQuery.postgres': malformed(() => on(EventTrigger.postgresQuery(wild('customers'), { query: 'SELECT 1' }))),
  'EventScalingOptions.min': number('scaling.min', 1000, (min) => events({ min })),
  'EventScalingOptions.max': [
    ['low', () => events({ min: 3, max: 3 }), WORKER, 'scaling.max', 'OutOfRange'],
    ['high', () => events({ max: 1001 }), WORKER, 'scaling.max', 'OutOfRange'],
    ['malformed', () => events({ max: undefined }), WORKER, 'scaling.max', 'Required'],
  ],
  'EventScalingOptions.triggers': [
    ['low', () => events({ triggers: [] }), WORKER, 'scaling.triggers', 'Required'],
    ['malformed', () => events({ triggers: ['cron'] }), WORKER, 'scaling.triggers[0]', 'TypeInvalid'],
  ],
  'EventScalingOptions.pollingInterval': [
    ['low', () => events({ pollingInterval: Duration.seconds(1) }), WORKER, 'scaling.pollingInterval', 'OutOfRange'],
    ['high', () => events({ pollingInterval: Duration.hours(2) }), WORKER, 'scaling.pollingInterval', 'OutOfRange'],
    ['malformed', () => events({ pollingInterval: 30 }), WORKER, 'scaling.pollingInterval', 'TypeInvalid'],
  ],
  'EventScalingOptions.cooldown': [
    ['low', () => events({ cooldown: Duration.seconds(1) }), WORKER, 'scaling.cooldown', 'OutOfRange'],
    ['high', () => events({ cooldown: Duration.days(2) }), WORKER, 'scaling.cooldown', 'OutOfRange'],
    ['malformed', () => events({ cooldown: 300 }), WORKER, 'scaling.cooldown', 'TypeInvalid'],
  ],
  'EventScalingOptions.fallback': [['malformed', () => events({ fallback: 3 }), WORKER, 'scaling.fallback', 'TypeInvalid']],
  'EventFallback.failureThreshold': number('scaling.fallback.failureThreshold', 101, (failureThreshold) => events({ fallback: { replicas: 1, failureThreshold } })),
  'EventFallback.replicas': number('scaling.fallback.replicas', 10, (replicas) => events({ fallback: { replicas } })),
  'RabbitMqQueueTriggerOptions.messagesPerPod': number(trigger('messagesPerPod'), PER_POD, (messagesPerPod) =>
    on(EventTrigger.rabbitMqQueue(queue(), wild({ messagesPerPod })))),
  'RedisListTriggerOptions.list': [['malformed', () => list({ list: '' }), WORKER, trigger('list'), 'Invalid']],
  'RedisListTriggerOptions.itemsPerPod': number(trigger('itemsPerPod'), PER_POD, (itemsPerPod) => list({ itemsPerPod })),
  'RedisStreamTriggerOptions.stream': [['malformed', () => stream({ stream: '' }), WORKER, trigger('stream'), 'Invalid']],
  'RedisStreamTriggerOptions.consumerGroup': [['malformed', () => stream({ consumerGroup: 7 }), WORKER, trigger('consumerGroup'), 'Invalid']],
  'RedisStreamTriggerOptions.entriesPerPod': number(trigger('entriesPerPod'), PER_POD, (entriesPerPod) => stream({ entriesPerPod })),
  'PostgresQueryTriggerOptions.query': [['malformed', () => sql({ query: '' }), WORKER, trigger('query'), 'Invalid']],
  'PostgresQueryTriggerOptions.valuePerPod': number(trigger('valuePerPod'), PER_POD, (valuePerPod) => sql({ valuePerPod })),
  'PrometheusQueryTriggerOptions.address': [['malformed', () => promql({ address: 'prometheus:9090' }), WORKER, trigger('address'), 'Invalid']],
  'PrometheusQueryTriggerOptions.query': [['malformed', () => promql({ query: '' }), WORKER, trigger('query'), 'Invalid']],
  'PrometheusQueryTriggerOptions.valuePerPod': number(trigger('valuePerPod'), PER_POD, (valuePerPod) => promql({ valuePerPod })),
  'CronTriggerOptions.start': [['malformed', () => cron({ start: 'daily' }), WORKER, trigger('start'), 'Invalid']],
  'CronTriggerOptions.end': [['malformed', () => cron({ end: '0 18 * * 9' }), WORKER, trigger('end'), 'Invalid']],
  'CronTriggerOptions.replicas': number(trigger('replicas'), 1001, (replicas) => cron({ replicas })),
  'CronTriggerOptions.timeZone': [['malformed', () => cron({ timeZone: 'Berlin' }), WORKER, trigger('timeZone'), 'Invalid']],
};
