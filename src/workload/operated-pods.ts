import { ApiObjectMetadata, Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { OperatorDescriptor } from '../catalog/operators/operator-descriptor';
import { Connections } from '../connections/connections';
import { TrafficPeer } from '../connections/traffic-peer';
import { Guard } from '../internal/guard';
import { PodLocation } from '../model/cluster-facts';
import { ScrapeEndpoint } from '../model/monitoring-plan';
import { amountsBy } from '../model/resource-amounts';
import { componentLabels, PartLabels } from '../platform/labels';
import { namespaceOf } from '../platform/namespace';
import { Platform, priorityClassName, PriorityRole } from '../platform/platform';
import { Registry } from '../platform/registry';
import { PlatformSettings } from '../platform/settings';
import { SecretSource } from '../secrets/secret-source';
import { ResolvedResources, toAmounts } from './compute-resources';
import { NamedPort, selector } from './pod-plan';
import { zoneSpread } from './zone-spread';

export interface OperatedPodsProps {
  readonly operator: OperatorDescriptor;
  /** What to use on a cluster without the operator: `PostgresEngine.plain()`. */
  readonly alternative: string;
  /** The name of the custom resource. */
  readonly name: string;
  readonly part: PartLabels;
  readonly members: number;
  /** Requests and limits of each pod. */
  readonly resources: ResolvedResources;
  /** Requests and limits of a container that the operator adds to each pod. */
  readonly added?: ResolvedResources;
  readonly role: PriorityRole;
  /**
   * The labels by which the operator's pods are known.
   *
   * @default - `app.kubernetes.io/instance` with the name, for operators that put `podLabels` on the pods
   */
  readonly selector?: Record<string, string>;
  /**
   * The ports at which the operator connects to the pods.
   *
   * @default - those of its descriptor
   */
  readonly operatorPorts?: number[];
  /** The ports at which the pods talk to each other. */
  readonly memberPorts: number[];
  /** Whether the pods talk to the Kubernetes API. */
  readonly usesApiServer?: boolean;
  /**
   * Whether the pods are in the mesh.
   *
   * @default false - they encrypt by themselves, with certificates of the operator
   */
  readonly inMesh?: boolean;
}

/**
 * Pods that an operator makes from a custom resource: the fields of the resource that concern them, and the objects beside it. `scope` is the component
 * that the pods belong to, one set of pods for each.
 */
export class OperatedPods {
  /** Labels of the custom resource. */
  public readonly labels: Record<string, string>;
  /** The priority class of the pods, in the hardened security profile. */
  public readonly priorityClassName?: string;
  /** By what policies and monitoring know the pods. */
  public readonly selector: Record<string, string>;

  private readonly settings: PlatformSettings;
  private readonly location?: PodLocation;

  public constructor(private readonly scope: Construct, private readonly props: OperatedPodsProps) {
    this.settings = Platform.of(scope);
    this.location = this.findOperator();
    this.labels = componentLabels(scope, this.settings, props.name, props.part);
    this.selector = props.selector ?? selector(props.name);
    this.priorityClassName = this.settings.securityProfile._demands.priorityClasses ? priorityClassName(this.settings, props.role) : undefined;
    const [main, added] = [toAmounts(props.resources), props.added && toAmounts(props.added)];
    const amounts = added ? amountsBy((of) => of(main) + of(added)) : main;
    const largest = added ? amountsBy((of) => Math.max(of(main), of(added))) : main;
    // One more while a member is replaced or joins.
    namespaceOf(scope)?._addFootprint(scope, () => ({ pods: props.members + 1, pod: amounts, largest }));
  }

  /** The name and labels of the objects beside the custom resource. */
  public get metadata(): ApiObjectMetadata {
    const { name, part: { version, ...unversioned } } = this.props;
    return { name, labels: componentLabels(this.scope, this.settings, name, unversioned) };
  }

  /**
   * Labels for the operator to put on the pods, those of its jobs included. Labels that operators set themselves (`managed-by`, `component`,
   * ...) are left out: two writers would undo each other.
   */
  public get podLabels(): Record<string, string> {
    const ours = Object.entries(this.labels).filter(([label]) => ['app.kubernetes.io/instance', 'env', 'owner'].includes(label));
    return { ...Object.fromEntries(ours), ...this.props.inMesh ? {} : this.settings.mesh._provider.outsideLabels };
  }

  /** Spreads the members over zones. `counted` are the pods that hold a zone: all that keep a member's volume. */
  public zoneSpread(counted: k8s.LabelSelector = { matchLabels: this.selector }): k8s.TopologySpreadConstraint {
    return zoneSpread(this.settings.zones, this.props.members, counted);
  }

  /** States that the pods read a Secret; one that the operator makes itself is not asked for. */
  public requireSecret(source: SecretSource | undefined, keys: string[]): void {
    if (source) {
      Registry.of(this.scope).requireSecret(this.scope, Chart.of(this.scope).namespace, source, keys);
    }
  }

  /** Makes the network policy: it admits the operator, the members, and clients that connect later. */
  public connect(): Connections {
    const { inMesh = false, memberPorts, usesApiServer } = this.props;
    const connections = new Connections(this.scope, 'Connections', { metadata: this.metadata, selector: this.selector, inMesh });
    if (this.location) {
      connections.allowFrom(TrafficPeer.pods(this.location), this.operatorPorts);
    }
    if (memberPorts.length > 0) {
      connections.allowFrom(connections.peer, memberPorts);
      connections.allowTo(connections.peer, memberPorts);
    }
    if (usesApiServer) {
      connections.allowToApiServer();
    }
    return connections;
  }

  /** Where the pods serve metrics: for the component's monitoring plan, which says what is scraped and who may. */
  public scrape({ name, number }: NamedPort, scrapeAccess: Connections, podLabels: Record<string, string> = this.selector): ScrapeEndpoint {
    return { port: name, portNumber: number, podLabels, job: this.props.name, scrapeAccess };
  }

  /** Where the operator runs, if it connects to the pods. */
  private findOperator(): PodLocation | undefined {
    const guard = new Guard(this.scope);
    const { alternative, operator } = this.props;
    this.settings.cluster._requireOperator(guard, 'engine', operator, alternative);
    const location = this.settings.cluster._locationOf(operator);
    const connects = this.operatorPorts.length > 0;
    if (connects && !location) {
      guard.needs('engine', `the namespace of ${operator.name}, which connects to the pods`,
        `state it in the operators of the ClusterProfile, or use ${alternative}`);
    }
    return connects ? location : undefined;
  }

  private get operatorPorts(): number[] {
    return this.props.operatorPorts ?? this.props.operator.podPorts ?? [];
  }
}
