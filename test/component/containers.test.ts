import { ContainerProps, EnvValue, Volume } from 'cdk8s-plus-29';
import { AgentApi, BindingForm, DataLayer, Namespace } from '../../src';
import { Manifest } from '../support/manifests';
import { hardened, IMAGE, withPlatform } from '../support/platforms';
import { refusals } from '../support/refusals';

const SYNC: ContainerProps = { name: 'sync', image: 'ghcr.io/acme/proxy:1.0.0' };

/** An API with a sidecar that is connected to a Redis, before or after the sidecar is added. */
const compose = (steps: ('add' | 'connect')[], { form, own = {}, props = {} }: { form?: BindingForm; own?: Partial<ContainerProps>; props?: object } = {}) =>
  withPlatform((namespace: Namespace) => {
    const api = new AgentApi(namespace, 'api', { image: IMAGE });
    const cache = new DataLayer(namespace, 'data').addRedis('cache');
    const step = { add: () => api.deployment.addContainer({ ...SYNC, ...own }), connect: () => api.connectTo(cache, { container: 'sync', form }) };
    steps.forEach((name) => step[name]());
    return api;
  }, props);

const names = (container: Manifest): string[] => (container.env ?? []).map(({ name }: { name: string }) => name);

describe('connectTo for a container beside the program', () => {
  test('tells that container and no other', () => {
    const [program, sync] = compose(['add', 'connect']).manifests().podSpec('Deployment', 'api').containers;
    expect(names(sync)).toEqual(expect.arrayContaining(['CACHE_HOST', 'CACHE_PASSWORD', 'CACHE_PORT']));
    expect(names(program)).toEqual(['METRICS_PORT', 'PORT']);
  });

  test('mounts files in that container only, under names that the program\'s files cannot have', () => {
    const { containers: [program, sync], volumes } = compose(['add', 'connect'], { form: BindingForm.FILES }).manifests().podSpec('Deployment', 'api');
    expect(sync.volumeMounts).toContainEqual({ name: 'sync--binding-cache', mountPath: '/bindings/cache', readOnly: true });
    expect(program.volumeMounts).toEqual([{ name: 'tmp', mountPath: '/tmp' }]);
    expect(volumes.map(({ name }: Manifest) => name)).toContain('sync--binding-cache');
  });

  test.each([['standard', () => ({})], ['hardened', hardened]])('does not depend on when the container is added (%s)', (_, props) => {
    const render = (steps: ('add' | 'connect')[]): Manifest => compose(steps, { props: props() }).manifests().podSpec('Deployment', 'api');
    expect(render(['connect', 'add'])).toEqual(render(['add', 'connect']));
  });

  test('two containers may know one target by one name', () => {
    const { manifests } = withPlatform((namespace) => {
      const api = new AgentApi(namespace, 'api', { image: IMAGE });
      const cache = new DataLayer(namespace, 'data').addRedis('cache');
      api.deployment.addContainer(SYNC);
      [undefined, 'sync'].forEach((container) => api.connectTo(cache, { container, form: BindingForm.FILES }));
    }, {});
    const { containers } = manifests().podSpec('Deployment', 'api');
    expect(containers.map(({ volumeMounts }: Manifest) => volumeMounts.filter(({ mountPath }: Manifest) => mountPath === '/bindings/cache').length)).toEqual([1, 1]);
  });

  test('a container that does not exist is refused', () => {
    expect(refusals(compose(['connect']).app)).toEqual(['[production/agents/api] "connectTo.container" (NotFound)']);
  });

  test('so is a variable that the container has already, whichever came first', () => {
    const own = { envVariables: { CACHE_HOST: EnvValue.fromValue('elsewhere') } };
    for (const steps of [['add', 'connect'], ['connect', 'add']] as ('add' | 'connect')[][]) {
      expect(refusals(compose(steps, { own }).app)).toEqual(['[production/agents/api] "containers["sync"].env" (Duplicate)']);
    }
  });
});

test('a folder of the library in which the program mounts another is refused', () => {
  const { app } = withPlatform((namespace) => {
    const { container, deployment } = new AgentApi(namespace, 'api', { image: IMAGE });
    container.mount('/tmp', Volume.fromEmptyDir(deployment, 'mine', 'mine'));
  });
  expect(refusals(app)).toEqual(['[production/agents/api] "containers["api"].mounts" (Duplicate)']);
});
