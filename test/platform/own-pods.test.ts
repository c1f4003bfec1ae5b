import { ApiObject, Size } from 'cdk8s';
import { Cpu, DaemonSet, Deployment, k8s } from 'cdk8s-plus-29';
import { AgentApi, Environment, Mesh, Namespace, NamespaceProps, PlatformProps, Quota, Scaling } from '../../src';
import { Manifests } from '../support/manifests';
import { hardened, IMAGE, withPlatform } from '../support/platforms';
import { refusals } from '../support/refusals';

const resources = {
  cpu: { request: Cpu.millis(500), limit: Cpu.units(1) },
  memory: { request: Size.gibibytes(10), limit: Size.gibibytes(10) },
};
const own = (namespace: Namespace): Deployment =>
  new Deployment(namespace, 'own', { replicas: 3, containers: [{ image: IMAGE, resources }] });

const made = (compose: (namespace: Namespace) => unknown, props: PlatformProps = {}, isolation: NamespaceProps = {}): Manifests =>
  withPlatform(compose, props, { quota: Quota.computed({ headroom: 0 }), ...isolation }).manifests();
const ISOLATION = ['LimitRange/limits', 'NetworkPolicy/default-deny', 'ResourceQuota/quota'];
const isolation = (manifests: Manifests): string[] => manifests.names().filter((name) => ISOLATION.includes(name));
const object = (kind: string, apiVersion: string) => (namespace: Namespace) => new ApiObject(namespace, 'own', { kind, apiVersion });

describe('pods of the user\'s own alone', () => {
  test('are closed and limited like others', () => {
    expect(isolation(made(own))).toEqual(ISOLATION);
  });

  test.each([['Pod', 'v1'], ['Deployment', 'apps/v1'], ['StatefulSet', 'apps/v1'], ['Job', 'batch/v1'], ['CronJob', 'batch/v1']])('of a %s too', (kind, apiVersion) => {
    expect(isolation(made(object(kind, apiVersion)))).toEqual(ISOLATION);
  });

  test('of other kinds there are none', () => {
    expect(isolation(made(object('ConfigMap', 'v1')))).toEqual([]);
    expect(isolation(made(object('Job', 'batch.volcano.sh/v1alpha1')))).toEqual([]);
  });

  test('are open in development', () => {
    expect(isolation(made(own, { environment: Environment.development() }))).toEqual(['LimitRange/limits', 'ResourceQuota/quota']);
  });

  test('are in the mesh', () => {
    const manifests = made(own, { mesh: Mesh.istio() });
    expect(manifests.one('Namespace').metadata.labels).toMatchObject({ 'istio-injection': 'enabled' });
    expect(manifests.one('AuthorizationPolicy').metadata.name).toBe('default-deny');
  });

  test('have room in the quota and in the LimitRange', () => {
    // 3 + 1 + 1 = 5 pods of 500m (1000m) and 10Gi.
    expect(made(own).one('ResourceQuota').spec.hard).toEqual({ 'requests.cpu': '3', 'limits.cpu': '5', 'requests.memory': '50Gi', 'limits.memory': '50Gi' });
    expect(made(own).one('LimitRange').spec.limits[0].max.memory).toBe('10Gi');
  });

  test('count one pod more of a StatefulSet, which counts until the quota has seen it go', () => {
    const members = (namespace: Namespace) => new k8s.KubeStatefulSet(namespace, 'own', {
      spec: {
        replicas: 3,
        serviceName: 'own',
        selector: {},
        template: { spec: { containers: [{ name: 'own', image: IMAGE, resources: { limits: { cpu: k8s.Quantity.fromString('1'), memory: k8s.Quantity.fromString('1Gi') } } }] } },
      },
    });
    expect(made(members).one('ResourceQuota').spec.hard).toEqual({ 'requests.cpu': '4', 'limits.cpu': '4', 'requests.memory': '4Gi', 'limits.memory': '4Gi' });
  });

  test('count with the sidecars of a mesh', () => {
    // 5 pods of 600m (3000m) and 11Gi.
    expect(made(own, { mesh: Mesh.istio() }).one('ResourceQuota').spec.hard)
      .toEqual({ 'requests.cpu': '3', 'limits.cpu': '15', 'requests.memory': '55Gi', 'limits.memory': '55Gi' });
  });

  test('count as the LimitRange fills them in', () => {
    const job = (namespace: Namespace) => new k8s.KubeJob(namespace, 'own', {
      spec: { parallelism: 4, template: { spec: { containers: [{ name: 'own', image: IMAGE }] } } },
    });
    expect(made(job).one('ResourceQuota').spec.hard).toMatchObject({ 'requests.cpu': '1', 'limits.cpu': '2', 'limits.memory': '1Gi' });
    expect(made(job, hardened()).one('ResourceQuota').spec.hard).toMatchObject({ 'limits.cpu': '1' });
  });

  test('count at the most that an autoscaler makes of them', () => {
    const scaled = (namespace: Namespace): void => {
      const { name } = own(namespace);
      new k8s.KubeHorizontalPodAutoscalerV2(namespace, 'scaler', {
        spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name }, minReplicas: 3, maxReplicas: 9 },
      });
    };
    // 9 + 3 + 1 = 13 pods of 10Gi.
    expect(made(scaled).one('ResourceQuota').spec.hard['limits.memory']).toBe('130Gi');
  });
});

test('beside components they count, and components do not count twice', () => {
  const api = (namespace: Namespace): AgentApi => new AgentApi(namespace, 'api', { image: IMAGE, scaling: Scaling.fixed(3) });
  // 5 pods of 512Mi and 5 of 10Gi, whichever was first.
  for (const compose of [[api, own], [own, api]]) {
    expect(made((namespace) => compose.map((part) => part(namespace))).one('ResourceQuota').spec.hard['limits.memory']).toBe('53Gi');
  }
});

test('a DaemonSet cannot be counted, so it needs a namespace without quota', () => {
  const daemon = (namespace: Namespace) => new DaemonSet(namespace, 'own', { containers: [{ image: IMAGE }] });
  expect(refusals(withPlatform(daemon).app)).toEqual(['[production/agents] "quota" (Invalid)']);
  expect(isolation(made(daemon, {}, { quota: Quota.none() }))).toEqual(ISOLATION.slice(0, 2));
});
