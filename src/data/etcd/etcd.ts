import { Chart, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { Connectable } from '../../connections/connectable';
import { NameLimit } from '../../internal/naming';
import { Registry } from '../../platform/registry';
import { SecretSource } from '../../secrets/secret-source';
import { Store } from '../../store/store';
import { StoreKind, StoreLife } from '../../store/store-life';
import { StoreProps } from '../../store/store-props';
import { DeployedStore } from '../../store/store-provider';
import { serviceHost } from '../../workload/service-host';
import { EtcdEngine } from './etcd-engine';
import { CLIENT_PORT } from './etcd-flags';
import { EtcdProvider, EtcdRequest } from './etcd-provider';

/**
 * Options of an Etcd. The Secret of `credentials` holds the certificate that clients authenticate with: the keys `tls.crt`, `tls.key`,
 * and `ca.crt`, which must be the authority of the members' certificate.
 */
export interface EtcdProps extends StoreProps {
  /**
   * What runs it.
   *
   * @default EtcdEngine.plain()
   */
  readonly engine?: EtcdEngine;
}

const KIND: StoreKind<EtcdProvider> = {
  engineClass: EtcdEngine,
  engines: () => [EtcdEngine.plain()],
  storage: Size.gibibytes(8),
  resources: { cpu: Cpu.millis(500), memory: Size.gibibytes(1) },
  nameLimit: NameLimit.NUMBERED,
};

/**
 * An etcd for locks, leader election and configuration. A write that was acknowledged is on a majority of the members, so a lock
 * survives a failover. Every client must present a certificate, and may read and write all keys.
 */
export class Etcd extends Store {
  /** @internal */
  protected readonly _life: StoreLife<EtcdRequest, DeployedStore>;

  private readonly credentials: SecretSource;

  public constructor(scope: Construct, id: string, props: EtcdProps = {}) {
    super(scope, id);
    this._life = new StoreLife(this, props, KIND);
    const { name, request } = this._life;
    this.credentials = request.credentials ?? SecretSource.existing(`${name}-app`);
    this._begin(this._life, { ...request, credentials: this.credentials });
    Registry.of(this).requireSecret(this, Chart.of(this).namespace, this.credentials, ['ca.crt', 'tls.crt', 'tls.key']);
  }

  public toConnectable(): Connectable {
    const host = serviceHost(this, this.name);
    return {
      peers: [this.connections.peer],
      ports: [CLIENT_PORT],
      connections: this.connections,
      binding: {
        type: 'etcd',
        literals: { host, port: `${CLIENT_PORT}`, uri: `https://${host}:${CLIENT_PORT}` },
        secrets: Object.fromEntries(['ca.crt', 'tls.crt', 'tls.key'].map((key) => [key, this.credentials.key(key)])),
      },
    };
  }
}
