import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { Connectable, IConnectable } from '../../connections/connectable';
import { constructId } from '../../internal/construct-id';
import { Guard } from '../../internal/guard';
import { variablePrefix } from '../../internal/naming';
import { Store } from '../../store/store';
import { Definitions } from './definitions';

/** Limits of queues. */
export interface QueueLimits {
  /**
   * How often a message is delivered again before it is dropped or goes to the dead-letter queue, 1 to 1000.
   *
   * @default - the broker's own, 20
   */
  readonly deliveryLimit?: number;
  /**
   * How long a message may wait, 1 second to 30 days. Then it is dropped or goes to the dead-letter queue.
   *
   * @default - no limit
   */
  readonly messageTtl?: Duration;
  /**
   * How many messages may wait, 1 to 100000000. Then publishers are refused.
   *
   * @default - no limit but the volume
   */
  readonly maxMessages?: number;
}

/** Options of `RabbitMq.addQueue`. */
export interface RabbitMqQueueProps extends QueueLimits {
  /**
   * The name of the queue.
   *
   * @default - the id
   */
  readonly queueName?: string;
  /**
   * The name of another queue of the same broker, for messages that were delivered too often or waited too long.
   *
   * @default - they are dropped
   */
  readonly deadLetterQueue?: string;
}

const NAME = /^(?!amq\.)[A-Za-z0-9_.:-]{1,200}$/;

/** A queue of a broker, as a target of its own: the broker's entries, and `queue`. */
export class RabbitMqQueue extends Construct implements IConnectable {
  public readonly queueName: string;

  private readonly guard: Guard;

  public constructor(private readonly store: Store, id: string, given: RabbitMqQueueProps, definitions: Definitions) {
    super(store, constructId(store, id));
    this.guard = new Guard(this);
    const props = this.guard.struct('props', given);
    this.queueName = queueName(this.guard, 'queueName', props.queueName ?? id);
    if (definitions.queues.some(({ name }) => name === this.queueName)) {
      this.guard.fail('queueName', this.queueName, 'a name that no other queue has', 'choose another one', 'Duplicate');
    }
    definitions.addQueue({ name: this.queueName, type: 'quorum' });
    this.limit(props, definitions);
  }

  public toConnectable(): Connectable {
    const { binding, ...connectable } = this.store.toConnectable();
    const literals = { ...binding.literals, queue: this.queueName };
    return { ...connectable, binding: { ...binding, literals }, prefix: variablePrefix(`${this.store.node.id}-${this.node.id}`) };
  }

  /** A policy, because arguments of a queue cannot be changed once it exists. */
  private limit(props: RabbitMqQueueProps, definitions: Definitions): void {
    const { deadLetterQueue } = props;
    const definition = { ...limitsOf(this.guard, props), ...deadLetterQueue === undefined ? {} : this.deadLetters(deadLetterQueue, definitions) };
    if (Object.keys(definition).length > 0) {
      definitions.addPolicy({ name: `queue-${this.queueName}`, pattern: `^${escaped(this.queueName)}$`, applyTo: 'quorum_queues', priority: 10, definition });
    }
  }

  private deadLetters(target: string, definitions: Definitions): Record<string, string> {
    queueName(this.guard, 'deadLetterQueue', target);
    this.node.addValidation({
      validate: () => target !== this.queueName && definitions.queues.some(({ name }) => name === target) ? [] : [
        Guard.message('deadLetterQueue', target, 'the name of another queue of this broker', `add it: addQueue('${target}')`),
      ],
    });
    // By the default exchange; at least once, which needs publishers to be refused when the queue is full.
    return { 'dead-letter-exchange': '', 'dead-letter-routing-key': target, 'dead-letter-strategy': 'at-least-once', 'overflow': 'reject-publish' };
  }
}

/** What the broker calls the limits. */
export function limitsOf(guard: Guard, { deliveryLimit, messageTtl, maxMessages }: QueueLimits): Record<string, string | number> {
  return {
    ...deliveryLimit === undefined ? {} : { 'delivery-limit': guard.integer('deliveryLimit', deliveryLimit, { min: 1, max: 1000 }, 'leave it out for 20') },
    ...messageTtl === undefined ? {} : { 'message-ttl': guard.duration('messageTtl', messageTtl, { min: 1, max: 30 * 86400 }, 'leave it out for no limit').toMilliseconds() },
    ...maxMessages === undefined ? {} : {
      'max-length': guard.integer('maxMessages', maxMessages, { min: 1, max: 100_000_000 }, 'leave it out for no limit'), 'overflow': 'reject-publish',
    },
  };
}

function queueName(guard: Guard, prop: string, name: string): string {
  if (typeof name !== 'string' || !NAME.test(name)) {
    guard.fail(prop, name, 'the name of a queue (letters, digits, _, -, . and :, at most 200 characters, not amq.*)', 'write it like runs, or agents.runs');
  }
  return name;
}

function escaped(name: string): string {
  return name.replace(/\./g, '\\.');
}
