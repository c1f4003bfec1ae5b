import { ApiObject, Duration, Size } from 'cdk8s';
import { Cpu, Deployment, EnvValue, Node, NodeLabelQuery, Volume } from 'cdk8s-plus-29';
import { IConstruct } from 'constructs';
import {
  AgentApi, AgentApiProps, AlertOverride, AntiAffinity, ApiPort, AvailabilityZones, CloudIdentity, HealthCheck, Mesh, NodePool, Objective,
  PlatformProps, Scaling, SecretSource, Images,
} from '../../src';
import { Manifest, Manifests } from '../support/manifests';
import { fakeDigest, hardened, IMAGE, withPlatform } from '../support/platforms';
import { refusal } from '../support/refusals';

/** Every prop, each other than its default. The type makes a new prop fail here. */
const EVERYTHING: Required<AgentApiProps> = {
  image: 'ghcr.io/acme/agent-api:2.0.0',
  command: ['/bin/serve'],
  args: ['--fast'],
  variables: { LOG_LEVEL: 'debug' },
  secrets: { MODEL_TOKEN: SecretSource.existing('model').key('token') },
  configFiles: { 'agent.yaml': 'log: debug\n' },
  resources: {
    cpu: Cpu.millis(500), cpuLimit: Cpu.units(1), memory: Size.gibibytes(1), ephemeralStorage: Size.gibibytes(2), extended: { 'nvidia.com/gpu': 1 },
  },
  antiAffinity: AntiAffinity.required(),
  nodePool: NodePool.dedicated({ labels: { pool: 'agents' } }),
  cloudIdentity: CloudIdentity.eksPodIdentity(),
  metricsPort: 9999,
  startup: HealthCheck.http('/startz'),
  liveness: HealthCheck.tcp('http'),
  readiness: HealthCheck.command(['ready']),
  alerts: { PodCrashLooping: AlertOverride.silence() },
  port: 8000,
  additionalPorts: [ApiPort.grpc('runs', 9000)],
  scaling: Scaling.fixed(4),
  longestRequest: Duration.minutes(2),
  objectives: [Objective.availability(99.9)],
};

function api(props: Partial<AgentApiProps> = {}, platform: PlatformProps = {}): Manifests {
  return withPlatform((namespace) => new AgentApi(namespace, 'api', { image: IMAGE, ...props }), platform).manifests();
}

describe('without options', () => {
  test('it is a Deployment with all that keeps it up and watched over', () => {
    expect(api().names()).toEqual([
      'Deployment/api', 'HorizontalPodAutoscaler/api', 'LimitRange/limits', 'Namespace/agents', 'NetworkPolicy/api', 'NetworkPolicy/default-deny',
      'PodDisruptionBudget/api', 'ResourceQuota/quota', 'Service/api', 'ServiceAccount/api', 'ServiceAccount/default',
    ]);
  });

  test('a rolling update never drops below strength', () => {
    expect(api().one('Deployment').spec).toMatchObject({
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      minReadySeconds: 10, progressDeadlineSeconds: 600, revisionHistoryLimit: 5,
    });
  });

  test('one pod at a time may be evicted, broken ones always', () => {
    expect(api().one('PodDisruptionBudget').spec).toEqual({
      maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow', selector: { matchLabels: { 'app.kubernetes.io/instance': 'api' } },
    });
  });

  test('it is asked three questions', () => {
    const { startupProbe, livenessProbe, readinessProbe } = api().container('Deployment');
    const asked = (path: string, periodSeconds: number, failureThreshold: number): Manifest => ({
      httpGet: { path, port: 'http', scheme: 'HTTP' }, initialDelaySeconds: 0, periodSeconds, timeoutSeconds: 3, successThreshold: 1, failureThreshold,
    });
    expect([startupProbe, livenessProbe, readinessProbe]).toEqual([asked('/livez', 5, 24), asked('/livez', 10, 3), asked('/readyz', 5, 3)]);
  });

  test('pods spread over zones strictly, over nodes as far as possible', () => {
    const labelSelector = { matchLabels: { 'app.kubernetes.io/instance': 'api' } };
    const { topologySpreadConstraints, affinity } = api().podSpec('Deployment');
    expect(topologySpreadConstraints).toEqual([
      {
        maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule', nodeTaintsPolicy: 'Honor',
        labelSelector, matchLabelKeys: ['pod-template-hash'],
      },
      { maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway', labelSelector, matchLabelKeys: ['pod-template-hash'] },
    ]);
    expect(affinity.podAntiAffinity).toEqual({
      preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', labelSelector } }],
    });
  });

  test('it tells the program its ports', () => {
    expect(api().env('Deployment')).toEqual({ PORT: '8080', METRICS_PORT: '9090' });
  });

  test('it stops when what it began is done', () => {
    const spec = api().podSpec('Deployment');
    expect(spec.terminationGracePeriodSeconds).toBe(60);
    expect(spec.containers[0].lifecycle).toEqual({ preStop: { sleep: { seconds: 10 } } });
  });
});

describe('with every option', () => {
  const made = (): Manifests => api(EVERYTHING);

  test('each is where it belongs', () => {
    const container = made().container('Deployment');
    expect(container).toMatchObject({
      image: 'ghcr.io/acme/agent-api:2.0.0',
      command: ['/bin/serve'],
      args: ['--fast'],
      ports: [{ name: 'http', containerPort: 8000 }, { name: 'metrics', containerPort: 9999 }, { name: 'grpc-runs', containerPort: 9000 }],
      resources: {
        requests: { 'cpu': '500m', 'memory': '1Gi', 'ephemeral-storage': '2Gi', 'nvidia.com/gpu': '1' },
        limits: { 'cpu': '1', 'memory': '1Gi', 'ephemeral-storage': '2Gi', 'nvidia.com/gpu': '1' },
      },
      startupProbe: { httpGet: { path: '/startz' } },
      livenessProbe: { tcpSocket: { port: 'http' } },
      readinessProbe: { exec: { command: ['ready'] } },
    });
    expect(made().env('Deployment')).toEqual({
      LOG_LEVEL: 'debug', MODEL_TOKEN: { secretKeyRef: { name: 'model', key: 'token' } }, PORT: '8000', METRICS_PORT: '9999', RUNS_PORT: '9000',
    });
    expect(made().one('ConfigMap', 'api-config').data).toEqual({ 'agent.yaml': 'log: debug\n' });
    expect(container.volumeMounts).toContainEqual({ name: 'config', mountPath: '/etc/agent', readOnly: true });
    expect(made().one('Deployment').spec.replicas).toBe(4);
    expect(made().podSpec('Deployment').terminationGracePeriodSeconds).toBe(135);
    expect(made().podSpec('Deployment').affinity.podAntiAffinity).toHaveProperty('requiredDuringSchedulingIgnoredDuringExecution');
    expect(made().one('Deployment').metadata.labels['app.kubernetes.io/version']).toBe('2.0.0');
  });

  /** These change the monitoring plan and no manifest of the API. */
  const WATCHED = ['alerts', 'objectives'];

  test.each(Object.keys(EVERYTHING).filter((prop) => prop !== 'image'))('leaving out %s changes the output or the plan', (prop) => {
    const { [prop as keyof AgentApiProps]: left, ...rest } = EVERYTHING;
    void left;
    const render = (props: Partial<AgentApiProps>): unknown => {
      const composed = withPlatform((namespace) => new AgentApi(namespace, 'api', { image: IMAGE, ...props }));
      return WATCHED.includes(prop) ? composed.made.toMonitoringPlan() : composed.manifests().documents;
    };
    expect(render(rest)).not.toEqual(render(EVERYTHING));
  });
});

describe('on other Platforms', () => {
  test('an image gets the digest that the Platform knows', () => {
    expect(api({}, { images: Images.of({ digests: { [IMAGE]: fakeDigest(IMAGE) } }) }).container('Deployment').image).toBe(`${IMAGE}@${fakeDigest(IMAGE)}`);
  });

  test('an image with a digest keeps its own', () => {
    const image = `${IMAGE}@sha256:${'a'.repeat(64)}`;
    expect(api({ image }, { images: Images.of({ digests: { [image]: fakeDigest(image) } }) }).container('Deployment').image).toBe(image);
  });

  test('hardened wants every digest', () => {
    expect(refusal(() => api({}, { ...hardened(), images: Images.of() }))).toBe('[production/agents/api] "image" (Invalid)');
  });

  test('hardened hands a credential over as a file', () => {
    const made = api({ secrets: { MODEL_TOKEN: SecretSource.existing('model').key('token') } }, hardened());
    expect(made.env('Deployment')).toMatchObject({ MODEL_TOKEN_FILE: '/etc/secrets/model_token/model_token' });
    expect(made.podSpec('Deployment').volumes).toContainEqual({
      name: 'secret-model-token',
      projected: { defaultMode: 0o440, sources: [{ secret: { name: 'model', items: [{ key: 'token', path: 'model_token' }] } }] },
    });
  });

  test('hardened refuses a variable that looks like a credential', () => {
    expect(refusal(() => api({ variables: { MAX_TOKENS: '5' } }, hardened()))).toBe('[production/agents/api] "variables" (Invalid)');
  });

  test('hardened takes a variable that holds a path', () => {
    expect(api({ variables: { TOKEN_FILE: '/var/token' } }, hardened()).env('Deployment')).toMatchObject({ TOKEN_FILE: '/var/token' });
  });

  test('hardened wants limits equal to requests', () => {
    expect(refusal(() => api({ resources: { cpu: Cpu.millis(250), cpuLimit: Cpu.millis(500) } }, hardened()))).toBe(
      '[production/agents/api] "resources.cpuLimit" (OutOfRange)');
  });

  test('preferred zones are not waited for', () => {
    const [zone] = api({}, { zones: AvailabilityZones.preferred() }).podSpec('Deployment').topologySpreadConstraints;
    expect(zone.whenUnsatisfiable).toBe('ScheduleAnyway');
    expect(zone).not.toHaveProperty('nodeTaintsPolicy');
  });

  test('the sidecar takes requests as long as the program', () => {
    expect(api({ longestRequest: Duration.seconds(100) }, { mesh: Mesh.istio() }).one('Deployment').spec.template.metadata.annotations)
      .toEqual({ 'sidecar.istio.io/nativeSidecar': 'true' });
  });

  test('the owner\'s e-mail address is on the workload', () => {
    expect(api({}, { owner: { team: 'agents', email: 'agents@example.com' } }).one('Deployment').metadata.annotations)
      .toMatchObject({ email: 'agents@example.com' });
  });
});

describe('what the L2 can say reaches the Deployment', () => {
  const changed = (change: (api: AgentApi) => void): Manifest => withPlatform((namespace) => {
    const made = new AgentApi(namespace, 'api', { image: IMAGE });
    change(made);
  }).manifests().one('Deployment');

  test('a variable', () => {
    const { env } = changed(({ container }) => container.env.addVariable('MINE', EnvValue.fromValue('1'))).spec.template.spec.containers[0];
    expect(env.map(({ name }: Manifest) => name)).toEqual(['METRICS_PORT', 'PORT', 'MINE']);
  });

  test('a volume and its mount', () => {
    const { spec } = changed(({ container, deployment }) => container.mount('/cache', Volume.fromEmptyDir(deployment, 'cache', 'cache'))).spec.template;
    expect(spec.volumes.map(({ name }: Manifest) => name)).toEqual(['tmp', 'cache']);
    expect(spec.containers[0].volumeMounts.map(({ mountPath }: Manifest) => mountPath)).toEqual(['/tmp', '/cache']);
  });

  test('a second container', () => {
    const { containers } = changed(({ deployment }) => deployment.addContainer({ name: 'mine', image: 'mine:1' })).spec.template.spec;
    expect(containers.map(({ name }: Manifest) => name)).toEqual(['api', 'mine']);
  });

  test('a pool of nodes, beside Linux', () => {
    const { affinity } = changed(({ deployment }) => deployment.scheduling.attract(Node.labeled(NodeLabelQuery.is('pool', 'agents')))).spec.template.spec;
    const [term] = affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms;
    expect(term.matchExpressions.map(({ key }: Manifest) => key)).toEqual(['kubernetes.io/os', 'pool']);
  });

  test('an annotation', () => {
    expect(changed(({ deployment }) => deployment.metadata.addAnnotation('mine', '1')).metadata.annotations).toMatchObject({ mine: '1' });
  });

  test('a mixin on an L2', () => {
    const deployment = changed((made) => made.with({
      supports: (construct: IConstruct) => construct instanceof Deployment,
      applyTo: (construct: IConstruct) => (construct as Deployment).podMetadata.addLabel('mine', '1'),
    }));
    expect(deployment.spec.template.metadata.labels).toMatchObject({ mine: '1' });
  });

  test('a mixin on every object of the part', () => {
    const { manifests } = withPlatform((namespace) => new AgentApi(namespace, 'api', { image: IMAGE }).with({
      supports: (construct: IConstruct) => ApiObject.isApiObject(construct),
      applyTo: (construct: IConstruct) => (construct as ApiObject).metadata.addLabel('mine', '1'),
    }));
    const mine = manifests().documents.filter(({ metadata }) => metadata.labels.mine === '1').map(({ kind }) => kind);
    expect(mine.sort()).toEqual(['Deployment', 'HorizontalPodAutoscaler', 'NetworkPolicy', 'PodDisruptionBudget', 'Service', 'ServiceAccount']);
  });

  test('the Service', () => {
    const { manifests } = withPlatform((namespace) => new AgentApi(namespace, 'api', { image: IMAGE }).service.metadata.addAnnotation('mine', '1'));
    expect(manifests().one('Service').metadata.annotations).toEqual({ mine: '1' });
  });
});

test('files are found again by their checksum: pods restart when one changes', () => {
  const annotations = (text: string): Manifest => api({ configFiles: { a: text } }).one('Deployment').spec.template.metadata.annotations;
  expect(annotations('1')).not.toEqual(annotations('2'));
});

test('a variable that the part sets itself is refused', () => {
  expect(refusal(() => api({ variables: { PORT: '1' } }))).toBe('[production/agents/api] "variables" (Invalid)');
});

test('metrics on the port of the API are refused', () => {
  expect(refusal(() => api({ port: 9090 }))).toBe('[production/agents/api] "metricsPort" (Invalid)');
});

test('readiness that asks what liveness asks is refused', () => {
  expect(refusal(() => api({ readiness: HealthCheck.http('/livez') }))).toBe('[production/agents/api] "liveness" (Invalid)');
});

test('the alert that is changed must exist', () => {
  expect(refusal(() => api({ alerts: { NoSuchAlert: AlertOverride.silence() } })))
    .toBe('[production/agents/api] "alerts" (NotSupported)');
});
