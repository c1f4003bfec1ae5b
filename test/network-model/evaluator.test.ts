import { Manifest } from '../support/manifests';
import { address, Document, Peer, strangePods } from './cluster';
import { ANY_OTHER_PORT, evaluate, Evaluation } from './evaluator';

/** The evaluator itself, on policies by hand: what Kubernetes and Istio say of each field. */
const ALL = ['TCP/8080', 'TCP/9090', `TCP/${ANY_OTHER_PORT}`, 'UDP/8080'];

const pods = (name: string, more: Partial<Peer> = {}): Peer => strangePods(name, 'agents', { app: name }, {
  own: true, path: name, namedPorts: { http: 8080 }, serviceAccount: name, ...more,
});
const A = pods('a');
const B = pods('b');

function policy(kind: string, spec: Manifest, namespace: string = 'agents'): Document {
  return { path: '', object: { kind, metadata: { name: 'x', namespace }, spec } };
}

function ingress(...rules: Manifest[]): Document {
  return policy('NetworkPolicy', { podSelector: { matchLabels: { app: 'b' } }, policyTypes: ['Ingress'], ingress: rules });
}

function fromTo(documents: Document[], from: Peer, to: Peer): string[] {
  const start = `${from.name} -> ${to.name} `;
  return [...evaluate(documents, [from, to], ALL)].filter((path) => path.startsWith(start)).map((path) => path.slice(start.length));
}

describe('a NetworkPolicy', () => {
  test('that does not exist shuts nothing', () => {
    expect(fromTo([], A, B)).toEqual(ALL);
  });

  test('without rules shuts everything', () => {
    expect(fromTo([ingress()], A, B)).toEqual([]);
  });

  test('of another namespace, or of other pods, does not matter', () => {
    const elsewhere = policy('NetworkPolicy', { podSelector: {}, policyTypes: ['Ingress'] }, 'elsewhere');
    const others = policy('NetworkPolicy', { podSelector: { matchLabels: { app: 'c' } }, policyTypes: ['Ingress'] });
    expect(fromTo([elsewhere, others], A, B)).toEqual(ALL);
  });

  test('about what goes out says nothing of what comes in', () => {
    expect(fromTo([policy('NetworkPolicy', { podSelector: { matchLabels: { app: 'b' } }, policyTypes: ['Egress'] })], A, B)).toEqual(ALL);
  });

  test.each<[string, Manifest]>([
    ['without peers', { ports: [{ port: 8080 }] }],
    ['with an empty list of peers', { from: [], ports: [{ port: 8080 }] }],
    ['with the pods by label', { from: [{ podSelector: { matchLabels: { app: 'a' } } }], ports: [{ port: 8080 }] }],
    ['with all pods of all namespaces', { from: [{ namespaceSelector: {} }], ports: [{ port: 8080 }] }],
    ['with a label that is one of several', { from: [{ podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['a', 'c'] }] } }], ports: [{ port: 8080 }] }],
    ['with a label that is none of several', { from: [{ podSelector: { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['c'] }] } }], ports: [{ port: 8080 }] }],
    ['with a label that exists', { from: [{ podSelector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] } }], ports: [{ port: 8080 }] }],
    ['with a port by name', { ports: [{ port: 'http' }] }],
    ['with a range of ports', { ports: [{ port: 8000, endPort: 8080 }] }],
    ['with the address of the pod', { from: [{ ipBlock: { cidr: '10.244.0.0/16' } }], ports: [{ port: 8080 }] }],
  ])('%s lets in', (_, rule) => {
    expect(fromTo([ingress(rule)], A, B)).toEqual(['TCP/8080']);
  });

  test.each<[string, Manifest]>([
    ['by another label', { from: [{ podSelector: { matchLabels: { app: 'c' } } }] }],
    ['by the right label in another namespace', { from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'other' } }, podSelector: {} }] }],
    ['by a label that must not exist', { from: [{ podSelector: { matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] } }] }],
    ['by a range that leaves it out', { from: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] } }] }],
    ['on another port', { ports: [{ port: 8081 }] }],
  ])('%s keeps out', (_, rule) => {
    expect(fromTo([ingress(rule)], A, B)).toEqual([]);
  });

  test('with a rule without ports lets in on all', () => {
    expect(fromTo([ingress({ from: [{ podSelector: {} }] })], A, B)).toEqual(ALL);
  });

  test('names one protocol: TCP where it says none', () => {
    expect(fromTo([ingress({ ports: [{ protocol: 'UDP', port: 8080 }] })], A, B)).toEqual(['UDP/8080']);
  });

  test('by label alone means pods of its own namespace', () => {
    const elsewhere = strangePods('a', 'elsewhere', { app: 'a' });
    expect(fromTo([ingress({ from: [{ podSelector: {} }] })], elsewhere, B)).toEqual([]);
  });

  test('is added to the others', () => {
    expect(fromTo([ingress({ ports: [{ port: 8080 }] }), ingress({ ports: [{ port: 9090 }] })], A, B)).toEqual(['TCP/8080', 'TCP/9090']);
  });

  test('of one side is not enough', () => {
    const out = policy('NetworkPolicy', { podSelector: { matchLabels: { app: 'a' } }, policyTypes: ['Egress'], egress: [{ ports: [{ port: 9090 }] }] });
    expect(fromTo([ingress({ ports: [{ port: 8080 }] }), out], A, B)).toEqual([]);
    expect([...new Evaluation([ingress({ ports: [{ port: 8080 }] }), out], [A, B], ALL).halfOpen()].filter((path) => path.startsWith('a -> b'))).toEqual(
      ['a -> b TCP/8080', 'a -> b TCP/9090']);
  });

  test('knows no labels of an address', () => {
    expect(fromTo([ingress({ from: [{ namespaceSelector: {} }] })], address('internet', '203.0.113.10'), B)).toEqual([]);
  });
});

describe('a sidecar', () => {
  const inMesh = pods('b', { inMesh: true });
  const caller = pods('a', { inMesh: true });
  const allow = (...rules: Manifest[]): Document => policy('AuthorizationPolicy', { selector: { matchLabels: { app: 'b' } }, action: 'ALLOW', rules });
  const strict = policy('PeerAuthentication', { mtls: { mode: 'STRICT' } });

  test('without policies lets everybody in, and under strict mutual TLS who is in the mesh', () => {
    expect(fromTo([], A, inMesh)).toEqual(ALL);
    expect(fromTo([strict], A, inMesh)).toEqual(['UDP/8080']);
    expect(fromTo([strict], caller, inMesh)).toEqual(ALL);
  });

  test('whose policy has no rules lets nobody in; UDP passes it by', () => {
    expect(fromTo([allow()], caller, inMesh)).toEqual(['UDP/8080']);
  });

  test('lets in who is named, on the ports that are named', () => {
    const rule = { from: [{ source: { principals: ['cluster.local/ns/agents/sa/a'] } }], to: [{ operation: { ports: ['8080'] } }] };
    expect(fromTo([allow(rule)], caller, inMesh)).toEqual(['TCP/8080', 'UDP/8080']);
    expect(fromTo([allow(rule)], pods('c', { inMesh: true }), inMesh)).toEqual(['UDP/8080']);
  });

  test('believes no name without mutual TLS', () => {
    const rules = [{ from: [{ source: { principals: ['cluster.local/ns/agents/sa/a'] } }] }, { from: [{ source: { namespaces: ['agents'] } }] }];
    expect(fromTo([allow(...rules)], A, inMesh)).toEqual(['UDP/8080']);
  });

  test('lets in by namespace', () => {
    expect(fromTo([allow({ from: [{ source: { namespaces: ['agents'] } }] })], caller, inMesh)).toEqual(ALL);
  });

  test('lets anybody read a port without mutual TLS where both policies say so', () => {
    const plain = policy('PeerAuthentication', {
      selector: { matchLabels: { app: 'b' } }, mtls: { mode: 'STRICT' }, portLevelMtls: { 9090: { mode: 'PERMISSIVE' } },
    });
    expect(fromTo([strict, plain, allow({ to: [{ operation: { ports: ['9090'] } }] })], A, inMesh)).toEqual(['TCP/9090', 'UDP/8080']);
  });

  test('refuses what is denied whatever is allowed', () => {
    const deny = policy('AuthorizationPolicy', { action: 'DENY', rules: [{ to: [{ operation: { ports: ['9090'] } }] }] });
    expect(fromTo([allow({}), deny], caller, inMesh)).toEqual(['TCP/8080', `TCP/${ANY_OTHER_PORT}`, 'UDP/8080']);
  });
});
