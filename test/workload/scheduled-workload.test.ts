import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-29';
import { HealthCheck } from '../../src';
import { PriorityRole } from '../../src/platform/platform';
import { ScheduledWorkload } from '../../src/workload/scheduled-workload';
import { hardened, IMAGE, withPlatform } from '../support/platforms';

const dump = (platform = {}, id = 'dump') => withPlatform((namespace) => new ScheduledWorkload(namespace, id, {
  componentName: 'dump',
  component: 'backup',
  role: PriorityRole.BATCH,
  schedule: ' 15 2 * * 1-5 ',
  deadline: Duration.hours(1),
  containers: [{
    name: 'dump',
    image: IMAGE,
    resources: { cpu: Cpu.millis(500), cpuLimit: Cpu.units(1), memory: Size.gibibytes(1), ephemeralStorage: Size.gibibytes(1), extended: {} },
    checks: { liveness: HealthCheck.command(['alive']) },
  }],
}), platform);

test('runs by the clock, never twice at once, and not for ever', () => {
  const { spec } = dump().manifests().one('CronJob');
  expect(spec).toMatchObject({
    schedule: '15 2 * * 1-5', concurrencyPolicy: 'Forbid', startingDeadlineSeconds: 300, successfulJobsHistoryLimit: 1, failedJobsHistoryLimit: 1,
    suspend: false,
  });
  expect(spec.jobTemplate.spec).toMatchObject({ backoffLimit: 2, activeDeadlineSeconds: 3600 });
  expect(spec.jobTemplate.spec).not.toHaveProperty('ttlSecondsAfterFinished');
});

test('the pod of a run that failed is kept with its log, and one pod spreads from nobody', () => {
  const spec = dump().manifests().podSpec('CronJob');
  expect(spec.restartPolicy).toBe('Never');
  expect(spec).not.toHaveProperty('topologySpreadConstraints');
  expect(spec.affinity).not.toHaveProperty('podAntiAffinity');
});

test('it is asked whether it lives, and not whether it has started', () => {
  const container = dump().manifests().container('CronJob');
  expect(container.livenessProbe.exec).toEqual({ command: ['alive'] });
  expect(container).not.toHaveProperty('startupProbe');
  expect(container).not.toHaveProperty('readinessProbe');
});

test('a name of 63 characters leaves room for a job\'s date', () => {
  expect(dump({}, 'a'.repeat(63)).made.name).toHaveLength(52);
});

test('can wait when room is short, in the hardened security profile', () => {
  expect(dump(hardened()).manifests().podSpec('CronJob').priorityClassName).toBe('production-batch');
});

test('asks for a quota of two runs', () => {
  // 2 pods of 500m, 1000m, 1Gi; with 20 percent 1200m, 2400m, 2.4Gi.
  expect(dump().manifests().one('ResourceQuota').spec.hard)
    .toEqual({ 'requests.cpu': '2', 'limits.cpu': '3', 'requests.memory': '3Gi', 'limits.memory': '3Gi' });
});
