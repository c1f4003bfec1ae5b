import { frozen } from '../../internal/frozen';
import { EtcdProvider } from './etcd-provider';
import { PlainEtcdOptions, PlainEtcdProvider } from './plain-etcd';

/** What runs an etcd. For an etcd outside of the cluster, use an `ExternalService` of type `etcd`. */
export class EtcdEngine {
  /** The official image in a StatefulSet, with TLS between members and to clients. It needs no custom resource. */
  public static plain(options: PlainEtcdOptions = {}): EtcdEngine {
    return new EtcdEngine(new PlainEtcdProvider(frozen(options)));
  }

  private constructor(
    /** @internal */
    public readonly _provider: EtcdProvider,
  ) {}
}
