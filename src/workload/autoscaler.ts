import { ApiObjectMetadata } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { bindings } from '../internal/bindings';
import { quantity } from '../internal/plus/workloads';
import { DOWN_SLOWLY, UP_AT_ONCE } from './autoscaler-behavior';
import { cpuText } from './compute-resources';
import { ResolvedScaling } from './scaling';

/** What an autoscaler scales. */
export interface ScalingTarget {
  readonly metadata: ApiObjectMetadata;
  readonly name: string;
  /** The container whose use counts: a mesh's sidecar does not. */
  readonly container: string;
}

/** The autoscaler that a choice of scaling asks for, if any. */
export function addAutoscaler(scope: Construct, target: ScalingTarget, scaling: ResolvedScaling): void {
  if (scaling.horizontal) {
    addHorizontal(scope, target, scaling, scaling.horizontal);
  }
  if (scaling.vertical) {
    addVertical(scope, target, scaling.vertical);
  }
  if (scaling.recommended) {
    addRecommendation(scope, target);
  }
}

function addHorizontal(scope: Construct, target: ScalingTarget, { floor, ceiling }: ResolvedScaling, to: NonNullable<ResolvedScaling['horizontal']>): void {
  new k8s.KubeHorizontalPodAutoscalerV2(scope, 'Autoscaler', {
    metadata: target.metadata,
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: target.name },
      minReplicas: floor,
      maxReplicas: ceiling,
      metrics: [utilization(target.container, 'cpu', to.cpuUtilization), utilization(target.container, 'memory', to.memoryUtilization)],
      behavior: { scaleUp: UP_AT_ONCE, scaleDown: DOWN_SLOWLY },
    },
  });
}

function utilization(container: string, name: string, averageUtilization: number): k8s.MetricSpecV2 {
  return { type: 'ContainerResource', containerResource: { container, name, target: { type: 'Utilization', averageUtilization } } };
}

function addVertical(scope: Construct, target: ScalingTarget, to: NonNullable<ResolvedScaling['vertical']>): void {
  const {
    VerticalPodAutoscaler,
    VerticalPodAutoscalerSpecUpdatePolicyUpdateMode: Mode,
    VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesControlledValues: Values,
    VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesMode: ContainerMode,
    VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesMinAllowed: Min,
    VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesMaxAllowed: Max,
  } = bindings.verticalPodAutoscaler;
  new VerticalPodAutoscaler(scope, 'Autoscaler', {
    metadata: target.metadata,
    spec: {
      targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: target.name },
      updatePolicy: { updateMode: Mode.RECREATE, minReplicas: Math.min(2, to.replicas) },
      resourcePolicy: {
        containerPolicies: [{
          containerName: target.container,
          controlledResources: ['cpu', 'memory'],
          controlledValues: Values.REQUESTS_AND_LIMITS,
          minAllowed: { cpu: Min.fromString(cpuText(to.minCpu)), memory: Min.fromString(quantity(to.minMemory)) },
          maxAllowed: { cpu: Max.fromString(cpuText(to.maxCpu)), memory: Max.fromString(quantity(to.maxMemory)) },
        },
        // What is not named is resized without bounds: a mesh's sidecar is not ours to resize.
        { containerName: '*', mode: ContainerMode.OFF }],
      },
    },
  });
}

/** Without bounds: what a container would need is to be seen, whatever it may have. */
function addRecommendation(scope: Construct, target: ScalingTarget): void {
  const {
    VerticalPodAutoscaler,
    VerticalPodAutoscalerSpecUpdatePolicyUpdateMode: Mode,
    VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesMode: ContainerMode,
  } = bindings.verticalPodAutoscaler;
  new VerticalPodAutoscaler(scope, 'Recommendation', {
    metadata: target.metadata,
    spec: {
      targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: target.name },
      updatePolicy: { updateMode: Mode.OFF },
      resourcePolicy: {
        containerPolicies: [{ containerName: target.container, controlledResources: ['cpu', 'memory'] }, { containerName: '*', mode: ContainerMode.OFF }],
      },
    },
  });
}
