import { SecretKey, SecretSource } from '../../secrets/secret-source';
import { DeployedStore, StoreProvider, StoreRequest } from '../../store/store-provider';
import { Definitions } from './definitions';

export interface RabbitMqRequest extends StoreRequest {
  /** The Secret with the name and the password of the user that may do everything. */
  readonly credentials: SecretSource;
  /** Queues, policies and users, complete only when rendering. */
  readonly definitions: Definitions;
}

export interface DeployedRabbitMq extends DeployedStore {
  /** The port that clients connect to. */
  readonly port: number;
  /** By what clients know that they talk to this broker. */
  readonly certificateAuthority?: SecretKey;
}

/** An engine that runs a RabbitMQ. */
export type RabbitMqProvider = StoreProvider<RabbitMqRequest, DeployedRabbitMq>;
