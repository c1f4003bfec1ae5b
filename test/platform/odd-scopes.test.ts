import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import {
  AgentApi, AgentController, AgentGateway, Connections, Coordination, DataLayer, ExternalService, GatewayEngine, Namespace, ObservabilityStack,
  Platform, PolicyBundle, SecretSource, TrafficPeer,
} from '../../src';
import { IMAGE, silentApp } from '../support/platforms';
import { refusal } from '../support/refusals';

type Create = (scope: Construct) => unknown;

/** What belongs in a chart. */
const COMPONENTS: [string, Create][] = [
  ['AgentApi', (scope) => new AgentApi(scope, 'it', { image: IMAGE })],
  ['AgentController', (scope) => new AgentController(scope, 'it', { image: IMAGE, coordination: Coordination.leaderElection() })],
  ['ExternalService', (scope) => new ExternalService(scope, 'it', { host: 'a.acme.io', port: 443, addresses: TrafficPeer.publicInternet() })],
  ['AgentGateway', (scope) => new AgentGateway(scope, 'it', { host: 'a.acme.io', engine: GatewayEngine.istio(), certificate: SecretSource.existing('tls') })],
  ['DataLayer', (scope) => new DataLayer(scope, 'it')],
  ['ObservabilityStack', (scope) => new ObservabilityStack(scope, 'it')],
  ['Connections', (scope) => new Connections(scope, 'it', { metadata: { name: 'it' }, selector: { it: 'it' }, serviceAccount: 'it' })],
];

const CONTAINERS: [string, Create][] = [
  ['Platform', (scope) => new Platform(scope, 'it')],
  ['Namespace', (scope) => new Namespace(scope, 'it')],
  ['PolicyBundle', (scope) => new PolicyBundle(scope, 'it')],
];

describe.each(COMPONENTS)('%s', (_, create) => {
  test.each<[string, () => Construct, string]>([
    ['an app', () => silentApp(), ''],
    ['a Platform', () => new Platform(silentApp(), 'production'), 'production'],
    ['a grouping construct', () => new Construct(silentApp(), 'group'), 'group'],
  ])('in %s is outside of a chart', (__, scope, path) => {
    expect(refusal(() => create(scope()))).toBe(`[${path}] "scope" (Invalid)`);
  });

  test.each<[string, () => Construct]>([
    ['a chart', () => new Chart(silentApp(), 'chart', { namespace: 'agents' })],
    ['a construct in a Namespace', () => new Construct(new Namespace(silentApp(), 'agents'), 'group')],
  ])('in %s is taken', (__, scope) => {
    expect(() => create(scope())).not.toThrow();
  });
});

test.each([...COMPONENTS, ...CONTAINERS])('%s needs a construct as scope', (_, create) => {
  expect(refusal(() => create(undefined as never))).toBe('[it] "scope" (Required)');
  for (const scope of [null, 5, {}, 'app', { node: {} }]) {
    expect(refusal(() => create(scope as never))).toBe('[it] "scope" (TypeInvalid)');
  }
});
