import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { addHostToMesh, addressesOf, ExternalHostProps, validateHost } from '../connections/external-host';
import { TrafficPeer } from '../connections/traffic-peer';
import { Guard } from '../internal/guard';
import { Guarantees } from '../model/guarantees';
import { MonitoringPlan } from '../model/monitoring-plan';
import { Registry } from '../platform/registry';
import { SecretKey, SecretSource } from '../secrets/secret-source';
import { ExternalGuarantees, promised, validateExternalGuarantees } from './external-guarantees';

/** Options of every store that runs outside of the cluster. */
export interface ExternalServerOptions {
  /** The host name of the primary, or its IPv4 address, without scheme, port or path. */
  readonly host: string;
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

/** What an engine knows of its server in addition to the options of every store. */
interface ServerOptions extends ExternalServerOptions {
  readonly port: number;
  /** The standbys, which have the port and the addresses of the primary. */
  readonly readOnlyHost?: string;
}

/** Where clients find a store outside of the cluster. */
export interface ExternalEndpoint {
  readonly host: string;
  readonly readOnlyHost?: string;
  readonly port: number;
  readonly peer: TrafficPeer;
  readonly certificateAuthority?: SecretKey;
}

/** A server outside of the cluster: what is checked of it, what it guarantees, and what lets clients reach it. */
export class ExternalServer {
  public constructor(private readonly options: ServerOptions) {}

  public validate(guard: Guard): void {
    const { host, readOnlyHost, port, certificateAuthority } = this.options;
    validateHost(guard, 'host', host);
    guard.port('port', port);
    if (readOnlyHost !== undefined) {
      validateHost(guard, 'readOnlyHost', readOnlyHost);
      if (readOnlyHost === host) {
        guard.fail('readOnlyHost', readOnlyHost, 'a different host from the primary', 'leave it out if there are no standbys', 'Duplicate');
      }
    }
    if (certificateAuthority !== undefined) {
      guard.instance('certificateAuthority', certificateAuthority, SecretSource, 'SecretSource.existing(\'rds-ca\')')._validate(guard, 'certificateAuthority');
    }
    validateExternalGuarantees(guard, this.options.promised ?? {});
  }

  public guarantees(): Guarantees {
    return promised(this.options.promised ?? {}, this.options.readOnlyHost === undefined ? 1 : 2);
  }

  /** Lists the Secrets that must exist, and makes the hosts known to a mesh. `keys` are those of the credentials. */
  public connect(store: Construct, name: string, credentials: SecretSource, keys: string[]): ExternalEndpoint {
    const { host, readOnlyHost, port, certificateAuthority } = this.options;
    const peer = addressesOf(new Guard(store, 'engine.'), store, this.location(host));
    addHostToMesh(store, 'Host', name, this.location(host));
    if (readOnlyHost !== undefined) {
      addHostToMesh(store, 'ReadOnlyHost', `${name}-ro`, this.location(readOnlyHost));
    }
    const { namespace } = Chart.of(store);
    Registry.of(store).requireSecret(store, namespace, credentials, keys);
    if (certificateAuthority) {
      Registry.of(store).requireSecret(store, namespace, certificateAuthority, ['ca.crt']);
    }
    return { host, readOnlyHost, port, peer, certificateAuthority: certificateAuthority?.key('ca.crt') };
  }

  /** Databases negotiate TLS in their own protocols, so a mesh sees TCP. */
  private location(host: string): ExternalHostProps {
    return { host, port: this.options.port, protocol: 'TCP', addresses: this.options.addresses };
  }
}

/** The metrics of a server outside of the cluster are not available in it. */
export function notMonitored(title: string): MonitoringPlan {
  return { title, scrapes: [], alerts: [], recordings: [], panels: [] };
}
