import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import {
  AgentApi, AlertOverride, ClientEncryption, ClusterProfile, DataLayer, IConnectable, IMonitorable, Mesh, PlatformProps, PoolMode, Postgres,
  PostgresEngine, PostgresPoolerProps, SecretSource,
} from '../../../src';
import { CloudNativePgOptions } from '../../../src/data/postgres/cloud-native-pg';
import { Manifest } from '../../support/manifests';
import { Composition, hardened, IMAGE, withPlatform } from '../../support/platforms';
import { refusal, refusals } from '../../support/refusals';

const customers = (scope: Construct, options: CloudNativePgOptions = {}): Postgres =>
  new DataLayer(scope, 'data').addPostgres('customers', { engine: PostgresEngine.cloudNativePg(options) });

function compose(props: PostgresPoolerProps = {}, platform: PlatformProps = {}, options: CloudNativePgOptions = {}): Composition<IConnectable> {
  return withPlatform((agents) => {
    const pooler = customers(agents, options).addPooler('pool', props);
    new AgentApi(agents, 'api', { image: IMAGE }).connectTo(pooler);
    return pooler;
  }, platform);
}

const pooler = (props?: PostgresPoolerProps, platform?: PlatformProps, options?: CloudNativePgOptions): Manifest =>
  compose(props, platform, options).manifests().one('Pooler', 'data-customers-pool');
const ports = (rule: Manifest): number[] => rule.ports.map(({ port }: Manifest) => port);

test('two lines put a pooler between an application and its database', () => {
  expect(pooler().spec).toMatchObject({
    cluster: { name: 'data-customers' }, type: 'rw', instances: 2,
    pgbouncer: { poolMode: 'transaction', parameters: { default_pool_size: '20', max_client_conn: '1000' } },
  });
});

test('every option is in the manifest', () => {
  const { spec } = pooler({
    replicas: 3, mode: PoolMode.SESSION, poolSize: 10, maxClients: 500, resources: { cpu: Cpu.millis(250), memory: Size.mebibytes(256) },
  });
  expect(spec).toMatchObject({ instances: 3, pgbouncer: { poolMode: 'session', parameters: { default_pool_size: '10', max_client_conn: '500' } } });
  expect(spec.template.spec.containers[0]).toMatchObject({ name: 'pgbouncer', resources: { requests: { cpu: '250m', memory: '256Mi' }, limits: { memory: '256Mi' } } });
});

test('the application has the same variables as with the store, but for the uri, which names the primary', () => {
  const variables = (target: (store: Postgres) => IConnectable): Record<string, unknown> => withPlatform((agents) =>
    new AgentApi(agents, 'api', { image: IMAGE }).connectTo(target(customers(agents)))).manifests().env('Deployment', 'api');
  const [direct, pooled] = [variables((store) => store), variables((store) => store.addPooler('pool'))];
  expect(Object.keys(pooled)).toEqual(Object.keys(direct).filter((name) => name !== 'CUSTOMERS_URI'));
  expect(pooled).toMatchObject({ CUSTOMERS_HOST: 'data-customers-pool.agents.svc.cluster.local', CUSTOMERS_PORT: '5432', CUSTOMERS_DATABASE: 'customers' });
});

test('the certificate of the server names the pooler, so that clients can verify it', () => {
  expect(compose().manifests().one('Cluster').spec.certificates.serverAltDNSNames).toEqual([
    'data-customers-pool', 'data-customers-pool.agents', 'data-customers-pool.agents.svc', 'data-customers-pool.agents.svc.cluster.local',
  ]);
  expect(withPlatform((agents) => customers(agents)).manifests().one('Cluster').spec.certificates).toBeUndefined();
});

test('connections without TLS are rejected where the server rejects them', () => {
  expect(pooler().spec.pgbouncer.pg_hba).toEqual(['hostnossl all all 0.0.0.0/0 reject', 'hostnossl all all ::/0 reject']);
  expect(pooler({}, {}, { clientEncryption: ClientEncryption.OPTIONAL }).spec.pgbouncer.pg_hba).toBeUndefined();
});

test('clients reach the pooler, the pooler the members and the API server, and nobody else is let in', () => {
  const { manifests } = compose({}, { cluster: ClusterProfile.generic({ apiServerCidrs: ['10.0.0.0/28'] }) });
  const [ofPooler, ofMembers] = ['data-customers-pool', 'data-customers'].map((name) => manifests().one('NetworkPolicy', name).spec);
  expect(ofPooler.podSelector.matchLabels).toEqual({ 'app.kubernetes.io/instance': 'data-customers-pool' });
  expect(ofPooler.ingress.map((rule: Manifest) => [rule.from[0].podSelector.matchLabels, ports(rule)])).toEqual([[{ 'app.kubernetes.io/instance': 'api' }, [5432]]]);
  expect(ofPooler.egress).toContainEqual({
    to: [{ podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'data-customers' } } }], ports: [{ protocol: 'TCP', port: 5432 }],
  });
  expect(JSON.stringify(ofPooler.egress)).toContain('10.0.0.0/28');
  expect(ofMembers.ingress).toContainEqual({
    from: [{ podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'data-customers-pool' } } }], ports: [{ protocol: 'TCP', port: 5432 }],
  });
  expect(JSON.stringify(ofMembers.ingress)).not.toContain('"api"');
});

test('its pods spread over zones and nodes, one may be evicted at a time, and a rollout takes none away', () => {
  const { manifests } = compose();
  const { spec } = manifests().one('Pooler');
  expect(spec.template.metadata.labels).toEqual({ 'app.kubernetes.io/instance': 'data-customers-pool', 'env': 'production' });
  expect(spec.template.spec.topologySpreadConstraints[0]).toMatchObject({
    topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule', matchLabelKeys: ['pod-template-hash'],
    labelSelector: { matchLabels: { 'app.kubernetes.io/instance': 'data-customers-pool' } },
  });
  expect(spec.deploymentStrategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } });
  expect(manifests().one('PodDisruptionBudget', 'data-customers-pool').spec).toMatchObject({
    maxUnavailable: 1, selector: { matchLabels: { 'app.kubernetes.io/instance': 'data-customers-pool' } },
  });
});

test('it is out of the mesh like the members, and hardened like them', () => {
  expect(pooler({}, { mesh: Mesh.istio() }).spec.template.metadata.labels['sidecar.istio.io/inject']).toBe('false');
  const { spec } = pooler({}, hardened()).spec.template;
  expect(spec.priorityClassName).toBe('production-data');
  expect(spec.containers[0].image).toMatch(/^ghcr\.io\/cloudnative-pg\/pgbouncer:1\.25\.1@sha256:/);
  expect(spec.containers[0].resources.requests).toEqual(spec.containers[0].resources.limits);
});

describe('monitoring', () => {
  const plan = (props: PostgresPoolerProps = {}) => (compose(props).made as unknown as IMonitorable).toMonitoringPlan();

  test('its own pods are scraped, and those of the members without them', () => {
    expect(plan().scrapes).toMatchObject([{ port: 'metrics', portNumber: 9127, job: 'data-customers-pool', podLabels: { 'cnpg.io/poolerName': 'data-customers-pool' } }]);
    const { made } = withPlatform((agents) => customers(agents));
    expect(made.toMonitoringPlan().scrapes[0].podLabels).toEqual({ 'cnpg.io/cluster': 'data-customers', 'cnpg.io/podRole': 'instance' });
  });

  test('alerts on waiting clients, their number and the exporter, and on its pods', () => {
    expect(plan().alerts.map(({ id }) => id)).toEqual(expect.arrayContaining([
      'PostgresPoolerTargetMissing', 'PostgresPoolerDown', 'PostgresPoolerClientsWaiting', 'PostgresPoolerClientsNearMax', 'PodCrashLooping', 'AllReplicasDown',
    ]));
  });

  test('an alert can be changed', () => {
    const { alerts } = plan({ alerts: { PostgresPoolerClientsWaiting: AlertOverride.silence() } });
    expect(alerts.map(({ id }) => id)).not.toContain('PostgresPoolerClientsWaiting');
    expect(refusal(() => compose({ alerts: { NoSuchAlert: AlertOverride.silence() } }))).toBe('[production/agents/data/customers/pool] "alerts" (NotSupported)');
  });
});

describe('errors', () => {
  const path = '[production/agents/data/customers/pool]';

  test.each<[PostgresPoolerProps, string]>([
    [{ replicas: 0 }, '"replicas" (OutOfRange)'],
    [{ replicas: 11 }, '"replicas" (OutOfRange)'],
    [{ mode: 'statement' as never }, '"mode" (NotSupported)'],
    [{ poolSize: 0 }, '"poolSize" (OutOfRange)'],
    [{ maxClients: 0 }, '"maxClients" (OutOfRange)'],
    [{ replicas: 5, poolSize: 20 }, '"poolSize" (OutOfRange)'],
    [{ poolSize: 40, maxClients: 30 }, '"maxClients" (OutOfRange)'],
  ])('%j', (props, message) => {
    expect(refusal(() => compose(props))).toBe(`${path} ${message}`);
  });

  test('all poolers of a store share the connections that the server takes', () => {
    const two = (poolSize: number) => () => withPlatform((agents) => {
      const store = customers(agents);
      store.addPooler('one', { poolSize });
      store.addPooler('two', { poolSize });
    });
    expect(two(20)).not.toThrow();
    expect(refusal(two(25))).toBe('[production/agents/data/customers/two] "poolSize" (OutOfRange)');
  });

  test('a client certificate does not pass through a pooler', () => {
    expect(refusal(() => compose({}, {}, { clientCertificate: SecretSource.existing('customers-client') })))
      .toBe('[production/agents/data/customers] "engine.clientCertificate" (Conflict)');
  });

  test.each(['rw', 'ro', 'r', 'app', 'ca'])('the operator has objects called %s of its own', (id) => {
    expect(refusal(() => withPlatform((agents) => customers(agents).addPooler(id)))).toBe(`[production/agents/data/customers/${id}] "id" (Forbidden)`);
  });

  test('a cluster must not have the name of a pooler: the operator refuses both', () => {
    const { platform } = withPlatform((agents) => {
      const data = new DataLayer(agents, 'data');
      data.addPostgres('customers', { engine: PostgresEngine.cloudNativePg() }).addPooler('pool');
      data.addPostgres('customers-pool', { engine: PostgresEngine.cloudNativePg() });
    });
    expect(refusals(platform)).toEqual(['[production] "id" (Invalid)']);
  });

  test('the plain engine has no pooler, and names the engine that has', () => {
    const program = (): unknown => withPlatform((agents) => new DataLayer(agents, 'data').addPostgres('customers').addPooler('pool'));
    expect(refusal(program)).toBe('[production/agents/data/customers] "engine" (Unavailable)');
    expect(program).toThrow('PostgresEngine.cloudNativePg()');
  });
});
