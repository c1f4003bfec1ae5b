import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-29';
import {
  AgentApi, AgentApiProps, AgentController, AgentWorker, AvailabilityZones, ClusterProfile, Coordination, NodePool, PlatformProps, Scaling,
  ScheduledTask, WebService, WorkerHealth,
} from '../../../src';
import { Manifest } from '../../support/manifests';
import { Composition, IMAGE, withHardenedPlatform, withPlatform } from '../../support/platforms';
import { refusal } from '../../support/refusals';

const LINUX = { key: 'kubernetes.io/os', operator: 'In', values: ['linux'] };
const GKE: PlatformProps = { cluster: ClusterProfile.gke() };

function compose(nodePool: NodePool, platform: PlatformProps = GKE, props: Partial<AgentApiProps> = {}): Composition<AgentApi> {
  return withPlatform((agents) => new AgentApi(agents, 'api', { image: IMAGE, nodePool, ...props }), platform);
}

const pod = (...given: Parameters<typeof compose>): Manifest => compose(...given).manifests().one('Deployment', 'api').spec.template.spec;
const terms = (spec: Manifest): Manifest[][] => spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms
  .map(({ matchExpressions }: Manifest) => matchExpressions);
const tolerated = (spec: Manifest): Manifest[] => spec.tolerations.filter(({ tolerationSeconds }: Manifest) => tolerationSeconds === undefined);
const zoneSpread = (spec: Manifest): string => spec.topologySpreadConstraints[0].whenUnsatisfiable;
const isOneOf = (key: string, value: string): Manifest => ({ key, operator: 'In', values: [value] });

describe('spot nodes', () => {
  test('are those of GKE by label and taint', () => {
    const spec = pod(NodePool.spot());
    expect(terms(spec)).toEqual([[LINUX, isOneOf('cloud.google.com/gke-spot', 'true')]]);
    expect(tolerated(spec)).toEqual([{ key: 'cloud.google.com/gke-spot', operator: 'Exists' }]);
  });

  test('are those of managed node groups or of Karpenter on EKS', () => {
    expect(terms(pod(NodePool.spot(), { cluster: ClusterProfile.eks() }))).toEqual([
      [LINUX, isOneOf('eks.amazonaws.com/capacityType', 'SPOT')], [LINUX, isOneOf('karpenter.sh/capacity-type', 'spot')],
    ]);
  });

  test('are the interruptible instances of OpenShift', () => {
    expect(terms(pod(NodePool.spot(), { cluster: ClusterProfile.openshift() }))).toEqual([[LINUX, isOneOf('machine.openshift.io/interruptible-instance', '')]]);
  });

  test.each([['kind', ClusterProfile.kind], ['generic', ClusterProfile.generic]])('are stated on %s', (_, profile) => {
    const stated = { spotNodes: { labels: { tier: 'cheap' }, taints: ['acme.io/cheap'] } };
    const spec = pod(NodePool.spot(), { cluster: profile(stated) });
    expect(terms(spec)).toEqual([[LINUX, isOneOf('tier', 'cheap')]]);
    expect(tolerated(spec)).toEqual([{ key: 'acme.io/cheap', operator: 'Exists' }]);
    expect(refusal(() => compose(NodePool.spot(), { cluster: profile() }))).toBe('[production/agents/api] "nodePool" (Unavailable)');
  });

  test('may be missing in a zone, unless the pool is said to have all', () => {
    expect(zoneSpread(pod(NodePool.spot()))).toBe('ScheduleAnyway');
    expect(zoneSpread(pod(NodePool.spot({ zones: AvailabilityZones.required() })))).toBe('DoNotSchedule');
  });

  test('keep the early move from a lost node', () => {
    expect(pod(NodePool.spot()).tolerations.filter(({ tolerationSeconds }: Manifest) => tolerationSeconds === 30)).toHaveLength(2);
  });
});

describe('spot nodes are refused', () => {
  const refused = (make: Parameters<typeof withPlatform>[0]): string => refusal(() => withPlatform(make, GKE));
  const spot = { image: IMAGE, nodePool: NodePool.spot() };

  test('for one pod that answers requests', () => {
    expect(refusal(() => compose(NodePool.spot(), GKE, { scaling: Scaling.fixed(1) }))).toBe('[production/agents/api] "nodePool" (Conflict)');
    expect(refused((agents) => new WebService(agents, 'web', { ...spot, scaling: Scaling.fixed(1) }))).toBe('[production/agents/web] "nodePool" (Conflict)');
  });

  test('for a leader without a standby', () => {
    expect(refused((agents) => new AgentController(agents, 'controller', {
      ...spot, coordination: Coordination.leaderElection(), scaling: Scaling.fixed(1),
    }))).toBe('[production/agents/controller] "nodePool" (Conflict)');
  });

  test('for what must not run twice', () => {
    expect(refused((agents) => new AgentWorker(agents, 'beat', { ...spot, health: WorkerHealth.heartbeat(), scaling: Scaling.single() })))
      .toBe('[production/agents/beat] "nodePool" (Conflict)');
  });

  test('for a task that is not tried again', () => {
    expect(refused((agents) => new ScheduledTask(agents, 'report', { ...spot, schedule: '0 7 * * *', retries: 0 })))
      .toBe('[production/agents/report] "nodePool" (Conflict)');
  });

  test('and not for one worker, whose tasks go back to the queue', () => {
    const { manifests } = withPlatform((agents) => new AgentWorker(agents, 'worker', {
      ...spot, health: WorkerHealth.heartbeat(), scaling: Scaling.fixed(1),
    }), GKE);
    expect(terms(manifests().one('Deployment', 'worker').spec.template.spec)[0]).toContainEqual(isOneOf('cloud.google.com/gke-spot', 'true'));
  });
});

describe('GPUs', () => {
  const container = (spec: Manifest): Manifest => spec.containers[0];

  test('are asked for as whole devices, and their taint is tolerated', () => {
    const spec = pod(NodePool.gpu(), {});
    expect(container(spec).resources.limits['nvidia.com/gpu']).toBe('1');
    expect(container(spec).resources.requests['nvidia.com/gpu']).toBe('1');
    expect(tolerated(spec)).toEqual([{ key: 'nvidia.com/gpu', operator: 'Exists' }]);
    expect(terms(spec)).toEqual([[LINUX]]);
  });

  test('may be in one zone', () => {
    expect(zoneSpread(pod(NodePool.gpu()))).toBe('ScheduleAnyway');
    expect(zoneSpread(pod(NodePool.gpu({ zones: AvailabilityZones.required() })))).toBe('DoNotSchedule');
  });

  test('share half of the memory of the container, or as much as is said', () => {
    const spec = pod(NodePool.gpu(), GKE, { resources: { memory: Size.gibibytes(8) } });
    expect(spec.volumes).toContainEqual({ name: 'shared-memory', emptyDir: { medium: 'Memory', sizeLimit: '4Gi' } });
    expect(container(spec).volumeMounts).toContainEqual({ name: 'shared-memory', mountPath: '/dev/shm' });
    const less = pod(NodePool.gpu({ sharedMemory: Size.gibibytes(1) }), GKE, { resources: { memory: Size.gibibytes(8) } });
    expect(less.volumes).toContainEqual({ name: 'shared-memory', emptyDir: { medium: 'Memory', sizeLimit: '1Gi' } });
  });

  test('of one type, count and maker', () => {
    const typed = NodePool.gpu({ type: 'nvidia-l4', count: 4 });
    expect(terms(pod(typed))).toEqual([[LINUX, isOneOf('cloud.google.com/gke-accelerator', 'nvidia-l4')]]);
    expect(terms(pod(typed, {}))).toEqual([[LINUX, isOneOf('nvidia.com/gpu.product', 'nvidia-l4')]]);
    expect(terms(pod(typed, { cluster: ClusterProfile.generic({ gpuTypeLabel: 'acme.io/gpu' }) }))).toEqual([[LINUX, isOneOf('acme.io/gpu', 'nvidia-l4')]]);
    expect(container(pod(typed)).resources.limits['nvidia.com/gpu']).toBe('4');
    const amd = pod(NodePool.gpu({ resource: 'amd.com/gpu' }));
    expect(container(amd).resources.limits).toMatchObject({ 'amd.com/gpu': '1' });
    expect(tolerated(amd)).toEqual([{ key: 'amd.com/gpu', operator: 'Exists' }]);
  });

  test('stand beside other devices, and are stated once', () => {
    const both = pod(NodePool.gpu(), GKE, { resources: { extended: { 'acme.io/fpga': 1 } } });
    expect(container(both).resources.limits).toMatchObject({ 'acme.io/fpga': '1', 'nvidia.com/gpu': '1' });
    expect(refusal(() => compose(NodePool.gpu(), GKE, { resources: { extended: { 'nvidia.com/gpu': 1 } } })))
      .toBe('[production/agents/api] "nodePool" (Conflict)');
  });

  test('of a task', () => {
    const { manifests } = withPlatform((agents) => new ScheduledTask(agents, 'train', {
      image: IMAGE, schedule: '0 1 * * *', nodePool: NodePool.gpu(), firstSteps: [{ name: 'fetch' }],
    }), GKE);
    const spec = manifests().one('CronJob', 'train').spec.jobTemplate.spec.template.spec;
    expect(container(spec).resources.limits['nvidia.com/gpu']).toBe('1');
    expect(spec.initContainers[0].resources.limits).not.toHaveProperty('nvidia.com/gpu');
  });
});

describe('dedicated nodes', () => {
  const pool = { labels: { 'acme.io/pool': 'agents', 'disk': 'nvme' }, taints: ['acme.io/pool'] };

  test('by their labels, in the order of the alphabet, and their taints', () => {
    const spec = pod(NodePool.dedicated(pool), {});
    expect(terms(spec)).toEqual([[LINUX, isOneOf('acme.io/pool', 'agents'), isOneOf('disk', 'nvme')]]);
    expect(tolerated(spec)).toEqual([{ key: 'acme.io/pool', operator: 'Exists' }]);
  });

  test('are in the zones of the Platform, unless the pool has others', () => {
    expect(zoneSpread(pod(NodePool.dedicated(pool)))).toBe('DoNotSchedule');
    expect(zoneSpread(pod(NodePool.dedicated({ ...pool, zones: AvailabilityZones.preferred() })))).toBe('ScheduleAnyway');
  });

  test('of every kind of program, in the hardened security profile too', () => {
    const props = { image: IMAGE, nodePool: NodePool.dedicated(pool), resources: { cpu: Cpu.millis(100) } };
    const { manifests } = withHardenedPlatform((agents) => {
      new AgentController(agents, 'controller', { ...props, coordination: Coordination.leaderElection() });
      new AgentWorker(agents, 'worker', { ...props, health: WorkerHealth.heartbeat() });
      return new WebService(agents, 'web', props);
    });
    for (const name of ['controller', 'worker', 'web']) {
      expect(terms(manifests().one('Deployment', name).spec.template.spec)[0]).toContainEqual(isOneOf('acme.io/pool', 'agents'));
    }
  });
});

test('without a pool nothing is said of nodes but Linux', () => {
  const { manifests } = withPlatform((agents) => new AgentApi(agents, 'api', { image: IMAGE }), GKE);
  const spec = manifests().one('Deployment', 'api').spec.template.spec;
  expect(terms(spec)).toEqual([[LINUX]]);
  expect(tolerated(spec)).toEqual([]);
});
