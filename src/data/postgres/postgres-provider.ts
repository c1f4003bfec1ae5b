import { Construct } from 'constructs';
import { Connections } from '../../connections/connections';
import { TrafficPeer } from '../../connections/traffic-peer';
import { Guard } from '../../internal/guard';
import { SecretKey, SecretSource } from '../../secrets/secret-source';
import { ExternalEndpoint } from '../../store/external-server';
import { DeployedStore, StoreProvider, StoreRequest } from '../../store/store-provider';
import { ResolvedResources } from '../../workload/compute-resources';

export interface PostgresRequest extends StoreRequest {
  readonly database: string;
}

/** A role of the database besides its owner. */
export interface PostgresRole {
  readonly name: string;
  /** The roles whose rights it has. */
  readonly memberOf: string[];
  /** The Secret with its name and password: the keys `username` and `password`. */
  readonly credentials: SecretSource;
}

/** What is asked of a pooler, with nothing left out. */
export interface PoolerRequest {
  readonly name: string;
  readonly componentName: string;
  readonly replicas: number;
  /** `transaction` or `session`. */
  readonly mode: string;
  readonly poolSize: number;
  readonly maxClients: number;
  readonly resources: ResolvedResources;
}

export interface DeployedPooler extends DeployedStore {
  readonly connections: Connections;
}

export interface DeployedPostgres extends DeployedStore {
  /** Where clients find it, if not at the Services of the store. */
  readonly endpoint?: ExternalEndpoint;
  /** All members: after a failover another one is the primary. */
  readonly peers: TrafficPeer[];
  /** By what clients know that they talk to this server. */
  readonly certificateAuthority?: SecretKey;
  /** What clients show of themselves, where the server asks for it: `tls.crt` and `tls.key`. */
  readonly clientCertificate?: SecretSource;
  /** The Secret of the database's owner. */
  readonly credentials: SecretSource;
  /** An image with the client programs of the server's own major version. */
  readonly clientImage: string;
  /** Has the database create a role; absent where the engine cannot. */
  readonly addRole?: (role: PostgresRole) => void;
  /** Puts a connection pooler in front of the primary; absent where the engine has none. */
  readonly addPooler?: (pooler: Construct, request: PoolerRequest) => DeployedPooler;
}

/** An engine that runs PostgreSQL. */
export type PostgresProvider = StoreProvider<PostgresRequest, DeployedPostgres>;

/** The port of the server, whatever the engine. */
export const POSTGRES_PORT = 5432;
export const METRICS_PORT = 9187;

/** The name by which the member that takes writes is reached. */
export function primaryService(name: string): string {
  return `${name}-rw`;
}

/** The name by which the members that only answer reads are reached. */
export function standbyService(name: string): string {
  return `${name}-ro`;
}

const MAJOR = /^(1[4-8])(\.|-|$)/;

/** The major version, which an image's tag begins with. */
export function majorOf(guard: Guard, prop: string, image: string): string {
  const tag = image.split('@')[0].split(':').pop()!;
  const major = MAJOR.exec(tag);
  if (!major) {
    guard.fail(prop, image, 'an image whose tag begins with a major version from 14 to 18', 'the version decides where data lies: write it like postgres:18.4');
  }
  return major[1];
}
