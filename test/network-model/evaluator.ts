import { Manifest } from '../support/manifests';
import { Document, Peer } from './cluster';

/** A protocol and a number, such as `TCP/8080`. */
export type Port = string;

/** Which ports of which peer are open to whom: `from -> to TCP/8080`. */
export type Reach = Set<string>;

/** A port that nothing listens on and nothing names: open only where everything is. */
export const ANY_OTHER_PORT = 61234;

export function path(from: Peer, to: Peer, port: Port): string {
  return `${from.name} -> ${to.name} ${port}`;
}

/** Both protocols of all ports that are of interest. */
export function portsOfInterest(documents: Document[], peers: Peer[], more: number[]): Port[] {
  const named = kind(documents, 'NetworkPolicy').flatMap(({ spec }) => [...spec.ingress ?? [], ...spec.egress ?? []])
    .flatMap((rule) => rule.ports ?? []).map(({ port }) => port).filter(Number.isInteger);
  const numbers = new Set<number>([...peers.flatMap(({ ports }) => ports), ...named, ...more, ANY_OTHER_PORT]);
  return [...numbers].sort((a, b) => a - b).flatMap((number) => [`TCP/${number}`, `UDP/${number}`]);
}

/** Who can reach whom: what the NetworkPolicies of both sides and the sidecar of the target let through. */
export function evaluate(documents: Document[], peers: Peer[], ports: Port[]): Reach {
  return new Evaluation(documents, peers, ports).both();
}

/** Who can reach whom by the policies of one cluster. What one question has found out is not looked up again by the next. */
export class Evaluation {
  private readonly policies: Policies;

  /** `memory` may be that of another evaluation of the same namespaces, peers and ports, whose policies differ. */
  public constructor(documents: Document[], private readonly peers: Peer[], private readonly ports: Port[], memory: Memory = new Memory()) {
    this.policies = new Policies(documents, ports, memory);
  }

  /** What the NetworkPolicies of both sides and the sidecar of the target let through. */
  public both(): Reach {
    return collect(this.peers, (from, to) => this.policies.letsThrough(from, to).filter((port) => this.policies.authorizes(from, to, port)));
  }

  /** What NetworkPolicies alone let through: they must hold without a mesh, too. */
  public network(): Reach {
    return collect(this.peers, (from, to) => this.policies.letsThrough(from, to));
  }

  /** What sidecars alone let through to what has one: they must hold where the network enforces no policies, too. */
  public mesh(): Reach {
    const tcp = this.ports.filter((port) => port.startsWith('TCP/'));
    return collect(this.peers, (from, to) => to.own && to.inMesh ? tcp.filter((port) => this.policies.authorizes(from, to, port)) : []);
  }

  /** Paths between pods of our making that the policy of one side opens and that of the other keeps shut: mistakes that wait for their other half. */
  public halfOpen(): Reach {
    return collect(this.peers.filter((peer) => peer.path !== ''), (from, to) => {
      const [out, into] = [this.policies.letsOut(from, to), this.policies.letsIn(from, to)];
      return this.ports.filter((port) => out.has(port) !== into.has(port));
    });
  }
}

/** Paths between two peers that are not ours are none of our business. */
function collect(peers: Peer[], open: (from: Peer, to: Peer) => Port[]): Reach {
  const reach: Reach = new Set();
  for (const from of peers) {
    for (const to of peers.filter((peer) => (peer.own || from.own) && !peer.onlyCalls)) {
      open(from, to).forEach((port) => reach.add(path(from, to, port)));
    }
  }
  return reach;
}

function kind(documents: Document[], name: string): Manifest[] {
  return documents.map(({ object }) => object).filter((object) => object.kind === name);
}

/** What has been found out about rules, which are never changed: a change by hand is another rule. */
export class Memory {
  private readonly facts = new WeakMap<Manifest, Map<string, Map<Peer, unknown>>>();

  public of<T>(rule: Manifest, question: string, peer: Peer, answer: () => T): T {
    const questions = this.facts.get(rule) ?? new Map<string, Map<Peer, unknown>>();
    this.facts.set(rule, questions);
    const answers = questions.get(question) ?? new Map<Peer, unknown>();
    questions.set(question, answers);
    const known = answers.has(peer) ? answers.get(peer) as T : answer();
    answers.set(peer, known);
    return known;
  }
}

/** The policies of one cluster. */
class Policies {
  private readonly network: Manifest[];
  private readonly authorization: Manifest[];
  private readonly authentication: Manifest[];
  private readonly namespaceLabels: Map<string, Record<string, string>>;
  private readonly sidecars = new Map<Peer, Sidecar>();
  private readonly known = { Ingress: new Map<Peer, Map<Peer, Set<Port>>>(), Egress: new Map<Peer, Map<Peer, Set<Port>>>() };
  private readonly selecting = { Ingress: new Map<Peer, Manifest[]>(), Egress: new Map<Peer, Manifest[]>() };

  public constructor(documents: Document[], private readonly ports: Port[], private readonly memory: Memory) {
    this.network = kind(documents, 'NetworkPolicy');
    this.authorization = kind(documents, 'AuthorizationPolicy');
    this.authentication = kind(documents, 'PeerAuthentication');
    this.namespaceLabels = new Map(kind(documents, 'Namespace').map(({ metadata }) => [metadata.name, metadata.labels ?? {}]));
  }

  public letsThrough(from: Peer, to: Peer): Port[] {
    const out = this.letsOut(from, to);
    const into = out.size > 0 ? this.letsIn(from, to) : out;
    return this.ports.filter((port) => out.has(port) && into.has(port));
  }

  public letsOut(from: Peer, to: Peer): Set<Port> {
    return this.remembered('Egress', from, to, to);
  }

  public letsIn(from: Peer, to: Peer): Set<Port> {
    return this.remembered('Ingress', to, from, to);
  }

  private remembered(direction: 'Ingress' | 'Egress', selected: Peer, other: Peer, listener: Peer): Set<Port> {
    const known = this.known[direction].get(selected) ?? new Map<Peer, Set<Port>>();
    this.known[direction].set(selected, known);
    const found = known.get(other) ?? this.open(direction, selected, other, listener);
    known.set(other, found);
    return found;
  }

  /** Pods that no policy selects are open; a selected pod is open to what any of its policies says. */
  private open(direction: 'Ingress' | 'Egress', selected: Peer, other: Peer, listener: Peer): Set<Port> {
    const policies = this.policiesOf(direction, selected);
    const [rules, side] = direction === 'Ingress' ? ['ingress', 'from'] : ['egress', 'to'];
    const matching = policies.flatMap(({ metadata, spec }) => (spec[rules] ?? []).filter((rule: Manifest) => isEmpty(rule[side])
      || this.memory.of(rule, 'peer', other, () => rule[side].some((peer: Manifest) => this.matchesPeer(peer, other, metadata.namespace)))));
    const everything = policies.length === 0 || matching.some((rule) => isEmpty(rule.ports));
    return new Set(everything ? this.ports : matching.flatMap((rule) => this.memory.of(rule, 'ports', listener, () =>
      this.ports.filter((port) => rule.ports.some((allowed: Manifest) => matchesPort(allowed, port, listener))))));
  }

  private policiesOf(direction: 'Ingress' | 'Egress', selected: Peer): Manifest[] {
    const found = this.selecting[direction].get(selected) ?? this.network.filter(({ metadata, spec }) => metadata.namespace === selected.namespace
      && spec.policyTypes.includes(direction) && matchesLabels(spec.podSelector, selected.labels));
    this.selecting[direction].set(selected, found);
    return found;
  }

  private matchesPeer(peer: Manifest, other: Peer, policyNamespace: string): boolean {
    if (peer.ipBlock) {
      return inRange(other.address, peer.ipBlock.cidr) && !(peer.ipBlock.except ?? []).some((range: string) => inRange(other.address, range));
    }
    if (other.namespace === undefined) {
      return false;
    }
    const namespace = peer.namespaceSelector
      ? matchesLabels(peer.namespaceSelector, { 'kubernetes.io/metadata.name': other.namespace, ...this.namespaceLabels.get(other.namespace) })
      : other.namespace === policyNamespace;
    return namespace && matchesLabels(peer.podSelector ?? {}, other.labels);
  }

  /** What the target's sidecar lets through. It takes TCP only; what is not in the mesh has none. */
  public authorizes(from: Peer, to: Peer, port: Port): boolean {
    const [protocol, number] = port.split('/');
    if (!to.inMesh || protocol !== 'TCP') {
      return true;
    }
    const { authorization, authentication } = this.sidecarOf(to);
    if (!from.inMesh && isStrict(authentication, number)) {
      return false;
    }
    const matching = authorization.filter(({ spec }) => (spec.rules ?? []).some((rule: Manifest) => matchesRule(rule, from, number)));
    const allows = ({ spec }: Manifest): boolean => (spec.action ?? 'ALLOW') === 'ALLOW';
    return matching.every(allows) && (matching.length > 0 || !authorization.some(allows));
  }

  private sidecarOf(pods: Peer): Sidecar {
    const found = this.sidecars.get(pods) ?? {
      authorization: this.authorization.filter((policy) => appliesTo(policy, pods)),
      authentication: this.authentication.filter((policy) => appliesTo(policy, pods)),
    };
    this.sidecars.set(pods, found);
    return found;
  }
}

/** The policies of the mesh that hold for the pods of one template. */
interface Sidecar {
  readonly authorization: Manifest[];
  readonly authentication: Manifest[];
}

/** The narrowest statement holds: of a port, of the pods, of the namespace. */
function isStrict(authentication: Manifest[], port: string): boolean {
  const own = authentication.find(({ spec }) => spec.selector);
  const general = authentication.find(({ spec }) => !spec.selector);
  const mode = own?.spec.portLevelMtls?.[port]?.mode ?? own?.spec.mtls?.mode ?? general?.spec.mtls?.mode;
  return mode === 'STRICT';
}

function appliesTo({ metadata, spec }: Manifest, pods: Peer): boolean {
  return metadata.namespace === pods.namespace && matchesLabels(spec.selector ?? {}, pods.labels);
}

function matchesRule(rule: Manifest, from: Peer, port: string): boolean {
  const principal = from.inMesh ? `cluster.local/ns/${from.namespace}/sa/${from.serviceAccount}` : undefined;
  const source = isEmpty(rule.from) || rule.from.some(({ source: { principals, namespaces } }: Manifest) =>
    (principals === undefined || principals.includes(principal))
    && (namespaces === undefined || (from.inMesh && namespaces.includes(from.namespace))));
  return source && (isEmpty(rule.to) || rule.to.some(({ operation: { ports } }: Manifest) => ports === undefined || ports.includes(port)));
}

function matchesPort(allowed: Manifest, port: Port, listener: Peer): boolean {
  const [protocol, text] = port.split('/');
  const number = Number(text);
  const first = typeof allowed.port === 'string' ? listener.namedPorts[allowed.port] : allowed.port;
  return (allowed.protocol ?? 'TCP') === protocol
    && (allowed.port === undefined || (number >= first && number <= (allowed.endPort ?? first)));
}

function matchesLabels(selector: Manifest, labels: Record<string, string>): boolean {
  return Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value)
    && (selector.matchExpressions ?? []).every((expression: Manifest) => matchesExpression(expression, labels[expression.key]));
}

function matchesExpression({ operator, values }: Manifest, value: string | undefined): boolean {
  switch (operator) {
    case 'In': return values.includes(value);
    case 'NotIn': return !values.includes(value);
    case 'Exists': return value !== undefined;
    case 'DoesNotExist': return value === undefined;
    default: throw new Error(`unknown operator ${operator}`);
  }
}

/** An empty list of a rule means everybody, or every port. */
function isEmpty(list: unknown[] | undefined): list is undefined {
  return list === undefined || list.length === 0;
}

function inRange(ip: string, cidr: string): boolean {
  const [network, bits] = cidr.split('/');
  const size = 2 ** (32 - Number(bits));
  return Math.floor(toNumber(ip) / size) === Math.floor(toNumber(network) / size);
}

function toNumber(ip: string): number {
  return ip.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
}
