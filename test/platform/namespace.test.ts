import { Chart, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import {
  AgentApi, AgentController, AvailabilityZones, Coordination, Environment, Mesh, Namespace, NamespaceProps, Platform, PlatformProps,
  PodSecurityLevel, Quota, Scaling,
} from '../../src';
import { hardened, IMAGE, silentApp, withPlatform } from '../support/platforms';
import { refusal, refusals } from '../support/refusals';

const isolated = (props: PlatformProps = {}, isolation: NamespaceProps = {}) =>
  withPlatform((namespace) => new AgentApi(namespace, 'api', { image: IMAGE }), props, isolation);

describe('the namespace itself', () => {
  test('is restricted, in a version that an upgrade of the cluster does not change', () => {
    const { metadata } = withPlatform(() => undefined).manifests().one('Namespace');
    expect(metadata).toEqual({
      name: 'agents',
      labels: {
        'app.kubernetes.io/part-of': 'agents',
        'app.kubernetes.io/managed-by': 'cdk8s-agent-platform',
        'env': 'production',
        'pod-security.kubernetes.io/enforce': 'restricted',
        'pod-security.kubernetes.io/enforce-version': 'v1.36',
        'pod-security.kubernetes.io/audit': 'restricted',
        'pod-security.kubernetes.io/audit-version': 'v1.36',
        'pod-security.kubernetes.io/warn': 'restricted',
        'pod-security.kubernetes.io/warn-version': 'v1.36',
      },
    });
  });

  test.each([[PodSecurityLevel.BASELINE, 6], [PodSecurityLevel.PRIVILEGED, 2]])('podSecurity %s', (podSecurity, count) => {
    const { labels } = withPlatform(() => undefined, {}, { podSecurity }).manifests().one('Namespace').metadata;
    expect(labels['pod-security.kubernetes.io/enforce']).toBe(podSecurity);
    expect(Object.keys(labels).filter((label) => label.startsWith('pod-security'))).toHaveLength(count);
  });

  test('is called by its name where it has one', () => {
    const { manifests } = isolated({}, { name: 'agents-eu' });
    expect(manifests().one('Namespace').metadata.name).toBe('agents-eu');
    expect(manifests().one('Deployment').metadata).toMatchObject({ namespace: 'agents-eu', labels: { 'app.kubernetes.io/part-of': 'agents-eu' } });
  });

  test('carries the owner', () => {
    expect(isolated({ owner: { team: 'fleet' } }).manifests().documents.map(({ metadata }) => metadata.labels.owner)).not.toContain(undefined);
  });

  test('has sidecars under Istio', () => {
    expect(isolated({ mesh: Mesh.istio() }).manifests().one('Namespace').metadata.labels).toMatchObject({ 'istio-injection': 'enabled' });
  });

  test('has sidecars of a revision', () => {
    const { labels } = isolated({ mesh: Mesh.istio({ revision: '1-29' }) }).manifests().one('Namespace').metadata;
    expect(labels).toMatchObject({ 'istio.io/rev': '1-29' });
    expect(labels).not.toHaveProperty('istio-injection');
  });

  test('the default service account mounts no token', () => {
    expect(withPlatform(() => undefined).manifests().one('ServiceAccount', 'default').automountServiceAccountToken).toBe(false);
  });

  test('is recognised, and a Chart is not', () => {
    const { app, namespace } = isolated();
    expect([Namespace.isNamespace(namespace), Namespace.isNamespace(new Chart(app, 'chart'))]).toEqual([true, false]);
  });
});

describe('isolation', () => {
  test('stand only where pods run', () => {
    expect(withPlatform(() => undefined).manifests().names()).toEqual(['Namespace/agents', 'ServiceAccount/default']);
  });

  test.each<[string, Environment, string[]]>([
    ['production', Environment.production(), ['default-deny']],
    ['staging', Environment.staging(), ['default-deny']],
    ['development', Environment.development(), []],
  ])('in %s', (_, environment, denials) => {
    const policies = isolated({ environment }).manifests().all('NetworkPolicy').filter(({ metadata }) => metadata.name !== 'api');
    expect(policies.map(({ metadata }) => metadata.name)).toEqual(denials);
  });

  test('default deny selects every pod and allows nothing', () => {
    expect(isolated().manifests().one('NetworkPolicy', 'default-deny').spec).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
  });

  test('in production a part without clients and targets reaches DNS, and is reached by itself', () => {
    expect(isolated().manifests().one('NetworkPolicy', 'api').spec).toEqual({
      podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'api' } },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [{ podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'api' } } }] }],
      egress: [{
        to: [{
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
          podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
        }],
        ports: [{ protocol: 'UDP', port: 53 }, { protocol: 'TCP', port: 53 }],
      }],
    });
  });

  test('in staging neighbours talk', () => {
    const { ingress, egress } = isolated({ environment: Environment.staging() }).manifests().one('NetworkPolicy', 'api').spec;
    expect(ingress[0]).toEqual({ from: [{ podSelector: {} }] });
    expect(egress[1]).toEqual({ to: [{ podSelector: {} }] });
  });

  test('in development everything is open', () => {
    expect(isolated({ environment: Environment.development() }).manifests().one('NetworkPolicy', 'api').spec)
      .toMatchObject({ ingress: [{}], egress: [{}] });
  });

  test('under Istio mutual TLS is strict and nothing unknown is reached', () => {
    const made = isolated({ mesh: Mesh.istio() }).manifests();
    expect(made.one('PeerAuthentication', 'default').spec).toEqual({ mtls: { mode: 'STRICT' } });
    expect(made.one('Sidecar').spec).toEqual({ outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } });
  });
});

/** Of an API with 250m (limit 1000m) and 512Mi a pod, by hand: pods = max + ceil(max / zones) + 1. */
describe('the quota', () => {
  const hard = (manifests: () => any) => manifests().one('ResourceQuota').spec.hard;

  test('holds full scale, a rollout and the pods of a lost zone, and 20 percent', () => {
    // 9 + 3 + 1 = 13 pods: 3250m, 13000m, 6656Mi; with 20 percent 3900m, 15600m, 7987.2Mi.
    expect(hard(isolated().manifests)).toEqual({ 'requests.cpu': '4', 'limits.cpu': '16', 'requests.memory': '8Gi', 'limits.memory': '8Gi' });
  });

  test('counts the zones that are stated', () => {
    // 9 + 5 + 1 = 15 pods: 3750m, 15000m, 7680Mi; with 20 percent 4500m, 18000m, 9216Mi.
    expect(hard(isolated({ zones: AvailabilityZones.required({ zones: 2 }) }).manifests))
      .toEqual({ 'requests.cpu': '5', 'limits.cpu': '18', 'requests.memory': '9Gi', 'limits.memory': '9Gi' });
  });

  test('adds up parts', () => {
    const { manifests } = withPlatform((namespace) => {
      new AgentApi(namespace, 'api', { image: IMAGE, scaling: Scaling.fixed(6), resources: { cpu: Cpu.units(1), memory: Size.gibibytes(2) } });
      new AgentController(namespace, 'controller', { image: IMAGE, coordination: Coordination.leaderElection() });
    }, {}, { quota: Quota.computed({ headroom: 0 }) });
    // 6 + 2 + 1 = 9 pods of 1000m, 4000m, 2048Mi, and 3 + 1 + 1 = 5 of 100m, 400m, 256Mi: 9500m, 38000m, 19712Mi.
    expect(hard(manifests)).toEqual({ 'requests.cpu': '10', 'limits.cpu': '38', 'requests.memory': '20Gi', 'limits.memory': '20Gi' });
  });

  test('counts vertical scaling at its largest', () => {
    const { manifests } = withPlatform((namespace) => new AgentController(namespace, 'controller', {
      image: IMAGE, coordination: Coordination.leaderElection(), scaling: Scaling.vertical({ maxCpu: Cpu.units(2), maxMemory: Size.gibibytes(4) }),
    }), {}, { quota: Quota.computed({ headroom: 0 }) });
    // 3 + 1 + 1 = 5 pods of 2000m, 8000m (limits grow with requests, 1 to 4), 4096Mi.
    expect(hard(manifests)).toEqual({ 'requests.cpu': '10', 'limits.cpu': '40', 'requests.memory': '20Gi', 'limits.memory': '20Gi' });
  });

  test('in the hardened security profile limits are requests', () => {
    expect(hard(isolated(hardened()).manifests)).toEqual({ 'requests.cpu': '4', 'limits.cpu': '4', 'requests.memory': '8Gi', 'limits.memory': '8Gi' });
  });

  test('counts the sidecars of a mesh', () => {
    // 13 pods of 350m, 3000m, 1536Mi; with 20 percent 5460m, 46800m, 23961.6Mi.
    expect(hard(isolated({ mesh: Mesh.istio() }).manifests))
      .toEqual({ 'requests.cpu': '6', 'limits.cpu': '47', 'requests.memory': '24Gi', 'limits.memory': '24Gi' });
  });

  test('is left out on request', () => {
    expect(isolated({}, { quota: Quota.none() }).manifests().all('ResourceQuota')).toEqual([]);
  });
});

describe('the limit range', () => {
  test('has room for what a container added by hand expects', () => {
    expect(isolated().manifests().one('LimitRange').spec.limits).toEqual([{
      type: 'Container',
      min: { 'cpu': '10m', 'memory': '16Mi', 'ephemeral-storage': '16Mi' },
      max: { 'cpu': '4', 'memory': '8Gi', 'ephemeral-storage': '50Gi' },
      defaultRequest: { 'cpu': '100m', 'memory': '128Mi', 'ephemeral-storage': '256Mi' },
      default: { 'cpu': '500m', 'memory': '128Mi', 'ephemeral-storage': '256Mi' },
    }]);
  });

  test('has room for the largest container', () => {
    const { manifests } = withPlatform((namespace) => new AgentApi(namespace, 'api', {
      image: IMAGE, resources: { cpu: Cpu.millis(2100), memory: Size.mebibytes(9000), ephemeralStorage: Size.gibibytes(60) },
    }));
    expect(manifests().one('LimitRange').spec.limits[0].max).toEqual({ 'cpu': '9', 'memory': '9Gi', 'ephemeral-storage': '60Gi' });
  });

  test('gives limits equal to requests in the hardened security profile', () => {
    expect(isolated(hardened()).manifests().one('LimitRange').spec.limits[0].default).toMatchObject({ cpu: '100m' });
  });
});

test('a Chart in a Namespace is an error', () => {
  const { app, namespace } = withPlatform(() => undefined);
  new Chart(new Construct(namespace, 'part'), 'stray');
  expect(refusals(app)).toEqual(['[production/agents] "scope" (Invalid)']);
});

test('a Namespace in a Namespace is an error', () => {
  const { app, namespace } = withPlatform(() => undefined);
  new Namespace(namespace, 'inner');
  expect(refusals(app)).toEqual(['[production/agents] "scope" (Invalid)']);
});

test('two Namespaces of one name are an error that names both', () => {
  const { app, platform } = withPlatform(() => undefined);
  new Namespace(platform, 'second', { name: 'agents' });
  expect(refusals(app)[0]).toBe('[production] "id" (Invalid)');
});

test('a Namespace works without a Platform', () => {
  const app = silentApp();
  new AgentApi(new Namespace(app, 'agents'), 'api', { image: IMAGE });
  expect(refusals(app)).toEqual([]);
});

test('an id that is no name is refused', () => {
  expect(refusal(() => new Namespace(new Platform(silentApp(), 'production'), 'My Agents'))).toBe('[production/My Agents] "id" (Invalid)');
});
