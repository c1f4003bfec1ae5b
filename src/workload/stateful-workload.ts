import { Duration } from 'cdk8s';
import { AbstractPod, Container, k8s, PodManagementPolicy, Service, StatefulSet } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { NameLimit } from '../internal/naming';
import { OverlaidService, OverlaidStatefulSet, VolumeClaim } from '../internal/plus/workloads';
import { addContainers } from './containers';
import { addDisruptionBudget } from './disruption-budget';
import { MemberNames, memberNames } from './member-names';
import { PodPlan, renderPod } from './pod-plan';
import { ServicePortPlan } from './replicated-workload';
import { WorkloadBase, WorkloadBaseProps } from './workload-base';

export interface StatefulWorkloadProps extends WorkloadBaseProps {
  readonly replicas: number;
  readonly claims: VolumeClaim[];
  /** Ports of the headless Service by which members find each other. */
  readonly memberPorts: ServicePortPlan[];
  /** Labels of a sibling's pods that must be in another zone. */
  readonly apartFrom?: Record<string, string>;
}

/**
 * Pods that each keep a name and a volume: a StatefulSet with a headless Service, one member a zone, and a disruption budget
 * that waits for members which are still catching up.
 */
export class StatefulWorkload extends WorkloadBase {
  public readonly statefulSet: StatefulSet;
  public readonly container: Container;
  /** The headless Service. */
  public readonly members: Service;

  public constructor(scope: Construct, id: string, private readonly props: StatefulWorkloadProps) {
    super(scope, id, { ...props, nameLimit: NameLimit.NUMBERED });
    this.members = this.addMembersService();
    this.statefulSet = new OverlaidStatefulSet(this, 'Default', {
      metadata: this.workloadMetadata,
      replicas: props.replicas,
      service: this.members,
      // Members find each other while none is ready: started one after the other, they would wait forever after a full outage.
      podManagementPolicy: PodManagementPolicy.PARALLEL,
      minReady: Duration.seconds(10),
    }, {
      pod: () => renderPod(this.podPlan(), this.settings), spec: () => SPEC, selector: this.selector, claims: props.claims,
    });
    this.container = addContainers(this.statefulSet, props.containers, props.initContainers);
    addDisruptionBudget(this, this.metadata, this.selector, 'IfHealthyBudget');
  }

  public memberNames(): MemberNames {
    return memberNames(this, this.name, this.props.replicas);
  }

  protected get pod(): AbstractPod {
    return this.statefulSet;
  }

  protected pods(): number {
    // A pod that is replaced counts until the quota has seen it go.
    return this.props.replicas + 1;
  }

  private podPlan(): PodPlan {
    const { props, settings } = this;
    const plan = this.planPod({
      spread: {
        zones: settings.zones,
        ownNode: false,
        revisionLabel: 'controller-revision-hash',
        // Two volumes made in one zone while another was down would stay there permanently.
        minDomains: props.replicas <= settings.zones.count ? settings.zones.count : undefined,
        apartFrom: props.apartFrom,
      },
      restartPolicy: 'Always',
      // A pod that keeps a volume cannot start elsewhere while its node may still write to it.
      movesEarly: false,
    });
    return { ...plan, annotations: { ...plan.annotations, ...this.environment.restartAnnotations } };
  }

  private addMembersService(): Service {
    const ports = this.props.memberPorts.map(({ name, port, target }) =>
      ({ name, port, protocol: 'TCP', targetPort: k8s.IntOrString.fromString(target.name) }));
    return new OverlaidService(this, 'Members', {
      metadata: { ...this.metadata, name: this.memberNames().service },
      clusterIP: 'None',
      publishNotReadyAddresses: true,
      ports: this.props.memberPorts.map(({ name, port }) => ({ name, port })),
    }, { spec: () => ({ selector: this.selector, ports }) });
  }
}

const SPEC: Partial<k8s.StatefulSetSpec> = {
  updateStrategy: { type: 'RollingUpdate' },
  revisionHistoryLimit: 5,
  persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
};
