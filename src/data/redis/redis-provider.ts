import { SecretSource } from '../../secrets/secret-source';
import { ExternalEndpoint } from '../../store/external-server';
import { DeployedStore, StoreProvider, StoreRequest } from '../../store/store-provider';

/** The port that clients connect to, unless the server is elsewhere and has another one. */
export const REDIS_CLIENT_PORT = 6379;

export interface RedisRequest extends StoreRequest {
  /** The Secret with the password. */
  readonly credentials: SecretSource;
}

export interface DeployedRedis extends DeployedStore {
  /** Absent if the store runs in the cluster. */
  readonly endpoint?: ExternalEndpoint;
}

/** An engine that runs a Redis. */
export type RedisProvider = StoreProvider<RedisRequest, DeployedRedis>;
