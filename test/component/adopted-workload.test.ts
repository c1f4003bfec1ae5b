import { Cron, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import {
  AdoptedWorkload, AdoptionOptions, AgentApi, AgentGateway, AlertOverride, DataLayer, GatewayEngine, Mesh, Namespace, ObservabilityStack,
  Permission, PlatformProps, Quota, SecretSource,
} from '../../src';
import { Manifest } from '../support/manifests';
import { hardened, IMAGE, withPlatform } from '../support/platforms';
import { refusal, refusals } from '../support/refusals';

const CONTAINER: kplus.ContainerProps = {
  name: 'main',
  image: 'ghcr.io/acme/legacy:4.2.0',
  ports: [{ name: 'http', number: 8080 }, { name: 'metrics', number: 9100 }],
  resources: { cpu: { request: kplus.Cpu.millis(200) }, memory: { limit: Size.mebibytes(512) } },
};

const deploy = (scope: Construct, props: Partial<kplus.DeploymentProps> = {}, container: Partial<kplus.ContainerProps> = {}): kplus.Deployment =>
  new kplus.Deployment(scope, 'legacy', { containers: [{ ...CONTAINER, ...container }], ...props });
const expose = (deployment: kplus.Deployment): kplus.Service => deployment.exposeViaService({ ports: [{ name: 'http', port: 80, targetPort: 8080 }] });

const TASK = { activeDeadline: Duration.hours(1), backoffLimit: 2 };
const KINDS: Record<string, (scope: Construct) => kplus.Workload> = {
  Deployment: (scope) => deploy(scope),
  StatefulSet: (scope) => new kplus.StatefulSet(scope, 'legacy', {
    containers: [CONTAINER], service: new kplus.Service(scope, 'members', { ports: [{ port: 8080 }], clusterIP: 'None' }),
  }),
  DaemonSet: (scope) => new kplus.DaemonSet(scope, 'legacy', { containers: [CONTAINER] }),
  Job: (scope) => new kplus.Job(scope, 'legacy', { containers: [CONTAINER], ttlAfterFinished: Duration.days(7), ...TASK }),
  CronJob: (scope) => new kplus.CronJob(scope, 'legacy', { containers: [CONTAINER], ...TASK, schedule: Cron.schedule({ minute: '5', hour: '3' }) }),
};

/** What is adopted, in a namespace whose quota asks nothing of a DaemonSet. */
const adopt = (make: (scope: Namespace) => kplus.Workload, options: AdoptionOptions = {}, props: PlatformProps = {}) =>
  withPlatform((namespace) => AdoptedWorkload.of(make(namespace), options), props, { quota: Quota.none() });

function podOf(manifest: Manifest): Manifest {
  return manifest.spec.template ?? manifest.spec.jobTemplate.spec.template;
}

describe('the ten lines of a user', () => {
  const compose = () => withPlatform((agents) => {
    const customers = new DataLayer(agents, 'data').addRedis('customers');
    const edge = new AgentGateway(agents, 'gateway', { host: 'agents.acme.io', engine: GatewayEngine.istio(), certificate: SecretSource.existing('agents-acme-io') });
    const deployment = deploy(agents);
    const legacy = AdoptedWorkload.of(deployment, { service: expose(deployment) });
    legacy.connectTo(customers);
    edge.route('/legacy', legacy);
    new AgentApi(agents, 'api', { image: IMAGE }).connectTo(legacy);
    return legacy;
  }, { mesh: Mesh.istio() });

  test('it is told where the target is', () => {
    expect(compose().manifests().container('Deployment', 'legacy').env.map(({ name }: Manifest) => name)).toContain('CUSTOMERS_HOST');
  });

  test('clients are told where it is, under its id', () => {
    expect(compose().manifests().container('Deployment', 'api').env).toContainEqual({ name: 'LEGACY_URI', value: 'http://legacy-service.agents.svc.cluster.local:80' });
  });

  test('it is in the policies of both sides, and as itself in the connection graph', () => {
    const { app, manifests } = compose();
    const { spec } = manifests().one('NetworkPolicy', 'legacy');
    expect(JSON.stringify(spec.ingress)).toContain('"app.kubernetes.io/instance":"api"');
    expect(JSON.stringify(spec.egress)).toContain('6379');
    expect(refusals(app)).toEqual([]);
  });
});

describe.each(Object.keys(KINDS))('an adopted %s', (kind) => {
  const render = (props: PlatformProps = {}): Manifest => podOf(adopt(KINDS[kind], {}, props).manifests().one(kind, 'legacy'));

  test('is valid', () => {
    expect(refusals(adopt(KINDS[kind]).app)).toEqual([]);
  });

  test('has pods like ours', () => {
    const ours = withPlatform((namespace) => new AgentApi(namespace, 'api', { image: IMAGE })).manifests().podSpec('Deployment', 'api');
    const { spec } = render();
    expect(spec.securityContext).toEqual(ours.securityContext);
    expect(spec.containers[0].securityContext).toEqual(ours.containers[0].securityContext);
    expect(spec.containers[0].volumeMounts).toEqual([{ name: 'tmp', mountPath: '/tmp' }]);
    expect([spec.serviceAccountName, spec.automountServiceAccountToken, spec.enableServiceLinks]).toEqual(['legacy', false, false]);
    expect(spec.containers[0].resources.requests.memory).toBe(spec.containers[0].resources.limits.memory);
  });

  test('is selected by its policies', () => {
    const { manifests } = adopt(KINDS[kind]);
    expect(manifests().one('NetworkPolicy', 'legacy').spec.podSelector.matchLabels).toEqual({ 'app.kubernetes.io/instance': 'legacy' });
    expect(render().metadata.labels).toMatchObject({ 'app.kubernetes.io/instance': 'legacy', 'app.kubernetes.io/version': '4.2.0' });
  });

  test('keeps its own selector and what decides when its pods end', () => {
    const before = podOf(withPlatform(KINDS[kind], {}, { quota: Quota.none() }).manifests().one(kind, 'legacy')).spec;
    const { restartPolicy, terminationGracePeriodSeconds } = render().spec;
    expect([restartPolicy, terminationGracePeriodSeconds]).toEqual([before.restartPolicy, before.terminationGracePeriodSeconds]);
  });

  test('has the digest and the priority of the hardened security profile', () => {
    const { spec } = render(hardened());
    expect(spec.containers[0].image).toMatch(/^ghcr.io\/acme\/legacy:4.2.0@sha256:/);
    expect(spec.priorityClassName).toMatch(/^production-(serving|batch)$/);
  });

  test('is monitored', () => {
    expect(adopt(KINDS[kind]).made.alerts.map(({ id }) => id)).toContain('PodCrashLooping');
  });
});

describe('a rollout', () => {
  const strategy = (props: Partial<kplus.DeploymentProps>): Manifest => adopt((scope) => deploy(scope, props)).manifests().one('Deployment', 'legacy').spec.strategy;

  test('stops no pod before another is ready where nothing is stated', () => {
    expect(strategy({})).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } });
  });

  test('is as it is stated', () => {
    expect(strategy({ strategy: kplus.DeploymentStrategy.recreate() })).toEqual({ type: 'Recreate' });
  });
});

describe('order', () => {
  const steps = {
    connect: (legacy: AdoptedWorkload, cache: ReturnType<DataLayer['addRedis']>) => legacy.connectTo(cache),
    allow: (legacy: AdoptedWorkload) => legacy.allow(Permission.of({ apiGroups: ['batch'], resources: ['jobs'], verbs: ['get'] })),
    sidecar: (legacy: AdoptedWorkload) => legacy.workload.addContainer({ ...CONTAINER, name: 'sync', ports: [] }),
    volume: (legacy: AdoptedWorkload) => legacy.workload.containers[0].mount('/data', kplus.Volume.fromEmptyDir(legacy.workload, 'scratch', 'scratch')),
  };
  const render = (order: (keyof typeof steps)[]): Manifest => {
    const { manifests, app } = withPlatform((namespace) => {
      const cache = new DataLayer(namespace, 'data').addRedis('cache');
      const legacy = AdoptedWorkload.of(deploy(namespace));
      order.forEach((step) => steps[step](legacy, cache));
    });
    expect(refusals(app)).toEqual([]);
    return manifests().documents.map((document) => JSON.stringify(document)).sort();
  };

  test('what is added before a connection and after it renders alike', () => {
    const first = render(['connect', 'allow', 'sidecar', 'volume']);
    expect(render(['volume', 'sidecar', 'allow', 'connect'])).toEqual(first);
    expect(render(['sidecar', 'connect', 'volume', 'allow'])).toEqual(first);
  });
});

describe('what is counted and watched', () => {
  test('the quota has room for its pods', () => {
    const hard = (count: number): Manifest => withPlatform((namespace) => {
      const deployment = deploy(namespace, { replicas: count });
      AdoptedWorkload.of(deployment);
    }, {}, { quota: Quota.computed({ headroom: 0 }) }).manifests().one('ResourceQuota').spec.hard;
    // 2 + 1 + 1 and 20 + 7 + 1 pods of 512Mi.
    expect([hard(2)['requests.memory'], hard(20)['requests.memory']]).toEqual(['2Gi', '14Gi']);
  });

  test('its metrics are scraped, and its alerts can be changed', () => {
    const { made } = adopt(deploy, { alerts: { PodCrashLooping: AlertOverride.silence() } });
    expect(made.toMonitoringPlan().scrapes).toMatchObject([{ port: 'metrics', portNumber: 9100 }]);
    expect(made.alerts.map(({ id }) => id)).not.toContain('PodCrashLooping');
    expect(made.alerts.map(({ id }) => id)).toContain('WorkloadTargetMissing');
  });

  test('a stack admits Prometheus to its port', () => {
    const { manifests } = withPlatform((namespace) => {
      AdoptedWorkload.of(deploy(namespace));
      new ObservabilityStack(namespace, 'observability');
    });
    expect(JSON.stringify(manifests().one('NetworkPolicy', 'legacy').spec.ingress)).toContain('9100');
  });

  test('a Default of a construct has the name of that construct', () => {
    const { made, manifests } = withPlatform((namespace) => {
      const crawler = new Construct(namespace, 'crawler');
      const deployment = new kplus.Deployment(crawler, 'Default', { containers: [CONTAINER] });
      return AdoptedWorkload.of(deployment, { service: expose(deployment) });
    });
    expect(made.node.path).toBe('production/agents/crawler');
    expect(manifests().names()).toContain('NetworkPolicy/crawler');
  });
});

describe('what is refused', () => {
  const of = (props: Partial<kplus.DeploymentProps>, container: Partial<kplus.ContainerProps> = {}): string[] =>
    refusals(adopt((scope) => deploy(scope, props, container)).app);

  test.each<[string, Partial<kplus.DeploymentProps>, Partial<kplus.ContainerProps>, string, string]>([
    ['the network of the node', { hostNetwork: true }, {}, 'hostNetwork', 'Forbidden'],
    ['shared processes', { shareProcessNamespace: true }, {}, 'shareProcessNamespace', 'Forbidden'],
    ['a token that is always mounted', { automountServiceAccountToken: true }, {}, 'automountServiceAccountToken', 'Forbidden'],
    ['another DNS', { dns: { policy: kplus.DnsPolicy.DEFAULT } }, {}, 'dns.policy', 'Forbidden'],
    ['parameters of the kernel', { securityContext: { sysctls: [{ name: 'net.core.somaxconn', value: '1' }] } }, {}, 'securityContext.sysctls', 'Forbidden'],
    ['root', { securityContext: { ensureNonRoot: false } }, {}, 'securityContext.ensureNonRoot', 'Forbidden'],
    ['a user of the node', { securityContext: { user: 1000 } }, {}, 'securityContext.user', 'OutOfRange'],
    ['privileges', {}, { securityContext: { privileged: true, allowPrivilegeEscalation: true } }, 'containers["main"].securityContext.privileged', 'Forbidden'],
    ['resources that are not stated', {}, { resources: undefined }, 'containers["main"].resources', 'Required'],
    ['a label that policies select by', { podMetadata: { labels: { 'app.kubernetes.io/instance': 'other' } } }, {}, 'podMetadata.labels["app.kubernetes.io/instance"]', 'Invalid'],
  ])('%s', (_, props, container, prop, reason) => {
    expect(of(props, container)).toEqual([`[production/agents/legacy] "${prop}" (${reason})`]);
  });

  test('a task that states neither how long a run may take nor when it is deleted', () => {
    expect(refusals(adopt((scope) => new kplus.Job(scope, 'legacy', { containers: [CONTAINER] })).app)).toEqual([
      '[production/agents/legacy] "activeDeadline" (Required)', '[production/agents/legacy] "backoffLimit" (Required)',
      '[production/agents/legacy] "ttlAfterFinished" (Required)',
    ]);
  });

  test('a Service of other pods', () => {
    expect(refusals(withPlatform((namespace) => {
      const other = new kplus.Deployment(namespace, 'other', { containers: [CONTAINER] });
      AdoptedWorkload.of(deploy(namespace), { service: expose(other) });
    }).app)).toEqual(['[production/agents/legacy] "service" (Invalid)']);
  });

  test('a target without a Service', () => {
    expect(refusal(() => withPlatform((namespace) => {
      new AgentApi(namespace, 'api', { image: IMAGE }).connectTo(AdoptedWorkload.of(deploy(namespace)));
    }))).toBe('[production/agents/legacy] "service" (Required)');
  });

  test('a workload that is a component already', () => {
    expect(refusal(() => withPlatform((namespace) => AdoptedWorkload.of(new AgentApi(namespace, 'api', { image: IMAGE }).deployment))))
      .toBe('[production/agents/api] "workload" (Duplicate)');
    expect(refusal(() => withPlatform((namespace) => {
      const deployment = deploy(namespace);
      AdoptedWorkload.of(deployment);
      AdoptedWorkload.of(deployment);
    }))).toBe('[production/agents/legacy] "workload" (Duplicate)');
  });
});
