import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { AgentController, AvailabilityZones, ClusterProfile, Coordination, Environment, Mesh, Namespace, Operator, Platform, PlatformProps, SecurityProfile, Images, Retired } from '../../src';
import { fakeDigest, hardened, IMAGE, silentApp } from '../support/platforms';
import { refusal } from '../support/refusals';

const EVERYTHING: Required<PlatformProps> = {
  environment: Environment.staging(),
  mesh: Mesh.istio(),
  securityProfile: SecurityProfile.hardened(),
  cluster: ClusterProfile.generic({ apiServerCidrs: ['10.0.0.1/32'] }),
  zones: AvailabilityZones.required({ zones: 2 }),
  owner: { team: 'agents', email: 'agents@example.com' },
  images: Images.of({ digests: { [IMAGE]: fakeDigest(IMAGE) } }),
  retired: [Retired.accept('promtail', 'until the nodes run Alloy')],
};

function refused(props: PlatformProps): string {
  return refusal(() => new Platform(silentApp(), 'production', props));
}

test('the nearest Platform above decides', () => {
  const platform = new Platform(silentApp(), 'production');
  const namespace = new Namespace(platform, 'agents');
  expect(Platform.of(new Construct(namespace, 'part'))).toBe(platform.settings);
});

test('two Platforms of an app know nothing of each other', () => {
  const app = silentApp();
  const [one, other] = ['one', 'other'].map((id) => new Platform(app, id, { securityProfile: SecurityProfile.standard() }));
  expect(Platform.of(new Namespace(one, 'agents'))).not.toBe(Platform.of(new Namespace(other, 'agents')));
});

test('without a Platform it is plain Kubernetes, standard, production, and zones are only preferred', () => {
  const settings = Platform.of(new Chart(new App(), 'chart'));
  expect(settings).toMatchObject({ name: 'default', environment: { name: 'production' }, mesh: { name: 'none' }, securityProfile: { name: 'standard' } });
  expect(settings.zones.isRequired).toBe(false);
});

test.each<[string, Environment, boolean]>([
  ['production', Environment.production(), true], ['staging', Environment.staging(), true], ['development', Environment.development(), false],
])('a Platform in %s requires zones: %s', (_, environment, isRequired) => {
  expect(new Platform(silentApp(), 'some', { environment }).settings.zones.isRequired).toBe(isRequired);
});

test('every setting is taken', () => {
  const { settings } = new Platform(silentApp(), 'production', EVERYTHING);
  expect(settings).toEqual({ name: 'production', ...EVERYTHING });
});

test('a Platform in a Platform is refused', () => {
  const platform = new Platform(silentApp(), 'production');
  expect(refusal(() => new Platform(platform, 'inner'))).toBe('[production/inner] "scope" (Invalid)');
});

test('a Platform in a Chart is refused', () => {
  expect(refusal(() => new Platform(new Chart(new App(), 'chart'), 'inner'))).toBe('[chart/inner] "scope" (Invalid)');
});

test('the hardened security profile asks for an owner with an e-mail address', () => {
  expect(refused({ securityProfile: SecurityProfile.hardened() })).toBe('[production] "owner" (Required)');
  expect(refused({ securityProfile: SecurityProfile.hardened(), owner: { team: 'agents' } })).toBe('[production] "owner" (Invalid)');
});

test('a mesh that the stated cluster lacks is refused', () => {
  expect(refused({ mesh: Mesh.istio(), cluster: ClusterProfile.generic({ operators: [Operator.cloudNativePg()] }) })).toBe(
    '[production] "mesh" (Unavailable)');
});

test('a mesh that the stated cluster has is taken', () => {
  const cluster = ClusterProfile.generic({ operators: [Operator.istio()] });
  expect(new Platform(silentApp(), 'production', { mesh: Mesh.istio(), cluster }).settings.mesh.name).toBe('istio');
});

test('an API server that may be anywhere is warned of, once stated it is not', () => {
  const app = silentApp();
  const addController = (platform: Platform): void => {
    new AgentController(new Namespace(platform, 'agents'), 'controller', { image: IMAGE, coordination: Coordination.leaderElection() });
  };
  addController(new Platform(app, 'production'));
  addController(new Platform(app, 'staging', { cluster: ClusterProfile.generic({ apiServerCidrs: ['10.0.0.1/32'] }) }));
  new Platform(app, 'quiet'); // Nobody there needs the API server.
  expect(app.report().warnings).toEqual([{
    path: 'production',
    text: 'the cluster profile does not say where the API server listens: components that need it may reach any address on port 443 and 6443; state apiServerCidrs',
  }]);
});

test('the hardened security profile makes the priority classes, named after the Platform', () => {
  const app = silentApp();
  new Platform(app, 'eu', hardened());
  const classes = app.charts.flatMap((chart) => chart.toJson()).map(({ kind, metadata, value }) => [kind, metadata.name, value]);
  expect(classes).toEqual([
    ['PriorityClass', 'eu-serving', 100000], ['PriorityClass', 'eu-data', 200000], ['PriorityClass', 'eu-batch', 1000],
  ]);
});

test('the standard security profile makes none', () => {
  const app = silentApp();
  new Platform(app, 'eu');
  expect(app.charts).toEqual([]);
});
