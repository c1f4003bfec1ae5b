import { ApiObjectMetadata, Chart, Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { componentId } from '../internal/construct-id';
import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';
import { PodLocation } from '../model/cluster-facts';
import { NetworkIsolation } from '../model/environment';
import { IScrapeAccess } from '../model/monitoring-plan';
import { Platform } from '../platform/platform';
import { Registry } from '../platform/registry';
import { PlatformSettings } from '../platform/settings';
import { TrafficPeer } from './traffic-peer';

/** Options of Connections. */
export interface ConnectionsProps {
  /** The name and labels of the policies. */
  readonly metadata: ApiObjectMetadata;
  /** The labels that select the pods. */
  readonly selector: Record<string, string>;
  /**
   * The service account that the pods run as.
   *
   * @default - the pods are not known to a mesh
   */
  readonly serviceAccount?: string;
  /**
   * Ports that accept connections without mutual TLS, such as metrics.
   *
   * @default - none
   */
  readonly plainPorts?: number[];
  /**
   * Whether the pods are in the mesh, if there is one.
   *
   * @default true
   */
  readonly inMesh?: boolean;
}

interface Rule {
  readonly peer: TrafficPeer;
  readonly ports: number[];
  /** Whether they are UDP ports as well. */
  readonly udp?: boolean;
}

/**
 * The policies of a set of pods: a NetworkPolicy and, in a mesh, an AuthorizationPolicy. Only what is allowed
 * here is open, DNS, and the control plane of the mesh.
 */
export class Connections extends Construct implements IScrapeAccess {
  /** The pods, as a peer in other policies. */
  public readonly peer: TrafficPeer;

  private readonly settings: PlatformSettings;
  private readonly namespace?: string;
  private readonly inMesh: boolean;
  private readonly ingress: Rule[] = [];
  private readonly egress: Rule[] = [];
  private readonly examples: Connections[] = [];

  private readonly props: ConnectionsProps;

  public constructor(scope: Construct, id: string, given: ConnectionsProps) {
    super(scope, componentId(scope, id));
    const props = this.props = frozen(given);
    this.validate();
    this.settings = Platform.of(this);
    this.namespace = Chart.of(this).namespace;
    this.inMesh = this.settings.mesh._provider.hasIdentities && (props.inMesh ?? true);
    this.peer = TrafficPeer._workload(this.namespace, props.selector, this.inMesh ? this.principal() : undefined);
    new k8s.KubeNetworkPolicy(this, 'NetworkPolicy', {
      metadata: props.metadata,
      spec: Lazy.any({ produce: () => this.networkPolicy() }),
    });
    if (this.inMesh) {
      this.settings.mesh._provider.addPolicies(this, {
        metadata: props.metadata,
        namespace: this.namespace ?? 'default',
        selector: props.selector,
        plainPorts: props.plainPorts ?? [],
        isolation: this.settings.environment._isolation,
        admitted: () => this.admitted().map(({ peer, ports }) => ({ principal: peer.principal, ports })),
      });
    }
  }

  /** Allows a peer to connect to these ports of the pods. */
  public allowFrom(peer: TrafficPeer, ports: number[]): void {
    this.ingress.push(this.checked('allowFrom', peer, ports));
  }

  /** Allows the pods to connect to these ports of a peer. */
  public allowTo(peer: TrafficPeer, ports: number[]): void {
    this.egress.push(this.checked('allowTo', peer, ports));
  }

  /** Allows the pods to connect to the Kubernetes API, at the addresses in the ClusterProfile. */
  public allowToApiServer(): void {
    const { cluster } = this.settings;
    this.allowTo(TrafficPeer.cidrs(cluster.apiServerCidrs), cluster.apiServerPorts);
    Registry.of(this).warnOfCluster(cluster._unstatedApiServer());
  }

  /**
   * Lets the pods talk among themselves on these ports, by TCP and UDP.
   *
   * @internal
   */
  public _allowGossip(ports: number[]): void {
    const rule = { ...this.checked('allowGossip', this.peer, ports), udp: true };
    this.ingress.push(rule);
    this.egress.push(rule);
  }

  /**
   * Admits the clients of these others, on the same ports: for pods that may have to take their place.
   *
   * @internal
   */
  public _admitLike(others: Connections): void {
    this.examples.push(others);
  }

  /** Admits a scraper to a port of the pods. */
  public admitScraper(reader: PodLocation, port: number): void {
    this.ingress.push(this.checked('admitScraper', TrafficPeer.pods(reader), [port]));
  }

  private validate(): void {
    const guard = new Guard(this);
    const { metadata, selector, serviceAccount, plainPorts } = guard.struct('props', this.props);
    guard.struct('metadata', metadata);
    if (Object.keys(guard.labels('selector', selector)).length === 0) {
      guard.fail('selector', selector, 'labels of the pods', 'an empty selector matches every pod in the namespace');
    }
    if (serviceAccount !== undefined) {
      guard.objectName('serviceAccount', serviceAccount);
    }
    guard.list('plainPorts', plainPorts ?? [], 0, 'leave it out for none').forEach((port, index) => guard.port(`plainPorts[${index}]`, port));
  }

  private checked(method: string, peer: TrafficPeer, ports: number[]): Rule {
    const guard = new Guard(this, `${method}.`);
    guard.instance('peer', peer, TrafficPeer, 'TrafficPeer.cidrs([\'203.0.113.0/24\'])')._validate(guard);
    const checked = guard.list('ports', ports, 1, 'name them: an empty list would allow all of them');
    checked.forEach((port, index) => guard.port(`ports[${index}]`, port));
    return { peer, ports: checked };
  }

  private principal(): string | undefined {
    const { serviceAccount } = this.props;
    return serviceAccount && `${this.settings.cluster.clusterDomain}/ns/${this.namespace ?? 'default'}/sa/${serviceAccount}`;
  }

  private networkPolicy(): k8s.NetworkPolicySpec {
    const open = this.settings.environment._isolation === NetworkIsolation.OPEN;
    return {
      podSelector: { matchLabels: this.props.selector },
      policyTypes: ['Ingress', 'Egress'],
      ingress: open ? [{}] : this.ingressRules(),
      egress: open ? [{}] : this.egressRules(),
    };
  }

  private ingressRules(): k8s.NetworkPolicyIngressRule[] {
    const rules = this.merge(this.admitted()).map(({ peers, ports }) => ({ from: peers, ports }));
    // People and scanners take an empty list for a mistake, so a pod that has no clients is allowed to reach itself.
    const own = rules.length === 0 ? [{ from: this.peer._toKube(this.namespace) }] : [];
    return [...this.neighbours().map((from) => ({ from: [from] })), ...rules, ...own];
  }

  private egressRules(): k8s.NetworkPolicyEgressRule[] {
    const { cluster, mesh } = this.settings;
    const ofMesh = this.inMesh ? mesh._provider.egress(cluster).map(({ location, ports }) => ({ peer: TrafficPeer.pods(location), ports })) : [];
    const rules = this.merge([...this.egress, ...ofMesh]).map(({ peers, ports }) => ({ to: peers, ports }));
    return [...this.nameService(), ...this.neighbours().map((to) => ({ to: [to] })), ...rules];
  }

  private admitted(): Rule[] {
    return [...this.ingress, ...this.examples.flatMap((others) => others.ingress)];
  }

  /** The cluster's own DNS and no other: a name service elsewhere is a way out for data. */
  private nameService(): k8s.NetworkPolicyEgressRule[] {
    const { dns, dnsPorts, dnsCache, dnsCidrs } = this.settings.cluster;
    const pods = (location: PodLocation): k8s.NetworkPolicyPeer[] => TrafficPeer.pods(location)._toKube(this.namespace);
    const onNode = [...dnsCache ? pods(dnsCache) : [], ...dnsCidrs.length > 0 ? TrafficPeer.cidrs(dnsCidrs)._toKube(this.namespace) : []];
    const rules = [{ to: pods(dns), ports: udpAndTcp(dnsPorts) }];
    return onNode.length > 0 ? [...rules, { to: onNode, ports: udpAndTcp([53]) }] : rules;
  }

  /** In staging, pods of one namespace are not isolated from each other. */
  private neighbours(): k8s.NetworkPolicyPeer[] {
    return this.settings.environment._isolation === NetworkIsolation.NAMESPACE ? [{ podSelector: {} }] : [];
  }

  /** One rule a peer, in an order that does not depend on who was connected first. */
  private merge(rules: Rule[]): { peers: k8s.NetworkPolicyPeer[]; ports: k8s.NetworkPolicyPort[] }[] {
    const byPeer = new Map<string, { peers: k8s.NetworkPolicyPeer[]; tcp: Set<number>; udp: Set<number> }>();
    for (const { peer, ports, udp } of rules) {
      const peers = peer._toKube(this.namespace);
      const key = JSON.stringify(peers);
      const merged = byPeer.get(key) ?? { peers, tcp: new Set(), udp: new Set() };
      [...ports, ...this.tunnelPorts(peer)].forEach((port) => merged.tcp.add(port));
      (udp ? ports : []).forEach((port) => merged.udp.add(port));
      byPeer.set(key, merged);
    }
    return [...byPeer.keys()].sort().map((key) => byPeer.get(key)!).map(({ peers, tcp, udp }) => ({
      peers, ports: [...policyPorts('TCP', tcp), ...policyPorts('UDP', udp)],
    }));
  }

  /** A policy judges the packets of the tunnel, and the mesh the connection within it. */
  private tunnelPorts(peer: TrafficPeer): number[] {
    const { tunnelPort } = this.settings.mesh._provider;
    return this.inMesh && peer.principal && tunnelPort ? [tunnelPort] : [];
  }
}

function udpAndTcp(ports: number[]): k8s.NetworkPolicyPort[] {
  return ports.flatMap((port) => ['UDP', 'TCP'].map((protocol) => ({ protocol, port: k8s.IntOrString.fromNumber(port) })));
}

function policyPorts(protocol: string, ports: Set<number>): k8s.NetworkPolicyPort[] {
  return [...ports].sort((a, b) => a - b).map((port) => ({ protocol, port: k8s.IntOrString.fromNumber(port) }));
}
