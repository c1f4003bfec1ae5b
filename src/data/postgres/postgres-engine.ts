import { frozen } from '../../internal/frozen';
import { CloudNativePgOptions, CloudNativePgProvider } from './cloud-native-pg';
import { ExternalPostgresOptions, ExternalPostgresProvider } from './external-postgres';
import { PlainPostgresOptions, PlainPostgresProvider } from './plain-postgres';
import { PostgresProvider } from './postgres-provider';

/** What runs a PostgreSQL. Clients use the same names and the same Secret with every engine. */
export class PostgresEngine {
  /**
   * The official image in two StatefulSets: a primary, and standbys that stream from it. It needs no custom resource, and it
   * does not fail over by itself: when the primary is lost, writes wait until a person promotes a standby.
   */
  public static plain(options: PlainPostgresOptions = {}): PostgresEngine {
    return new PostgresEngine(new PlainPostgresProvider(frozen(options)));
  }

  /** The operator CloudNativePG, which the cluster must have: members that elect another primary by themselves. */
  public static cloudNativePg(options: CloudNativePgOptions = {}): PostgresEngine {
    return new PostgresEngine(new CloudNativePgProvider(frozen(options)));
  }

  /**
   * A PostgreSQL that runs elsewhere: a managed service, or a server of another team. Clients get the variables that any engine gives them. Its
   * Secret must exist.
   */
  public static external(options: ExternalPostgresOptions): PostgresEngine {
    return new PostgresEngine(new ExternalPostgresProvider(frozen(options)));
  }

  private constructor(
    /** @internal */
    public readonly _provider: PostgresProvider,
  ) {}
}
