import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { Connectable, IConnectable } from '../../connections/connectable';
import { NameLimit, variablePrefix } from '../../internal/naming';
import { SecretSource } from '../../secrets/secret-source';
import { ObjectStorageBucket } from '../../store/object-storage-bucket';
import { Store } from '../../store/store';
import { StoreKind, StoreLife } from '../../store/store-life';
import { StoreProps } from '../../store/store-props';
import { serviceHost } from '../../workload/service-host';
import { StoreDump, StoreDumpProps } from '../dump/store-dump';
import { postgresDumpScript } from './postgres-dump-script';
import { PostgresEngine } from './postgres-engine';
import { PostgresPooler, PostgresPoolerProps } from './postgres-pooler';
import { DeployedPostgres, POSTGRES_PORT, PostgresProvider, PostgresRequest, primaryService, standbyService } from './postgres-provider';
import { PostgresUser, PostgresUserProps } from './postgres-user';
import { ReadOnlyPostgres } from './read-only-postgres';
import { IDENTIFIER, isReservedRole } from './role-names';

/**
 * Options of a Postgres. The Secret of `credentials` is that of the database's owner, with the keys `username`, `password` and `uri`. With
 * CloudNativePG the operator creates the default one; a Secret of your own must have the name of the database as `username`, which is what
 * the operator calls the owner.
 */
export interface PostgresProps extends StoreProps {
  /**
   * What runs it.
   *
   * @default PostgresEngine.plain()
   */
  readonly engine?: PostgresEngine;
  /**
   * The name of the database.
   *
   * @default - the id, everything but letters and digits as `_`
   */
  readonly database?: string;
}

const KIND: StoreKind<PostgresProvider> = {
  engineClass: PostgresEngine,
  engines: () => [PostgresEngine.plain(), PostgresEngine.cloudNativePg(), withBackup()],
  storage: Size.gibibytes(20),
  resources: { cpu: Cpu.millis(500), memory: Size.gibibytes(1) },
  nameLimit: NameLimit.POSTGRES_CLUSTER,
};

/** For what it guarantees, wherever the backups go. */
function withBackup(): PostgresEngine {
  const bucket = ObjectStorageBucket.s3({ bucket: 'backups', region: 'eu-west-1', credentials: SecretSource.existing('backups') });
  return PostgresEngine.cloudNativePg({ backup: { bucket } });
}

/** A PostgreSQL: a database, members that hold it, and the names and credentials by which clients use it. */
export class Postgres extends Store {
  /** The name of the database. */
  public readonly database: string;
  /**
   * The standbys, for reads that may be slightly stale: `api.connectTo(customers.readOnly)` gives the variables
   * `CUSTOMERS_READ_ONLY_HOST`, ... Connecting to it is an error where the engine has no standby.
   */
  public readonly readOnly: IConnectable;
  /** @internal */
  protected readonly _life: StoreLife<PostgresRequest, DeployedPostgres>;

  private readonly deployed: DeployedPostgres;

  public constructor(scope: Construct, id: string, props: PostgresProps = {}) {
    super(scope, id);
    this._life = new StoreLife(this, props, KIND);
    this.database = this.chooseDatabase(props.database);
    this.deployed = this._begin(this._life, { ...this._life.request, database: this.database });
    this.readOnly = new ReadOnlyPostgres(this, 'readOnly', () => this.standbys());
  }

  /** Dumps the database to a bucket by the clock. */
  public addDump(id: string, props: StoreDumpProps): StoreDump {
    const dump = StoreDump._of(this, id, props, {
      store: this,
      script: (source) => postgresDumpScript([...this.guarantees.replicas > 1 ? [this.standbyHost] : [], this.primaryHost], this.database, source),
      image: this.deployed.clientImage,
      storage: this._life.request.storage,
      storageClass: this._life.request.storageClass,
    });
    this._life.addDump(dump._recoveryPoint);
    return dump;
  }

  /**
   * Adds a role of its own for a client, named after the id: `api.connectTo(customers.addUser('reporting', { ... }))` gives the
   * client the same variables as the store, with the credentials of that role. It needs `PostgresEngine.cloudNativePg()`; names that
   * PostgreSQL or the operator reserves, the owner and a role that exists are errors. The role stays in the database when the user
   * is taken away here.
   */
  public addUser(id: string, props: PostgresUserProps): IConnectable {
    const { addRole } = this.deployed;
    if (!addRole) {
      this._life.guard.needs('engine', 'an operator that manages roles', 'use PostgresEngine.cloudNativePg(), or connect to the store itself');
    }
    const user = new PostgresUser(this, id, props, this.database);
    addRole(user.role);
    return user;
  }

  /**
   * Puts a connection pooler in front of the primary: `api.connectTo(customers.addPooler('pool'))` gives the client the variables of the
   * store, with the pooler as host. It needs `PostgresEngine.cloudNativePg()`, and no client certificate.
   */
  public addPooler(id: string, props: PostgresPoolerProps = {}): IConnectable {
    const { addPooler } = this.deployed;
    if (!addPooler) {
      this._life.guard.needs('engine', 'an operator that runs connection poolers', 'use PostgresEngine.cloudNativePg(), or connect to the store itself');
    }
    return new PostgresPooler(this, id, props, addPooler);
  }

  public toConnectable(): Connectable {
    const { certificateAuthority, clientCertificate, credentials } = this.deployed;
    return {
      peers: this.deployed.peers,
      ports: [this.port],
      connections: this.deployed.connections,
      binding: {
        type: 'postgresql',
        literals: { host: this.primaryHost, port: `${this.port}`, database: this.database },
        secrets: {
          username: credentials.key('username'),
          password: credentials.key('password'),
          uri: credentials.key('uri'),
          ...certificateAuthority ? { 'ca.crt': certificateAuthority } : {},
          ...clientCertificate ? { 'tls.crt': clientCertificate.key('tls.crt'), 'tls.key': clientCertificate.key('tls.key') } : {},
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
    return this.deployed.endpoint?.port ?? POSTGRES_PORT;
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

  private chooseDatabase(given: string | undefined): string {
    const name = given ?? this.node.id.toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^(?=[0-9])/, '_').slice(0, 63);
    const remedy = 'write it like customers, without dashes';
    if (typeof name !== 'string' || !IDENTIFIER.test(name)) {
      this._life.guard.fail('database', name, 'an identifier of PostgreSQL (a-z, 0-9 and _, at most 63 characters)', remedy);
    }
    // The role that owns it has the same name.
    if (isReservedRole(name)) {
      this._life.guard.notAllowed('database', `PostgreSQL or its operator reserves "${name}" for a database or for the role that owns it`, 'choose another name, such as customers');
    }
    return name;
  }
}
