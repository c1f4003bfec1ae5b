import { ApiObject } from 'cdk8s';
import { Peer } from './cluster';
import { path, Port, Reach } from './evaluator';
import { API_SERVER, DNS, DNS_CACHE, first, INGRESS_GATEWAY, ISTIOD, KEDA_OPERATOR, NODE, PROMETHEUS, PUBLIC_INTERNET } from './outside';
import { is, isStore, StoreReachability } from './store-reachability';
import { AgentGateway, ConnectionEdge, IMonitorable, Platform, Store } from 'cdk8s-agent-platform';

/** What can be reached by what the parts declared: from connections and needs, and never from policies. */
export class Declared {
  public readonly reach: Reach = new Set();
  public readonly meshOnly: Reach = new Set();
  /** What NetworkPolicies let through, and the mesh does not. */
  public readonly networkOnly: Reach = new Set();

  public constructor(
    private readonly platform: Platform, private readonly pods: Peer[], private readonly peers: Peer[], private readonly ports: Port[],
    connections: ConnectionEdge[], private readonly stores: StoreReachability[],
  ) {
    connections.forEach((edge) => this.connection(edge));
    connections.filter((edge) => this.isTrigger(edge)).forEach(({ target, ports: read }) =>
      this.entrances(target).forEach((called) => this.tcp(this.peer(KEDA_OPERATOR), called, read)));
    this.pods.forEach((peer) => this.needsOfEveryPod(peer));
    this.platform.node.findAll().filter(isStore).forEach((store) => this.needsOf(store));
    this.dumps();
    this.monitoring();
    this.isolation();
  }

  private connection({ client, target, ports, externalHost }: ConnectionEdge): void {
    const gateway = this.platform.node.root.node.findAll().find(({ node }) => node.path === client) instanceof AgentGateway;
    const own = this.below(client);
    const from = gateway && own.length === 0 ? [this.peer(INGRESS_GATEWAY)] : own;
    if (gateway) {
      // The public network, and whoever else can reach a load balancer.
      own.forEach((proxies) => this.peers.filter((peer) => !peer.own).forEach((caller) => this.tcp(caller, proxies, [8080, 8443])));
    }
    const to = externalHost ? [this.peer(PUBLIC_INTERNET)] : this.entrances(target);
    from.forEach((caller) => to.forEach((called) => this.tcp(caller, called, ports)));
  }

  /** Whether KEDA scales the client on this target: it reads its triggers by the same ports. */
  private isTrigger({ client, ports }: ConnectionEdge): boolean {
    const scaled = this.platform.node.findAll().filter(ApiObject.isApiObject).find(({ kind, node }) => kind === 'ScaledObject' && node.path.startsWith(`${client}/`));
    const triggers: { metadata: Record<string, string> }[] = scaled?.toJson().spec.triggers ?? [];
    return triggers.some(({ metadata: { host = '', address = '', port = '' } }) =>
      ports.some((one) => port === `${one}` || [host, address].some((text) => text.endsWith(`:${one}`))));
  }

  /** The pods by which a component is entered; what stands behind them is its own matter. */
  private entrances(target: string): Peer[] {
    const component = this.component(target);
    const store = this.platform.node.findAll().filter(isStore).find(({ node }) => node.path === component);
    return this.below(component).filter(store ? (pods) => this.of(store).isEntrance(pods, store) : (pods) => is('api')(pods) || is('web')(pods) || pods.labels['cnpg.io/podRole'] === 'pooler');
  }

  /** A target may be a construct below its component, such as one port of an API, or a queue of a broker. */
  private component(target: string): string {
    return this.below(target).length > 0 ? target : target.slice(0, target.lastIndexOf('/'));
  }

  private of(store: Store): StoreReachability {
    const found = this.stores.find(({ store: type }) => store instanceof type);
    if (!found) {
      throw new Error(`no reachability.ts says who talks in ${store.node.path}`);
    }
    return found;
  }

  private needsOf(store: Store): void {
    const members = this.below(store.node.path);
    for (const { to, from, outside, ports } of this.of(store).needs.filter(({ when }) => when?.(store) ?? true)) {
      const callers = outside ? [this.peer(outside)] : members.filter(from!);
      callers.forEach((caller) => members.filter(to).forEach((called) => this.tcp(caller, called, ports)));
    }
  }

  private needsOfEveryPod(pods: Peer): void {
    const { dnsPorts, dnsCidrs } = this.platform.settings.cluster;
    const caches = this.peers.filter(({ name, address: ip }) => name === DNS_CACHE || dnsCidrs.some((cidr) => first(cidr) === ip));
    for (const protocol of ['TCP', 'UDP']) {
      dnsPorts.forEach((port) => this.allow(pods, this.peer(DNS), `${protocol}/${port}`));
      caches.forEach((cache) => this.allow(pods, cache, `${protocol}/53`));
    }
    // A sidecar gets its configuration and its certificate there.
    if (this.platform.settings.mesh.name === 'istio' && pods.inMesh) {
      this.tcp(pods, this.peer(ISTIOD), [15012]);
    }
    if (pods.usesApi) {
      this.tcp(pods, this.peer(API_SERVER), this.platform.settings.cluster.apiServerPorts);
    }
  }

  private dumps(): void {
    this.pods.filter((pods) => is('backup')(pods) || pods.usesBucket).forEach((dump) => this.tcp(dump, this.peer(PUBLIC_INTERNET), [443]));
  }

  private monitoring(): void {
    const ours = this.pods.find(is('metrics'));
    if (ours) {
      this.ownStack(ours);
    }
    const prometheus = ours ?? this.peers.find(({ name }) => name === PROMETHEUS);
    const watched = this.platform.node.findAll().filter((construct) => 'toMonitoringPlan' in construct) as unknown as IMonitorable[];
    for (const { podLabels, portNumber } of prometheus ? watched.flatMap((part) => part.toMonitoringPlan().scrapes) : []) {
      this.pods.filter(({ labels }) => Object.entries(podLabels).every(([key, value]) => labels[key] === value))
        .forEach((pods) => {
          this.tcp(prometheus!, pods, [portNumber]);
          this.peers.forEach((anybody) => this.meshOnly.add(path(anybody, pods, `TCP/${portNumber}`)));
        });
    }
  }

  /** What the stack's own programs need of each other, of the nodes, and of whoever is notified. */
  private ownStack(prometheus: Peer): void {
    // Where everything is open, no policy names the port.
    this.ports.filter((port) => port === 'TCP/10250').forEach((port) => this.allow(prometheus, this.peer(NODE), port));
    this.pods.filter(is('state-metrics')).forEach((pods) => this.tcp(prometheus, pods, [8080]));
    for (const alertmanager of this.pods.filter(is('alertmanager'))) {
      this.tcp(prometheus, alertmanager, [9093]);
      this.allow(alertmanager, alertmanager, 'TCP/9094');
      this.allow(alertmanager, alertmanager, 'UDP/9094');
      if (alertmanager.readsSecrets) {
        this.tcp(alertmanager, this.peer(PUBLIC_INTERNET), [443]);
      }
    }
  }

  private isolation(): void {
    const { name } = this.platform.settings.environment;
    if (name === 'staging') {
      this.stagingIsolation();
    } else if (name === 'development') {
      this.peers.filter(({ own }) => own).forEach((own) => this.peers.forEach((other) => this.anything([own, other], [other, own])));
    }
  }

  /**
   * The pods of one namespace are not isolated from each other, except that a pod in the mesh takes no requests from one outside
   * of it, such as a member that an operator runs. What else is in the namespace is shut by the network alone.
   */
  private stagingIsolation(): void {
    for (const to of this.pods) {
      for (const from of this.pods.filter(({ namespace }) => namespace === to.namespace)) {
        this.ports.forEach((port) => this.neighbour(from, to, port));
      }
      this.peers.filter(({ namespace, inMesh }) => inMesh && namespace === to.namespace)
        .forEach((from) => this.ports.forEach((port) => this.meshOnly.add(path(from, to, port))));
    }
  }

  /** Proxies see TCP alone, and read metrics without mutual TLS. */
  private neighbour(from: Peer, to: Peer, port: Port): void {
    const shut = to.inMesh && !from.inMesh && port.startsWith('TCP/') && !this.meshOnly.has(path(from, to, port));
    if (shut && !to.onlyCalls) {
      this.networkOnly.add(path(from, to, port));
    } else {
      this.allow(from, to, port);
    }
  }

  private anything(...pairs: [Peer, Peer][]): void {
    pairs.forEach(([from, to]) => this.ports.forEach((port) => this.allow(from, to, port)));
  }

  private tcp(from: Peer, to: Peer, ports: number[]): void {
    ports.forEach((port) => this.allow(from, to, `TCP/${port}`));
  }

  private allow(from: Peer, to: Peer, port: Port): void {
    if (to.onlyCalls) {
      return;
    }
    this.reach.add(path(from, to, port));
    // In ambient mode a policy of the network sees the tunnel, and the mesh what is in it.
    if (this.platform.settings.mesh.name === 'istioAmbient' && from.inMesh && to.inMesh) {
      this.networkOnly.add(path(from, to, 'TCP/15008'));
    }
  }

  private below(part: string): Peer[] {
    return this.pods.filter((pods) => pods.path.startsWith(`${part}/`));
  }

  private peer(name: string): Peer {
    const found = this.peers.find((peer) => peer.name === name);
    if (!found) {
      throw new Error(`there is no ${name}`);
    }
    return found;
  }
}
