import { Duration } from 'cdk8s';
import { AlertOverride, DatabaseAccess, ObjectStorageBucket, Postgres, PostgresEngine, RecoveryObjective, RedisEngine, SecretSource } from '../../../src';
import { Cases } from '../case';
import { dumped, externalPostgres, gib, mib, pooler, postgres, redis, text, user, validated, wild } from '../compose';

const objective = (dataLossRpo: Duration): RecoveryObjective =>
  RecoveryObjective.of({ rpo: Duration.hours(1), rto: Duration.minutes(5), dataLossRpo });
const backedUp = (backup: object): unknown => postgres({
  engine: PostgresEngine.cloudNativePg({
    backup: wild({ bucket: ObjectStorageBucket.s3({ bucket: 'acme-backups', region: 'eu-west-1', credentials: SecretSource.existing('backups') }), ...backup }),
  }),
});


export const dataCases: Cases = {
  'RecoveryObjectiveOptions.rpo': [
    ['low', () => postgres({ recovery: RecoveryObjective.of({ rpo: Duration.millis(1), rto: Duration.hours(1) }) }), 'production/agents/data/customers', 'recovery.rpo', 'OutOfRange'],
    ['high', () => postgres({ recovery: RecoveryObjective.of({ rpo: Duration.days(31), rto: Duration.hours(1) }) }), 'production/agents/data/customers', 'recovery.rpo', 'OutOfRange'],
    ['malformed', () => postgres({ recovery: RecoveryObjective.of({ rpo: wild(0), rto: Duration.hours(1) }) }), 'production/agents/data/customers', 'recovery.rpo', 'TypeInvalid'],
  ],
  'RecoveryObjectiveOptions.dataLossRpo': [
    ['low', () => postgres({ recovery: objective(Duration.seconds(59)) }), 'production/agents/data/customers', 'recovery.dataLossRpo', 'OutOfRange'],
    ['high', () => postgres({ recovery: objective(Duration.days(367)) }), 'production/agents/data/customers', 'recovery.dataLossRpo', 'OutOfRange'],
    ['malformed', () => postgres({ recovery: objective(wild(300)) }), 'production/agents/data/customers', 'recovery.dataLossRpo', 'TypeInvalid'],
    ['malformed', () => validated(postgres({ recovery: objective(Duration.minutes(5)) })), 'production/agents/data/customers', 'recovery', 'Invalid'],
  ],
  'CloudNativePgBackup.bucket': [
    ['malformed', () => backedUp({ bucket: 's3://acme-backups' }), 'production/agents/data/customers', 'engine.backup.bucket', 'TypeInvalid'],
    ['malformed', () => backedUp({ bucket: undefined }), 'production/agents/data/customers', 'engine.backup.bucket', 'Required'],
  ],
  'CloudNativePgBackup.resources': [
    ['malformed', () => backedUp({ resources: '1Gi' }), 'production/agents/data/customers', 'engine.backup.resources', 'TypeInvalid'],
  ],
  'CloudNativePgBackup.retention': [
    ['low', () => backedUp({ retention: Duration.hours(23) }), 'production/agents/data/customers', 'engine.backup.retention', 'OutOfRange'],
    ['high', () => backedUp({ retention: Duration.days(3651) }), 'production/agents/data/customers', 'engine.backup.retention', 'OutOfRange'],
    ['malformed', () => backedUp({ retention: 30 }), 'production/agents/data/customers', 'engine.backup.retention', 'TypeInvalid'],
  ],
  'CloudNativePgBackup.schedule': [
    ['malformed', () => backedUp({ schedule: '0 0 2 * * *' }), 'production/agents/data/customers', 'engine.backup.schedule', 'Invalid'],
  ],
  'CloudNativePgOptions.backup': [
    ['malformed', () => postgres({ engine: PostgresEngine.cloudNativePg({ backup: wild(true) }) }), 'production/agents/data/customers', 'engine.backup.options', 'TypeInvalid'],
  ],
  'RecoveryObjectiveOptions.rto': [
    ['low', () => postgres({ recovery: RecoveryObjective.of({ rpo: Duration.seconds(0), rto: Duration.seconds(0) }) }), 'production/agents/data/customers', 'recovery.rto', 'OutOfRange'],
    ['high', () => postgres({ recovery: RecoveryObjective.of({ rpo: Duration.seconds(0), rto: Duration.days(31) }) }), 'production/agents/data/customers', 'recovery.rto', 'OutOfRange'],
    ['malformed', () => postgres({ recovery: RecoveryObjective.of({ rpo: Duration.seconds(0), rto: wild(undefined) }) }), 'production/agents/data/customers', 'recovery.rto', 'Required'],
  ],
  'StoreProps.storage': [
    ['low', () => postgres({ storage: mib(1023) }), 'production/agents/data/customers', 'storage', 'OutOfRange'],
    ['high', () => postgres({ storage: gib(65537) }), 'production/agents/data/customers', 'storage', 'OutOfRange'],
    ['malformed', () => postgres({ storage: '50Gi' }), 'production/agents/data/customers', 'storage', 'TypeInvalid'],
    ['low', () => redis({ storage: mib(1) }), 'production/agents/data/locks', 'storage', 'OutOfRange'],
    ['high', () => redis({ storage: gib(65537) }), 'production/agents/data/locks', 'storage', 'OutOfRange'],
    ['malformed', () => redis({ storage: 5 }), 'production/agents/data/locks', 'storage', 'TypeInvalid'],
  ],
  'StoreProps.storageClass': [
    ['malformed', () => postgres({ storageClass: 'Fast Disks' }), 'production/agents/data/customers', 'storageClass', 'Invalid'],
    ['malformed', () => redis({ storageClass: '' }), 'production/agents/data/locks', 'storageClass', 'Invalid'],
  ],
  'StoreProps.resources': [
    ['malformed', () => postgres({ resources: text }), 'production/agents/data/customers', 'resources', 'TypeInvalid'],
    ['malformed', () => redis({ resources: 5 }), 'production/agents/data/locks', 'resources', 'TypeInvalid'],
  ],
  'StoreProps.credentials': [
    ['malformed', () => postgres({ credentials: 'customers-app' }), 'production/agents/data/customers', 'credentials', 'TypeInvalid'],
    ['malformed', () => redis({ credentials: {} }), 'production/agents/data/locks', 'credentials', 'TypeInvalid'],
  ],
  'StoreProps.recovery': [
    ['malformed', () => postgres({ recovery: 5 }), 'production/agents/data/customers', 'recovery', 'TypeInvalid'],
    ['high', () => validated(postgres({ recovery: RecoveryObjective.of({ rpo: Duration.seconds(0), rto: Duration.minutes(1) }) })), 'production/agents/data/customers', 'recovery', 'Invalid'],
    ['malformed', () => redis({ recovery: '1h' }), 'production/agents/data/locks', 'recovery', 'TypeInvalid'],
  ],
  'StoreProps.alerts': [
    ['malformed', () => postgres({ alerts: { NoSuchAlert: AlertOverride.silence() } }), 'production/agents/data/customers', 'alerts', 'NotSupported'],
    ['malformed', () => redis({ alerts: { NoSuchAlert: AlertOverride.silence() } }), 'production/agents/data/locks', 'alerts', 'NotSupported'],
  ],
  'PostgresProps.engine': [
    ['malformed', () => postgres({ engine: 'plain' }), 'production/agents/data/customers', 'engine', 'TypeInvalid'],
  ],
  'PostgresProps.database': [
    ['malformed', () => postgres({ database: 'my-database' }), 'production/agents/data/customers', 'database', 'Invalid'],
    ['malformed', () => postgres({ database: 'postgres' }), 'production/agents/data/customers', 'database', 'Forbidden'],
    ['malformed', () => postgres({ database: 'streaming_replica' }), 'production/agents/data/customers', 'database', 'Forbidden'],
    ['high', () => postgres({ database: 'a'.repeat(64) }), 'production/agents/data/customers', 'database', 'Invalid'],
  ],
  'PlainPostgresOptions.replicas': [
    ['low', () => postgres({ engine: PostgresEngine.plain({ replicas: -1 }) }), 'production/agents/data/customers', 'engine.replicas', 'OutOfRange'],
    ['high', () => postgres({ engine: PostgresEngine.plain({ replicas: 9 }) }), 'production/agents/data/customers', 'engine.replicas', 'OutOfRange'],
    ['malformed', () => postgres({ engine: PostgresEngine.plain({ replicas: wild('2') }) }), 'production/agents/data/customers', 'engine.replicas', 'TypeInvalid'],
  ],
  'PlainPostgresOptions.durability': [
    ['malformed', () => postgres({ engine: PostgresEngine.plain({ durability: wild('sync') }) }), 'production/agents/data/customers', 'engine.durability', 'NotSupported'],
  ],
  'PlainPostgresOptions.image': [
    ['malformed', () => postgres({ engine: PostgresEngine.plain({ image: 'postgres:latest' }) }), 'production/agents/data/customers', 'engine.image', 'Invalid'],
    ['malformed', () => postgres({ engine: PostgresEngine.plain({ image: 'postgres:alpine' }) }), 'production/agents/data/customers', 'engine.image', 'Invalid'],
  ],
  'CloudNativePgOptions.instances': [
    ['low', () => postgres({ engine: PostgresEngine.cloudNativePg({ instances: 0 }) }), 'production/agents/data/customers', 'engine.instances', 'OutOfRange'],
    ['high', () => postgres({ engine: PostgresEngine.cloudNativePg({ instances: 10 }) }), 'production/agents/data/customers', 'engine.instances', 'OutOfRange'],
    ['malformed', () => postgres({ engine: PostgresEngine.cloudNativePg({ instances: 2.5 }) }), 'production/agents/data/customers', 'engine.instances', 'OutOfRange'],
  ],
  'CloudNativePgOptions.durability': [
    ['malformed', () => postgres({ engine: PostgresEngine.cloudNativePg({ durability: wild(true) }) }), 'production/agents/data/customers', 'engine.durability', 'NotSupported'],
  ],
  'CloudNativePgOptions.image': [
    ['malformed', () => postgres({ engine: PostgresEngine.cloudNativePg({ image: 'postgresql' }) }), 'production/agents/data/customers', 'engine.image', 'Invalid'],
  ],
  'CloudNativePgOptions.clientCertificate': [
    ['malformed', () => postgres({ engine: PostgresEngine.cloudNativePg({ clientCertificate: wild('client') }) }), 'production/agents/data/customers', 'engine.clientCertificate', 'TypeInvalid'],
  ],
  'CloudNativePgOptions.clientEncryption': [
    ['malformed', () => postgres({ engine: PostgresEngine.cloudNativePg({ clientEncryption: wild('tls') }) }), 'production/agents/data/customers', 'engine.clientEncryption', 'NotSupported'],
  ],
  'CloudNativePgOptions.walStorage': [
    ['low', () => postgres({ engine: PostgresEngine.cloudNativePg({ walStorage: mib(1) }) }), 'production/agents/data/customers', 'engine.walStorage', 'OutOfRange'],
    ['high', () => postgres({ engine: PostgresEngine.cloudNativePg({ walStorage: gib(65537) }) }), 'production/agents/data/customers', 'engine.walStorage', 'OutOfRange'],
    ['malformed', () => postgres({ engine: PostgresEngine.cloudNativePg({ walStorage: wild('10Gi') }) }), 'production/agents/data/customers', 'engine.walStorage', 'TypeInvalid'],
  ],
  'Postgres.addUser.id': [
    ['malformed', () => user({}, wild(5)), 'production/agents/data/customers', 'id', 'TypeInvalid'],
    ['malformed', () => user({}, '---'), 'production/agents/data/customers/---', 'id', 'Invalid'],
    ['high', () => user({}, 'a'.repeat(64)), `production/agents/data/customers/${'a'.repeat(64)}`, 'id', 'Invalid'],
    ['malformed', () => user({}, 'streaming_replica'), 'production/agents/data/customers/streaming_replica', 'id', 'Forbidden'],
    ['malformed', () => user({}, 'customers'), 'production/agents/data/customers/customers', 'id', 'Forbidden'],
    ['malformed', () => user({}, 'app'), 'production/agents/data/customers/app', 'id', 'Forbidden'],
    ['malformed', () => {
      const store = user({}, 'my-report').node.scope as Postgres;
      store.addUser('my_report', { access: DatabaseAccess.readOnly() });
    }, 'production/agents/data/customers/my_report', 'id', 'Duplicate'],
    ['malformed', () => user({}, 'reporting', PostgresEngine.plain()), 'production/agents/data/customers', 'engine', 'Unavailable'],
  ],
  'ExternalPostgresOptions.port': [
    ['low', () => externalPostgres({ port: 0 }), 'production/agents/data/customers', 'engine.port', 'OutOfRange'],
    ['high', () => externalPostgres({ port: 65536 }), 'production/agents/data/customers', 'engine.port', 'OutOfRange'],
    ['malformed', () => externalPostgres({ port: '5432' }), 'production/agents/data/customers', 'engine.port', 'TypeInvalid'],
  ],
  'ExternalPostgresOptions.readOnlyHost': [
    ['malformed', () => externalPostgres({ readOnlyHost: 'Standby' }), 'production/agents/data/customers', 'engine.readOnlyHost', 'Invalid'],
    ['malformed', () => externalPostgres({ readOnlyHost: 'db.example' }), 'production/agents/data/customers', 'engine.readOnlyHost', 'Duplicate'],
  ],
  'ExternalGuarantees.durability': [
    ['malformed', () => externalPostgres({ promised: { durability: 'yes' } }), 'production/agents/data/customers', 'engine.promised.durability', 'NotSupported'],
  ],
  'ExternalGuarantees.failoverTime': [
    ['low', () => externalPostgres({ promised: { failoverTime: Duration.seconds(0) } }), 'production/agents/data/customers', 'engine.promised.failoverTime', 'OutOfRange'],
    ['high', () => externalPostgres({ promised: { failoverTime: Duration.days(367) } }), 'production/agents/data/customers', 'engine.promised.failoverTime', 'OutOfRange'],
    ['malformed', () => externalPostgres({ promised: { failoverTime: 60 } }), 'production/agents/data/customers', 'engine.promised.failoverTime', 'TypeInvalid'],
  ],
  'ExternalGuarantees.recoveryPoint': [
    ['low', () => externalPostgres({ promised: { recoveryPoint: Duration.seconds(0) } }), 'production/agents/data/customers', 'engine.promised.recoveryPoint', 'OutOfRange'],
    ['high', () => externalPostgres({ promised: { recoveryPoint: Duration.days(367) } }), 'production/agents/data/customers', 'engine.promised.recoveryPoint', 'OutOfRange'],
    ['malformed', () => externalPostgres({ promised: { recoveryPoint: 60 } }), 'production/agents/data/customers', 'engine.promised.recoveryPoint', 'TypeInvalid'],
  ],
  'Postgres.addPooler.id': [
    ['malformed', () => pooler({}, wild(5)), 'production/agents/data/customers', 'id', 'TypeInvalid'],
    ['malformed', () => pooler({}, 'rw'), 'production/agents/data/customers/rw', 'id', 'Forbidden'],
    ['malformed', () => pooler({}, 'pool', PostgresEngine.plain()), 'production/agents/data/customers', 'engine', 'Unavailable'],
    ['malformed', () => pooler({}, 'pool', PostgresEngine.cloudNativePg({ clientCertificate: SecretSource.existing('client') })),
      'production/agents/data/customers', 'engine.clientCertificate', 'Conflict'],
  ],
  'PostgresPoolerProps.alerts': [
    ['malformed', () => pooler({ alerts: { Nothing: AlertOverride.silence() } }), 'production/agents/data/customers/pool', 'alerts', 'NotSupported'],
  ],
  'PostgresPoolerProps.maxClients': [
    ['low', () => pooler({ maxClients: 19 }), 'production/agents/data/customers/pool', 'maxClients', 'OutOfRange'],
    ['high', () => pooler({ maxClients: 10001 }), 'production/agents/data/customers/pool', 'maxClients', 'OutOfRange'],
    ['malformed', () => pooler({ maxClients: '1000' }), 'production/agents/data/customers/pool', 'maxClients', 'TypeInvalid'],
  ],
  'PostgresPoolerProps.mode': [
    ['malformed', () => pooler({ mode: 'statement' }), 'production/agents/data/customers/pool', 'mode', 'NotSupported'],
  ],
  'PostgresPoolerProps.poolSize': [
    ['low', () => pooler({ poolSize: 0 }), 'production/agents/data/customers/pool', 'poolSize', 'OutOfRange'],
    ['high', () => pooler({ poolSize: 46 }), 'production/agents/data/customers/pool', 'poolSize', 'OutOfRange'],
    ['malformed', () => pooler({ poolSize: NaN }), 'production/agents/data/customers/pool', 'poolSize', 'TypeInvalid'],
  ],
  'PostgresPoolerProps.replicas': [
    ['low', () => pooler({ replicas: 0 }), 'production/agents/data/customers/pool', 'replicas', 'OutOfRange'],
    ['high', () => pooler({ replicas: 11 }), 'production/agents/data/customers/pool', 'replicas', 'OutOfRange'],
    ['malformed', () => pooler({ replicas: 2.5 }), 'production/agents/data/customers/pool', 'replicas', 'OutOfRange'],
  ],
  'PostgresPoolerProps.resources': [
    ['malformed', () => pooler({ resources: '1Gi' }), 'production/agents/data/customers/pool', 'resources', 'TypeInvalid'],
  ],
  'PostgresUserProps.access': [
    ['malformed', () => user({ access: undefined }), 'production/agents/data/customers/reporting', 'access', 'Required'],
    ['malformed', () => user({ access: 'read' }), 'production/agents/data/customers/reporting', 'access', 'TypeInvalid'],
  ],
  'PostgresUserProps.credentials': [
    ['malformed', () => user({ credentials: 'reporting' }), 'production/agents/data/customers/reporting', 'credentials', 'TypeInvalid'],
  ],
  'RedisProps.engine': [
    ['malformed', () => redis({ engine: PostgresEngine.plain() }), 'production/agents/data/locks', 'engine', 'TypeInvalid'],
  ],
  'SentinelOptions.replicas': [
    ['low', () => redis({ engine: RedisEngine.sentinel({ replicas: 1 }) }), 'production/agents/data/locks', 'engine.replicas', 'OutOfRange'],
    ['high', () => redis({ engine: RedisEngine.sentinel({ replicas: 9 }) }), 'production/agents/data/locks', 'engine.replicas', 'OutOfRange'],
    ['malformed', () => redis({ engine: RedisEngine.sentinel({ replicas: wild('2') }) }), 'production/agents/data/locks', 'engine.replicas', 'TypeInvalid'],
  ],
  'SentinelOptions.image': [
    ['malformed', () => redis({ engine: RedisEngine.sentinel({ image: 'valkey' }) }), 'production/agents/data/locks', 'engine.image', 'Invalid'],
  ],
  'SingleRedisOptions.image': [
    ['malformed', () => redis({ engine: RedisEngine.single({ image: 'valkey:latest' }) }), 'production/agents/data/locks', 'engine.image', 'Invalid'],
  ],
  'StoreDumpProps.bucket': [
    ['malformed', () => dumped({ bucket: 's3://acme-dumps' }), 'production/agents/data/customers/nightly', 'bucket', 'TypeInvalid'],
  ],
  'StoreDumpProps.schedule': [
    ['malformed', () => dumped({ schedule: 'daily' }), 'production/agents/data/customers/nightly', 'schedule', 'Invalid'],
    ['high', () => dumped({ schedule: '0 24 * * *' }), 'production/agents/data/customers/nightly', 'schedule', 'Invalid'],
  ],
  'StoreDumpProps.retention': [
    ['low', () => dumped({ retention: Duration.hours(1) }), 'production/agents/data/customers/nightly', 'retention', 'OutOfRange'],
    ['high', () => dumped({ retention: Duration.days(3651) }), 'production/agents/data/customers/nightly', 'retention', 'OutOfRange'],
    ['malformed', () => dumped({ retention: 30 }), 'production/agents/data/customers/nightly', 'retention', 'TypeInvalid'],
  ],
  'StoreDumpProps.deadline': [
    ['low', () => dumped({ deadline: Duration.seconds(59) }), 'production/agents/data/customers/nightly', 'deadline', 'OutOfRange'],
    ['high', () => dumped({ deadline: Duration.days(8) }), 'production/agents/data/customers/nightly', 'deadline', 'OutOfRange'],
    ['malformed', () => dumped({ deadline: '4h' }), 'production/agents/data/customers/nightly', 'deadline', 'TypeInvalid'],
  ],
  'StoreDumpProps.minimumPercentOfLast': [
    ['low', () => dumped({ minimumPercentOfLast: -1 }), 'production/agents/data/customers/nightly', 'minimumPercentOfLast', 'OutOfRange'],
    ['high', () => dumped({ minimumPercentOfLast: 101 }), 'production/agents/data/customers/nightly', 'minimumPercentOfLast', 'OutOfRange'],
    ['malformed', () => dumped({ minimumPercentOfLast: '50' }), 'production/agents/data/customers/nightly', 'minimumPercentOfLast', 'TypeInvalid'],
  ],
  'StoreDumpProps.scratch': [
    ['low', () => dumped({ scratch: mib(1) }), 'production/agents/data/customers/nightly', 'scratch', 'OutOfRange'],
    ['high', () => dumped({ scratch: gib(65537) }), 'production/agents/data/customers/nightly', 'scratch', 'OutOfRange'],
    ['malformed', () => dumped({ scratch: '10Gi' }), 'production/agents/data/customers/nightly', 'scratch', 'TypeInvalid'],
  ],
  'StoreDumpProps.alerts': [
    ['malformed', () => dumped({ alerts: { NoSuchAlert: AlertOverride.silence() } }), 'production/agents/data/customers/nightly', 'alerts', 'NotSupported'],
    ['malformed', () => dumped({ alerts: text }), 'production/agents/data/customers/nightly', 'alerts', 'TypeInvalid'],
  ],
};
