import { Construct } from 'constructs';
import { componentId } from '../internal/construct-id';
import { Etcd, EtcdProps } from './etcd/etcd';
import { MySql, MySqlProps } from './mysql/mysql';
import { Postgres, PostgresProps } from './postgres/postgres';
import { Redis, RedisProps } from './redis/redis';

/**
 * The stores of a system.
 *
 * @example
 * const stores = new DataLayer(agents, 'data');
 * api.connectTo(stores.addPostgres('customers', { storage: Size.gibibytes(50) }));
 * api.connectTo(stores.addRedis('locks'));
 */
export class DataLayer extends Construct {
  public constructor(scope: Construct, id: string) {
    super(scope, componentId(scope, id));
  }

  /** Adds an etcd. Its id is the prefix of the clients' variables. */
  public addEtcd(id: string, props: EtcdProps = {}): Etcd {
    return new Etcd(this, id, props);
  }

  /** Adds a MySQL or MariaDB. Its id is the prefix of the clients' variables. */
  public addMySql(id: string, props: MySqlProps = {}): MySql {
    return new MySql(this, id, props);
  }

  /** Adds a PostgreSQL. Its id is the prefix of the clients' variables. */
  public addPostgres(id: string, props: PostgresProps = {}): Postgres {
    return new Postgres(this, id, props);
  }

  /** Adds a Redis. Its id is the prefix of the clients' variables. */
  public addRedis(id: string, props: RedisProps = {}): Redis {
    return new Redis(this, id, props);
  }
}
