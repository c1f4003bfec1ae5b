import { Construct } from 'constructs';
import { POSTGRES } from '../../catalog/images';
import { Guard } from '../../internal/guard';
import { Guarantees } from '../../model/guarantees';
import { Platform } from '../../platform/platform';
import { SecretSource } from '../../secrets/secret-source';
import { ExternalServer, ExternalServerOptions, notMonitored } from '../../store/external-server';
import { DeployedPostgres, POSTGRES_PORT, PostgresProvider, PostgresRequest } from './postgres-provider';

/** Options of `PostgresEngine.external`. */
export interface ExternalPostgresOptions extends ExternalServerOptions {
  /**
   * The host name of the standbys, for `readOnly` and for dumps. It has the port and the addresses of the primary.
   *
   * @default - there are none
   */
  readonly readOnlyHost?: string;
  /**
   * Its port, 1 to 65535.
   *
   * @default 5432
   */
  readonly port?: number;
}

/** A PostgreSQL that runs elsewhere: a managed service, or a server of another team. */
export class ExternalPostgresProvider implements PostgresProvider {
  public readonly call = 'PostgresEngine.external(...)';
  public readonly isExternal = true;

  public constructor(private readonly options: ExternalPostgresOptions) {}

  public validate(guard: Guard): void {
    guard.struct('options', this.options);
    this.server.validate(guard);
  }

  public guarantees(): Guarantees {
    return this.server.guarantees();
  }

  public deploy(store: Construct, request: PostgresRequest): DeployedPostgres {
    const credentials = request.credentials ?? SecretSource.existing(`${request.name}-app`);
    const endpoint = this.server.connect(store, request.name, credentials, ['username', 'password', 'uri']);
    return {
      peers: [endpoint.peer],
      endpoint,
      certificateAuthority: endpoint.certificateAuthority,
      credentials,
      // With the client programs of the newest major version: pg_dump dumps older servers, too.
      clientImage: Platform.of(store).images._of(POSTGRES),
      monitoring: notMonitored(request.name),
    };
  }

  private get server(): ExternalServer {
    return new ExternalServer({ ...this.options, port: this.options.port ?? POSTGRES_PORT });
  }
}
