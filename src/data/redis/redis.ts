import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { Connectable } from '../../connections/connectable';
import { NameLimit } from '../../internal/naming';
import { SecretSource } from '../../secrets/secret-source';
import { Store } from '../../store/store';
import { StoreKind, StoreLife } from '../../store/store-life';
import { StoreProps } from '../../store/store-props';
import { DeployedStore } from '../../store/store-provider';
import { serviceHost } from '../../workload/service-host';
import { RedisEngine } from './redis-engine';
import { RedisProvider, RedisRequest } from './redis-provider';

/**
 * Options of a Redis. Six tenths of the memory of each member are for data; when they are full, writes are rejected. The Secret of
 * `credentials` holds the key `password`.
 */
export interface RedisProps extends StoreProps {
  /**
   * What runs it.
   *
   * @default RedisEngine.sentinel()
   */
  readonly engine?: RedisEngine;
}

const KIND: StoreKind<RedisProvider> = {
  engineClass: RedisEngine,
  engines: () => [RedisEngine.sentinel(), RedisEngine.single()],
  storage: Size.gibibytes(5),
  resources: { cpu: Cpu.millis(250), memory: Size.mebibytes(512) },
  nameLimit: NameLimit.NUMBERED,
};

/** The port that clients connect to. */
const PORT = 6379;

/**
 * A Redis for locks, sessions and queues that may lose the newest second of writes. A lock in it may be held twice after a
 * failover, for as long as the first holder does not notice: let what it guards refuse an older holder.
 */
export class Redis extends Store {
  /** @internal */
  protected readonly _life: StoreLife<RedisRequest, DeployedStore>;

  private readonly credentials: SecretSource;

  public constructor(scope: Construct, id: string, props: RedisProps = {}) {
    super(scope, id);
    this._life = new StoreLife(this, props, KIND);
    const { name, request } = this._life;
    this.credentials = request.credentials ?? SecretSource.existing(`${name}-app`);
    this._begin(this._life, { ...request, credentials: this.credentials });
  }

  public toConnectable(): Connectable {
    return {
      peers: [this.connections.peer],
      ports: [PORT],
      connections: this.connections,
      binding: {
        type: 'redis',
        literals: { host: serviceHost(this, this.name), port: `${PORT}` },
        secrets: { password: this.credentials.key('password') },
      },
    };
  }
}
