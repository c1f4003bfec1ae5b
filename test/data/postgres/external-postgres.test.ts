import { Duration, Size } from 'cdk8s';
import {
  AgentApi, AgentController, Coordination, DataLayer, ObjectStorageBucket, Durability, ExternalPostgresOptions, Mesh, MonitoringEngine, Namespace,
  ObservabilityStack, PlatformProps, Postgres, PostgresEngine, PostgresProps, RecoveryObjective, SecretSource, TrafficPeer,
} from '../../../src';
import { Manifest } from '../../support/manifests';
import { Composition, IMAGE, withPlatform } from '../../support/platforms';
import { refusal, refusals } from '../../support/refusals';

const ELSEWHERE: ExternalPostgresOptions = { host: 'customers.abc.eu-west-1.rds.example', addresses: TrafficPeer.cidrs(['192.0.2.0/24']) };

function compose(options: Partial<ExternalPostgresOptions> = {}, platform: PlatformProps = {}, props: PostgresProps = {}): Composition<Postgres> {
  return withPlatform((agents) => {
    const store = new DataLayer(agents, 'data').addPostgres('customers', { engine: PostgresEngine.external({ ...ELSEWHERE, ...options }), ...props });
    new AgentApi(agents, 'api', { image: IMAGE }).connectTo(store);
    return store;
  }, platform);
}

const variables = (composed: Composition<unknown>): Record<string, unknown> => composed.manifests().env('Deployment', 'api');

test('a host is enough: nothing runs in the cluster, and the client finds it under the same names', () => {
  const composed = compose();
  expect(variables(composed)).toMatchObject({ CUSTOMERS_HOST: 'customers.abc.eu-west-1.rds.example', CUSTOMERS_PORT: '5432', CUSTOMERS_DATABASE: 'customers' });
  expect(composed.manifests().all('StatefulSet')).toEqual([]);
  expect(composed.manifests().all('NetworkPolicy').map(({ metadata }: Manifest) => metadata.name).sort()).toEqual(['api', 'default-deny']);
  expect(composed.app.report().requiredSecrets).toEqual([expect.objectContaining({ name: 'data-customers-app', keys: ['password', 'uri', 'username'] })]);
});

test('an application does not change when its engine does', () => {
  const from = (engine: PostgresEngine): string[] => Object.keys(variables(withPlatform((agents) =>
    new AgentApi(agents, 'api', { image: IMAGE }).connectTo(new DataLayer(agents, 'data').addPostgres('customers', { engine })))));
  expect(from(PostgresEngine.external(ELSEWHERE))).toEqual(from(PostgresEngine.plain()));
  expect(from(PostgresEngine.external({ ...ELSEWHERE, certificateAuthority: SecretSource.existing('rds-ca') }))).toEqual(from(PostgresEngine.cloudNativePg()));
});

test('policies open the stated addresses on the stated port', () => {
  expect(compose({ port: 6432 }).manifests().one('NetworkPolicy', 'api').spec.egress).toContainEqual({
    to: [{ ipBlock: { cidr: '192.0.2.0/24' } }], ports: [{ protocol: 'TCP', port: 6432 }],
  });
});

test('a mesh knows the host, in every namespace with a client', () => {
  const { manifests } = withPlatform((agents) => {
    const store = new DataLayer(agents, 'data').addPostgres('customers', { engine: PostgresEngine.external({ host: ELSEWHERE.host }) });
    const other = new Namespace(agents.node.scope as never, 'other');
    new AgentController(other, 'controller', { image: IMAGE, coordination: Coordination.leaderElection() })
      .connectTo(store, { credentials: SecretSource.existing('copied') });
  }, { mesh: Mesh.istio() });
  expect(manifests().one('ServiceEntry').spec).toMatchObject({
    hosts: [ELSEWHERE.host], ports: [{ number: 5432, protocol: 'TCP' }], exportTo: ['.', 'other'],
  });
});

test('standbys have a host of their own', () => {
  const { made } = compose({ readOnlyHost: 'customers-ro.abc.example' });
  expect(made.readOnly.toConnectable().binding.literals.host).toBe('customers-ro.abc.example');
  expect(() => compose().made.readOnly.toConnectable()).toThrow(/"readOnly"/);
});

test('it can be dumped, from the standbys where there are any', () => {
  const bucket = ObjectStorageBucket.s3({ bucket: 'acme-dumps', region: 'eu-west-1', credentials: SecretSource.existing('dumps') });
  const { manifests, made } = compose({ readOnlyHost: 'customers-ro.abc.example', port: 6432 });
  made.addDump('nightly', { bucket, schedule: '0 2 * * *' });
  const script = manifests().all('ConfigMap').map(({ data }: Manifest) => data['dump.sh']).join();
  expect(script).toMatch(/customers-ro\.abc\.example[^]*customers\.abc\.eu-west-1\.rds\.example/);
  expect(script).toContain('6432');
  expect(manifests().one('CronJob').spec.jobTemplate.spec.template.spec.initContainers[0].image).toMatch(/postgres:18/);
});

test('a monitoring stack makes nothing of what it cannot see', () => {
  for (const engine of [MonitoringEngine.existingPrometheus(), MonitoringEngine.prometheusOperator()]) {
    const { manifests } = withPlatform((agents) => {
      new DataLayer(agents, 'data').addPostgres('customers', { engine: PostgresEngine.external(ELSEWHERE) });
      new ObservabilityStack(new Namespace(agents.node.scope as never, 'monitoring'), 'observability', { engine });
    });
    expect(['PodMonitor', 'PrometheusRule'].flatMap((kind) => manifests().all(kind))).toEqual([]);
    expect(JSON.stringify(manifests().all('ConfigMap'))).not.toContain('customers');
  }
});

describe('objectives', () => {
  const recovery = RecoveryObjective.of({ rpo: Duration.seconds(0), rto: Duration.minutes(2), dataLossRpo: Duration.minutes(5) });

  test('what is not stated is not promised', () => {
    expect(refusals(compose({}, {}, { recovery }).platform)).toEqual(['[production/agents/data/customers] "recovery" (Invalid)']);
    expect(compose().made.guarantees).toMatchObject({ automaticFailover: false, durability: Durability.ASYNCHRONOUS, pointInTimeRecovery: false });
  });

  test('what is stated counts', () => {
    const promised = { failoverTime: Duration.minutes(2), durability: Durability.SYNCHRONOUS, recoveryPoint: Duration.minutes(5) };
    const { made, platform } = compose({ promised }, {}, { recovery });
    expect(refusals(platform)).toEqual([]);
    expect(made.guarantees).toMatchObject({ automaticFailover: true, durability: Durability.SYNCHRONOUS, pointInTimeRecovery: true });
  });
});

describe('errors', () => {
  const path = '[production/agents/data/customers]';

  test.each<[string, Partial<ExternalPostgresOptions>, string]>([
    ['no host', { host: undefined }, '"engine.host" (Required)'],
    ['a URL', { host: 'postgresql://db.example' }, '"engine.host" (Invalid)'],
    ['no address without a mesh', { addresses: undefined }, '"engine.addresses" (Required)'],
    ['port 0', { port: 0 }, '"engine.port" (OutOfRange)'],
    ['standbys at the same host', { readOnlyHost: ELSEWHERE.host }, '"engine.readOnlyHost" (Duplicate)'],
  ])('%s', (_, options, message) => {
    expect(refusal(() => compose(options))).toBe(`${path} ${message}`);
  });

  test.each<[string, PostgresProps]>([
    ['storage', { storage: Size.gibibytes(5) }], ['storageClass', { storageClass: 'fast' }], ['resources', { resources: { memory: Size.gibibytes(1) } }],
  ])('%s of what is elsewhere', (prop, props) => {
    expect(refusal(() => compose({}, {}, props))).toBe(`${path} "${prop}" (Conflict)`);
  });

  test('its pods are not there to be connected by hand', () => {
    expect(refusal(() => compose().made.connections)).toBe(`${path} "connections" (Forbidden)`);
  });

  test('roles and poolers are of engines that run here', () => {
    expect(refusal(() => compose().made.addPooler('pool'))).toBe(`${path} "engine" (Unavailable)`);
  });
});
