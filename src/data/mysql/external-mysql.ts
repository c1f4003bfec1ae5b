import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { MARIADB } from '../../catalog/images';
import { addHostToMesh, addressesOf, ExternalHostProps, validateHost } from '../../connections/external-host';
import { TrafficPeer } from '../../connections/traffic-peer';
import { Guard } from '../../internal/guard';
import { Guarantees } from '../../model/guarantees';
import { Platform } from '../../platform/platform';
import { Registry } from '../../platform/registry';
import { SecretSource } from '../../secrets/secret-source';
import { ExternalGuarantees, promised, validateExternalGuarantees } from '../../store/external-guarantees';
import { DeployedMySql, MYSQL_PORT, MySqlProvider, MySqlRequest } from './mysql-provider';

/** Options of `MySqlEngine.external`. */
export interface ExternalMySqlOptions {
  /** The host name of the primary, or its IPv4 address, without scheme, port or path. */
  readonly host: string;
  /**
   * The host name of the standbys, for `readOnly` and for dumps. It has the port and the addresses of the primary.
   *
   * @default - there are none
   */
  readonly readOnlyHost?: string;
  /**
   * Its port, 1 to 65535.
   *
   * @default 3306
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

/** A MySQL or MariaDB that runs elsewhere: a managed service, or a server of another team. */
export class ExternalMySqlProvider implements MySqlProvider {
  public readonly call = 'MySqlEngine.external(...)';
  public readonly isExternal = true;

  public constructor(private readonly options: ExternalMySqlOptions) {}

  public validate(guard: Guard): void {
    const { host, readOnlyHost, certificateAuthority } = guard.struct('options', this.options);
    validateHost(guard, 'host', host);
    guard.port('port', this.port);
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

  public deploy(store: Construct, request: MySqlRequest): DeployedMySql {
    const { host, readOnlyHost, certificateAuthority } = this.options;
    const credentials = request.credentials ?? SecretSource.existing(`${request.name}-app`);
    const peers = [addressesOf(new Guard(store, 'engine.'), store, this.location(host))];
    addHostToMesh(store, 'Host', request.name, this.location(host));
    if (readOnlyHost !== undefined) {
      addHostToMesh(store, 'ReadOnlyHost', `${request.name}-ro`, this.location(readOnlyHost));
    }
    this.requireSecrets(store, credentials);
    return {
      peers,
      endpoint: { host, readOnlyHost, port: this.port },
      certificateAuthority: certificateAuthority?.key('ca.crt'),
      credentials,
      // MariaDB's programs dump a MySQL, too.
      clientImage: Platform.of(store).images._of(MARIADB),
      monitoring: { title: request.name, scrapes: [], alerts: [], recordings: [], panels: [] },
    };
  }

  private get port(): number {
    return this.options.port ?? MYSQL_PORT;
  }

  /** MySQL negotiates TLS in its own protocol, so a mesh sees TCP. */
  private location(host: string): ExternalHostProps {
    return { host, port: this.port, protocol: 'TCP', addresses: this.options.addresses };
  }

  private requireSecrets(store: Construct, credentials: SecretSource): void {
    const { certificateAuthority } = this.options;
    const { namespace } = Chart.of(store);
    Registry.of(store).requireSecret(store, namespace, credentials, ['username', 'password', 'uri']);
    if (certificateAuthority) {
      Registry.of(store).requireSecret(store, namespace, certificateAuthority, ['ca.crt']);
    }
  }
}
