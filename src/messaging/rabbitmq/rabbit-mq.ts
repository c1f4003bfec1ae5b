import { Chart, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { Connectable, IConnectable } from '../../connections/connectable';
import { Guard } from '../../internal/guard';
import { NameLimit } from '../../internal/naming';
import { Registry } from '../../platform/registry';
import { SecretSource } from '../../secrets/secret-source';
import { Store } from '../../store/store';
import { StoreKind, StoreLife } from '../../store/store-life';
import { StoreProps } from '../../store/store-props';
import { serviceHost } from '../../workload/service-host';
import { Definitions, VIRTUAL_HOST } from './definitions';
import { MessageAccess } from './message-access';
import { RabbitMqEngine } from './rabbit-mq-engine';
import { DeployedRabbitMq, RabbitMqProvider, RabbitMqRequest } from './rabbit-mq-provider';
import { limitsOf, QueueLimits, RabbitMqQueue, RabbitMqQueueProps } from './rabbit-mq-queue';
import { RabbitMqUser, RabbitMqUserProps } from './rabbit-mq-user';

/**
 * Options of a RabbitMq. Publishers are blocked when six tenths of the memory of a node are in use. The Secret of `credentials` holds
 * the keys `username` and `password` of a user that may do everything.
 */
export interface RabbitMqProps extends StoreProps {
  /**
   * What runs it.
   *
   * @default RabbitMqEngine.plain()
   */
  readonly engine?: RabbitMqEngine;
}

/** Options of `RabbitMq.addPolicy`. */
export interface RabbitMqPolicyProps extends QueueLimits {
  /** The names of queues that it holds of, as a regular expression. */
  readonly pattern: string;
}

const KIND: StoreKind<RabbitMqProvider> = {
  engineClass: RabbitMqEngine,
  engines: () => [RabbitMqEngine.plain()],
  storage: Size.gibibytes(10),
  resources: { cpu: Cpu.millis(500), memory: Size.gibibytes(1) },
  nameLimit: NameLimit.NUMBERED,
};

/**
 * A RabbitMQ: nodes that form a cluster, and queues with a replica on three of them. A message that was confirmed to its publisher is on
 * a majority of the replicas: publishers must use confirms, and consumers must acknowledge what they have done.
 */
export class RabbitMq extends Store {
  /** @internal */
  protected readonly _life: StoreLife<RabbitMqRequest, DeployedRabbitMq>;

  private readonly credentials: SecretSource;
  private readonly definitions = new Definitions();

  public constructor(scope: Construct, id: string, props: RabbitMqProps = {}) {
    super(scope, id);
    this._life = new StoreLife(this, props, KIND);
    const { name, request } = this._life;
    this.credentials = request.credentials ?? SecretSource.existing(`${name}-app`);
    this.definitions.addUser({ id: 'app', credentials: this.credentials, access: MessageAccess.declare(), tags: ['administrator'] });
    this._begin(this._life, { ...request, credentials: this.credentials, definitions: this.definitions });
    Registry.of(this).requireSecret(this, Chart.of(this).namespace, this.credentials, ['username', 'password']);
  }

  /**
   * Adds a quorum queue: `api.connectTo(jobs.addQueue('runs'))` gives the client the variables of the broker and `JOBS_RUNS_QUEUE`. The
   * queue stays in the broker when it is taken away here.
   */
  public addQueue(id: string, props: RabbitMqQueueProps = {}): IConnectable {
    return new RabbitMqQueue(this, id, props, this.definitions);
  }

  /**
   * Adds a user for a client: `worker.connectTo(jobs.addUser('worker', { access: MessageAccess.consume() }))` gives the client the same
   * variables as the broker, with the credentials of that user. The user stays in the broker when it is taken away here.
   */
  public addUser(id: string, props: RabbitMqUserProps): IConnectable {
    return new RabbitMqUser(this, id, props, this.definitions);
  }

  /** Limits queues by their name, such as those that clients declare. The limits of `addQueue` take precedence. */
  public addPolicy(id: string, props: RabbitMqPolicyProps): void {
    const guard = new Guard(this, 'addPolicy.');
    const { pattern, ...limits } = guard.struct('props', props);
    if (typeof id !== 'string' || !/^[A-Za-z0-9_.-]{1,100}$/.test(id) || id.startsWith('queue-')) {
      guard.fail('id', id, 'a name of letters, digits, _, - and . that does not begin with queue-', 'write it like short-lived');
    }
    if (this.definitions.policies.some(({ name }) => name === id)) {
      guard.fail('id', id, 'a name that no other policy has', 'choose another one', 'Duplicate');
    }
    if (typeof pattern !== 'string' || pattern === '' || !isExpression(pattern)) {
      guard.fail('pattern', pattern, 'a regular expression', 'write it like ^agents\\.');
    }
    const definition = limitsOf(guard, limits);
    if (Object.keys(definition).length === 0) {
      guard.fail('props', props, 'a policy with a limit', 'give deliveryLimit, messageTtl or maxMessages');
    }
    this.definitions.addPolicy({ name: id, pattern, applyTo: 'queues', priority: 0, definition });
  }

  public toConnectable(): Connectable {
    const { certificateAuthority, port } = this._life.deployed;
    return {
      peers: [this.connections.peer],
      ports: [port],
      connections: this.connections,
      binding: {
        type: 'rabbitmq',
        literals: { 'host': serviceHost(this, this.name), 'port': `${port}`, 'virtual-host': VIRTUAL_HOST },
        secrets: {
          username: this.credentials.key('username'),
          password: this.credentials.key('password'),
          ...certificateAuthority ? { 'ca.crt': certificateAuthority } : {},
        },
      },
    };
  }
}

function isExpression(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
