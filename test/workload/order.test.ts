import { AgentApi, DataLayer, ExternalService, Namespace, Permission, SecretSource, TrafficPeer } from '../../src';
import { hardened, IMAGE, withPlatform } from '../support/platforms';

const JOBS = Permission.of({ apiGroups: ['batch'], resources: ['jobs'], verbs: ['get', 'list'] });
const NODES = Permission.of({ apiGroups: [''], resources: ['pods'], verbs: ['get'] });

/** An API with all that may be said of it after it was made, in one order or another. */
function render(profile: object, order: number[]): unknown {
  const { manifests } = withPlatform((namespace: Namespace) => {
    const api = new AgentApi(namespace, 'api', { image: IMAGE, configFiles: { 'a.json': '{}' }, variables: { ZONE: 'a', MODE: 'b' } });
    const data = new DataLayer(namespace, 'data');
    const locks = data.addRedis('locks');
    const jobs = new AgentApi(namespace, 'jobs', { image: IMAGE });
    const model = new ExternalService(namespace, 'model', {
      host: 'api.model.example', port: 443, addresses: TrafficPeer.publicInternet(), credentials: { token: SecretSource.existing('model').key('token') },
    });
    const steps = [
      () => api.connectTo(locks), () => api.connectTo(jobs), () => api.connectTo(model), () => api.allow(JOBS), () => api.allow(NODES),
      () => jobs.connectTo(locks), () => jobs.connectTo(model),
    ];
    order.forEach((step) => steps[step]());
  }, profile);
  const documents = manifests().documents.map((document) => JSON.stringify(document));
  return documents.sort();
}

const FORWARDS = [0, 1, 2, 3, 4, 5, 6];
const ORDERS = [[6, 5, 4, 3, 2, 1, 0], [2, 6, 0, 4, 1, 3, 5], [4, 3, 1, 0, 2, 5, 6]];

describe.each<[string, () => object]>([['standard', () => ({})], ['hardened', hardened]])('in the %s security profile', (_, profile) => {
  test.each(ORDERS)('connections and permissions render alike whichever comes first (%#)', (...order) => {
    expect(render(profile(), order)).toEqual(render(profile(), FORWARDS));
  });
});

test('a permission that is given twice stands once in the Role', () => {
  const { manifests } = withPlatform((namespace) => {
    const api = new AgentApi(namespace, 'api', { image: IMAGE });
    [JOBS, NODES, JOBS].forEach((permission) => api.allow(permission));
  });
  expect(manifests().one('Role', 'api').rules).toHaveLength(2);
});

test('variables of the user come last, in the order given: they may refer to all others', () => {
  const { manifests } = withPlatform((namespace) => {
    const api = new AgentApi(namespace, 'api', { image: IMAGE, variables: { ZED: '$(JOBS_HOST)', ALPHA: '$(ZED)' } });
    api.connectTo(new AgentApi(namespace, 'jobs', { image: IMAGE }));
  });
  expect(manifests().container('Deployment', 'api').env.map(({ name }: { name: string }) => name))
    .toEqual(['JOBS_HOST', 'JOBS_PORT', 'JOBS_URI', 'METRICS_PORT', 'PORT', 'ZED', 'ALPHA']);
});
