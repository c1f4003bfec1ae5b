import { ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { AgentApi, Namespace } from '../../src';
import { checksum, limitName, NameLimit, objectName, variablePrefix } from '../../src/internal/naming';
import { IMAGE, withPlatform } from '../support/platforms';
import { refusals } from '../support/refusals';

function nested(...ids: string[]): Construct {
  return ids.reduce<Construct>((scope, id) => new Construct(scope, id), new Chart(new App(), 'chart'));
}

test('a name is the ids below the chart, joined by dashes', () => {
  expect(objectName(nested('data', 'customers'))).toBe('data-customers');
});

test.each(['Default', 'Resource'])('an id %s is left out', (id) => {
  expect(objectName(nested('data', id, 'customers', id))).toBe('data-customers');
});

test('what stands directly in a chart as Default is called like the chart', () => {
  expect(objectName(nested('Default'))).toBe('chart');
});

test('letters that a name cannot hold become one dash', () => {
  expect(objectName(nested('My_Data  Layer'))).toBe('my-data-layer');
});

test.each([
  ['default', NameLimit.DEFAULT, 63],
  ['numbered', NameLimit.NUMBERED, 52],
  ['PostgreSQL cluster', NameLimit.POSTGRES_CLUSTER, 50],
])('the limit %s is %d', (_, limit, characters) => {
  expect(limit).toBe(characters);
  expect(limitName('a'.repeat(characters), limit)).toBe('a'.repeat(characters));
  expect(limitName('a'.repeat(characters + 1), limit)).toHaveLength(characters);
});

test('a name that is cut ends in eight digits of the hash of the whole', () => {
  expect(limitName(`${'a'.repeat(70)}`, NameLimit.DEFAULT)).toBe(`${'a'.repeat(54)}-6bd5e503`);
});

test('two long names that begin alike stay two', () => {
  const [first, second] = ['x', 'y'].map((end) => limitName('a'.repeat(70) + end, NameLimit.DEFAULT));
  expect(first).not.toBe(second);
});

test('no dash stands before the hash\'s own', () => {
  expect(limitName(`${'a'.repeat(53)}-${'b'.repeat(20)}`, NameLimit.DEFAULT)).toMatch(/^a{53}-[0-9a-f]{8}$/);
});

test('variables begin with the id in upper case', () => {
  expect([variablePrefix('data-customers'), variablePrefix('modelApi.v2'), variablePrefix('3scale')]).toEqual(['DATA_CUSTOMERS', 'MODELAPI_V2', '_3SCALE']);
});

test('a checksum does not depend on the order of entries', () => {
  expect(checksum({ a: '1', b: '2' })).toBe(checksum({ b: '2', a: '1' }));
  expect(checksum({ a: '1' })).not.toBe(checksum({ a: '2' }));
});

test('a part is called like its path below the namespace', () => {
  const { manifests } = withPlatform((namespace) => new AgentApi(new Construct(namespace, 'blue'), 'api', { image: IMAGE }));
  expect(manifests().names().filter((name) => name.endsWith('/blue-api'))).toEqual([
    'Deployment/blue-api', 'HorizontalPodAutoscaler/blue-api', 'NetworkPolicy/blue-api', 'PodDisruptionBudget/blue-api', 'Service/blue-api',
    'ServiceAccount/blue-api',
  ]);
});

test('an object added by hand is called without a hash too', () => {
  const { made } = withPlatform((namespace) => new ApiObject(new Construct(namespace, 'mine'), 'config', { apiVersion: 'v1', kind: 'ConfigMap' }));
  expect(made.name).toBe('mine-config');
});

test('two paths that make one name are an error that names both', () => {
  const { app } = withPlatform((namespace) => {
    new AgentApi(new Construct(namespace, 'blue'), 'api', { image: IMAGE });
    new AgentApi(namespace, 'blue-api', { image: IMAGE });
  });
  const errors = refusals(app);
  expect(errors).toHaveLength(6);
  expect(errors).toContain('[production] "id" (Invalid)');
});

test('the same name in two namespaces, or in two Platforms, is none', () => {
  const { app, platform } = withPlatform((namespace) => new AgentApi(namespace, 'api', { image: IMAGE }));
  new AgentApi(new Namespace(platform, 'others'), 'api', { image: IMAGE });
  expect(refusals(app)).toEqual([]);
});

test('the same name of another kind in one chart is an error only of one kind', () => {
  const { app, namespace } = withPlatform((scope) => new AgentApi(scope, 'api', { image: IMAGE }));
  new ApiObject(namespace, 'one', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'api' } });
  expect(refusals(app)).toEqual([]);
  new ApiObject(namespace, 'two', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'api' } });
  expect(refusals(app)).toEqual(['[production] "id" (Invalid)']);
});
