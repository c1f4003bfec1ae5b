import { AgentApi, DataLayer, PostgresEngine, SecretSource } from '../../../src';
import { IMAGE, messageOf, withPlatform } from '../../support/platforms';

const environment = (engine: PostgresEngine): Record<string, unknown> => withPlatform((agents) => {
  const store = new DataLayer(agents, 'data').addPostgres('customers', { engine, credentials: SecretSource.existing('owner') });
  const api = new AgentApi(agents, 'api', { image: IMAGE });
  api.connectTo(store);
  api.connectTo(store.readOnly);
}).manifests().env('Deployment', 'api');

test.each([PostgresEngine.plain(), PostgresEngine.cloudNativePg()])('a client of both the primary and the standbys', (engine) => {
  const env = environment(engine);
  expect(env).toMatchObject({
    CUSTOMERS_HOST: 'data-customers-rw.agents.svc.cluster.local',
    CUSTOMERS_READ_ONLY_HOST: 'data-customers-ro.agents.svc.cluster.local',
    CUSTOMERS_READ_ONLY_PASSWORD: { secretKeyRef: { name: 'owner', key: 'password' } },
  });
  // The `uri` in the Secret names the primary.
  expect(Object.keys(env)).not.toContain('CUSTOMERS_READ_ONLY_URI');
});

test.each([PostgresEngine.plain({ replicas: 0 }), PostgresEngine.cloudNativePg({ instances: 1 })])('a store without standbys has nothing to read from', (engine) => {
  expect(messageOf(() => environment(engine))).toMatch(/^\[production\/agents\/data\/customers\] "readOnly"/);
});
