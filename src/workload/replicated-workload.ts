import { Duration } from 'cdk8s';
import { AbstractPod, Container, ContainerPort, Deployment, DeploymentStrategy, k8s, PercentOrAbsolute, Service } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { VERTICAL_POD_AUTOSCALER } from '../catalog/operators/vertical-pod-autoscaler';
import { Binding } from '../connections/binding';
import { IConnectable } from '../connections/connectable';
import { cpuMillis } from '../internal/cpu';
import { Guard } from '../internal/guard';
import { OverlaidDeployment, OverlaidService } from '../internal/plus/workloads';
import { AvailabilityZones } from '../model/availability-zones';
import { ResourceAmounts } from '../model/resource-amounts';
import { PriorityRole } from '../platform/platform';
import { addAutoscaler } from './autoscaler';
import { addContainers } from './containers';
import { addDisruptionBudget } from './disruption-budget';
import { addScaledObject } from './events/scaled-object';
import { ContainerPlan, NamedPort, PodPlan, renderPod } from './pod-plan';
import { ResolvedScaling } from './scaling';
import { WatchedWorkload } from './workload-alerts';
import { WorkloadBase, WorkloadBaseProps } from './workload-base';

const ONE_MORE = DeploymentStrategy.rollingUpdate({ maxSurge: PercentOrAbsolute.absolute(1), maxUnavailable: PercentOrAbsolute.absolute(0) });

/** A port of the Service: the name tells a mesh the protocol. */
export interface ServicePortPlan {
  readonly name: string;
  readonly port: number;
  readonly target: NamedPort;
  /** The protocol, for gateways and meshes that do not read it from the name. */
  readonly appProtocol?: string;
}

export interface ReplicatedWorkloadProps extends WorkloadBaseProps {
  readonly scaling: ResolvedScaling;
  readonly ownNode: boolean;
  /** Whether a second pod would do harm, so that one is right. */
  readonly alone?: boolean;
  /** Whether it may have no pod at all, because what it is for waits in a queue. */
  readonly mayRest?: boolean;
  /** Whether the old pod must be gone before a new one starts, such as where both cannot have the volume. */
  readonly stopsFirst?: boolean;
  /** Empty if it receives no requests. */
  readonly servicePorts: ServicePortPlan[];
}

/**
 * Pods that are all alike: a Deployment that never drops below strength, spread over zones, with a disruption budget, an
 * autoscaler, and a Service where requests are sent to it.
 */
export class ReplicatedWorkload extends WorkloadBase {
  public readonly deployment: Deployment;
  public readonly container: Container;
  public readonly service?: Service;

  public constructor(scope: Construct, id: string, private readonly props: ReplicatedWorkloadProps) {
    super(scope, id, props);
    this.checkScaling();
    this.deployment = new OverlaidDeployment(this, 'Default', {
      metadata: { ...this.workloadMetadata, annotations: { ...this.workloadMetadata.annotations, ...exemptions(props.scaling) } },
      replicas: props.scaling.floor,
      strategy: props.stopsFirst ?? props.scaling.single ? DeploymentStrategy.recreate() : ONE_MORE,
      minReady: Duration.seconds(10),
      progressDeadline: Duration.seconds(600),
    }, { pod: () => renderPod(this.podPlan(), this.settings), spec: () => this.deploymentSpec(), selector: this.selector });
    this.container = addContainers(this.deployment, props.containers, props.initContainers);
    this.service = this.addService();
    addDisruptionBudget(this, this.metadata, this.selector, 'AlwaysAllow');
    if (props.scaling.events) {
      const { metadata, name, settings, user } = this;
      const bindingOf = (target: IConnectable): Binding | undefined => this.bindingOf(target);
      addScaledObject(this, new Guard(this, 'scaling.'), { metadata, name, settings, user, bindingOf }, props.scaling);
    }
    addAutoscaler(this, { metadata: this.metadata, name: this.name, container: props.containers[0].name }, props.scaling);
  }

  /** Whether a HorizontalPodAutoscaler owns the number of pods. */
  public get autoscaled(): boolean {
    const { horizontal, events } = this.props.scaling;
    return horizontal !== undefined || events !== undefined || this.deployment.hasAutoscaler;
  }

  /** The pods as kube-state-metrics and the kubelet see them. */
  public watched(): WatchedWorkload {
    return {
      namespace: this.namespace, name: this.name, kind: 'Deployment', autoscaled: this.autoscaled, single: this.props.scaling.ceiling === 1,
      recommendedFor: this.props.scaling.recommended ? this.props.containers[0].name : undefined,
    };
  }

  protected pods(): number {
    const { ceiling } = this.props.scaling;
    const zones = this.zones.isRequired ? this.zones.count : 3;
    return ceiling + Math.ceil(ceiling / zones) + 1;
  }

  protected get pod(): AbstractPod {
    return this.deployment;
  }

  /** As large as the vertical autoscaler may make the program; limits grow with requests. */
  protected amountsOf(container: ContainerPlan): ResourceAmounts {
    const amounts = super.amountsOf(container);
    const { vertical } = this.props.scaling;
    if (!vertical || container !== this.props.containers[0]) {
      return amounts;
    }
    const cpuRequest = Math.max(amounts.cpuRequest, cpuMillis(vertical.maxCpu));
    return {
      cpuRequest,
      cpuLimit: Math.ceil(cpuRequest * (amounts.cpuLimit / amounts.cpuRequest)),
      memory: Math.max(amounts.memory, vertical.maxMemory.toMebibytes()),
      storage: amounts.storage,
    };
  }

  private get zones(): AvailabilityZones {
    return this.props.placement?.zones ?? this.settings.zones;
  }

  private podPlan(): PodPlan {
    const plan = this.planPod({
      spread: { zones: this.zones, ownNode: this.props.ownNode, revisionLabel: 'pod-template-hash' },
      restartPolicy: 'Always',
      movesEarly: true,
    });
    return { ...plan, annotations: { ...plan.annotations, ...this.environment.restartAnnotations } };
  }

  private deploymentSpec(): Partial<k8s.DeploymentSpec> {
    // The autoscaler owns the number: a number here would undo its work at each apply.
    return { revisionHistoryLimit: 5, ...this.autoscaled ? { replicas: undefined } : {} };
  }

  private addService(): Service | undefined {
    const { servicePorts } = this.props;
    if (servicePorts.length === 0) {
      return undefined;
    }
    return new OverlaidService(this, 'Service', {
      metadata: this.metadata,
      ports: servicePorts.map(({ name, port }) => ({ name, port })),
    }, { spec: () => ({ selector: this.selector, ports: [...servicePorts.map(toServicePort), ...this.addedPorts().map(toAddedPort)] }) });
  }

  /** Ports that users added through the L2. Metrics are read from the pods: a Service would offer them to callers. */
  private addedPorts(): ContainerPort[] {
    const planned = this.props.containers.flatMap(({ ports = [] }) => ports.map(({ name }) => name));
    return this.deployment.containers.flatMap(({ ports }) => ports)
      .filter(({ name }) => name !== undefined && !planned.includes(name) && !/(^|-)metrics$/.test(name));
  }

  /** Two autoscalers of one Deployment undo each other's work. */
  private secondAutoscaler(): string[] {
    return this.deployment.hasAutoscaler ? [
      Guard.message('scaling', 'used with a HorizontalPodAutoscaler of your own', 'Scaling.fixed(...) beside an autoscaler of your own', 'remove one of the two', 'Conflict'),
    ] : [];
  }

  /** One worker is no loss: its tasks go back to the queue. */
  private refuseToBeReclaimed(): void {
    const { placement, scaling, role } = this.props;
    if (placement?.reclaimed && scaling.ceiling === 1 && (scaling.single || role !== PriorityRole.BATCH)) {
      new Guard(this.user).conflicts('nodePool', 'a single pod: no other pod takes over when its spot node is reclaimed',
        'let two or more pods run, or choose other nodes');
    }
  }

  private checkScaling(): void {
    const { scaling } = this.props;
    if (scaling.vertical ?? scaling.recommended) {
      this.settings.cluster._requireOperator(new Guard(this), 'scaling', VERTICAL_POD_AUTOSCALER, 'Scaling.fixed()');
    }
    if (scaling.floor === 0 && !this.props.mayRest) {
      new Guard(this).fail('scaling.min', 0, 'at least 1', 'nothing starts a pod for a request that comes while there is none: only an AgentWorker may scale to zero', 'OutOfRange');
    }
    if (scaling.horizontal ?? scaling.events) {
      this.user.node.addValidation({ validate: () => this.secondAutoscaler() });
    }
    this.refuseToBeReclaimed();
    if (scaling.ceiling === 1 && !scaling.single && !this.props.alone) {
      this.warn('one pod only: while its node is drained or lost, nothing answers; give it two or more');
    }
  }
}

function toServicePort({ name, port, target, appProtocol }: ServicePortPlan): k8s.ServicePort {
  return { name, port, protocol: 'TCP', appProtocol, targetPort: k8s.IntOrString.fromString(target.name) };
}

function toAddedPort({ name, number, protocol }: ContainerPort): k8s.ServicePort {
  return { name, port: number, protocol: protocol ?? 'TCP', targetPort: k8s.IntOrString.fromString(name!) };
}

/** Two scanners ask every Deployment for a number of replicas, which would undo the autoscaler's work at each apply. */
function exemptions(scaling: ResolvedScaling): Record<string, string> {
  return scaling.horizontal ?? scaling.events ? {
    'polaris.fairwinds.com/deploymentMissingReplicas-exempt': 'true',
    'ignore-check.kube-linter.io/minimum-three-replicas': 'the HorizontalPodAutoscaler owns the replicas',
  } : {};
}
