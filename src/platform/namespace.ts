import { ApiObject, Chart, JsonPatch, Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import { Construct, IConstruct } from 'constructs';
import { constructId } from '../internal/construct-id';
import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';
import { NAMESPACE } from '../internal/namespace-mark';
import { objectName } from '../internal/naming';
import { NetworkZone } from '../model/network-zone';
import { ResourceAmounts } from '../model/resource-amounts';
import { namespaceLabels } from './labels';
import { claimFolder } from './output-names';
import { footprintOf, makesPods } from './own-pods';
import { Platform } from './platform';
import { addUp, Footprint, inMesh, Quota } from './quota';
import { refuseReserved } from './reserved-namespaces';
import { PlatformSettings } from './settings';

/** The Pod Security Standard that a namespace enforces. */
export enum PodSecurityLevel {
  /** The strictest: everything that this library emits meets it. */
  RESTRICTED = 'restricted',
  /** For namespaces that also hold pods of others, such as monitoring agents without host access. */
  BASELINE = 'baseline',
  /** No limit: for namespaces that also hold node agents. */
  PRIVILEGED = 'privileged',
}

/** Options of a Namespace. */
export interface NamespaceProps {
  /**
   * Its name in the cluster.
   *
   * @default - the id
   */
  readonly name?: string;
  /**
   * The Pod Security Standard that it enforces.
   *
   * @default PodSecurityLevel.RESTRICTED
   * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
   */
  readonly podSecurity?: PodSecurityLevel;
  /**
   * The network zone, which limits the connections of its components.
   *
   * @default - none: its components may be connected to anything
   */
  readonly networkZone?: NetworkZone;
  /**
   * The total resources that it may use.
   *
   * @default Quota.computed()
   */
  readonly quota?: Quota;
}

/** The id of the construct that holds a namespace's isolation: they are written to `namespace.yaml`. */
export const ISOLATION = 'NetworkIsolation';

/** Rules of Pod Security change with versions: a cluster upgrade must not refuse pods that it took before. */
const POD_SECURITY_VERSION = 'v1.36';

/**
 * A namespace with its isolation: Pod Security, a `default` service account whose token is not mounted, and, if it has pods of components or of your own, default deny, limits and a quota.
 *
 * @example
 * const jobs = new Namespace(production, 'jobs', { quota: Quota.computed({ headroom: 50 }) });
 */
export class Namespace extends Chart {
  /** Whether a construct is a Namespace. Every Chart passes `instanceof`, which cdk8s overrides. */
  public static isNamespace(construct: IConstruct): construct is Namespace {
    return NAMESPACE in construct;
  }

  /** Its name in the cluster. */
  public readonly name: string;
  /** Its network zone, if any. */
  public readonly networkZone?: NetworkZone;

  private readonly settings: PlatformSettings;
  private readonly quota: Quota;
  private readonly isolation: Construct;
  private object!: ApiObject;
  private readonly components = new Map<IConstruct, () => Footprint>();
  private isIsolated = false;

  public constructor(scope: Construct, id: string, props: NamespaceProps = {}) {
    const given = frozen(props);
    super(scope, constructId(scope, id), { namespace: given?.name ?? id, labels: namespaceLabels(Platform.of(scope), given?.name ?? id) });
    const guard = new Guard(this);
    guard.struct('props', given);
    this.name = guard.dnsLabel(given.name === undefined ? 'id' : 'name', given.name ?? id);
    refuseReserved(guard, given.name === undefined ? 'id' : 'name', this.name, Platform.of(scope).cluster);
    if (!this.node.scopes.some((above) => above instanceof Platform)) {
      claimFolder(guard, this, given.name === undefined ? 'id' : 'name', this.name);
    }
    this.quota = guard.instance('quota', given.quota ?? Quota.computed(), Quota, 'Quota.computed()');
    this.quota._validate(guard.within('quota'));
    const level = guard.oneOf('podSecurity', given.podSecurity ?? PodSecurityLevel.RESTRICTED, Object.values(PodSecurityLevel),
      'leave it out for restricted');
    this.networkZone = given.networkZone === undefined ? undefined
      : guard.oneOf('networkZone', given.networkZone, Object.values(NetworkZone), 'leave it out where zones do not matter');
    Object.defineProperty(this, NAMESPACE, { value: true });
    this.settings = Platform.of(this);
    this.isolation = new Construct(this, ISOLATION);
    this.addNamespace(level);
    this.node.addValidation({ validate: () => [...this.strayCharts(), ...this.uncountable()] });
  }

  /** Names without a hash. */
  public generateObjectName(object: ApiObject): string {
    return objectName(object);
  }

  /**
   * Labels of every object in it. cdk8s reads them whenever an object is created, which is how your own objects
   * that make pods are detected.
   */
  public get labels(): { [name: string]: string } {
    if (this.isolation && !this.isIsolated && this.node.findAll().some(makesPods)) {
      this.isolate();
    }
    return super.labels;
  }

  /**
   * Tells the namespace what a component may use at the most: its quota and limits follow.
   *
   * @internal
   */
  public _addFootprint(component: IConstruct, footprint: () => Footprint): void {
    this.components.set(component, footprint);
    this.isolate();
  }

  private addNamespace(level: PodSecurityLevel): void {
    const modes = level === PodSecurityLevel.PRIVILEGED ? ['enforce'] : ['enforce', 'audit', 'warn'];
    const podSecurity = modes.flatMap((mode) => [
      [`pod-security.kubernetes.io/${mode}`, level],
      [`pod-security.kubernetes.io/${mode}-version`, POD_SECURITY_VERSION],
    ]);
    const zone = this.networkZone ? { 'network-zone': this.networkZone } : {};
    this.object = new k8s.KubeNamespace(this.isolation, 'Namespace', {
      metadata: { name: this.name, labels: { ...Object.fromEntries(podSecurity), ...zone } },
    });
    // A Chart puts its namespace on everything, and a Namespace is in none.
    this.object.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
    new k8s.KubeServiceAccount(this.isolation, 'ServiceAccount', {
      metadata: { name: 'default' },
      automountServiceAccountToken: false,
    });
  }

  private isolate(): void {
    if (this.isIsolated) {
      return;
    }
    this.isIsolated = true;
    // Pods of others, such as a Prometheus that was there before, must not get a sidecar from us.
    Object.entries(this.settings.mesh._provider.namespaceLabels).forEach(([label, value]) => this.object.metadata.addLabel(label, value));
    const isClosed = this.settings.environment.name !== 'development';
    if (isClosed) {
      new k8s.KubeNetworkPolicy(this.isolation, 'DefaultDeny', {
        metadata: { name: 'default-deny' },
        spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
      });
    }
    new k8s.KubeLimitRange(this.isolation, 'Limits', {
      metadata: { name: 'limits' },
      spec: Lazy.any({ produce: () => ({ limits: [this.limits()] }) }),
    });
    if (this.quota.headroom !== undefined) {
      new k8s.KubeResourceQuota(this.isolation, 'Quota', {
        metadata: { name: 'quota' },
        spec: Lazy.any({ produce: () => this.hardQuota(this.quota.headroom!) }),
      });
    }
    this.settings.mesh._provider.isolateNamespace(this.isolation, isClosed);
    const { securityContextConstraints } = this.settings.cluster;
    if (securityContextConstraints) {
      this.grantConstraints(securityContextConstraints);
    }
  }

  /** OpenShift's default constraints refuse pods that name their user, as ours do. */
  private grantConstraints(name: string): void {
    new k8s.KubeRoleBinding(this.isolation, 'SecurityContextConstraints', {
      metadata: { name: `security-context-constraints-${name}` },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: `system:openshift:scc:${name}` },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: `system:serviceaccounts:${this.name}` }],
    });
  }

  /** Room for the largest container, and never less than what a container added by hand would expect. */
  private limits(): k8s.LimitRangeItem {
    const largest = this.footprints().map((footprint) => footprint.largest);
    const most = (amount: (container: ResourceAmounts) => number, least: number): number => Math.max(least, ...largest.map(amount));
    const { cpuRequest, cpuLimit, memory, storage } = this.defaults();
    return {
      type: 'Container',
      min: quantities('10m', '16Mi', '16Mi'),
      max: quantities(`${Math.ceil(most((c) => c.cpuLimit, 4000) / 1000)}`, `${Math.ceil(most((c) => c.memory, 8192) / 1024)}Gi`,
        `${Math.ceil(most((c) => c.storage, 51200) / 1024)}Gi`),
      defaultRequest: quantities(`${cpuRequest}m`, `${memory}Mi`, `${storage}Mi`),
      default: quantities(`${cpuLimit}m`, `${memory}Mi`, `${storage}Mi`),
    };
  }

  private hardQuota(headroom: number): k8s.ResourceQuotaSpec {
    const total = addUp(this.footprints(), headroom);
    return {
      hard: {
        'requests.cpu': k8s.Quantity.fromString(`${total.cpuRequest}`),
        'requests.memory': k8s.Quantity.fromString(`${total.memory}Gi`),
        'limits.cpu': k8s.Quantity.fromString(`${total.cpuLimit}`),
        'limits.memory': k8s.Quantity.fromString(`${total.memory}Gi`),
      },
    };
  }

  /** What a container gets that states nothing. */
  private defaults(): ResourceAmounts {
    return { cpuRequest: 100, cpuLimit: this.settings.securityProfile._demands.requestsEqualLimits ? 100 : 500, memory: 128, storage: 256 };
  }

  private footprints(): Footprint[] {
    const autoscalers = this.node.findAll().filter(ApiObject.isApiObject).filter(({ kind }) => kind === 'HorizontalPodAutoscaler');
    const own = this.ownPods().map((object) => footprintOf(object, autoscalers, this.defaults()));
    const { mesh } = this.settings;
    return [
      ...[...this.components.values()].map((footprint) => footprint()),
      ...own.map((footprint) => ({ ...footprint, pod: inMesh(footprint.pod, mesh) })),
    ];
  }

  /** Objects of the user's own that make pods: those that no component of ours accounts for. */
  private ownPods(): ApiObject[] {
    return this.node.findAll().filter(makesPods).filter(({ node }) => !node.scopes.some((scope) => this.components.has(scope)));
  }

  /** How many pods a DaemonSet has depends on the cluster: a quota that left no room for them would stop them in silence. */
  private uncountable(): string[] {
    const daemons = this.quota.headroom === undefined ? [] : this.ownPods().filter(({ kind }) => kind === 'DaemonSet');
    return daemons.map(({ node }) => Guard.message('quota', 'Quota.computed()', 'Quota.none()',
      `the pods of DaemonSet ${node.path} depend on the number of nodes, which is not known at synthesis`));
  }

  private strayCharts(): string[] {
    return this.node.findAll().filter((child) => child !== this && Chart.isChart(child)).map((chart) =>
      Guard.message('scope', chart.node.path, 'outside of a Namespace', 'a Namespace is a Chart; create the other Chart beside it'));
  }
}

/** The Namespace that a construct is in, if it is in one. */
export function namespaceOf(construct: IConstruct): Namespace | undefined {
  return construct.node.scopes.find(Namespace.isNamespace);
}

function quantities(cpu: string, memory: string, storage: string): Record<string, k8s.Quantity> {
  return {
    'cpu': k8s.Quantity.fromString(cpu),
    'memory': k8s.Quantity.fromString(memory),
    'ephemeral-storage': k8s.Quantity.fromString(storage),
  };
}
