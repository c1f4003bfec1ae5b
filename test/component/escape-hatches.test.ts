import { ApiObject, JsonPatch } from 'cdk8s';
import { ContainerProps, Deployment, StatefulSet } from 'cdk8s-plus-29';
import { IConstruct, IMixin } from 'constructs';
import { AgentApi, AgentController, Coordination, DataLayer, ExternalService, Namespace, PostgresEngine, TrafficPeer } from '../../src';
import { Manifest } from '../support/manifests';
import { IMAGE, withPlatform } from '../support/platforms';
import { refusals } from '../support/refusals';

const SIDECAR: ContainerProps = { name: 'sync', image: 'ghcr.io/acme/proxy:1.0.0', ports: [{ name: 'http-sync', number: 8070 }] };

/** A user's mixin: a sidecar for every Deployment. */
class Sidecar implements IMixin {
  public supports(construct: IConstruct): boolean {
    return construct instanceof Deployment;
  }

  public applyTo(construct: IConstruct): void {
    (construct as Deployment).addContainer(SIDECAR);
  }
}

describe('.with(mixin)', () => {
  const compose = (mix: 'before' | 'after') => withPlatform((namespace: Namespace) => {
    const api = new AgentApi(namespace, 'api', { image: IMAGE });
    const cache = new DataLayer(namespace, 'data').addRedis('cache');
    const steps = [() => api.with(new Sidecar()), () => api.connectTo(cache), () => api.connectTo(cache, { container: 'sync' })];
    (mix === 'before' ? steps : steps.reverse()).forEach((step) => step());
  });

  test('reaches the Deployment of an API: hardened, and in its Service', () => {
    const { app, manifests } = compose('before');
    expect(refusals(app)).toEqual([]);
    const [program, sync] = manifests().podSpec('Deployment', 'api').containers;
    expect(sync.securityContext).toEqual(program.securityContext);
    expect(manifests().one('Service', 'api').spec.ports.map(({ name }: Manifest) => name)).toEqual(['http', 'http-sync']);
  });

  test('renders alike before and after a connection', () => {
    const render = (mix: 'before' | 'after'): string[] => compose(mix).manifests().documents.map((document) => JSON.stringify(document)).sort();
    expect(render('after')).toEqual(render('before'));
  });
});

test('a store gives its workloads, and what is added to one is hardened', () => {
  const { manifests, app } = withPlatform((namespace) => {
    const customers = new DataLayer(namespace, 'data').addPostgres('customers');
    customers.workloads.filter((workload) => workload instanceof StatefulSet).forEach((workload) => workload.addContainer({ ...SIDECAR, ports: [] }));
  });
  expect(refusals(app)).toEqual([]);
  const [program, sync] = manifests().podSpec('StatefulSet', 'data-customers-primary').containers.filter(({ name }: Manifest) => ['postgres', 'sync'].includes(name));
  expect(sync.securityContext.capabilities).toEqual(program.securityContext.capabilities);
});

test('every component gives its objects, and a patch of one is rendered', () => {
  const { manifests, made } = withPlatform((namespace) => {
    const customers = new DataLayer(namespace, 'data').addPostgres('customers', { engine: PostgresEngine.cloudNativePg() });
    customers.apiObjects.find(({ kind }) => kind === 'Cluster')!.addJsonPatch(JsonPatch.add('/spec/logLevel', 'debug'));
    const components = [
      customers,
      new AgentApi(namespace, 'api', { image: IMAGE }),
      new AgentController(namespace, 'controller', { image: IMAGE, coordination: Coordination.leaderElection() }),
    ];
    const external = new ExternalService(namespace, 'model', { host: 'api.model.example', port: 443, addresses: TrafficPeer.publicInternet() });
    return { components, external };
  });
  expect(manifests().one('Cluster').spec.logLevel).toBe('debug');
  made.components.forEach(({ apiObjects }) => expect(apiObjects.every(ApiObject.isApiObject) && apiObjects.length > 0).toBe(true));
  expect(made.external.apiObjects).toEqual([]);
});
