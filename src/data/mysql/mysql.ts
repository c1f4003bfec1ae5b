import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { Connectable, IConnectable } from '../../connections/connectable';
import { NameLimit, variablePrefix } from '../../internal/naming';
import { Store } from '../../store/store';
import { StoreKind, StoreLife } from '../../store/store-life';
import { StoreProps } from '../../store/store-props';
import { serviceHost } from '../../workload/service-host';
import { StoreDump, StoreDumpProps } from '../dump/store-dump';
import { mySqlDumpScript } from './mysql-dump-script';
import { MySqlEngine } from './mysql-engine';
import { IDENTIFIER, isReservedDatabase } from './mysql-names';
import { DeployedMySql, MYSQL_PORT, MySqlProvider, MySqlRequest, primaryService, standbyService } from './mysql-provider';
import { MySqlUser, MySqlUserProps } from './mysql-user';
import { ReadOnlyMySql } from './read-only-mysql';

/** Options of a MySql. The Secret of `credentials` is that of the databases' owner, with the keys `username`, `password` and `uri`. */
export interface MySqlProps extends StoreProps {
  /**
   * What runs it.
   *
   * @default MySqlEngine.mariaDb()
   */
  readonly engine?: MySqlEngine;
  /**
   * The names of the databases. Clients are given the first, unless they connect as a user of another.
   *
   * @default - one, named after the id, everything but letters and digits as `_`
   */
  readonly databases?: string[];
}

const KIND: StoreKind<MySqlProvider> = {
  engineClass: MySqlEngine,
  engines: () => [MySqlEngine.mariaDb()],
  storage: Size.gibibytes(20),
  resources: { cpu: Cpu.millis(500), memory: Size.gibibytes(1) },
  nameLimit: NameLimit.NUMBERED,
};

/** A MySQL or MariaDB: databases, members that hold them, and the names and credentials by which clients use them. */
export class MySql extends Store {
  /** The names of the databases. */
  public readonly databases: string[];
  /**
   * The standbys, for reads that may be slightly stale: `api.connectTo(customers.readOnly)` gives the variables
   * `CUSTOMERS_READ_ONLY_HOST`, ... Connecting to it is an error where the engine has no standby.
   */
  public readonly readOnly: IConnectable;
  /** @internal */
  protected readonly _life: StoreLife<MySqlRequest, DeployedMySql>;

  private readonly deployed: DeployedMySql;

  public constructor(scope: Construct, id: string, props: MySqlProps = {}) {
    super(scope, id);
    this._life = new StoreLife(this, props, KIND);
    this.databases = this.chooseDatabases(props.databases);
    this.deployed = this._begin(this._life, { ...this._life.request, databases: this.databases });
    this.readOnly = new ReadOnlyMySql(this, 'readOnly', () => this.standbys());
  }

  /** Dumps the databases to a bucket on a schedule. */
  public addDump(id: string, props: StoreDumpProps): StoreDump {
    const dump = StoreDump._of(this, id, props, {
      store: this,
      script: (source) => mySqlDumpScript([...this.guarantees.replicas > 1 ? [this.standbyHost] : [], this.primaryHost], this.databases, source),
      image: this.deployed.clientImage,
      storage: this._life.request.storage,
      storageClass: this._life.request.storageClass,
    });
    this._life.addDump(dump._recoveryPoint);
    return dump;
  }

  /**
   * Adds a user of its own for a client: `api.connectTo(customers.addUser('reporting', { ... }))` gives the client the same variables as the
   * store, with the credentials of that user. It needs `MySqlEngine.mariaDb()`. The user stays in the server when it is taken away here.
   */
  public addUser(id: string, props: MySqlUserProps): IConnectable {
    const { addUser } = this.deployed;
    if (!addUser) {
      this._life.guard.needs('engine', 'a server whose users are managed here', 'use MySqlEngine.mariaDb(), or connect to the store itself');
    }
    const user = new MySqlUser(this, id, props, this.databases);
    addUser(user._request);
    return user;
  }

  public toConnectable(): Connectable {
    const { certificateAuthority, credentials } = this.deployed;
    return {
      peers: this.deployed.peers,
      ports: [this.port],
      connections: this.deployed.connections,
      binding: {
        type: 'mysql',
        literals: { host: this.primaryHost, port: `${this.port}`, database: this.databases[0] },
        secrets: {
          username: credentials.key('username'),
          password: credentials.key('password'),
          uri: credentials.key('uri'),
          ...certificateAuthority ? { 'ca.crt': certificateAuthority } : {},
        },
      },
    };
  }

  private get primaryHost(): string {
    return this.deployed.endpoint?.host ?? serviceHost(this, primaryService(this.name));
  }

  private get standbyHost(): string {
    return this.deployed.endpoint?.readOnlyHost ?? serviceHost(this, standbyService(this.name));
  }

  private get port(): number {
    return this.deployed.endpoint?.port ?? MYSQL_PORT;
  }

  private standbys(): Connectable {
    if (this.guarantees.replicas < 2) {
      this._life.guard.fail('readOnly', undefined, 'used with an engine that has standbys', 'add standbys, or connect to the store itself');
    }
    const { binding, ...connectable } = this.toConnectable();
    // The `uri` in the Secret names the primary.
    const { uri, ...secrets } = binding.secrets!;
    const literals = { ...binding.literals, host: this.standbyHost };
    return { ...connectable, binding: { ...binding, literals, secrets }, prefix: `${variablePrefix(this.node.id)}_READ_ONLY` };
  }

  private chooseDatabases(given: string[] | undefined): string[] {
    const { guard } = this._life;
    const remedy = 'write it like customers, without dashes';
    const names = given === undefined ? [this.defaultDatabase] : [...guard.list('databases', given, 1, 'leave it out for one that is named after the id')];
    names.forEach((name, index) => {
      if (typeof name !== 'string' || !IDENTIFIER.test(name)) {
        guard.fail('databases', name, 'an identifier of MySQL (a-z, 0-9 and _, at most 64 characters)', remedy);
      }
      if (isReservedDatabase(name)) {
        guard.notAllowed('databases', `the server has a database "${name}" of its own`, 'choose another name, such as customers');
      }
      if (names.indexOf(name) !== index) {
        guard.fail('databases', name, 'named once', 'leave the second out', 'Duplicate');
      }
    });
    return names;
  }

  private get defaultDatabase(): string {
    return this.node.id.toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^(?=[0-9])/, '_').slice(0, 64);
  }
}
