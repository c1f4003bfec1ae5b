import { TrafficPeer } from '../../connections/traffic-peer';
import { SecretKey, SecretSource } from '../../secrets/secret-source';
import { ExternalEndpoint } from '../../store/external-server';
import { DeployedStore, StoreProvider, StoreRequest } from '../../store/store-provider';

export interface MySqlRequest extends StoreRequest {
  /** The first is the one in the binding of clients. */
  readonly databases: string[];
}

/** A user besides the owner of the databases. */
export interface MySqlUserRequest {
  /** Files are named after it. */
  readonly id: string;
  readonly privileges: string[];
  readonly databases: string[];
  /** The Secret with the keys `username` and `password`. */
  readonly credentials: SecretSource;
}

export interface DeployedMySql extends DeployedStore {
  /** Where clients find it, if not at the Services of the store. */
  readonly endpoint?: ExternalEndpoint;
  /** All members: after a failover another one is the primary. */
  readonly peers: TrafficPeer[];
  /** By what clients know that they talk to this server. */
  readonly certificateAuthority?: SecretKey;
  /** The Secret of the databases' owner. */
  readonly credentials: SecretSource;
  /** An image with client programs that the server understands. */
  readonly clientImage: string;
  /** Has the server create a user; absent where the engine cannot. */
  readonly addUser?: (user: MySqlUserRequest) => void;
}

/** An engine that runs a MySQL. */
export type MySqlProvider = StoreProvider<MySqlRequest, DeployedMySql>;

/** The port of the server, whatever the engine. */
export const MYSQL_PORT = 3306;

/** The name by which the member that takes writes is reached. */
export function primaryService(name: string): string {
  return `${name}-rw`;
}

/** The name by which the members that only answer reads are reached. */
export function standbyService(name: string): string {
  return `${name}-ro`;
}
