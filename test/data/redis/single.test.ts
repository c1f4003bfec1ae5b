import { App, Chart, Duration } from 'cdk8s';
import { AgentApi, DataLayer, Durability, Environment, Mesh, PlatformProps, RecoveryObjective, Redis, RedisEngine, Severity } from '../../../src';
import { Manifest, Manifests } from '../../support/manifests';
import { Composition, IMAGE, withHardenedPlatform, withPlatform } from '../../support/platforms';
import { refusals } from '../../support/refusals';

const single = (): RedisEngine => RedisEngine.single();

function compose(platform: PlatformProps = {}): Composition<Redis> {
  return withPlatform((agents) => new DataLayer(agents, 'data').addRedis('locks', { engine: single() }), platform);
}

test('one server behind the Service, reached even while its exporter is not ready', () => {
  const manifests = compose().manifests();
  expect(manifests.all('StatefulSet').map(({ metadata, spec }) => [metadata.name, spec.replicas])).toEqual([['data-locks-server', 1]]);
  expect(manifests.all('Deployment')).toEqual([]);
  expect(manifests.one('Service', 'data-locks').spec).toMatchObject({
    ports: [{ name: 'tcp-redis', port: 6379, protocol: 'TCP', targetPort: 'redis' }],
    publishNotReadyAddresses: true,
    selector: { 'app.kubernetes.io/instance': 'data-locks-server' },
  });
});

test('a client gets what it gets of sentinel()', () => {
  const client = (engine: RedisEngine): Manifests => withPlatform((agents) =>
    new AgentApi(agents, 'api', { image: IMAGE }).connectTo(new DataLayer(agents, 'data').addRedis('locks', { engine }))).manifests();
  expect(client(single()).env('Deployment', 'api')).toEqual(client(RedisEngine.sentinel()).env('Deployment', 'api'));
});

test('sentinel() takes its volume over: the claim has the same name', () => {
  const claim = (engine: RedisEngine): Manifest => withPlatform((agents) => new DataLayer(agents, 'data').addRedis('locks', { engine }))
    .manifests().one('StatefulSet', 'data-locks-server').spec.volumeClaimTemplates[0];
  expect(claim(single())).toEqual(claim(RedisEngine.sentinel()));
});

test('it takes writes without a standby, and needs a password', () => {
  const files = compose().manifests().one('ConfigMap', 'data-locks-server-config').data;
  expect(files['server.conf']).not.toContain('min-replicas-to-write');
  expect(files['start.sh']).toContain('requirepass $quoted');
});

test('only clients reach it', () => {
  const manifests = withPlatform((agents) =>
    new AgentApi(agents, 'api', { image: IMAGE }).connectTo(new DataLayer(agents, 'data').addRedis('locks', { engine: single() })), { mesh: Mesh.istio() }).manifests();
  expect(manifests.one('NetworkPolicy', 'data-locks-server').spec.ingress.map(({ ports }: Manifest) => ports[0].port)).toContain(6379);
  expect(manifests.one('AuthorizationPolicy', 'data-locks-server').spec.rules).toEqual([
    { from: [{ source: { principals: ['cluster.local/ns/agents/sa/api'] } }], to: [{ operation: { ports: ['6379'] } }] },
  ]);
});

test('it promises nothing that one server cannot keep', () => {
  const { made } = compose();
  expect(made.guarantees).toEqual({
    replicas: 1, automaticFailover: false, durability: Durability.ASYNCHRONOUS, pointInTimeRecovery: false, nodes: 1, customResources: [],
  });
  const recovery = RecoveryObjective.of({ rpo: Duration.hours(1), rto: Duration.minutes(5) });
  const { platform } = withPlatform((agents) => new DataLayer(agents, 'data').addRedis('locks', { engine: single(), recovery }));
  expect(refusals(platform)).toEqual(['[production/agents/data/locks] "recovery" (Invalid)']);
});

test('production is warned, development is not', () => {
  const warnings = (environment: Environment): string[] => compose({ environment }).app.report().warnings.map(({ text }) => text);
  expect(warnings(Environment.production()).join()).toContain('RedisEngine.sentinel()');
  expect(warnings(Environment.development()).join()).not.toContain('RedisEngine.sentinel()');
});

test.each(['RedisDown', 'ServerAllReplicasDown'])('nobody takes over, so %s is critical and reports the outage of the store', (name) => {
  const { severity, labels } = compose().made.alerts.find(({ id }) => id === name)!;
  expect([severity, labels!.outage]).toEqual([Severity.CRITICAL, 'component']);
});

test('works on a stock Chart and in the hardened security profile', () => {
  const chart = new Chart(new App(), 'chart');
  new DataLayer(chart, 'data').addRedis('locks', { engine: single() });
  expect(Manifests.of(chart).all('StatefulSet')).toHaveLength(1);
  const { manifests } = withHardenedPlatform((agents) => new DataLayer(agents, 'data').addRedis('locks', { engine: single() }));
  expect(JSON.stringify(manifests().documents)).not.toContain('secretKeyRef');
});
