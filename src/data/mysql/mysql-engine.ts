import { frozen } from '../../internal/frozen';
import { ExternalMySqlOptions, ExternalMySqlProvider } from './external-mysql';
import { MariaDbOptions, MariaDbProvider } from './maria-db';
import { MySqlProvider } from './mysql-provider';

/** What runs a MySQL. Clients use the same names and the same Secret with every engine. */
export class MySqlEngine {
  /**
   * MariaDB's official image in two StatefulSets: a primary, and standbys that replicate from it by GTID. It needs no custom resource, and it
   * does not fail over by itself: when the primary is lost, writes wait until a person promotes a standby.
   */
  public static mariaDb(options: MariaDbOptions = {}): MySqlEngine {
    return new MySqlEngine(new MariaDbProvider(frozen(options)));
  }

  /**
   * A MySQL or MariaDB that runs elsewhere: a managed service, or a server of another team. Clients get the variables that any engine gives
   * them. Its Secret must exist.
   */
  public static external(options: ExternalMySqlOptions): MySqlEngine {
    return new MySqlEngine(new ExternalMySqlProvider(frozen(options)));
  }

  private constructor(
    /** @internal */
    public readonly _provider: MySqlProvider,
  ) {}
}
