import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { AgentApi, Connectable, ExternalService, HealthCheck, IConnectable, Namespace, TrafficPeer } from '../../src';
import { IMAGE, messageOf, withPlatform } from '../support/platforms';

/** A target of the user's own. */
class Custom extends Construct implements IConnectable {
  public constructor(scope: Construct, private readonly connectable: unknown) {
    super(scope, 'custom');
  }

  public toConnectable(): Connectable {
    return this.connectable as Connectable;
  }
}

const SOUND = { peers: [TrafficPeer.cidrs(['203.0.113.0/24'])], ports: [443], binding: { type: 'http', literals: { host: 'a.example.com', port: '443' } } };

test.each([
  undefined, {}, { ...SOUND, peers: [] }, { ...SOUND, peers: ['10.0.0.0/8'] }, { ...SOUND, peers: [{}] }, { ...SOUND, ports: [0] }, { ...SOUND, ports: [] },
  { ...SOUND, connections: {} }, { ...SOUND, binding: undefined }, { ...SOUND, binding: { literals: {} } }, { ...SOUND, binding: { type: 'http' } },
  { ...SOUND, binding: { type: 'http', literals: { host: 5 } } }, { ...SOUND, binding: { type: 'http', literals: { '../host': 'a' } } },
])('what a target of the user says is checked before anything is opened (%#)', (connectable) => {
  const { made: api, manifests } = withPlatform((namespace) => new AgentApi(namespace, 'api', { image: IMAGE }));
  const before = JSON.stringify(manifests().documents);
  expect(messageOf(() => api.connectTo(new Custom(api.node.scope as Namespace, connectable)))).toMatch(/^\[production\/agents\/api\] "connectTo\.target.* is .+, but must be .+: .+$/);
  expect(JSON.stringify(manifests().documents)).toBe(before);
});

test.each([{ form: 'neither' }, { prefix: 'FIRST' }])('a refused and caught connectTo leaves the path closed: %j', (options) => {
  const { made: api, manifests } = withPlatform((namespace) => new AgentApi(namespace, 'api', { image: IMAGE }));
  const external = (id: string, host: string): ExternalService =>
    new ExternalService(api.node.scope as Namespace, id, { host, port: 8443, addresses: TrafficPeer.cidrs(['203.0.113.0/24']) });
  api.connectTo(external('one', 'a.example.com'), { prefix: 'FIRST' });
  const second = external('two', 'b.example.com');
  const before = JSON.stringify(manifests().documents);
  expect(() => api.connectTo(second, options as object)).toThrow('connectTo.');
  expect(JSON.stringify(manifests().documents)).toBe(before);
});

test.each<[HealthCheck, HealthCheck]>([
  [HealthCheck.http('/up'), HealthCheck.http('/up', { port: 'http' } as never)],
  [HealthCheck.http('/up'), HealthCheck.http('//up/')],
  [HealthCheck.http('/up'), HealthCheck.http('/%75p')],
  [HealthCheck.http('/up'), HealthCheck.http('/up', { period: Duration.seconds(7) })],
])('liveness and readiness that ask the same in other words are refused (%#)', (liveness, readiness) => {
  expect(messageOf(() => withPlatform((namespace) => new AgentApi(namespace, 'api', { image: IMAGE, liveness, readiness }))))
    .toMatch(/^\[production\/agents\/api\] "liveness" is .+, but must be .+: .+$/);
});
