import { TrafficPeer } from '../../connections/traffic-peer';
import { SecretKey, SecretSource } from '../../secrets/secret-source';
import { DeployedStore, StoreProvider, StoreRequest } from '../../store/store-provider';

/** The port that clients connect to, unless the server is elsewhere and has another one. */
export const REDIS_CLIENT_PORT = 6379;

export interface RedisRequest extends StoreRequest {
  /** The Secret with the password. */
  readonly credentials: SecretSource;
}

/** Where a Redis is that runs outside of the cluster. */
export interface RedisEndpoint {
  readonly host: string;
  readonly port: number;
  readonly peer: TrafficPeer;
  readonly certificateAuthority?: SecretKey;
}

export interface DeployedRedis extends DeployedStore {
  /** Absent if the store runs in the cluster. */
  readonly endpoint?: RedisEndpoint;
}

/** An engine that runs a Redis. */
export type RedisProvider = StoreProvider<RedisRequest, DeployedRedis>;
