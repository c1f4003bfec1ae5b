import { SecretSource } from '../../secrets/secret-source';
import { DeployedStore, StoreProvider, StoreRequest } from '../../store/store-provider';

export interface RedisRequest extends StoreRequest {
  /** The Secret with the password. */
  readonly credentials: SecretSource;
}

/** An engine that runs a Redis. */
export type RedisProvider = StoreProvider<RedisRequest, DeployedStore>;
