import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-29';
import { AvailabilityZones, HealthCheck, PlatformProps } from '../../src';
import { PriorityRole } from '../../src/platform/platform';
import { StatefulWorkload, StatefulWorkloadProps } from '../../src/workload/stateful-workload';
import { Manifest } from '../support/manifests';
import { hardened, IMAGE, withPlatform } from '../support/platforms';

const DATABASE = { name: 'database', number: 5432 };

function store(props: Partial<StatefulWorkloadProps> = {}, platform: PlatformProps = {}, id: string = 'store') {
  return withPlatform((namespace) => new StatefulWorkload(namespace, id, {
    componentName: 'store',
    component: 'database',
    role: PriorityRole.DATA,
    replicas: 3,
    claims: [{ name: 'data', size: Size.gibibytes(10) }],
    memberPorts: [{ name: 'database', port: 5432, target: DATABASE }],
    containers: [{
      name: 'store',
      image: IMAGE,
      ports: [DATABASE],
      checks: { startup: HealthCheck.tcp('database'), liveness: HealthCheck.tcp('database'), readiness: HealthCheck.command(['ready']) },
      resources: { cpu: Cpu.units(1), cpuLimit: Cpu.units(2), memory: Size.gibibytes(2), ephemeralStorage: Size.gibibytes(1), extended: {} },
    }],
    ...props,
  }), platform);
}

test('has a headless Service of its members, ready or not', () => {
  expect(store().manifests().one('Service', 'store-members').spec).toEqual({
    type: 'ClusterIP', clusterIP: 'None', publishNotReadyAddresses: true, selector: { 'app.kubernetes.io/instance': 'store' },
    ports: [{ name: 'database', port: 5432, protocol: 'TCP', targetPort: 'database' }],
  });
});

test('members start and stop on their own, and keep their volumes', () => {
  expect(store().manifests().one('StatefulSet').spec).toMatchObject({
    replicas: 3, serviceName: 'store-members', podManagementPolicy: 'Parallel', minReadySeconds: 10, revisionHistoryLimit: 5,
    updateStrategy: { type: 'RollingUpdate' }, persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
    selector: { matchLabels: { 'app.kubernetes.io/instance': 'store' } },
  });
});

test('knows the host names of its members', () => {
  expect(store().made.memberNames().hosts).toEqual([0, 1, 2].map((member) => `store-${member}.store-members.agents.svc.cluster.local`));
});

test('a name of 63 characters leaves room for a pod\'s number', () => {
  const { made } = store({}, {}, 'a'.repeat(63));
  expect(made.name).toHaveLength(52);
  expect(made.memberNames().service.length).toBeLessThanOrEqual(63);
});

test('waits for members that are still catching up', () => {
  expect(store().manifests().one('PodDisruptionBudget').spec).toMatchObject({ maxUnavailable: 1, unhealthyPodEvictionPolicy: 'IfHealthyBudget' });
});

test('is not moved early: its node may still write', () => {
  expect(store().manifests().podSpec('StatefulSet')).not.toHaveProperty('tolerations');
});

test.each<[string, number, AvailabilityZones, number | undefined]>([
  ['as many members as zones wait for all zones', 3, AvailabilityZones.required(), 3],
  ['fewer members wait too', 2, AvailabilityZones.required(), 3],
  ['more members share zones', 5, AvailabilityZones.required(), undefined],
  ['two zones are two', 2, AvailabilityZones.required({ zones: 2 }), 2],
  ['preferred zones are not waited for', 3, AvailabilityZones.preferred(), undefined],
])('%s', (_, replicas, zones, minDomains) => {
  const [zone] = store({ replicas }, { zones }).manifests().podSpec('StatefulSet').topologySpreadConstraints;
  expect(zone.minDomains).toBe(minDomains);
  expect(zone.matchLabelKeys).toEqual(['controller-revision-hash']);
});

test('a sibling may have to be in another zone', () => {
  const apartFrom = { 'app.kubernetes.io/instance': 'primary' };
  const terms = store({ apartFrom }).manifests().podSpec('StatefulSet').affinity.podAntiAffinity;
  expect(terms.requiredDuringSchedulingIgnoredDuringExecution).toEqual([
    { topologyKey: 'topology.kubernetes.io/zone', labelSelector: { matchLabels: apartFrom } },
  ]);
  const preferred = store({ apartFrom }, { zones: AvailabilityZones.preferred() }).manifests().podSpec('StatefulSet').affinity.podAntiAffinity;
  expect(preferred.preferredDuringSchedulingIgnoredDuringExecution.map(({ podAffinityTerm }: Manifest) => podAffinityTerm.topologyKey))
    .toEqual(['kubernetes.io/hostname', 'kubernetes.io/hostname', 'topology.kubernetes.io/zone']);
  expect(preferred.preferredDuringSchedulingIgnoredDuringExecution[1].podAffinityTerm.labelSelector).toEqual({ matchLabels: apartFrom });
});

test('runs as the user that owns the image\'s files', () => {
  const spec = store({ user: 999, group: 998 }).manifests().podSpec('StatefulSet');
  expect(spec.securityContext).toMatchObject({ runAsUser: 999, runAsGroup: 998, fsGroup: 998 });
  expect(spec.containers[0].securityContext).toMatchObject({ runAsUser: 999, runAsGroup: 998 });
});

test('goes first when room is short, in the hardened security profile', () => {
  expect(store({}, hardened()).manifests().podSpec('StatefulSet').priorityClassName).toBe('production-data');
});

test('its pods restart when a file changes, and when nothing does they do not', () => {
  const annotations = (text: string): Manifest => store({ configFiles: [{ name: 'settings', path: '/etc/store', files: { 'store.conf': text } }] })
    .manifests().one('StatefulSet').spec.template.metadata.annotations;
  expect(annotations('a')).toEqual(annotations('a'));
  expect(annotations('a')).not.toEqual(annotations('b'));
});

test('asks for a quota of its members, and of one that is replaced while it still counts', () => {
  // 4 pods of 1000m, 2000m, 2Gi; with 20 percent 4800m, 9600m, 9.6Gi.
  expect(store().manifests().one('ResourceQuota').spec.hard)
    .toEqual({ 'requests.cpu': '5', 'limits.cpu': '10', 'requests.memory': '10Gi', 'limits.memory': '10Gi' });
});
