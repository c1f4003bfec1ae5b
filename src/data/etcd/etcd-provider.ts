import { SecretSource } from '../../secrets/secret-source';
import { DeployedStore, StoreProvider, StoreRequest } from '../../store/store-provider';

export interface EtcdRequest extends StoreRequest {
  /** The Secret with the certificate that clients authenticate with. */
  readonly credentials: SecretSource;
}

/** An engine that runs an etcd. */
export type EtcdProvider = StoreProvider<EtcdRequest, DeployedStore>;
