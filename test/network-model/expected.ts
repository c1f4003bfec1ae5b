import { AgentGateway, ConnectionEdge, IMonitorable, ObservabilityStack, Platform, PlatformApp, Postgres, Redis } from 'cdk8s-agent-platform';
import { address, Document, documentsOf, Peer, podsOf, strangePods } from './cluster';
import { path, Port, portsOfInterest, Reach } from './evaluator';

/** One Platform as the model sees it: what was declared, and the documents that were made of it. */
export interface System {
  readonly documents: Document[];
  readonly peers: Peer[];
  readonly ports: Port[];
  /** What was declared, and nothing else. */
  readonly expected: Reach;
  /** What sidecars let through besides: metrics are read without mutual TLS, so they cannot know who reads. */
  readonly unauthenticated: Reach;
  readonly connections: ConnectionEdge[];
}

export const DNS = 'DNS';
export const API_SERVER = 'API server';
export const ISTIOD = 'istiod';
export const INGRESS_GATEWAY = 'ingress gateway';
export const POSTGRES_OPERATOR = 'CloudNativePG operator';
export const PROMETHEUS = 'Prometheus';
export const PUBLIC_INTERNET = 'public internet';

/** What our policies must not open: others in the same places, and addresses that no connection names. */
const ADDRESSES = {
  'another address in 10.0.0.0/8': '10.200.0.10',
  'an address in 172.16.0.0/12': '172.20.0.10',
  'an address in 192.168.0.0/16': '192.168.7.7',
  'an address in 100.64.0.0/10': '100.64.0.10',
  'metadata service': '169.254.169.254',
};

/** Reads a Platform as its parts declared it. Of the policies it reads nothing but which ports they name. */
export function systemOf(app: PlatformApp, platform: Platform): System {
  const documents = documentsOf(platform);
  const pods = podsOf(documents);
  const others = [...pods, ...outside(platform, documents, new Set(pods.map(({ namespace }) => namespace!)))];
  const peers = [...others, ...others.flatMap(twinOf)];
  const ports = portsOfInterest(documents, peers, [22, 53, 80, 443, 6443, 15012, 15017]);
  const connections = app.report().connections.filter(({ client }) => client.startsWith(`${platform.node.path}/`));
  const { reach: expected, unauthenticated } = new Declared(platform, pods, peers, ports, connections);
  return { documents, peers, ports, expected, unauthenticated, connections };
}

/** Everything else there is, as the ClusterProfile states it; in our namespaces a pod that somebody put there by hand. */
function outside(platform: Platform, documents: Document[], walled: Set<string>): Peer[] {
  const { cluster, mesh } = platform.settings;
  const at = (name: string, location: { namespace: string; labels?: Record<string, string> }, more: Partial<Peer> = {}): Peer =>
    strangePods(name, location.namespace, location.labels, more);
  const namespaces = documents.filter(({ object }) => object.kind === 'Namespace').map(({ object }) => object.metadata.name as string);
  const monitoring = monitoringNamespace(platform);
  return [
    at(DNS, cluster.dns),
    at(ISTIOD, cluster.istiod),
    at(INGRESS_GATEWAY, cluster.ingressGateway, { inMesh: mesh.isIstio, serviceAccount: cluster.ingressGatewayServiceAccount }),
    at(POSTGRES_OPERATOR, cluster.cloudNativePg),
    ...monitoring ? [at(PROMETHEUS, { namespace: monitoring })] : [],
    ...[cluster.dns, cluster.istiod, cluster.ingressGateway, cluster.cloudNativePg].map(({ namespace }) => strangePods(`a stranger in ${namespace}`, namespace)),
    ...[...namespaces, 'elsewhere'].filter((namespace) => namespace !== monitoring)
      .map((namespace) => strangePods(`a stranger in ${namespace}`, namespace, {}, {
        own: walled.has(namespace), inMesh: mesh.isIstio, serviceAccount: 'default',
      })),
    address(API_SERVER, cluster.apiServerCidrs[0].split('/')[0].replace(/0$/, '2')),
    address(PUBLIC_INTERNET, '203.0.113.10'),
    ...Object.entries(ADDRESSES).map(([name, ip]) => address(name, ip)),
  ];
}

/** Pods of somebody else with the labels of ours: a policy that forgets the namespace lets them in. */
function twinOf({ name, labels, namespace, inMesh, serviceAccount }: Peer): Peer[] {
  const isLabelled = namespace !== undefined && Object.keys(labels).length > 0;
  return isLabelled ? [strangePods(`a twin of ${name} elsewhere`, 'elsewhere', labels, { inMesh, serviceAccount })] : [];
}

function monitoringNamespace(platform: Platform): string | undefined {
  const stack = platform.node.findAll().find((construct) => construct instanceof ObservabilityStack);
  return stack && (platform.settings.cluster.monitoring?.namespace ?? stack.node.scopes[2].node.id);
}

/** By which of its pods a part is entered; a part that is not in the list by all that listen. */
const ENTRANCES = ['api', 'database', 'cache-proxy'];

/** What the members of a store, or others for it, need of each other, by the labels of the pods. */
const NEEDS_OF_STORES: { component: (pods: Peer) => boolean; from: (pods: Peer) => boolean; ports: number[] }[] = [
  { component: isCloudNativePg, from: isCloudNativePg, ports: [5432, 8000] },
  { component: is('database', '-primary'), from: is('database', '-replica'), ports: [5432] },
  // After a standby was promoted, the others stream from it.
  { component: is('database', '-replica'), from: is('database', '-replica'), ports: [5432] },
  { component: is('cache', '-server'), from: (pods) => is('cache')(pods) || is('cache-proxy')(pods), ports: [6379] },
  { component: is('cache', '-sentinel'), from: is('cache'), ports: [26379] },
];

class Declared {
  public readonly reach: Reach = new Set();
  public readonly unauthenticated: Reach = new Set();

  public constructor(
    private readonly platform: Platform, private readonly pods: Peer[], private readonly peers: Peer[], private readonly ports: Port[],
    connections: ConnectionEdge[],
  ) {
    connections.forEach((edge) => this.connection(edge));
    this.pods.forEach((pods) => this.needsOfEveryPod(pods));
    NEEDS_OF_STORES.forEach(({ component, from, ports }) => this.within(this.pods.filter(component), this.pods.filter(from), ports));
    this.pods.filter(isCloudNativePg).forEach((members) => this.tcp(this.peer(POSTGRES_OPERATOR), members, [5432, 8000]));
    this.dumps();
    this.monitoring();
    this.walls();
  }

  private connection({ client, target, ports, externalHost }: ConnectionEdge): void {
    const gateway = this.platform.node.root.node.findAll().find(({ node }) => node.path === client) instanceof AgentGateway;
    const from = gateway ? [this.peer(INGRESS_GATEWAY)] : this.below(client);
    const to = externalHost ? [this.peer(PUBLIC_INTERNET)] : this.below(target).filter((pods) => ENTRANCES.includes(component(pods)) || isCloudNativePg(pods));
    from.forEach((caller) => to.forEach((called) => this.tcp(caller, called, ports)));
  }

  private needsOfEveryPod(pods: Peer): void {
    ['TCP', 'UDP'].forEach((protocol) => this.allow(pods, this.peer(DNS), `${protocol}/53`));
    // A sidecar gets its configuration and its certificate there.
    if (this.platform.settings.mesh.isIstio && (pods.inMesh || isCloudNativePg(pods))) {
      this.tcp(pods, this.peer(ISTIOD), [15012]);
    }
    if (pods.usesApi) {
      this.tcp(pods, this.peer(API_SERVER), this.platform.settings.cluster.apiServerPorts);
    }
  }

  private dumps(): void {
    this.pods.filter(is('backup')).forEach((dump) => this.tcp(dump, this.peer(PUBLIC_INTERNET), [443]));
  }

  private monitoring(): void {
    const prometheus = this.peers.find(({ name }) => name === PROMETHEUS);
    const watched = this.platform.node.findAll().filter((construct) => 'toMonitoringPlan' in construct) as unknown as IMonitorable[];
    for (const { podLabels, portNumber } of prometheus ? watched.flatMap((part) => part.toMonitoringPlan().scrapes) : []) {
      this.pods.filter(({ labels }) => Object.entries(podLabels).every(([key, value]) => labels[key] === value))
        .forEach((pods) => {
          this.tcp(prometheus!, pods, [portNumber]);
          this.peers.forEach((anybody) => this.unauthenticated.add(path(anybody, pods, `TCP/${portNumber}`)));
        });
    }
  }

  /** Staging does not wall off the parts of one namespace from each other, development not those of different ones. */
  private walls(): void {
    const { name } = this.platform.settings.environment;
    const reaches = (from: Peer, to: Peer): boolean => name === 'development' || from.namespace === to.namespace;
    for (const from of name === 'production' ? [] : this.pods) {
      this.pods.filter((to) => reaches(from, to)).forEach((to) => this.ports.forEach((port) => this.allow(from, to, port)));
    }
  }

  private within(to: Peer[], from: Peer[], ports: number[]): void {
    for (const { node } of this.platform.node.findAll().filter((construct) => construct instanceof Postgres || construct instanceof Redis)) {
      const members = this.below(node.path);
      from.filter((caller) => members.includes(caller)).forEach((caller) =>
        to.filter((called) => members.includes(called)).forEach((called) => this.tcp(caller, called, ports)));
    }
  }

  private tcp(from: Peer, to: Peer, ports: number[]): void {
    ports.forEach((port) => this.allow(from, to, `TCP/${port}`));
  }

  private allow(from: Peer, to: Peer, port: Port): void {
    if (to.onlyCalls) {
      return;
    }
    this.reach.add(path(from, to, port));
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

function component({ labels }: Peer): string {
  return labels['app.kubernetes.io/component'];
}

function isCloudNativePg({ labels }: Peer): boolean {
  return labels['cnpg.io/cluster'] !== undefined;
}

function is(wanted: string, suffix: string = ''): (pods: Peer) => boolean {
  return (pods) => component(pods) === wanted && pods.name.endsWith(suffix);
}
