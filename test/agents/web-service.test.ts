import { Duration, Size } from 'cdk8s';
import { PersistentVolumeAccessMode } from 'cdk8s-plus-29';
import {
  AgentApi, AgentGateway, AlertOverride, ApiPort, HealthCheck, Objective, Scaling, SecretSource, Uploads, UploadsVolumeOptions, WebService,
  WebServiceProps,
} from '../../src';
import { Manifest } from '../support/manifests';
import { Composition, IMAGE, withHardenedPlatform, withPlatform } from '../support/platforms';
import { refusal } from '../support/refusals';

function compose(props: Partial<WebServiceProps> = {}): Composition<WebService> {
  return withPlatform((agents) => new WebService(agents, 'frontend', { image: IMAGE, ...props }));
}

const pod = (props?: Partial<WebServiceProps>): Manifest => compose(props).manifests().one('Deployment', 'frontend').spec.template.spec;
const container = (props?: Partial<WebServiceProps>): Manifest => pod(props).containers[0];
const refused = (props: Partial<WebServiceProps>): string => refusal(() => compose(props));

describe('minimal props', () => {
  test('one port behind a Service, and none for metrics', () => {
    const { manifests } = compose();
    expect(container().ports).toEqual([{ containerPort: 8080, name: 'http', protocol: 'TCP' }]);
    expect(manifests().one('Service', 'frontend').spec.ports).toEqual([{ name: 'http', port: 80, protocol: 'TCP', targetPort: 'http' }]);
    expect(manifests().env('Deployment', 'frontend')).toMatchObject({ PORT: '8080' });
    expect(manifests().env('Deployment', 'frontend')).not.toHaveProperty('METRICS_PORT');
  });

  test('any page that answers is ready, an open port is alive, and a start may take five minutes', () => {
    const { livenessProbe, readinessProbe, startupProbe } = container();
    expect(readinessProbe.httpGet).toMatchObject({ path: '/', port: 'http' });
    expect(livenessProbe.tcpSocket).toEqual({ port: 'http' });
    expect(startupProbe).toMatchObject({ tcpSocket: { port: 'http' }, periodSeconds: 5, failureThreshold: 60 });
  });

  test('spread, autoscaled and budgeted', () => {
    const manifests = compose().manifests();
    expect(manifests.one('HorizontalPodAutoscaler', 'frontend').spec.minReplicas).toBe(3);
    expect(manifests.one('PodDisruptionBudget', 'frontend').spec.maxUnavailable).toBe(1);
    expect(manifests.one('Deployment', 'frontend').spec.strategy).toMatchObject({ type: 'RollingUpdate' });
  });

  test('its pods are watched', () => {
    const ids = compose().made.alerts.map(({ id }) => id);
    expect(ids).toContain('AllReplicasDown');
    expect(ids.filter((id) => id.startsWith('Api'))).toEqual([]);
  });
});

test('a route makes it public, and is the only way in', () => {
  const { manifests } = withPlatform((agents) => {
    const frontend = new WebService(agents, 'frontend', { image: IMAGE });
    frontend.connectTo(new AgentApi(agents, 'api', { image: IMAGE }));
    new AgentGateway(agents, 'gateway', { host: 'acme.io', certificate: SecretSource.existing('acme-io') }).route('/', frontend);
  });
  expect(manifests().one('NetworkPolicy', 'frontend').spec.ingress).toEqual([
    { from: [{ podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'gateway' } } }], ports: [{ port: 8080, protocol: 'TCP' }] },
  ]);
  expect(manifests().env('Deployment', 'frontend')).toHaveProperty('API_URI');
});

test.each<[keyof WebServiceProps, Partial<WebServiceProps>, (made: Manifest) => unknown, unknown]>([
  ['port', { port: 3000 }, ({ containers }) => containers[0].ports[0].containerPort, 3000],
  ['additionalPorts', { additionalPorts: [ApiPort.http('admin', 9000)] }, ({ containers }) => containers[0].ports[1], { containerPort: 9000, name: 'http-admin', protocol: 'TCP' }],
  ['longestRequest', { longestRequest: Duration.minutes(2) }, ({ terminationGracePeriodSeconds }) => terminationGracePeriodSeconds, 135],
  ['readiness', { readiness: HealthCheck.http('/healthz') }, ({ containers }) => containers[0].readinessProbe.httpGet.path, '/healthz'],
  ['liveness', { liveness: HealthCheck.http('/livez') }, ({ containers }) => containers[0].livenessProbe.httpGet.path, '/livez'],
  ['startup', { startup: HealthCheck.http('/', { failureThreshold: 120 }) }, ({ containers }) => containers[0].startupProbe.failureThreshold, 120],
])('%s', (_, props, read, expected) => {
  expect(read(pod(props))).toEqual(expected);
});

test('metricsPort and objectives: its requests are watched like those of an API', () => {
  const { made, manifests } = compose({
    metricsPort: 9090, objectives: [Objective.availability(99.9)], alerts: { ApiHighLatency: AlertOverride.silence() },
  });
  const ids = made.alerts.map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(['ApiHighErrorRatio', 'ApiAvailabilityBudgetBurning1h']));
  expect(ids).not.toContain('ApiHighLatency');
  expect(made.toMonitoringPlan().scrapes).toMatchObject([{ portNumber: 9090 }]);
  expect(manifests().env('Deployment', 'frontend')).toMatchObject({ METRICS_PORT: '9090' });
});

describe('uploads', () => {
  const volume = (options: Partial<UploadsVolumeOptions> = {}): Uploads => Uploads.volume({ size: Size.gibibytes(20), ...options });
  const ONCE = { accessMode: PersistentVolumeAccessMode.READ_WRITE_ONCE };

  test('a volume that all pods share', () => {
    const { manifests } = compose({ uploads: volume({ storageClass: 'efs' }) });
    expect(manifests().one('PersistentVolumeClaim', 'frontend-uploads').spec).toEqual({
      accessModes: ['ReadWriteMany'], resources: { requests: { storage: '20Gi' } }, storageClassName: 'efs',
    });
    const { containers, volumes } = manifests().one('Deployment', 'frontend').spec.template.spec;
    expect(volumes).toContainEqual({ name: 'uploads', persistentVolumeClaim: { claimName: 'frontend-uploads' } });
    expect(containers[0].volumeMounts).toContainEqual({ name: 'uploads', mountPath: '/uploads' });
    expect(manifests().env('Deployment', 'frontend')).toMatchObject({ UPLOADS_FOLDER: '/uploads' });
  });

  test('a volume of one node is for one pod, which stops before the next one starts', () => {
    const { manifests } = compose({ uploads: volume({ ...ONCE, path: '/data' }), scaling: Scaling.fixed(1) });
    expect(manifests().one('Deployment', 'frontend').spec.strategy).toEqual({ type: 'Recreate' });
    expect(refused({ uploads: volume(ONCE) })).toBe('[production/agents/frontend] "uploads.accessMode" (Conflict)');
  });

  test('it is watched before it is full', () => {
    expect(compose({ uploads: volume() }).made.alerts.map(({ id }) => id)).toEqual(expect.arrayContaining(['UploadsVolumeFillingUp', 'UploadsVolumeAlmostFull']));
  });
});

test('in the hardened security profile', () => {
  const { manifests } = withHardenedPlatform((agents) => new WebService(agents, 'frontend', { image: IMAGE, uploads: Uploads.volume({ size: Size.gibibytes(1) }) }));
  expect(manifests().one('Deployment', 'frontend').spec.template.spec.containers[0].image).toContain('@sha256:');
});

test('errors', () => {
  expect(refused({ objectives: [Objective.availability(99)] })).toBe('[production/agents/frontend] "objectives" (Unavailable)');
  expect(refused({ metricsPort: 8080 })).toMatch(/"metricsPort" \(Duplicate\)|"additionalPorts/);
  expect(refused({ readiness: HealthCheck.tcp('http') })).toBe('[production/agents/frontend] "liveness" (Invalid)');
});
