import { App, Chart, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-29';
import {
  AgentApi, AlertOverride, AvailabilityZones, DataLayer, Durability, Mesh, PlatformProps, Postgres, PostgresEngine, PostgresProps, SecretSource,
} from '../../../src';
import { Manifest, Manifests } from '../../support/manifests';
import { Composition, IMAGE, withHardenedPlatform, withPlatform } from '../../support/platforms';

function compose(props: PostgresProps = {}, platform: PlatformProps = {}): Composition<Postgres> {
  return withPlatform((agents) => new DataLayer(agents, 'data').addPostgres('customers', props), platform);
}

const PRIMARY = 'data-customers-primary';
const REPLICA = 'data-customers-replica';

describe('what there is', () => {
  test('a primary, two standbys, and a Service for each role', () => {
    const manifests = compose().manifests();
    expect(manifests.all('StatefulSet').map(({ metadata, spec }) => [metadata.name, spec.replicas])).toEqual([[PRIMARY, 1], [REPLICA, 2]]);
    expect(manifests.one('Service', 'data-customers-rw').spec.selector).toEqual({ 'app.kubernetes.io/instance': PRIMARY });
    expect(manifests.one('Service', 'data-customers-ro').spec.selector).toEqual({ 'app.kubernetes.io/instance': REPLICA });
  });

  test('no custom resource', () => {
    expect(compose().manifests().documents.filter(({ apiVersion }) => /\.(io|com)\/.*/.test(apiVersion) && !apiVersion.includes('k8s.io'))).toEqual([]);
  });

  test('the only primary gets connections whether or not its exporter is ready; standbys only when they are ready', () => {
    const manifests = compose().manifests();
    expect(manifests.one('Service', 'data-customers-rw').spec.publishNotReadyAddresses).toBe(true);
    expect(manifests.one('Service', 'data-customers-ro').spec.publishNotReadyAddresses).toBeFalsy();
  });

  test('without a standby there is no replication Secret', () => {
    const { app, manifests } = compose({ engine: PostgresEngine.plain({ replicas: 0 }) });
    expect(app.report().requiredSecrets.map(({ name }) => name)).toEqual(['data-customers-app']);
    expect(manifests().one('ConfigMap', `${PRIMARY}-config`).data['bootstrap.sql']).not.toContain('replic');
  });

  test('without a standby there is no Service for standbys', () => {
    const manifests = compose({ engine: PostgresEngine.plain({ replicas: 0 }) }).manifests();
    expect(manifests.names().filter((name) => name.startsWith('Service/'))).toEqual([`Service/${PRIMARY}-members`, 'Service/data-customers-rw']);
  });

  test('works on a stock Chart', () => {
    const chart = new Chart(new App(), 'chart');
    new DataLayer(chart, 'data').addPostgres('customers');
    expect(Manifests.of(chart).podSpec('StatefulSet', PRIMARY).affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution).toBeUndefined();
  });
});

describe('pods', () => {
  test('run as the image\'s own user, read-only, with shared memory in memory', () => {
    const spec = compose().manifests().podSpec('StatefulSet', PRIMARY);
    expect(spec.securityContext).toMatchObject({ runAsUser: 999, runAsGroup: 999, fsGroup: 999 });
    expect(spec.containers[0].securityContext).toMatchObject({ runAsUser: 999, readOnlyRootFilesystem: true });
    expect(spec.volumes).toContainEqual({ name: 'shm', emptyDir: { medium: 'Memory', sizeLimit: '256Mi' } });
  });

  test.each([['standard', compose()], ['hardened', withHardenedPlatform((agents) => new DataLayer(agents, 'data').addPostgres('customers'))]])(
    'credentials are files, and never variables, in security profile %s', (_, composition) => {
      const spec = composition.manifests().podSpec('StatefulSet', PRIMARY);
      expect(spec.volumes).toContainEqual({
        name: 'credentials',
        projected: {
          defaultMode: 0o440,
          sources: [
            { secret: { name: 'data-customers-app', items: [{ key: 'username', path: 'username' }, { key: 'password', path: 'password' }] } },
            { secret: { name: 'data-customers-replication', items: [{ key: 'password', path: 'replication' }] } },
          ],
        },
      });
      expect(JSON.stringify(spec)).not.toContain('secretKeyRef');
    });

  test('liveness asks the port, readiness the server: what recovers is not restarted', () => {
    const { livenessProbe, readinessProbe, startupProbe } = compose().manifests().container('StatefulSet', PRIMARY);
    expect(livenessProbe.tcpSocket).toEqual({ port: 'postgres' });
    expect(readinessProbe.exec.command).toEqual(['pg_isready', '--quiet', '--host=127.0.0.1']);
    expect(startupProbe.failureThreshold * startupProbe.periodSeconds).toBe(10000);
  });

  test('the exporter logs in by the socket and has no password', () => {
    const exporter = compose().manifests().podSpec('StatefulSet', REPLICA).containers[1];
    expect(exporter.env).toContainEqual({ name: 'DATA_SOURCE_NAME', value: 'host=/var/run/postgresql user=monitor dbname=postgres sslmode=disable' });
    expect(exporter.args).toBeUndefined();
    expect(exporter.volumeMounts.map(({ name }: Manifest) => name)).toEqual(['tmp', 'socket']);
  });

  test('standbys are in other zones than the primary where zones are required', () => {
    const { podAntiAffinity } = compose().manifests().podSpec('StatefulSet', REPLICA).affinity;
    expect(podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution).toEqual([
      { topologyKey: 'topology.kubernetes.io/zone', labelSelector: { matchLabels: { 'app.kubernetes.io/instance': PRIMARY } } },
    ]);
  });

  test('with as many standbys as zones they are not kept from the primary\'s: one would wait for ever', () => {
    const { podAntiAffinity } = compose({}, { zones: AvailabilityZones.required({ zones: 2 }) }).manifests().podSpec('StatefulSet', REPLICA).affinity;
    expect(podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution).toBeUndefined();
  });
});

describe('a primary without data', () => {
  const start = (replicas: number): string =>
    compose({ engine: PostgresEngine.plain({ replicas }) }).manifests().one('ConfigMap', `${PRIMARY}-config`).data['start.sh'];

  test('asks every standby before it creates a database', () => {
    const script = start(2);
    expect(script).toMatch(/for standby in data-customers-replica-0\S+ data-customers-replica-1\S+; do/);
    expect(script.indexOf('pg_isready')).toBeLessThan(script.indexOf('initdb'));
  });

  test('has nobody to ask without standbys', () => {
    expect(start(0)).not.toContain('pg_isready');
  });

  test('is let through to the standbys', () => {
    const manifests = compose().manifests();
    const peers = (rules: Manifest[], side: string): string => JSON.stringify(rules.map((rule) => rule[side]));
    expect(peers(manifests.one('NetworkPolicy', PRIMARY).spec.egress, 'to')).toContain(REPLICA);
    expect(peers(manifests.one('NetworkPolicy', REPLICA).spec.ingress, 'from')).toContain(PRIMARY);
  });
});

test('nothing delays the end of a member: it stops by itself', () => {
  expect(compose().manifests().container('StatefulSet', PRIMARY).lifecycle).toBeUndefined();
});

describe('configuration', () => {
  const conf = (props: PostgresProps, member: string = PRIMARY): string =>
    compose(props).manifests().one('ConfigMap', `${member}-config`).data['postgresql.conf'];

  test('a write waits for any one standby, by its quoted name', () => {
    expect(conf({})).toContain('synchronous_standby_names = \'ANY 1 ("data-customers-replica-0","data-customers-replica-1")\'\n');
  });

  test('a standby waits for nobody, so that a promoted one takes writes', () => {
    expect(conf({}, REPLICA)).toContain('synchronous_standby_names = \'\'\n');
  });

  test('durability asynchronous waits for nobody', () => {
    expect(conf({ engine: PostgresEngine.plain({ durability: Durability.ASYNCHRONOUS }) })).toContain('synchronous_standby_names = \'\'\n');
  });

  test('memory and log follow from what a member has', () => {
    const text = conf({ storage: Size.gibibytes(40), resources: { memory: Size.gibibytes(4) } });
    expect(text).toContain('shared_buffers = 1024MB\n');
    expect(text).toContain('max_wal_size = 4096MB\n');
    expect(text).toContain('max_slot_wal_keep_size = 10240MB\n');
  });

  test('the database, and no password, is in the bootstrap', () => {
    const { data } = compose({ database: 'crm' }).manifests().one('ConfigMap', `${PRIMARY}-config`);
    expect(data['bootstrap.sql']).toContain('CREATE DATABASE "crm" OWNER :"owner";');
    expect(data['bootstrap.sql']).toContain('\\set password `cat /etc/postgresql-credentials/password`');
  });

  test('the superuser has no way in over the network', () => {
    expect(compose().manifests().one('ConfigMap', `${PRIMARY}-config`).data['pg_hba.conf']).toContain('host all postgres all reject\n');
  });

  test('data lies in a folder of the major version', () => {
    expect(conf({ engine: PostgresEngine.plain({ image: 'docker.io/library/postgres:17.6' }) })).toContain('data_directory = \'/var/lib/postgresql/17/docker\'');
  });
});

describe('props', () => {
  test('storage and storage class are claimed', () => {
    const { spec } = compose({ storage: Size.gibibytes(50), storageClass: 'fast' }).manifests().one('StatefulSet', REPLICA);
    expect(spec.volumeClaimTemplates[0].spec).toEqual({
      accessModes: ['ReadWriteOnce'], storageClassName: 'fast', resources: { requests: { storage: '50Gi' } },
    });
  });

  test('resources are the server\'s', () => {
    const { resources } = compose({ resources: { cpu: Cpu.units(2) } }).manifests().container('StatefulSet', PRIMARY);
    expect(resources.requests.cpu).toBe('2');
  });

  test('replicas', () => {
    expect(compose({ engine: PostgresEngine.plain({ replicas: 4 }) }).manifests().one('StatefulSet', REPLICA).spec.replicas).toBe(4);
  });

  test('credentials are another Secret', () => {
    expect(compose({ credentials: SecretSource.existing('mine') }).app.report().requiredSecrets).toMatchObject([
      { name: 'data-customers-replication', keys: ['password'] }, { name: 'mine', keys: ['password', 'uri', 'username'] },
    ]);
  });

  test('an alert can be silenced', () => {
    expect(compose({ alerts: { PostgresDown: AlertOverride.silence() } }).made.alerts.map(({ id }) => id)).not.toContain('PostgresDown');
  });
});

describe('connections', () => {
  function connected(platform: PlatformProps = {}): Manifests {
    return withPlatform((agents) => {
      const store = new DataLayer(agents, 'data').addPostgres('customers');
      new AgentApi(agents, 'api', { image: IMAGE }).connectTo(store);
    }, platform).manifests();
  }

  test('a client is told where the primary is, and reads credentials from the Secret', () => {
    const secret = (key: string): object => ({ secretKeyRef: { name: 'data-customers-app', key } });
    expect(connected().env('Deployment', 'api')).toMatchObject({
      CUSTOMERS_HOST: 'data-customers-rw.agents.svc.cluster.local',
      CUSTOMERS_PORT: '5432',
      CUSTOMERS_DATABASE: 'customers',
      CUSTOMERS_USERNAME: secret('username'),
      CUSTOMERS_PASSWORD: secret('password'),
      CUSTOMERS_URI: secret('uri'),
    });
  });

  test.each([
    [PRIMARY, ['api', REPLICA]],
    [REPLICA, ['api', PRIMARY, REPLICA]],
  ])('%s lets the client and the standbys in, for it may be the primary one day', (member, peers) => {
    const from = connected().one('NetworkPolicy', member).spec.ingress.map((rule: Manifest) => rule.from[0].podSelector.matchLabels['app.kubernetes.io/instance']);
    expect(from).toEqual(peers);
  });

  test('under Istio the standbys are let in by who they are', () => {
    const { rules } = connected({ mesh: Mesh.istio() }).one('AuthorizationPolicy', PRIMARY).spec;
    expect(rules).toContainEqual({
      from: [{ source: { principals: [`cluster.local/ns/agents/sa/${REPLICA}`] } }], to: [{ operation: { ports: ['5432'] } }],
    });
  });
});

describe('watching', () => {
  test('both roles are read under the name of the store', () => {
    expect(compose().made.toMonitoringPlan().scrapes.map(({ job, podLabels, portNumber }) => [job, podLabels, portNumber])).toEqual([
      ['data-customers', { 'app.kubernetes.io/instance': PRIMARY }, 9187], ['data-customers', { 'app.kubernetes.io/instance': REPLICA }, 9187],
    ]);
  });

  test('alert ids are told apart, and none without a standby speaks of one', () => {
    const ids = (props: PostgresProps): string[] => compose(props).made.alerts.map(({ id }) => id);
    expect(new Set(ids({})).size).toBe(ids({}).length);
    expect(ids({ engine: PostgresEngine.plain({ replicas: 0 }) }).filter((id) => id.includes('Replica') && !id.includes('Replicas'))).toEqual([]);
  });

  test('one pod cannot violate its budget, and a dump is a long transaction by design', () => {
    const alerts = compose().made.alerts;
    expect(alerts.map(({ id }) => id)).not.toContain('PrimaryPdbViolated');
    expect(alerts.map(({ id }) => id)).toContain('StandbyPdbViolated');
    expect(alerts.find(({ id }) => id === 'PostgresTransactionTooLong')!.expr).toContain('application_name!="pg_dump"');
  });

  test('four to eight panels', () => {
    expect(compose().made.toMonitoringPlan().panels.length).toBeGreaterThanOrEqual(4);
    expect(compose().made.toMonitoringPlan().panels.length).toBeLessThanOrEqual(8);
  });
});

