import { Duration, Size } from 'cdk8s';
import {
  AgentApi, AgentController, Coordination, DataLayer, Durability, ExternalRedisOptions, Mesh, PlatformProps, RecoveryObjective, Redis,
  RedisEngine, RedisProps, SecretSource,
  TrafficPeer,
} from '../../../src';
import { Manifest } from '../../support/manifests';
import { Composition, IMAGE, withPlatform } from '../../support/platforms';
import { refusal, refusals } from '../../support/refusals';

const ELSEWHERE: ExternalRedisOptions = { host: 'locks.acme.example', addresses: TrafficPeer.cidrs(['192.0.2.0/24']) };
const LOCKS = 'production/agents/data/locks';

function compose(options: Partial<ExternalRedisOptions> = {}, props: RedisProps = {}, platform: PlatformProps = {}): Composition<Redis> {
  return withPlatform((agents) => new DataLayer(agents, 'data').addRedis('locks', { engine: RedisEngine.external({ ...ELSEWHERE, ...options }), ...props }), platform);
}

test('nothing runs here, and nothing is watched', () => {
  const { made, manifests } = compose();
  expect([...manifests().all('StatefulSet'), ...manifests().all('Service')]).toEqual([]);
  expect(made.alerts).toEqual([]);
});

test('a client gets the same variables as with sentinel()', () => {
  const client = (engine: RedisEngine): Manifest => withPlatform((agents) => {
    new AgentApi(agents, 'api', { image: IMAGE }).connectTo(new DataLayer(agents, 'data').addRedis('locks', { engine }));
  }).manifests().one('Deployment', 'api');
  const elsewhere = RedisEngine.external({ ...ELSEWHERE, host: 'data-locks.agents.svc.cluster.local' });
  expect(client(elsewhere)).toEqual(client(RedisEngine.sentinel()));
});

test('the client reaches its addresses on its port, and gets the authority of its certificate', () => {
  const { manifests } = withPlatform((agents) => new AgentApi(agents, 'api', { image: IMAGE }).connectTo(new DataLayer(agents, 'data').addRedis('locks', {
    engine: RedisEngine.external({ ...ELSEWHERE, port: 6380, certificateAuthority: SecretSource.existing('redis-ca') }),
  })));
  expect(manifests().one('NetworkPolicy', 'api').spec.egress).toContainEqual({ ports: [{ port: 6380, protocol: 'TCP' }], to: [{ ipBlock: { cidr: '192.0.2.0/24' } }] });
  const variables = manifests().env('Deployment', 'api');
  expect(variables).toMatchObject({ LOCKS_HOST: 'locks.acme.example', LOCKS_PORT: '6380', LOCKS_CA_FILE: '/etc/certificates/locks/ca.crt' });
});

test('a mesh lets the traffic out', () => {
  const { manifests } = compose({ addresses: undefined }, {}, { mesh: Mesh.istio() });
  expect(manifests().one('ServiceEntry', 'data-locks').spec).toMatchObject({ hosts: ['locks.acme.example'], ports: [{ number: 6379, protocol: 'TCP' }] });
});

test('it can hold the locks of a controller', () => {
  const { app } = withPlatform((agents) => {
    const lock = new DataLayer(agents, 'data').addRedis('locks', { engine: RedisEngine.external(ELSEWHERE) });
    new AgentController(agents, 'controller', { image: IMAGE, coordination: Coordination.sharded({ lock }) });
  });
  expect(refusals(app)).toEqual([]);
});

test('it guarantees what its provider promises', () => {
  const recovery = RecoveryObjective.of({ rpo: Duration.seconds(0), rto: Duration.minutes(5) });
  expect(refusals(compose({}, { recovery }).app)).toEqual([`[${LOCKS}] "recovery" (Invalid)`]);
  const promised = { failoverTime: Duration.minutes(1), durability: Durability.SYNCHRONOUS };
  expect(refusals(compose({ promised }, { recovery }).app)).toEqual([]);
});

test('sizes are for what runs here', () => {
  expect(refusal(() => compose({}, { storage: Size.gibibytes(5) }))).toBe(`[${LOCKS}] "storage" (Conflict)`);
});
