import { Binding } from '../../connections/binding';
import { IConnectable } from '../../connections/connectable';
import { checkTimeZone } from '../../internal/forms/time-zone';
import { frozen } from '../../internal/frozen';
import { Guard } from '../../internal/guard';
import { own } from '../../internal/own';

/** Options of `EventTrigger.rabbitMqQueue`. */
export interface RabbitMqQueueTriggerOptions {
  /**
   * How many messages each pod is to have waiting, 1 to 1000000.
   *
   * @default 20
   */
  readonly messagesPerPod?: number;
}

/** Options of `EventTrigger.redisList`. */
export interface RedisListTriggerOptions {
  /** The key of the list. */
  readonly list: string;
  /**
   * How many items each pod is to have waiting, 1 to 1000000.
   *
   * @default 10
   */
  readonly itemsPerPod?: number;
}

/** Options of `EventTrigger.redisStream`. */
export interface RedisStreamTriggerOptions {
  /** The key of the stream. */
  readonly stream: string;
  /** The consumer group that the pods belong to. */
  readonly consumerGroup: string;
  /**
   * How many entries each pod is to have pending, 1 to 1000000.
   *
   * @default 10
   */
  readonly entriesPerPod?: number;
}

/** Options of `EventTrigger.postgresQuery`. */
export interface PostgresQueryTriggerOptions {
  /** A query that returns one number, such as `SELECT count(*) FROM jobs WHERE state = 'waiting'`. */
  readonly query: string;
  /**
   * Which number each pod is good for, 1 to 1000000.
   *
   * @default 10
   */
  readonly valuePerPod?: number;
}

/** Options of `EventTrigger.prometheusQuery`. */
export interface PrometheusQueryTriggerOptions {
  /** The address of Prometheus, as KEDA's operator reaches it: `http://prometheus.monitoring.svc:9090`. Opening the path is up to you. */
  readonly address: string;
  /** A query that returns one number. */
  readonly query: string;
  /**
   * Which number each pod is good for, 1 to 1000000.
   *
   * @default 10
   */
  readonly valuePerPod?: number;
}

/** Options of `EventTrigger.cron`. */
export interface CronTriggerOptions {
  /** When the time begins: five cron fields. */
  readonly start: string;
  /** When the time ends: five cron fields. */
  readonly end: string;
  /** The minimum number of pods in that time, 1 to 1000. */
  readonly replicas: number;
  /**
   * The time zone, by its name in the IANA database.
   *
   * @default 'Etc/UTC'
   */
  readonly timeZone?: string;
}

/** What a workload scales on. Each trigger asks for a number of pods, and the highest counts. */
export class EventTrigger {
  /** The number of messages that wait in a queue of RabbitMQ. `queue` is what `addQueue` returns. */
  public static rabbitMqQueue(queue: IConnectable, options: RabbitMqQueueTriggerOptions = {}): EventTrigger {
    const given = frozen(options);
    return new EventTrigger(queue, 'rabbitmq', (guard) => {
      const { messagesPerPod } = guard.struct('options', given);
      const value = perPod(guard, 'messagesPerPod', messagesPerPod ?? 20);
      return {
        type: 'rabbitmq',
        metadata: ({ literals }) => ({
          protocol: 'amqp', host: `amqp://${literals.host}:${literals.port}`,
          vhostName: literals['virtual-host'], queueName: literals.queue, mode: 'QueueLength', value,
        }),
        authentication: { username: 'username', password: 'password' },
        unless: queueProblem,
      };
    });
  }

  /** The length of a list in Redis. */
  public static redisList(redis: IConnectable, options: RedisListTriggerOptions): EventTrigger {
    const given = frozen(options);
    return new EventTrigger(redis, 'redis', (guard) => {
      const { list, itemsPerPod } = guard.struct('options', given);
      const listName = guard.text('list', list, 512);
      const listLength = perPod(guard, 'itemsPerPod', itemsPerPod ?? 10);
      return { type: 'redis', metadata: (binding) => ({ address: addressOf(binding), listName, listLength }), authentication: { password: 'password' } };
    });
  }

  /** The pending entries of a consumer group of a stream in Redis. */
  public static redisStream(redis: IConnectable, options: RedisStreamTriggerOptions): EventTrigger {
    const given = frozen(options);
    return new EventTrigger(redis, 'redis', (guard) => {
      const { entriesPerPod, ...names } = guard.struct('options', given);
      const stream = guard.text('stream', names.stream, 512);
      const consumerGroup = guard.text('consumerGroup', names.consumerGroup, 512);
      const pendingEntriesCount = perPod(guard, 'entriesPerPod', entriesPerPod ?? 10);
      return {
        type: 'redis-streams',
        metadata: (binding) => ({ address: addressOf(binding), stream, consumerGroup, pendingEntriesCount }),
        authentication: { password: 'password' },
      };
    });
  }

  /** A number that a query of PostgreSQL returns. */
  public static postgresQuery(postgres: IConnectable, options: PostgresQueryTriggerOptions): EventTrigger {
    const given = frozen(options);
    return new EventTrigger(postgres, 'postgresql', (guard) => {
      const { query, valuePerPod } = guard.struct('options', given);
      const text = guard.text('query', query, 4096);
      const targetQueryValue = perPod(guard, 'valuePerPod', valuePerPod ?? 10);
      return {
        type: 'postgresql',
        metadata: ({ literals: { host, port, database }, secrets = {} }) => ({
          host, port, dbName: database, sslmode: 'ca.crt' in secrets ? 'require' : 'prefer', query: text, targetQueryValue,
        }),
        authentication: { userName: 'username', password: 'password' },
      };
    });
  }

  /** A number that a query of Prometheus returns. */
  public static prometheusQuery(options: PrometheusQueryTriggerOptions): EventTrigger {
    const given = frozen(options);
    return new EventTrigger(undefined, undefined, (guard) => {
      const { address, query, valuePerPod } = guard.struct('options', given);
      const serverAddress = guard.text('address', address, 2048);
      if (!/^https?:\/\/[^\s/]+/.test(serverAddress)) {
        guard.fail('address', address, 'an address that begins with http:// or https://', 'write it like http://prometheus.monitoring.svc:9090');
      }
      const text = guard.text('query', query, 4096);
      const threshold = perPod(guard, 'valuePerPod', valuePerPod ?? 10);
      return { type: 'prometheus', metadata: () => ({ serverAddress, query: text, threshold }) };
    });
  }

  /** A time of the day or the week. */
  public static cron(options: CronTriggerOptions): EventTrigger {
    const given = frozen(options);
    return new EventTrigger(undefined, undefined, (guard) => {
      const { start, end, replicas, timeZone = 'Etc/UTC' } = guard.struct('options', given);
      guard.cron('start', start);
      guard.cron('end', end);
      checkTimeZone(guard, timeZone);
      const desiredReplicas = `${guard.integer('replicas', replicas, { min: 1, max: 1000 }, 'say how many pods run in that time')}`;
      return { type: 'cron', metadata: () => ({ timezone: timeZone, start, end, desiredReplicas }) };
    });
  }

  private constructor(
    /** @internal */
    public readonly _target: IConnectable | undefined,
    /** @internal */
    public readonly _targetType: string | undefined,
    /** @internal */
    public readonly _resolve: (guard: Guard) => ResolvedTrigger,
  ) {}
}

/** KEDA takes the authority of a broker from a Secret only together with the word that switches TLS on, which no Secret of ours holds. */
function queueProblem({ literals, secrets = {} }: Binding): string | undefined {
  if (own(literals, 'queue') === undefined) {
    return 'a queue: pass what addQueue(...) returned';
  }
  return 'ca.crt' in secrets ? 'a queue of a broker without a certificate of its own' : undefined;
}

/** A trigger, as KEDA names its parts. */
export interface ResolvedTrigger {
  readonly type: string;
  /** From the binding of its target, if it has one. */
  readonly metadata: (binding: Binding) => Record<string, string>;
  /** Entries of the binding's Secret, by the parameter of the trigger. What the binding does not have is left out. */
  readonly authentication?: Record<string, string>;
  /** What the target must be, where it is not. */
  readonly unless?: (binding: Binding) => string | undefined;
}

function perPod(guard: Guard, prop: string, value: number): string {
  return `${guard.integer(prop, value, { min: 1, max: 1_000_000 }, 'give the amount that one pod handles in about a minute')}`;
}

function addressOf({ literals }: Binding): string {
  return `${literals.host}:${literals.port}`;
}
