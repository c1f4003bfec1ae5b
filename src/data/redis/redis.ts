import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { Connectable } from '../../connections/connectable';
import { NameLimit } from '../../internal/naming';
import { SecretSource } from '../../secrets/secret-source';
import { Store } from '../../store/store';
import { StoreKind, StoreLife } from '../../store/store-life';
import { StoreProps } from '../../store/store-props';
import { serviceHost } from '../../workload/service-host';
import { RedisEngine } from './redis-engine';
import { DeployedRedis, REDIS_CLIENT_PORT, RedisProvider, RedisRequest } from './redis-provider';

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

/**
 * A Redis for locks, sessions and queues that may lose the newest second of writes. A lock in it may be held twice after a
 * failover, for as long as the first holder does not notice: let what it guards refuse an older holder.
 */
export class Redis extends Store {
  /** @internal */
  protected readonly _life: StoreLife<RedisRequest, DeployedRedis>;

  private readonly credentials: SecretSource;
  private readonly deployed: DeployedRedis;

  public constructor(scope: Construct, id: string, props: RedisProps = {}) {
    super(scope, id);
    this._life = new StoreLife(this, props, KIND);
    const { name, request } = this._life;
    this.credentials = request.credentials ?? SecretSource.existing(`${name}-app`);
    this.deployed = this._begin(this._life, { ...request, credentials: this.credentials });
  }

  public toConnectable(): Connectable {
    const { connections, endpoint } = this.deployed;
    const port = endpoint?.port ?? REDIS_CLIENT_PORT;
    return {
      peers: [endpoint?.peer ?? this.connections.peer],
      ports: [port],
      connections,
      binding: {
        type: 'redis',
        literals: { host: endpoint?.host ?? serviceHost(this, this.name), port: `${port}` },
        secrets: {
          password: this.credentials.key('password'),
          ...endpoint?.certificateAuthority ? { 'ca.crt': endpoint.certificateAuthority } : {},
        },
      },
    };
  }
}
