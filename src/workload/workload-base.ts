import { ApiObjectMetadata, Chart } from 'cdk8s';
import { AbstractPod, k8s } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { Binding } from '../connections/binding';
import { IConnectable } from '../connections/connectable';
import { Connection, ConnectOptions, prepareConnection } from '../connections/connection';
import { Connections } from '../connections/connections';
import { Guard } from '../internal/guard';
import { late } from '../internal/late';
import { checksum, limitName, NameLimit, objectName } from '../internal/naming';
import { isRefusal } from '../internal/refusal';
import { ScrapeEndpoint } from '../model/monitoring-plan';
import { amountsBy, ResourceAmounts } from '../model/resource-amounts';
import { componentLabels } from '../platform/labels';
import { namespaceOf } from '../platform/namespace';
import { Platform, PriorityRole } from '../platform/platform';
import { Footprint, inMesh } from '../platform/quota';
import { Registry } from '../platform/registry';
import { PlatformSettings } from '../platform/settings';
import { AddedContainer, addedContainers, resolveAdded } from './added-containers';
import { CloudIdentity } from './cloud-identity';
import { ResolvedResources, toAmounts } from './compute-resources';
import { clashes, l2Problems, unknownContainers } from './l2-problems';
import { Permission } from './permission';
import { Placement, withDevices } from './placement/placement';
import { PodEnvironment } from './pod-environment';
import { PodIdentity } from './pod-identity';
import { ContainerPlan, NamedPort, PodPlan, renderPod, selector, versionOf } from './pod-plan';

/** A ConfigMap whose entries are mounted as files. */
export interface ConfigFiles {
  /** The volume's name and, behind the workload's, the ConfigMap's. */
  readonly name: string;
  /** The folder in the main container. */
  readonly path: string;
  /** Contents by file name; a function where they are complete only when rendering. The names must be known from the start. */
  readonly files: Record<string, string> | (() => Record<string, string>);
}

/** What the three kinds of workload have in common before they differ. */
export interface WorkloadBaseProps {
  /** What people call the component by. */
  readonly componentName: string;
  readonly component: string;
  readonly role: PriorityRole;
  readonly containers: ContainerPlan[];
  readonly initContainers?: ContainerPlan[];
  /** A function where they are complete only when rendering. */
  readonly volumes?: k8s.Volume[] | (() => k8s.Volume[]);
  readonly user?: number;
  readonly group?: number;
  readonly graceSeconds?: number;
  readonly rules?: k8s.PolicyRule[];
  readonly cloudIdentity?: CloudIdentity;
  /** The nodes that it runs on. */
  readonly placement?: Placement;
  /** The port of metrics, which Prometheus may read from outside of the mesh. */
  readonly metricsPort?: NamedPort;
  readonly configFiles?: ConfigFiles[];
  /** Annotations of the pods. */
  readonly annotations?: Record<string, string>;
  readonly nameLimit?: NameLimit;
  /** Whether the pods stay out of the mesh: what scrapes everybody, or talks UDP among itself. */
  readonly outsideMesh?: boolean;
}

/**
 * One pod set with what every pod set has: a name, labels, an identity, its policies, and its share in the namespace's quota.
 */
export abstract class WorkloadBase extends Construct {
  /** What the pods, the Service and everything else of the workload are called. */
  public readonly name: string;
  public readonly namespace?: string;
  public readonly connections: Connections;
  public readonly environment: PodEnvironment;
  public readonly settings: PlatformSettings;

  protected readonly metadata: ApiObjectMetadata;
  protected readonly workloadMetadata: ApiObjectMetadata;
  protected readonly podLabels: Record<string, string>;
  protected readonly selector: Record<string, string>;
  /** The construct that the user sees. */
  protected readonly user: Construct;
  private readonly identity: PodIdentity;
  private readonly told = new Map<IConnectable, Binding>();

  protected constructor(scope: Construct, id: string, protected readonly base: WorkloadBaseProps) {
    super(scope, id);
    this.settings = Platform.of(this);
    this.namespace = Chart.of(this).namespace;
    this.name = objectName(this, base.nameLimit ?? NameLimit.DEFAULT);
    this.selector = selector(this.name);
    const role = { name: base.componentName, component: base.component };
    this.metadata = { name: this.name, labels: componentLabels(this, this.settings, this.name, role) };
    this.podLabels = componentLabels(this, this.settings, this.name, { ...role, version: versionOf(base.containers[0].image) });
    this.workloadMetadata = { name: this.name, labels: this.podLabels, annotations: this.workloadAnnotations() };
    this.environment = new PodEnvironment(this, this.namespace, this.settings);
    this.identity = new PodIdentity(this, { metadata: this.metadata, connections: () => this.connections, cloudIdentity: base.cloudIdentity });
    base.configFiles?.forEach((files) => this.addConfigFiles(files));
    this.connections = new Connections(this, 'Connections', {
      metadata: this.metadata, selector: this.selector, serviceAccount: this.name, plainPorts: base.metricsPort && [base.metricsPort.number],
      inMesh: !base.outsideMesh,
    });
    base.cloudIdentity?._egress().forEach(({ peer, ports }) => this.connections.allowTo(peer, ports));
    this.identity.require(base.rules ?? []);
    namespaceOf(this)?._addFootprint(this, () => this.footprint());
    this.user = id === 'Default' ? scope : this;
    this.user.node.addValidation({ validate: () => this.l2Problems(this.user) });
  }

  /** Opens the path to a target and tells a container where it is. `client` is the construct that the user sees. */
  public connectTo(client: Construct, target: IConnectable, options: ConnectOptions = {}): Connection {
    const { connection, form, container, open } = prepareConnection(client, this.connections, target, options);
    // What the environment refuses must not leave the path open.
    this.environmentOf(container).addBinding(connection, form);
    open();
    this.told.set(target, connection.binding);
    return connection;
  }

  /** The binding of a target that the workload is connected to. */
  protected bindingOf(target: IConnectable): Binding | undefined {
    return this.told.get(target);
  }

  /** Lets the workload do something through the Kubernetes API. `client` is the construct that the user sees. */
  public allow(client: Construct, permission: Permission): void {
    this.identity.allow(client, permission);
  }

  /** Lets the workload call the Kubernetes API, where another component grants it something. */
  public openApi(): void {
    this.identity.openApi();
  }

  /** Whether its own permissions allow to create these resources. */
  public mayCreate(apiGroup: string, resource: string): boolean {
    return this.identity.rules.some(({ apiGroups = [], resources = [], verbs }) =>
      apiGroups.includes(apiGroup) && resources.includes(resource) && verbs.includes('create'));
  }

  /** Where its metrics are scraped, for a workload with a `metricsPort`. */
  public scrape(): ScrapeEndpoint {
    const { name, number } = this.base.metricsPort!;
    return { port: name, portNumber: number, podLabels: this.selector, scrapeAccess: this.connections };
  }

  /** The labels of everything but the pods. */
  public get labels(): Record<string, string> {
    return this.metadata.labels!;
  }

  private environmentOf(container: string | undefined): PodEnvironment {
    return container === undefined || container === this.base.containers[0].name ? this.environment : this.environment.begin(container);
  }

  /** The pod, with what only this kind of workload decides. */
  protected planPod(own: Pick<PodPlan, 'spread' | 'restartPolicy' | 'movesEarly'>): PodPlan {
    const { base } = this;
    return {
      ...own,
      instance: this.name,
      labels: this.podLabels,
      serviceAccount: this.name,
      containers: this.placedContainers(),
      placement: base.placement,
      initContainers: base.initContainers,
      added: this.added(),
      environment: this.environment,
      volumes: current(base.volumes),
      annotations: { ...base.annotations, ...this.configChecksums() },
      role: base.role,
      graceSeconds: base.graceSeconds ?? 60,
      outsideMesh: base.outsideMesh,
      apiAccess: this.identity.usesApi,
      user: base.user,
      group: base.group,
    };
  }

  /** Pods at full scale, during a rollout, with those of a lost zone that still count. */
  protected abstract pods(): number;

  /** The L2 construct of the pods: users may have added to it. */
  protected abstract get pod(): AbstractPod;

  /** What a container of the plan uses at the most; a vertical autoscaler raises it. */
  protected amountsOf(container: ContainerPlan): ResourceAmounts {
    return toAmounts(container.resources);
  }

  /** What one pod uses at the most: what runs at once, or the largest of what ends before. */
  private podAmounts(): ResourceAmounts {
    const added = this.added();
    const running = [...this.planned(), ...added.filter(({ endsFirst }) => !endsFirst).map(({ resources }) => toAmounts(resources))];
    const before = [
      ...(this.base.initContainers ?? []).map((container) => toAmounts(container.resources)),
      ...added.filter(({ endsFirst }) => endsFirst).map(({ resources }) => toAmounts(resources)),
    ];
    const atOnce = (amount: (container: ResourceAmounts) => number): number =>
      Math.max(running.reduce((sum, container) => sum + amount(container), 0), ...before.map(amount));
    return amountsBy(atOnce);
  }

  private largestContainer(): ResourceAmounts {
    const others = [...this.base.initContainers ?? [], ...this.added()].map(({ resources }) => toAmounts(resources));
    const most = (amount: (container: ResourceAmounts) => number): number => Math.max(...[...this.planned(), ...others].map(amount));
    return amountsBy(most);
  }

  private planned(): ResourceAmounts[] {
    return this.base.containers.map((container) => this.amountsOf(container));
  }

  /** What users added to the pods, read when rendering. */
  private added(): (AddedContainer & { resources: ResolvedResources })[] {
    return addedContainers(this.pod, this.plannedContainers()).map((added) => ({ ...added, resources: this.resourcesOf(added) }));
  }

  private resourcesOf({ container }: AddedContainer): ResolvedResources {
    const guard = new Guard(this);
    try {
      return resolveAdded(guard, container, this.settings);
    } catch (error) {
      if (!isRefusal(error)) {
        throw error;
      }
      // Validation tells what is wrong; until then the pod must render.
      return this.base.containers[0].resources;
    }
  }

  private plannedContainers(): string[] {
    return [...this.base.containers, ...this.base.initContainers ?? []].map(({ name }) => name);
  }

  private l2Problems(user: Construct): string[] {
    const plan = this.planPod({ restartPolicy: 'Always', movesEarly: false });
    const { spec, containers } = renderPod(plan, this.settings);
    const volumes = spec.volumes!.map(({ name }) => name);
    const guard = new Guard(user);
    return [
      ...l2Problems(guard, this.pod, { containers: this.plannedContainers(), volumes }, this.settings),
      ...clashes(guard, this.pod, containers),
      ...unknownContainers(guard.within('connectTo'), this.pod, this.environment.otherContainers),
    ];
  }

  private footprint(): Footprint {
    const amounts = this.podAmounts();
    return { pods: this.pods(), pod: this.base.outsideMesh ? amounts : inMesh(amounts, this.settings.mesh), largest: this.largestContainer() };
  }

  private placedContainers(): ContainerPlan[] {
    const { containers: [main, ...others], placement } = this.base;
    return [placement ? withDevices(main, placement) : main, ...others];
  }

  private workloadAnnotations(): Record<string, string> | undefined {
    const email = this.settings.owner?.email;
    return email ? { email } : undefined;
  }

  private addConfigFiles({ name, path, files }: ConfigFiles): void {
    const configMap = limitName(`${this.name}-${name}`, NameLimit.DEFAULT);
    new k8s.KubeConfigMap(this, `ConfigMap-${name}`, {
      metadata: { ...this.metadata, name: configMap }, data: late(() => current(files)),
    });
    const items = Object.keys(current(files)).map((file) => ({ key: file, path: file }));
    this.environment.mountProjected(name, path, [{ configMap: { name: configMap, items } }]);
  }

  /** Pods restart when a file changes: its fingerprint is part of them. */
  private configChecksums(): Record<string, string> {
    return Object.fromEntries((this.base.configFiles ?? []).map(({ name, files }) => [`checksum/${name}`, checksum(current(files))]));
  }

  protected warn(text: string): void {
    Registry.of(this).warn(this, text);
  }
}

/** What is given, or what it has become by now. */
function current<T extends object | undefined>(given: T | (() => T)): T {
  return typeof given === 'function' ? given() : given;
}
