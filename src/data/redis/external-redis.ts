import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { addHostToMesh, addressesOf, ExternalHostProps, validateHost } from '../../connections/external-host';
import { TrafficPeer } from '../../connections/traffic-peer';
import { Guard } from '../../internal/guard';
import { Guarantees } from '../../model/guarantees';
import { Registry } from '../../platform/registry';
import { SecretSource } from '../../secrets/secret-source';
import { ExternalGuarantees, promised, validateExternalGuarantees } from '../../store/external-guarantees';
import { DeployedRedis, REDIS_CLIENT_PORT, RedisProvider, RedisRequest } from './redis-provider';

/** Options of `RedisEngine.external`. */
export interface ExternalRedisOptions {
  /** The host name of the endpoint that accepts writes, or its IPv4 address, without scheme, port or path. */
  readonly host: string;
  /**
   * Its port, 1 to 65535.
   *
   * @default 6379
   */
  readonly port?: number;
  /**
   * Its addresses: `TrafficPeer.cidrs([...])` or `TrafficPeer.publicInternet()`. Network policies match addresses only, so it is required without a mesh and in ambient mode.
   *
   * @default - the address that `host` is; else under Mesh.istio(), which tells hosts apart, TrafficPeer.publicInternet()
   */
  readonly addresses?: TrafficPeer;
  /**
   * The Secret with the key `ca.crt`: the authority that signed the server's certificate. Clients get it as a file.
   *
   * @default - clients receive none
   */
  readonly certificateAuthority?: SecretSource;
  /**
   * What its provider promises. A recovery objective is compared with it.
   *
   * @default - nothing
   */
  readonly promised?: ExternalGuarantees;
}

/** A Redis or Valkey that runs elsewhere: a managed service, or a server of another team. */
export class ExternalRedisProvider implements RedisProvider {
  public readonly call = 'RedisEngine.external(...)';
  public readonly isExternal = true;

  public constructor(private readonly options: ExternalRedisOptions) {}

  public validate(guard: Guard): void {
    const { host, certificateAuthority } = guard.struct('options', this.options);
    validateHost(guard, 'host', host);
    guard.port('port', this.port);
    if (certificateAuthority !== undefined) {
      guard.instance('certificateAuthority', certificateAuthority, SecretSource, 'SecretSource.existing(\'redis-ca\')')._validate(guard, 'certificateAuthority');
    }
    validateExternalGuarantees(guard, this.options.promised ?? {});
  }

  public guarantees(): Guarantees {
    return promised(this.options.promised ?? {}, 1);
  }

  public deploy(store: Construct, request: RedisRequest): DeployedRedis {
    const { host, certificateAuthority } = this.options;
    const peer = addressesOf(new Guard(store, 'engine.'), store, this.location);
    addHostToMesh(store, 'Host', request.name, this.location);
    const registry = Registry.of(store);
    const { namespace } = Chart.of(store);
    registry.requireSecret(store, namespace, request.credentials, ['password']);
    if (certificateAuthority) {
      registry.requireSecret(store, namespace, certificateAuthority, ['ca.crt']);
    }
    return {
      endpoint: { host, port: this.port, peer, certificateAuthority: certificateAuthority?.key('ca.crt') },
      monitoring: { title: request.name, scrapes: [], alerts: [], recordings: [], panels: [] },
    };
  }

  private get port(): number {
    return this.options.port ?? REDIS_CLIENT_PORT;
  }

  private get location(): ExternalHostProps {
    return { host: this.options.host, port: this.port, protocol: 'TCP', addresses: this.options.addresses };
  }
}
