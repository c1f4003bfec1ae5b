import { Duration } from 'cdk8s';
import { MessageAccess, RabbitMqEngine, RedisEngine } from '../../../src';
import { Case, Cases } from '../case';
import { plainRabbit, queue, rabbit, rabbitPolicy, rabbitUser, validated, wild } from '../compose';

const JOBS = 'production/agents/messaging/jobs';

/** Limits are the same of a queue and of a policy. */
function limitCases(low: object, high: object, malformed: object, prop: string): Case[] {
  const reasons = [['low', low, 'OutOfRange'], ['high', high, 'OutOfRange'], ['malformed', malformed, 'TypeInvalid']] as const;
  return reasons.flatMap(([badness, props, reason]): Case[] => [
    [badness, () => queue(props), `${JOBS}/runs`, prop, reason],
    [badness, () => rabbitPolicy(props), JOBS, `addPolicy.${prop}`, reason],
  ]);
}

export const messagingCases: Cases = {
  'PlainRabbitMqOptions.certificate': [
    ['malformed', () => plainRabbit({ certificate: 'jobs-tls' }), JOBS, 'engine.certificate', 'TypeInvalid'],
  ],
  'PlainRabbitMqOptions.clusterCredentials': [
    ['malformed', () => plainRabbit({ clusterCredentials: 'cookie' }), JOBS, 'engine.clusterCredentials', 'TypeInvalid'],
  ],
  'PlainRabbitMqOptions.image': [
    ['malformed', () => plainRabbit({ image: 'rabbitmq' }), JOBS, 'engine.image', 'Invalid'],
  ],
  'PlainRabbitMqOptions.replicas': [
    ['low', () => plainRabbit({ replicas: 0 }), JOBS, 'engine.replicas', 'OutOfRange'],
    ['high', () => plainRabbit({ replicas: 11 }), JOBS, 'engine.replicas', 'OutOfRange'],
    ['malformed', () => plainRabbit({ replicas: 4 }), JOBS, 'engine.replicas', 'Invalid'],
    ['malformed', () => plainRabbit({ replicas: '3' }), JOBS, 'engine.replicas', 'TypeInvalid'],
  ],
  'QueueLimits.deliveryLimit': limitCases({ deliveryLimit: 0 }, { deliveryLimit: 1001 }, { deliveryLimit: '5' }, 'deliveryLimit'),
  'QueueLimits.maxMessages': limitCases({ maxMessages: 0 }, { maxMessages: 1e9 }, { maxMessages: '5' }, 'maxMessages'),
  'QueueLimits.messageTtl': limitCases({ messageTtl: Duration.millis(1) }, { messageTtl: Duration.days(31) }, { messageTtl: '1h' }, 'messageTtl'),
  'RabbitMq.addPolicy.id': [
    ['malformed', () => rabbitPolicy({}, 'a b'), JOBS, 'addPolicy.id', 'Invalid'],
    ['malformed', () => rabbitPolicy({}, 'queue-runs'), JOBS, 'addPolicy.id', 'Invalid'],
    ['malformed', () => {
      const jobs = rabbit({});
      [1, 2].forEach(() => jobs.addPolicy('short', { pattern: '.*', maxMessages: 1 }));
    }, JOBS, 'addPolicy.id', 'Duplicate'],
  ],
  'RabbitMq.addQueue.id': [
    ['malformed', () => queue({}, wild(5)), JOBS, 'id', 'TypeInvalid'],
    ['malformed', () => queue({}, 'amq.runs'), `${JOBS}/amq.runs`, 'queueName', 'Invalid'],
  ],
  'RabbitMq.addUser.id': [
    ['malformed', () => rabbitUser({}, wild(5)), JOBS, 'id', 'TypeInvalid'],
    ['malformed', () => rabbitUser({}, '---'), `${JOBS}/---`, 'id', 'Invalid'],
    ['high', () => rabbitUser({}, 'a'.repeat(64)), `${JOBS}/${'a'.repeat(64)}`, 'id', 'Invalid'],
    ['malformed', () => rabbitUser({}, 'cluster'), `${JOBS}/cluster`, 'id', 'Forbidden'],
    ['malformed', () => {
      const jobs = rabbit({});
      ['worker', 'Worker'].forEach((id) => jobs.addUser(id, { access: MessageAccess.consume() }));
    }, `${JOBS}/Worker`, 'id', 'Duplicate'],
  ],
  'RabbitMqPolicyProps.pattern': [
    ['malformed', () => rabbitPolicy({ pattern: undefined }), JOBS, 'addPolicy.pattern', 'Required'],
    ['malformed', () => rabbitPolicy({ pattern: '(' }), JOBS, 'addPolicy.pattern', 'Invalid'],
    ['malformed', () => rabbitPolicy({ maxMessages: undefined }), JOBS, 'addPolicy.props', 'Invalid'],
  ],
  'RabbitMqProps.engine': [
    ['malformed', () => rabbit({ engine: RedisEngine.single() }), JOBS, 'engine', 'TypeInvalid'],
    ['malformed', () => rabbit({ engine: RabbitMqEngine }), JOBS, 'engine', 'TypeInvalid'],
  ],
  'RabbitMqQueueProps.deadLetterQueue': [
    ['malformed', () => queue({ deadLetterQueue: 'amq.failed' }), `${JOBS}/runs`, 'deadLetterQueue', 'Invalid'],
    ['malformed', () => validated(queue({ deadLetterQueue: 'nowhere' })), `${JOBS}/runs`, 'deadLetterQueue', 'Invalid'],
    ['malformed', () => validated(queue({ deadLetterQueue: 'runs' })), `${JOBS}/runs`, 'deadLetterQueue', 'Invalid'],
  ],
  'RabbitMqQueueProps.queueName': [
    ['malformed', () => queue({ queueName: 'my runs' }), `${JOBS}/runs`, 'queueName', 'Invalid'],
    ['malformed', () => {
      const jobs = rabbit({});
      ['a', 'b'].forEach((id) => jobs.addQueue(id, { queueName: 'runs' }));
    }, `${JOBS}/b`, 'queueName', 'Duplicate'],
  ],
  'RabbitMqUserProps.access': [
    ['malformed', () => rabbitUser({ access: undefined }), `${JOBS}/worker`, 'access', 'Required'],
    ['malformed', () => rabbitUser({ access: 'consume' }), `${JOBS}/worker`, 'access', 'TypeInvalid'],
  ],
  'RabbitMqUserProps.credentials': [
    ['malformed', () => rabbitUser({ credentials: 'worker' }), `${JOBS}/worker`, 'credentials', 'TypeInvalid'],
  ],
};
