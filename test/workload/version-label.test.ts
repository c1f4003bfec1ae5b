import {
  AgentApi, AgentController, Coordination, DataLayer, ObjectStorageBucket, PostgresEngine, RedisEngine, Scaling, SecretSource,
} from '../../src';
import { Manifest } from '../support/manifests';
import { withPlatform } from '../support/platforms';

const WORKLOADS = ['Deployment', 'StatefulSet', 'CronJob', 'Cluster'];
const VERSION = 'app.kubernetes.io/version';

function render(tag: string): Manifest[] {
  return withPlatform((namespace) => {
    const data = new DataLayer(namespace, 'data');
    const api = new AgentApi(namespace, 'api', { image: `ghcr.io/acme/api:${tag}`, configFiles: { a: 'b' }, scaling: Scaling.horizontal() });
    api.connectTo(data.addRedis('locks', { engine: RedisEngine.sentinel() }));
    const customers = data.addPostgres('customers', { engine: PostgresEngine.plain() });
    customers.addDump('nightly', {
      bucket: ObjectStorageBucket.s3({ bucket: 'dumps', region: 'eu-west-1', credentials: SecretSource.existing('dumps') }), schedule: '0 2 * * *',
    });
    data.addPostgres('orders', { engine: PostgresEngine.cloudNativePg() });
    new AgentController(namespace, 'controller', { image: `ghcr.io/acme/controller:${tag}`, coordination: Coordination.leaderElection() });
  }).manifests().documents;
}

const documents = render('1.8.0');

test('the version is a label of workloads', () => {
  const without = documents.filter(({ kind, metadata }) => WORKLOADS.includes(kind) && !metadata.labels[VERSION]);
  expect(without.map(({ kind, metadata }) => `${kind}/${metadata.name}`)).toEqual([]);
});

test('and of nothing else', () => {
  const labelled = documents.filter(({ kind, metadata }) => !WORKLOADS.includes(kind) && metadata.labels?.[VERSION]);
  expect(labelled.map(({ kind, metadata }) => `${kind}/${metadata.name}`)).toEqual([]);
});

test('so that an image bump changes its workload alone', () => {
  const after = render('1.9.0');
  const changed = documents.filter((document, index) => JSON.stringify(document) !== JSON.stringify(after[index]));
  expect(changed.map(({ kind, metadata }) => `${kind}/${metadata.name}`)).toEqual(['Deployment/api', 'Deployment/controller']);
});
