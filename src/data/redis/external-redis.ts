import { Construct } from 'constructs';
import { Guard } from '../../internal/guard';
import { Guarantees } from '../../model/guarantees';
import { ExternalServer, ExternalServerOptions, notMonitored } from '../../store/external-server';
import { DeployedRedis, REDIS_CLIENT_PORT, RedisProvider, RedisRequest } from './redis-provider';

/** Options of `RedisEngine.external`. */
export interface ExternalRedisOptions extends ExternalServerOptions {
  /**
   * Its port, 1 to 65535.
   *
   * @default 6379
   */
  readonly port?: number;
}

/** A Redis or Valkey that runs elsewhere: a managed service, or a server of another team. */
export class ExternalRedisProvider implements RedisProvider {
  public readonly call = 'RedisEngine.external(...)';
  public readonly isExternal = true;

  public constructor(private readonly options: ExternalRedisOptions) {}

  public validate(guard: Guard): void {
    guard.struct('options', this.options);
    this.server.validate(guard);
  }

  public guarantees(): Guarantees {
    return this.server.guarantees();
  }

  public deploy(store: Construct, request: RedisRequest): DeployedRedis {
    const endpoint = this.server.connect(store, request.name, request.credentials, ['password']);
    return { endpoint, monitoring: notMonitored(request.name) };
  }

  private get server(): ExternalServer {
    return new ExternalServer({ ...this.options, port: this.options.port ?? REDIS_CLIENT_PORT });
  }
}
