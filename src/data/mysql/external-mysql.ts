import { Construct } from 'constructs';
import { MARIADB } from '../../catalog/images';
import { Guard } from '../../internal/guard';
import { Guarantees } from '../../model/guarantees';
import { Platform } from '../../platform/platform';
import { SecretSource } from '../../secrets/secret-source';
import { ExternalServer, ExternalServerOptions, notMonitored } from '../../store/external-server';
import { DeployedMySql, MYSQL_PORT, MySqlProvider, MySqlRequest } from './mysql-provider';

/** Options of `MySqlEngine.external`. */
export interface ExternalMySqlOptions extends ExternalServerOptions {
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
}

/** A MySQL or MariaDB that runs elsewhere: a managed service, or a server of another team. */
export class ExternalMySqlProvider implements MySqlProvider {
  public readonly call = 'MySqlEngine.external(...)';
  public readonly isExternal = true;

  public constructor(private readonly options: ExternalMySqlOptions) {}

  public validate(guard: Guard): void {
    guard.struct('options', this.options);
    this.server.validate(guard);
  }

  public guarantees(): Guarantees {
    return this.server.guarantees();
  }

  public deploy(store: Construct, request: MySqlRequest): DeployedMySql {
    const credentials = request.credentials ?? SecretSource.existing(`${request.name}-app`);
    const endpoint = this.server.connect(store, request.name, credentials, ['username', 'password', 'uri']);
    return {
      peers: [endpoint.peer],
      endpoint,
      certificateAuthority: endpoint.certificateAuthority,
      credentials,
      // MariaDB's programs dump a MySQL, too.
      clientImage: Platform.of(store).images._of(MARIADB),
      monitoring: notMonitored(request.name),
    };
  }

  private get server(): ExternalServer {
    return new ExternalServer({ ...this.options, port: this.options.port ?? MYSQL_PORT });
  }
}
