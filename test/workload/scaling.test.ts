import { Size } from 'cdk8s';
import { Cpu, HorizontalPodAutoscaler, Metric, MetricTarget } from 'cdk8s-plus-29';
import { AgentApi, AgentController, ClusterProfile, Coordination, HorizontalScalingOptions, Operator, Scaling, VerticalScalingOptions } from '../../src';
import { Manifests } from '../support/manifests';
import { IMAGE, withPlatform } from '../support/platforms';
import { refusal, refusals } from '../support/refusals';

function scaled(scaling: Scaling, cluster?: ClusterProfile): { manifests: () => Manifests; warnings: string[] } {
  const { app, manifests } = withPlatform((namespace) => new AgentApi(namespace, 'api', { image: IMAGE, scaling }), { cluster });
  return { manifests, warnings: app.report().warnings.filter(({ path }) => path.startsWith('production/agents')).map(({ text }) => text) };
}

describe('horizontal', () => {
  test('without options is three to nine pods by CPU and memory', () => {
    const { spec } = scaled(Scaling.horizontal()).manifests().one('HorizontalPodAutoscaler');
    expect(spec).toMatchObject({ minReplicas: 3, maxReplicas: 9, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'api' } });
    expect(spec.metrics.map(({ containerResource }: any) => [containerResource.container, containerResource.name, containerResource.target]))
      .toEqual([
        ['api', 'cpu', { type: 'Utilization', averageUtilization: 70 }], ['api', 'memory', { type: 'Utilization', averageUtilization: 80 }],
      ]);
  });

  test('takes every option', () => {
    const options: Required<HorizontalScalingOptions> = { minReplicas: 2, maxReplicas: 4, cpuUtilization: 50, memoryUtilization: 60 };
    const { spec } = scaled(Scaling.horizontal(options)).manifests().one('HorizontalPodAutoscaler');
    expect(spec).toMatchObject({ minReplicas: 2, maxReplicas: 4 });
    expect(spec.metrics.map(({ containerResource }: any) => containerResource.target.averageUtilization)).toEqual([50, 60]);
  });

  test('goes up at once and down slowly', () => {
    expect(scaled(Scaling.horizontal()).manifests().one('HorizontalPodAutoscaler').spec.behavior).toEqual({
      scaleUp: { stabilizationWindowSeconds: 0, selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] },
      scaleDown: { stabilizationWindowSeconds: 300, selectPolicy: 'Max', policies: [{ type: 'Percent', value: 10, periodSeconds: 60 }] },
    });
  });

  test('owns the number of pods: the Deployment has none, and says so to scanners', () => {
    const deployment = scaled(Scaling.horizontal()).manifests().one('Deployment');
    expect(deployment.spec).not.toHaveProperty('replicas');
    expect(deployment.metadata.annotations).toEqual({
      'polaris.fairwinds.com/deploymentMissingReplicas-exempt': 'true',
      'ignore-check.kube-linter.io/minimum-three-replicas': 'the HorizontalPodAutoscaler owns the replicas',
    });
  });

  test('goes up to a thousand at the most', () => {
    expect(scaled(Scaling.horizontal({ minReplicas: 500 })).manifests().one('HorizontalPodAutoscaler').spec.maxReplicas).toBe(1000);
  });

  test('must have room to scale', () => {
    expect(refusal(() => scaled(Scaling.horizontal({ minReplicas: 4, maxReplicas: 4 })))).toBe('[production/agents/api] "scaling.maxReplicas" (OutOfRange)');
  });

  test('from a thousand has no room to scale', () => {
    expect(refusal(() => scaled(Scaling.horizontal({ minReplicas: 1000 })))).toBe('[production/agents/api] "scaling.minReplicas" (OutOfRange)');
  });
});

describe('vertical', () => {
  test('without options is three pods up to one core and 2Gi', () => {
    const made = scaled(Scaling.vertical()).manifests();
    expect(made.one('Deployment').spec.replicas).toBe(3);
    expect(made.one('VerticalPodAutoscaler').spec).toEqual({
      targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'api' },
      updatePolicy: { updateMode: 'Recreate', minReplicas: 2 },
      resourcePolicy: {
        containerPolicies: [{
          containerName: 'api', controlledResources: ['cpu', 'memory'], controlledValues: 'RequestsAndLimits',
          minAllowed: { cpu: '50m', memory: '128Mi' }, maxAllowed: { cpu: '1', memory: '2Gi' },
        }, { containerName: '*', mode: 'Off' }],
      },
    });
    expect(made.all('HorizontalPodAutoscaler')).toEqual([]);
  });

  test('takes every option', () => {
    const options: Required<VerticalScalingOptions> = {
      replicas: 1, minCpu: Cpu.millis(100), maxCpu: Cpu.millis(1500), minMemory: Size.mebibytes(64), maxMemory: Size.mebibytes(700),
    };
    const made = scaled(Scaling.vertical(options)).manifests();
    expect(made.one('Deployment').spec.replicas).toBe(1);
    expect(made.one('VerticalPodAutoscaler').spec).toMatchObject({
      updatePolicy: { minReplicas: 1 },
      resourcePolicy: {
        containerPolicies: [{ minAllowed: { cpu: '100m', memory: '64Mi' }, maxAllowed: { cpu: '1500m', memory: '700Mi' } }, { containerName: '*' }],
      },
    });
  });

  test('needs its operator where the cluster is stated', () => {
    expect(refusal(() => scaled(Scaling.vertical(), ClusterProfile.generic({ operators: [] })))).toBe('[production/agents/api] "scaling" (Unavailable)');
    expect(() => scaled(Scaling.vertical(), ClusterProfile.generic({ operators: [Operator.verticalPodAutoscaler()] }))).not.toThrow();
  });
});

describe('recommend', () => {
  const RECOMMENDED = 'kube_verticalpodautoscaler_status_recommendation_containerrecommendations_target';

  test('without a scaling of its own scales horizontally, and a VerticalPodAutoscaler watches and changes nothing', () => {
    const made = scaled(Scaling.recommend()).manifests();
    expect(made.one('HorizontalPodAutoscaler').spec).toMatchObject({ minReplicas: 3, maxReplicas: 9 });
    expect(made.one('VerticalPodAutoscaler', 'api').spec).toEqual({
      targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'api' },
      updatePolicy: { updateMode: 'Off' },
      resourcePolicy: { containerPolicies: [{ containerName: 'api', controlledResources: ['cpu', 'memory'] }, { containerName: '*', mode: 'Off' }] },
    });
  });

  test('keeps the scaling that it is given', () => {
    const made = scaled(Scaling.recommend(Scaling.fixed(4))).manifests();
    expect(made.one('Deployment').spec.replicas).toBe(4);
    expect(made.all('HorizontalPodAutoscaler')).toEqual([]);
    expect(made.one('VerticalPodAutoscaler').spec.updatePolicy).toEqual({ updateMode: 'Off' });
    expect(Scaling.recommend(Scaling.fixed(4)).kind).toBe('fixed');
  });

  test('adds nothing to the quota', () => {
    const quota = (scaling: Scaling) => scaled(scaling).manifests().one('ResourceQuota').spec.hard;
    expect(quota(Scaling.recommend(Scaling.fixed(4)))).toEqual(quota(Scaling.fixed(4)));
  });

  test('shows the recommendation against the request, of CPU and memory', () => {
    const { made } = withPlatform((agents) => new AgentApi(agents, 'api', { image: IMAGE, scaling: Scaling.recommend() }));
    const panels = made.toMonitoringPlan().panels.filter(({ title }) => title.includes('recommend'));
    expect(panels.map(({ title, unit }) => [title, unit])).toEqual([['CPU request, and recommended', 'short'], ['Memory request, and recommended', 'bytes']]);
    expect(panels[0].queries.map(({ legend }) => legend)).toEqual(['requested', 'recommended']);
    expect(panels[0].queries[0].expr).toContain('kube_pod_container_resource_requests{namespace="agents",pod=~"api-[a-z0-9]+-[a-z0-9]{5}",container="api",resource="cpu"}');
    expect(panels[1].queries[1].expr).toContain(`${RECOMMENDED}{namespace="agents",verticalpodautoscaler="api",container="api",resource="memory"}`);
    expect(withPlatform((agents) => new AgentApi(agents, 'api', { image: IMAGE })).made.toMonitoringPlan().panels
      .filter(({ title }) => title.includes('recommend'))).toEqual([]);
  });

  test('is refused for what is resized anyway, and without its operator', () => {
    expect(refusal(() => scaled(Scaling.recommend(Scaling.vertical())))).toBe('[production/agents/api] "scaling.recommend" (Conflict)');
    expect(refusal(() => scaled(Scaling.recommend(), ClusterProfile.generic({ operators: [] })))).toBe('[production/agents/api] "scaling" (Unavailable)');
  });
});

describe('fixed', () => {
  test('is as many pods', () => {
    const made = scaled(Scaling.fixed(5)).manifests();
    expect(made.one('Deployment').spec.replicas).toBe(5);
    expect([...made.all('HorizontalPodAutoscaler'), ...made.all('VerticalPodAutoscaler')]).toEqual([]);
  });

  test('at one warns', () => {
    expect(scaled(Scaling.fixed(1)).warnings).toEqual(['one pod only: while its node is drained or lost, nothing answers; give it two or more']);
    expect(scaled(Scaling.fixed(2)).warnings).toEqual([]);
  });
});

describe('a controller', () => {
  const controlled = (coordination: Coordination, scaling: Scaling): string => refusal(() =>
    withPlatform((namespace) => new AgentController(namespace, 'controller', { image: IMAGE, coordination, scaling })));

  test('with a leader does not scale horizontally', () => {
    expect(controlled(Coordination.leaderElection(), Scaling.horizontal())).toBe('[production/agents/controller] "scaling" (Invalid)');
  });

  test('with shards does not scale vertically', () => {
    expect(controlled(Coordination.sharded({ lock: undefined as never }), Scaling.vertical())).toBe('[production/agents/controller] "scaling" (Invalid)');
  });
});

describe('single', () => {
  test('one pod, which stops before the next one starts, and no warning about that', () => {
    const { manifests, warnings } = scaled(Scaling.single());
    expect(manifests().one('Deployment', 'api').spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
    expect(manifests().one('PodDisruptionBudget', 'api').spec.maxUnavailable).toBe(1);
    expect(warnings).toEqual([]);
  });

  test('its budget is never violated, so no alert says so', () => {
    const { made } = withPlatform((agents) => new AgentApi(agents, 'api', { image: IMAGE, scaling: Scaling.single() }));
    expect(made.alerts.map(({ id }) => id)).not.toContain('PdbViolated');
  });
});

describe('an autoscaler of the user', () => {
  const withOwn = (scaling: Scaling) => withPlatform((agents) => {
    const api = new AgentApi(agents, 'api', { image: IMAGE, scaling });
    new HorizontalPodAutoscaler(api, 'Own', { target: api.deployment, maxReplicas: 5, metrics: [Metric.resourceCpu(MetricTarget.averageUtilization(50))] });
  });

  test('owns the number of pods beside Scaling.fixed', () => {
    const { manifests } = withOwn(Scaling.fixed(3));
    expect(manifests().one('Deployment', 'api').spec).not.toHaveProperty('replicas');
    expect(manifests().one('HorizontalPodAutoscaler').spec.maxReplicas).toBe(5);
  });

  test('is refused beside an autoscaler of ours', () => {
    expect(refusals(withOwn(Scaling.horizontal()).platform)).toEqual(['[production/agents/api] "scaling" (Conflict)']);
  });
});
