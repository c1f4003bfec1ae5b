import { Duration, Size } from 'cdk8s';
import {
  AgentApi, ClientEncryption, DataLayer, Durability, Mesh, MySql, MySqlAccess, MySqlEngine, MySqlProps, ObjectStorageBucket, PlatformProps,
  RecoveryObjective, SecretSource, TrafficPeer,
} from '../../../src';
import { Manifest, Manifests } from '../../support/manifests';
import { Composition, IMAGE, withHardenedPlatform, withPlatform } from '../../support/platforms';
import { refusal, refusals } from '../../support/refusals';

const ORDERS = 'production/agents/data/orders';
const PRIMARY = 'data-orders-primary';
const REPLICA = 'data-orders-replica';
const ELSEWHERE = { host: 'mysql.acme.example', addresses: TrafficPeer.cidrs(['192.0.2.0/24']) };

function compose(props: MySqlProps = {}, platform: PlatformProps = {}): Composition<MySql> {
  return withPlatform((agents) => new DataLayer(agents, 'data').addMySql('orders', props), platform);
}

function file(manifests: Manifests, workload: string, name: string): string {
  return manifests.one('ConfigMap', `${workload}-config`).data[name];
}

function secretFiles(manifests: Manifests, workload: string): string {
  return JSON.stringify(manifests.podSpec('StatefulSet', workload).volumes.find(({ name }: Manifest) => name === 'credentials'));
}

describe('ten lines', () => {
  const { manifests } = withPlatform((agents) => {
    const orders = new DataLayer(agents, 'data').addMySql('orders');
    const api = new AgentApi(agents, 'api', { image: IMAGE });
    api.connectTo(orders);
    api.connectTo(orders.readOnly);
  });

  test('a primary and two standbys, with a Service for each role', () => {
    expect([PRIMARY, REPLICA].map((name) => manifests().one('StatefulSet', name).spec.replicas)).toEqual([1, 2]);
    const [rw, ro] = ['data-orders-rw', 'data-orders-ro'].map((name) => manifests().one('Service', name).spec);
    expect(rw).toMatchObject({ ports: [{ name: 'tcp-mysql', port: 3306 }], publishNotReadyAddresses: true });
    expect(ro.publishNotReadyAddresses).toBeUndefined();
  });

  test('a client that is told where they are and what proves who they are', () => {
    expect(manifests().env('Deployment', 'api')).toMatchObject({
      ORDERS_HOST: 'data-orders-rw.agents.svc.cluster.local', ORDERS_PORT: '3306', ORDERS_DATABASE: 'orders',
      ORDERS_CA_FILE: expect.stringMatching(/ca\.crt$/), ORDERS_READ_ONLY_HOST: 'data-orders-ro.agents.svc.cluster.local',
    });
  });

  test('no variables of other Services, a read-only root, and volumes for what is written', () => {
    const spec = manifests().podSpec('StatefulSet', PRIMARY);
    expect(spec.enableServiceLinks).toBe(false);
    expect(spec.securityContext).toMatchObject({ runAsUser: 999, runAsNonRoot: true });
    const mounts = spec.containers[0].volumeMounts.map(({ mountPath }: Manifest) => mountPath);
    expect(mounts).toEqual(expect.arrayContaining(['/var/lib/mysql', '/run/mysqld', '/tmp']));
    expect(spec.containers.every(({ securityContext }: Manifest) => securityContext.readOnlyRootFilesystem)).toBe(true);
  });
});

describe('the traps that real members showed', () => {
  const manifests = compose().manifests();
  const conf = file(manifests, PRIMARY, 'my.cnf');
  const users = file(manifests, PRIMARY, 'users.sh');

  test('data is in a folder below the volume, whose root holds lost+found', () => expect(conf).toContain('datadir = /var/lib/mysql/data\n'));

  test('semi-synchronous replication does not degrade to asynchronous: it waits for a year', () => {
    expect(conf).toContain('rpl-semi-sync-master-timeout = 31536000000');
    expect(conf).toContain('rpl-semi-sync-master-wait-no-slave = ON');
    expect(conf).toContain('rpl-semi-sync-master-wait-point = AFTER_SYNC');
  });

  test('it begins after the first statements, which would wait for standbys that cannot connect yet', () => {
    expect(conf).not.toContain('rpl-semi-sync-master-enabled');
    expect(users.indexOf('rpl_semi_sync_master_enabled = ON')).toBeGreaterThan(users.indexOf('  user app '));
  });

  test('a server that skipped its first statements takes no writes, and is not ready', () => {
    expect(file(manifests, PRIMARY, 'start.sh')).toMatch(/--read-only=ON\n$/);
    expect(users.trim()).toMatch(/SET GLOBAL read_only = OFF;"\n\}$/);
    expect(file(manifests, PRIMARY, 'ready.sh')).toContain('@@GLOBAL.read_only');
  });

  test('the primary does not start beside a promoted standby, nor empty beside one that holds data', () => {
    const start = file(manifests, PRIMARY, 'start.sh');
    expect(start).toMatch(/was promoted and takes writes[^]*holds data: a new database is not created[^]*install_into/);
    expect(file(compose({ engine: MySqlEngine.mariaDb({ replicas: 0 }) }).manifests(), PRIMARY, 'start.sh')).not.toContain('promoted');
  });

  test('a new standby follows the log, because a dump waits for locks of writes that wait for the standby', () => {
    expect(file(manifests, REPLICA, 'start.sh')).toMatch(/SHOW BINARY LOGS[^]*if \[\[ "\$logs" != binlog\.000001[^]*clone "\$data\.new"/);
  });

  test('a standby answers only after it had all of the primary', () => {
    expect(file(manifests, REPLICA, 'ready.sh')).toMatch(/Seconds_Behind_Master: 0\$[^]*Slave_SQL_Running: Yes/);
  });

  test('a statement that a member runs for itself is not replicated', () => expect(file(manifests, REPLICA, 'common.sh')).toContain('FLUSH LOCAL SSL'));

  test('no GTID of one member is that of another', () => {
    expect(file(manifests, PRIMARY, 'start.sh')).toContain('--server-id=1 ');
    expect(file(manifests, REPLICA, 'start.sh')).toContain('id=$((100 + ${POD_NAME##*-}))');
    expect(conf).toContain('gtid-strict-mode = ON');
  });

  test('the exporter has no password and no way in but the socket', () => {
    expect(users).toContain('CREATE USER IF NOT EXISTS \'monitor\'@\'localhost\'');
    expect(conf).toContain('skip-name-resolve = ON');
    expect(manifests.podSpec('StatefulSet', PRIMARY).containers[1].args).toContain('--mysqld.address=unix:///run/mysqld/mysqld.sock');
  });
});

test('passwords are files, and only the primary has those of the users', () => {
  const { made, manifests } = compose();
  made.addUser('reporting', { access: MySqlAccess.readOnly() });
  expect(secretFiles(manifests(), PRIMARY)).toMatch(/data-orders-app.*data-orders-replication.*data-orders-reporting|data-orders-reporting/);
  expect(secretFiles(manifests(), REPLICA)).not.toMatch(/data-orders-(app|reporting)/);
});

describe('users', () => {
  const grants = (access: MySqlAccess, databases?: string[]): string => {
    const { made, manifests } = compose({ databases: ['orders', 'my_audit'] });
    made.addUser('reporting', { access, databases });
    return /^ {2}user reporting .*$/m.exec(file(manifests(), PRIMARY, 'users.sh'))![0].trim();
  };

  test.each<[string, MySqlAccess, string]>([
    ['readOnly', MySqlAccess.readOnly(), 'SELECT, SHOW VIEW'],
    ['readWrite', MySqlAccess.readWrite(), 'SELECT, SHOW VIEW, INSERT, UPDATE, DELETE, EXECUTE, LOCK TABLES, CREATE TEMPORARY TABLES'],
    ['owner', MySqlAccess.owner(), 'ALL PRIVILEGES'],
  ])('%s', (_, access, privileges) => expect(grants(access)).toBe(`user reporting '${privileges}' 'orders'`));

  test('an underscore in a database is no wildcard', () => expect(grants(MySqlAccess.owner(), ['my_audit'])).toBe('user reporting \'ALL PRIVILEGES\' \'my\\_audit\''));

  test('a client has the variables of the store, with the database and the credentials of its user', () => {
    const { manifests } = withPlatform((agents) => {
      const orders = new DataLayer(agents, 'data').addMySql('orders', { databases: ['orders', 'audit'] });
      new AgentApi(agents, 'api', { image: IMAGE }).connectTo(orders.addUser('auditor', { access: MySqlAccess.readOnly(), databases: ['audit'] }));
    });
    expect(manifests().env('Deployment', 'api')).toMatchObject({ ORDERS_DATABASE: 'audit', ORDERS_HOST: 'data-orders-rw.agents.svc.cluster.local' });
    expect(JSON.stringify(manifests().podSpec('Deployment', 'api'))).toContain('data-orders-auditor');
    expect(JSON.stringify(manifests().podSpec('Deployment', 'api'))).not.toContain('data-orders-app');
  });
});

test('the engine under an application can be swapped', () => {
  const client = (engine: MySqlEngine): Manifest => withPlatform((agents) => {
    new AgentApi(agents, 'api', { image: IMAGE }).connectTo(new DataLayer(agents, 'data').addMySql('orders', { engine }));
  }).manifests().one('Deployment', 'api');
  const elsewhere = MySqlEngine.external({
    ...ELSEWHERE, host: 'data-orders-rw.agents.svc.cluster.local', certificateAuthority: SecretSource.existing('data-orders-tls'),
  });
  expect(client(elsewhere)).toEqual(client(MySqlEngine.mariaDb()));
});

test('durability, TLS of clients, image and certificate are the caller\'s', () => {
  const engine = MySqlEngine.mariaDb({
    replicas: 1, durability: Durability.ASYNCHRONOUS, clientEncryption: ClientEncryption.OPTIONAL, image: 'mariadb:10.11.9', certificate: SecretSource.existing('own-tls'),
  });
  const { made, manifests } = compose({ engine, storage: Size.gibibytes(1) });
  expect(made.guarantees).toMatchObject({ replicas: 2, automaticFailover: false, durability: Durability.ASYNCHRONOUS });
  expect(file(manifests(), PRIMARY, 'users.sh')).not.toContain('semi_sync');
  expect(file(manifests(), PRIMARY, 'my.cnf')).toContain('require-secure-transport = OFF');
  expect(manifests().podSpec('StatefulSet', PRIMARY).containers[0].image).toContain('mariadb:10.11.9');
  expect(JSON.stringify(manifests().podSpec('StatefulSet', PRIMARY).volumes)).toContain('own-tls');
  expect(made.alerts.map(({ id }) => id)).not.toContain('MySqlWritesBlocked');
});

test('it promises no failover, and no more durability than one standby can give', () => {
  const recovery = RecoveryObjective.of({ rpo: Duration.seconds(0), rto: Duration.minutes(5) });
  expect(compose().made.guarantees).toMatchObject({
    replicas: 3, automaticFailover: false, durability: Durability.SYNCHRONOUS, pointInTimeRecovery: false,
  });
  // One of three standbys is in the primary's zone, and may be the one that acknowledged.
  expect(compose({ engine: MySqlEngine.mariaDb({ replicas: 3 }) }).made.guarantees.durability).toBe(Durability.ASYNCHRONOUS);
  expect(refusals(compose({ recovery }).app)).toEqual([`[${ORDERS}] "recovery" (Invalid)`]);
});

test('it is dumped from a standby, or from the primary if there is none', () => {
  const bucket = ObjectStorageBucket.s3({ bucket: 'acme-dumps', region: 'eu-west-1', credentials: SecretSource.existing('dumps') });
  const { made, manifests } = compose({ databases: ['orders', 'audit'] });
  made.addDump('nightly', { bucket, schedule: '0 2 * * *' });
  const script = file(manifests(), 'data-orders-nightly', 'dump.sh');
  expect(script).toMatch(/for host in data-orders-ro\S+ data-orders-rw\S+; do/);
  expect(script).toMatch(/--ssl-verify-server-cert[^]*--single-transaction[^]*--databases orders audit[^]*Dump completed/);
});

test('one elsewhere: no object, its addresses open, and neither users nor sizes', () => {
  const { made, manifests } = compose({ engine: MySqlEngine.external({ ...ELSEWHERE, readOnlyHost: 'ro.acme.example', port: 3307 }) });
  expect(manifests().all('StatefulSet')).toEqual([]);
  expect(made.toConnectable().binding.literals).toEqual({ host: 'mysql.acme.example', port: '3307', database: 'orders' });
  expect(made.readOnly.toConnectable().binding.literals.host).toBe('ro.acme.example');
  expect(refusal(() => made.addUser('reporting', { access: MySqlAccess.readOnly() }))).toBe(`[${ORDERS}] "engine" (Unavailable)`);
  expect(refusal(() => compose({ engine: MySqlEngine.external(ELSEWHERE), storage: Size.gibibytes(5) }))).toBe(`[${ORDERS}] "storage" (Conflict)`);
});

test('a mesh and a hardened Platform run it as it is', () => {
  expect(compose({}, { mesh: Mesh.istio() }).manifests().one('Service', 'data-orders-rw').spec.ports[0].name).toBe('tcp-mysql');
  const { manifests } = withHardenedPlatform((agents) => new DataLayer(agents, 'data').addMySql('orders'));
  expect(manifests().podSpec('StatefulSet', PRIMARY).containers[0].securityContext).toMatchObject({ readOnlyRootFilesystem: true });
});
