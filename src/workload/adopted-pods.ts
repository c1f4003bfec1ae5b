import { ApiObjectMetadata, Chart } from 'cdk8s';
import { Deployment, StatefulSet, Workload } from 'cdk8s-plus-29';
import { Construct, IConstruct } from 'constructs';
import { IConnectable } from '../connections/connectable';
import { Connection, ConnectOptions, prepareConnection } from '../connections/connection';
import { Connections } from '../connections/connections';
import { imageParts } from '../internal/forms/image';
import { Guard } from '../internal/guard';
import { overlayAdopted } from '../internal/plus/adopt';
import { isRefusal } from '../internal/refusal';
import { componentLabels } from '../platform/labels';
import { Platform, PriorityRole } from '../platform/platform';
import { PlatformSettings } from '../platform/settings';
import { AddedContainer, addedContainers, resolveAdded, USUAL } from './added-containers';
import { adoptedProblems } from './adopted-problems';
import { ResolvedResources, resolveResources } from './compute-resources';
import { addDisruptionBudget } from './disruption-budget';
import { clashes, collect, l2Problems, unknownContainers } from './l2-problems';
import { Permission } from './permission';
import { PodEnvironment } from './pod-environment';
import { PodIdentity } from './pod-identity';
import { NamedPort, PodPlan, renderPod, selector, SpreadPlan, versionOf } from './pod-plan';

const INSTANCE = 'app.kubernetes.io/instance';

/** The labels by which each revision of the pods is known, of the kinds that have replicas. */
const REVISION_LABELS = new Map([['Deployment', 'pod-template-hash'], ['StatefulSet', 'controller-revision-hash']]);

export interface AdoptedPodsProps {
  readonly metricsPort?: NamedPort;
  /** Whether a Service sends them requests. */
  readonly serves: boolean;
}

/** How long requests still arrive after a pod begins to terminate: it takes that long until every proxy has removed the endpoint. */
const DRAIN_SECONDS = 10;

/**
 * Pods of a workload that its user wrote with cdk8s-plus-29, hardened when they are rendered. The quota counts them as
 * it counts any object of the user.
 */
export class AdoptedPods extends Construct {
  public readonly name: string;
  public readonly selector: Record<string, string>;
  public readonly connections: Connections;

  private readonly settings: PlatformSettings;
  private readonly main: string;
  private readonly environment: PodEnvironment;
  private readonly identity: PodIdentity;
  private readonly labels: Record<string, string>;

  /** `user` is the construct that the user sees. */
  public constructor(private readonly workload: Workload, private readonly user: IConstruct, private readonly props: AdoptedPodsProps) {
    super(workload, 'Adopted');
    const [main] = workload.containers;
    this.main = main.name;
    this.name = workload.name;
    this.selector = selector(this.name);
    this.settings = Platform.of(this);
    const part = { name: user.node.id, component: 'workload' };
    const metadata: ApiObjectMetadata = { name: this.name, labels: componentLabels(this, this.settings, this.name, part) };
    const version = imageParts(main.image) ? versionOf(main.image) : undefined;
    this.labels = componentLabels(this, this.settings, this.name, { ...part, version });
    this.environment = new PodEnvironment(user, Chart.of(this).namespace, this.settings);
    this.identity = new PodIdentity(this, { metadata, connections: () => this.connections, serviceAccount: workload.serviceAccount?.name });
    this.connections = new Connections(this, 'Connections', {
      metadata, selector: this.selector, serviceAccount: this.identity.serviceAccount, plainPorts: props.metricsPort && [props.metricsPort.number],
    });
    if (this.isReplicated) {
      addDisruptionBudget(this, metadata, this.selector, this.kind === 'StatefulSet' ? 'IfHealthyBudget' : 'AlwaysAllow');
    }
    this.describe();
    overlayAdopted(workload, () => renderPod(this.plan(), this.settings));
    user.node.addValidation({ validate: () => this.problems() });
  }

  /** Opens the path to a target and tells a container where it is. */
  public connectTo(target: IConnectable, options: ConnectOptions): Connection {
    const { connection, form, container, open } = prepareConnection(this.user, this.connections, target, options);
    const told = container === undefined || container === this.main ? this.environment : this.environment.begin(container);
    told.addBinding(connection, form);
    open();
    return connection;
  }

  public allow(permission: Permission): void {
    this.identity.allow(this.user, permission);
  }

  public get kind(): string {
    return this.workload.kind;
  }

  /** Whether the pods are replicas of each other. */
  public get isReplicated(): boolean {
    return REVISION_LABELS.has(this.kind);
  }

  /** The number of pods, where the workload states it. */
  public get replicas(): number | undefined {
    return this.isReplicated ? (this.workload as Deployment | StatefulSet).replicas : undefined;
  }

  private describe(): void {
    const { metadata } = this.workload;
    const email = this.settings.owner?.email;
    if (email && metadata.toJson().annotations?.email === undefined) {
      metadata.addAnnotation('email', email);
    }
    const missing = Object.entries(this.labels).filter(([label]) => metadata.getLabel(label) === undefined);
    missing.forEach(([label, value]) => metadata.addLabel(label, value));
  }

  private plan(): PodPlan {
    const { securityContext, restartPolicy, terminationGracePeriod } = this.workload;
    const drainSeconds = this.props.serves ? DRAIN_SECONDS : undefined;
    const isTask = ['Job', 'CronJob'].includes(this.kind);
    return {
      instance: this.name,
      // Those of the user win; one that would break the selector of the policies is refused.
      labels: { ...this.labels, ...this.theirLabels() },
      serviceAccount: this.identity.serviceAccount,
      containers: [],
      main: this.main,
      added: this.containers().map((added) =>
        ({ ...added, resources: this.resourcesOf(added), drainSeconds: added.endsFirst ? undefined : drainSeconds })),
      environment: this.environment,
      annotations: isTask ? {} : this.environment.restartAnnotations,
      spread: this.spread(),
      role: isTask ? PriorityRole.BATCH : PriorityRole.SERVING,
      restartPolicy: restartPolicy!,
      graceSeconds: terminationGracePeriod!.toSeconds() + (drainSeconds ?? 0),
      // A pod that keeps a volume cannot start elsewhere while its node may still write to it, and one of a DaemonSet never moves.
      movesEarly: this.kind === 'Deployment' || isTask,
      apiAccess: this.identity.usesApi,
      user: securityContext.user,
      group: securityContext.group,
      fsGroup: securityContext.fsGroup,
    };
  }

  private spread(): SpreadPlan | undefined {
    return this.isReplicated ? { zones: this.settings.zones, ownNode: false, revisionLabel: REVISION_LABELS.get(this.kind) } : undefined;
  }

  private theirLabels(): Record<string, string> {
    return this.workload.podMetadata.toJson()?.labels ?? {};
  }

  private containers(): AddedContainer[] {
    return addedContainers(this.workload, []);
  }

  private resourcesOf({ container }: AddedContainer): ResolvedResources {
    try {
      return resolveAdded(new Guard(this.user), container, this.settings);
    } catch (error) {
      if (!isRefusal(error)) {
        throw error;
      }
      // Validation tells what is wrong; until then the pod must render.
      return resolveResources(new Guard(this.user), undefined, USUAL, this.settings.securityProfile);
    }
  }

  private problems(): string[] {
    const guard = new Guard(this.user);
    const { spec, containers } = renderPod(this.plan(), this.settings);
    const instance = this.theirLabels()[INSTANCE] ?? this.name;
    return [
      ...instance === this.name ? [] : collect(() => guard.fail(`podMetadata.labels["${INSTANCE}"]`, instance, this.name,
        'policies select the pods by it: leave it out')),
      ...adoptedProblems(guard, this.workload),
      ...l2Problems(guard, this.workload, { containers: [], volumes: spec.volumes!.map(({ name }) => name) }, this.settings),
      ...clashes(guard, this.workload, containers),
      ...unknownContainers(guard.within('connectTo'), this.workload, this.environment.otherContainers),
    ];
  }
}
