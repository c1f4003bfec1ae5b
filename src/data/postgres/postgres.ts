import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { Connectable, IConnectable } from '../../connections/connectable';
import { Connections } from '../../connections/connections';
import { constructId } from '../../internal/construct-id';
import { frozen } from '../../internal/frozen';
import { Guard } from '../../internal/guard';
import { NameLimit, objectName, variablePrefix } from '../../internal/naming';
import { AlertOverride, applyOverrides } from '../../model/alert-override';
import { Guarantees, RecoveryObjective } from '../../model/guarantees';
import { Alert, IMonitorable, MonitoringPlan } from '../../model/monitoring-plan';
import { SecretSource } from '../../model/secret-source';
import { Platform } from '../../platform/platform';
import { Registry } from '../../platform/registry';
import { ComputeResources, resolveResources } from '../../workload/compute-resources';
import { serviceHost } from '../../workload/service-host';
import { PostgresDump, PostgresDumpProps } from '../dump/postgres-dump';
import { checkRecovery } from '../recovery-check';
import { PostgresEngine } from './postgres-engine';
import { DeployedPostgres, POSTGRES_PORT, PostgresRequest, primaryService, standbyService } from './postgres-provider';
import { ReadOnlyPostgres } from './read-only-postgres';

/** Options of a Postgres. */
export interface PostgresProps {
  /**
   * What runs it.
   *
   * @default PostgresEngine.plain()
   */
  readonly engine?: PostgresEngine;
  /**
   * The volume of each member, 1Gi to 65536Gi.
   *
   * @default Size.gibibytes(20)
   */
  readonly storage?: Size;
  /**
   * The storage class of the volumes.
   *
   * @default - the cluster's own
   */
  readonly storageClass?: string;
  /**
   * The name of the database.
   *
   * @default - the id, everything but letters and digits as `_`
   */
  readonly database?: string;
  /**
   * What each member asks for, and what it may use at the most.
   *
   * @default - 500 millicores and 1Gi of memory
   */
  readonly resources?: ComputeResources;
  /**
   * The Secret of the database's owner, with the keys `username`, `password` and `uri`. With CloudNativePG the `username` in it
   * must be the name of the database, which is what the operator calls the owner.
   *
   * @default - the Secret `<name of the store>-app`: with CloudNativePG the operator makes it, with the plain engine it must exist
   */
  readonly credentials?: SecretSource;
  /**
   * What the loss of a zone may cost. An engine that cannot keep to it is an error.
   *
   * @default - nothing is asked
   */
  readonly recovery?: RecoveryObjective;
  /**
   * Changes to single alerts, by their id.
   *
   * @default - alerts as they are
   */
  readonly alerts?: Record<string, AlertOverride>;
}

const IDENTIFIER = /^[a-z_][a-z0-9_]{0,62}$/;
const RESERVED = ['postgres', 'template0', 'template1', 'replication', 'all', 'sameuser', 'samerole'];

/** A PostgreSQL: a database, members that hold it, and the names and credentials by which clients use it. */
export class Postgres extends Construct implements IConnectable, IMonitorable {
  /** What the Services are called, without `-rw` and `-ro`. */
  public readonly name: string;
  /** The name of the database. */
  public readonly database: string;
  /** What the engine promises. */
  public readonly guarantees: Guarantees;
  /** Who may talk to it, and to whom it may talk. */
  public readonly connections: Connections;
  /**
   * The standbys, for reads that may be slightly stale: `api.connectTo(customers.readOnly)` gives the variables
   * `CUSTOMERS_READ_ONLY_HOST`, ... Connecting to it is an error where the engine has no standby.
   */
  public readonly readOnly: IConnectable;

  private readonly guard: Guard;
  private readonly engine: PostgresEngine;
  private readonly request: PostgresRequest;
  private readonly deployed: DeployedPostgres;

  private readonly props: PostgresProps;

  public constructor(scope: Construct, id: string, given: PostgresProps = {}) {
    super(scope, constructId(scope, id));
    const props = this.props = frozen(given);
    this.guard = new Guard(this);
    this.guard.struct('props', props);
    const settings = Platform.of(this);
    this.name = objectName(this, NameLimit.POSTGRES_CLUSTER);
    this.database = this.chooseDatabase();
    this.engine = this.guard.instance('engine', props.engine ?? PostgresEngine.plain(), PostgresEngine, 'PostgresEngine.plain()');
    this.engine._provider.validate(this.guard.within('engine'));
    if (props.credentials !== undefined) {
      this.guard.instance('credentials', props.credentials, SecretSource, 'SecretSource.existing(\'customers-app\')')._validate(this.guard, 'credentials');
    }
    this.guarantees = this.engine._provider.guarantees(settings);
    const engines = [PostgresEngine.plain(), PostgresEngine.cloudNativePg()].map((engine) => engine._provider);
    checkRecovery(this, props.recovery, this.engine._provider, engines);
    this.request = {
      name: this.name,
      componentName: id,
      database: this.database,
      storage: this.guard.size('storage', props.storage ?? Size.gibibytes(20), { min: Size.gibibytes(1), max: Size.gibibytes(65536) }, 'leave it out for 20Gi'),
      storageClass: props.storageClass === undefined ? undefined : this.guard.objectName('storageClass', props.storageClass),
      resources: resolveResources(this.guard, props.resources, { cpu: Cpu.millis(500), memory: Size.gibibytes(1) }, settings.securityProfile),
      credentials: props.credentials,
    };
    this.deployed = this.engine._provider.deploy(this, this.request);
    this.connections = this.deployed.connections;
    this.readOnly = new ReadOnlyPostgres(this, 'readOnly', () => this.standbys());
    this.toMonitoringPlan(); // An alert that is overridden but does not exist is found here, and not when rendering.
    Registry.of(this).addMonitorable(this);
  }

  /** Dumps the database to a bucket by the clock. */
  public addDump(id: string, props: PostgresDumpProps): PostgresDump {
    const services = [...this.guarantees.replicas > 1 ? [standbyService(this.name)] : [], primaryService(this.name)];
    return PostgresDump._of(this, id, props, {
      store: this,
      hosts: services.map((service) => serviceHost(this, service)),
      image: this.deployed.clientImage,
      storage: this.request.storage,
      storageClass: this.request.storageClass,
    });
  }

  public toConnectable(): Connectable {
    const { certificateAuthority, clientCertificate, credentials } = this.deployed;
    return {
      peers: this.deployed.peers,
      ports: [POSTGRES_PORT],
      connections: this.connections,
      binding: {
        type: 'postgresql',
        literals: { host: serviceHost(this, primaryService(this.name)), port: `${POSTGRES_PORT}`, database: this.database },
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

  public toMonitoringPlan(): MonitoringPlan {
    const plan = this.deployed.monitoring;
    return { ...plan, alerts: applyOverrides(this.guard, plan.alerts, this.guard.struct('alerts', this.props.alerts ?? {})) };
  }

  /** The alerts of this store, with the changes of `alerts`. */
  public get alerts(): Alert[] {
    return this.toMonitoringPlan().alerts;
  }

  private standbys(): Connectable {
    if (this.guarantees.replicas < 2) {
      this.guard.fail('readOnly', undefined, 'used with an engine that has standbys', 'add standbys, or connect to the store itself');
    }
    const { binding, ...connectable } = this.toConnectable();
    // The `uri` in the Secret names the primary.
    const { uri, ...secrets } = binding.secrets!;
    const literals = { ...binding.literals, host: serviceHost(this, standbyService(this.name)) };
    return { ...connectable, binding: { ...binding, literals, secrets }, prefix: `${variablePrefix(this.node.id)}_READ_ONLY` };
  }

  private chooseDatabase(): string {
    const name = this.props.database ?? this.node.id.toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^(?=[0-9])/, '_').slice(0, 63);
    const remedy = 'write it like customers, without dashes';
    if (typeof name !== 'string' || !IDENTIFIER.test(name)) {
      this.guard.fail('database', name, 'an identifier of PostgreSQL (a-z, 0-9 and _, at most 63 characters)', remedy);
    }
    if (RESERVED.includes(name) || name.startsWith('pg_')) {
      this.guard.fail('database', name, 'a name that PostgreSQL does not use itself', remedy);
    }
    return name;
  }
}
