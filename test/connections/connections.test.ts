import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import {
  AgentApi, AgentController, ClusterProfile, Connectable, Connections, Coordination, ExternalService, IConnectable, Mesh, Namespace, Platform,
  SecretSource, TrafficPeer,
} from '../../src';
import { Manifest, Manifests } from '../support/manifests';
import { IMAGE, silentApp, withPlatform } from '../support/platforms';
import { refusal } from '../support/refusals';

const pods = (name: string): Manifest => ({ podSelector: { matchLabels: { 'app.kubernetes.io/instance': name } } });
const podsOf = (namespace: string, name: string): Manifest =>
  ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } }, ...pods(name) });
const tcp = (...ports: number[]): Manifest => ports.map((port) => ({ protocol: 'TCP', port }));
const DNS = {
  to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } }, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }],
  ports: [{ protocol: 'UDP', port: 53 }, { protocol: 'TCP', port: 53 }],
};

/** A store, as far as a client can tell. */
class Store extends Construct implements IConnectable {
  private readonly connections: Connections;

  public constructor(scope: Construct, id: string, private readonly ports: number[] = [5432]) {
    super(scope, id);
    this.connections = new Connections(this, 'Connections', {
      metadata: { name: id }, selector: { 'app.kubernetes.io/instance': id }, serviceAccount: id,
    });
  }

  public toConnectable(): Connectable {
    const source = SecretSource.existing(`${this.node.id}-app`);
    return {
      peers: [this.connections.peer],
      ports: this.ports,
      connections: this.connections,
      binding: {
        type: 'postgresql',
        literals: { host: `${this.node.id}.example`, port: '5432' },
        secrets: { 'username': source.key('username'), 'ca.crt': source.key('ca.crt') },
      },
    };
  }
}

function pair(): { client: AgentApi; target: AgentApi; manifests: ReturnType<typeof withPlatform>['manifests'] } {
  const { made, manifests } = withPlatform((namespace) => {
    const [client, target] = ['client', 'target'].map((id) => new AgentApi(namespace, id, { image: IMAGE }));
    client.connectTo(target);
    return { client, target };
  });
  return { ...made, manifests };
}

describe('a connection', () => {
  test('lets the client out to exactly the target and its port', () => {
    expect(pair().manifests().one('NetworkPolicy', 'client').spec).toEqual({
      ...pods('client'), policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [pods('client')] }],
      egress: [DNS, { to: [pods('target')], ports: tcp(8080) }],
    });
  });

  test('lets exactly the client in to the target', () => {
    expect(pair().manifests().one('NetworkPolicy', 'target').spec).toEqual({
      ...pods('target'), policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [pods('client')], ports: tcp(8080) }],
      egress: [DNS],
    });
  });

  test('tells the client where the target is', () => {
    expect(pair().manifests().env('Deployment', 'client')).toMatchObject({
      TARGET_HOST: 'target.agents.svc.cluster.local', TARGET_PORT: '80', TARGET_URI: 'http://target.agents.svc.cluster.local:80',
    });
  });

  test('is returned as a value', () => {
    const { made } = withPlatform((namespace) => new AgentApi(namespace, 'client', { image: IMAGE })
      .connectTo(new AgentApi(namespace, 'target', { image: IMAGE }), { prefix: 'NEXT' }));
    expect(made).toEqual({
      prefix: 'NEXT', ports: [8080],
      binding: { type: 'http', literals: { host: 'target.agents.svc.cluster.local', port: '80', uri: 'http://target.agents.svc.cluster.local:80' } },
    });
  });

  test('names the namespace of the other side where they differ', () => {
    const { manifests } = withPlatform((namespace) => {
      const target = new AgentApi(new Namespace(namespace.node.scope as Construct, 'others'), 'target', { image: IMAGE });
      new AgentApi(namespace, 'client', { image: IMAGE }).connectTo(target);
    });
    expect(manifests().one('NetworkPolicy', 'client').spec.egress[1].to).toEqual([podsOf('others', 'target')]);
    expect(manifests().one('NetworkPolicy', 'target').spec.ingress[0].from).toEqual([podsOf('agents', 'client')]);
  });

  test('of several clients is one rule each, in an order that no construction order changes', () => {
    const policy = (ids: string[]): Manifest => withPlatform((namespace) => {
      const target = new AgentApi(namespace, 'target', { image: IMAGE });
      ids.forEach((id) => new AgentApi(namespace, id, { image: IMAGE }).connectTo(target));
    }).manifests().one('NetworkPolicy', 'target').spec;
    expect(policy(['b', 'a'])).toEqual(policy(['a', 'b']));
    expect(policy(['b', 'a']).ingress).toHaveLength(2);
  });

  test('to several ports of one peer is one rule', () => {
    const { manifests } = withPlatform((namespace) => new AgentApi(namespace, 'client', { image: IMAGE })
      .connectTo(new Store(namespace, 'store', [6379, 5432, 6379])));
    expect(manifests().one('NetworkPolicy', 'client').spec.egress[1].ports).toEqual(tcp(5432, 6379));
  });

  test('works on a stock Chart without a namespace', () => {
    const chart = new Chart(new App(), 'chart');
    const [client, target] = ['client', 'target'].map((id) => new AgentApi(chart, id, { image: IMAGE }));
    client.connectTo(target);
    const policy = chart.toJson().find(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === 'client');
    expect(policy.spec.egress[1]).toEqual({ to: [pods('target')], ports: tcp(8080) });
  });
});

describe('a connection is refused', () => {
  const connecting = (connect: (client: AgentApi, namespace: Namespace) => void): string => refusal(() =>
    withPlatform((namespace) => connect(new AgentApi(namespace, 'client', { image: IMAGE }), namespace)));

  test('to itself', () => {
    expect(connecting((client) => client.connectTo(client))).toBe('[production/agents/client] "connectTo.target" (Invalid)');
  });

  test.each<[string, unknown, string]>([['nothing', undefined, 'Required'], ['text', 'api', 'Invalid'], ['a value', {}, 'Invalid']])(
    'to %s', (_, target, reason) => {
      expect(connecting((client) => client.connectTo(target as never))).toBe(`[production/agents/client] "connectTo.target" (${reason})`);
    });

  test('to what listens on no port: an empty list would open all', () => {
    expect(connecting((client, namespace) => client.connectTo(new Store(namespace, 'store', [])))).toBe('[production/agents/client] "connectTo.target" (Required)');
  });

  test('with a prefix that another connection has', () => {
    expect(connecting((client, namespace) => {
      client.connectTo(new Store(namespace, 'store'));
      client.connectTo(new Store(new Construct(namespace, 'other'), 'store'));
    })).toBe('[production/agents/client] "connectTo.prefix" (Invalid)');
  });

  test('twice to one target under one prefix', () => {
    expect(connecting((client, namespace) => {
      const store = new Store(namespace, 'store');
      client.connectTo(store);
      client.connectTo(store);
    })).toBe('[production/agents/client] "connectTo.prefix" (Invalid)');
  });

  test('with a variable that the user has set', () => {
    const message = refusal(() => withPlatform((namespace) =>
      new AgentApi(namespace, 'client', { image: IMAGE, variables: { STORE_HOST: 'x' } }).connectTo(new Store(namespace, 'store'))));
    expect(message).toBe('[production/agents/client] "connectTo.variables" (Invalid)');
  });
});

describe('a peer', () => {
  const allowing = (peer: TrafficPeer, ports: number[] = [443]): Manifest => withPlatform((namespace) => {
    const { connections } = new AgentApi(namespace, 'api', { image: IMAGE });
    connections.allowTo(peer, ports);
    connections.allowFrom(peer, ports);
  }).manifests().one('NetworkPolicy', 'api').spec;

  test('of pods of another namespace', () => {
    expect(allowing(TrafficPeer.pods({ namespace: 'monitoring', labels: { app: 'prometheus' } })).ingress).toEqual([{
      from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } }, podSelector: { matchLabels: { app: 'prometheus' } } }],
      ports: tcp(443),
    }]);
  });

  test('of all pods of another namespace', () => {
    expect(allowing(TrafficPeer.pods({ namespace: 'monitoring' })).ingress[0].from)
      .toEqual([{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }]);
  });

  test('of addresses', () => {
    expect(allowing(TrafficPeer.cidrs(['203.0.113.0/24', '198.51.100.7/32'])).egress[1].to)
      .toEqual([{ ipBlock: { cidr: '203.0.113.0/24' } }, { ipBlock: { cidr: '198.51.100.7/32' } }]);
  });

  test('of the public internet leaves out private, link-local and loopback ranges', () => {
    expect(allowing(TrafficPeer.publicInternet()).egress[1].to).toEqual([{
      ipBlock: {
        cidr: '0.0.0.0/0', except: ['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
      },
    }]);
  });

  test('without ports is refused', () => {
    expect(refusal(() => allowing(TrafficPeer.publicInternet(), []))).toBe('[production/agents/api/Default/Connections] "allowTo.ports" (Required)');
  });
});

describe('an external service', () => {
  test('under Istio is a ServiceEntry, and reached on its port', () => {
    const { manifests } = withPlatform((namespace) => new AgentApi(namespace, 'api', { image: IMAGE })
      .connectTo(new ExternalService(namespace, 'model', { host: 'api.example.com', port: 8443 })), { mesh: Mesh.istio() });
    expect(manifests().one('ServiceEntry', 'model').spec).toEqual({
      hosts: ['api.example.com'], location: 'MESH_EXTERNAL', resolution: 'DNS', ports: [{ number: 8443, name: 'tls', protocol: 'TLS' }],
      exportTo: ['.'],
    });
    expect(manifests().one('NetworkPolicy', 'api').spec.egress.map(({ ports }: Manifest) => ports[0].port)).toEqual([53, 8443, 15012]);
  });

  test('is seen in the namespaces of its clients, and in no other', () => {
    const { app } = withPlatform((namespace) => {
      const model = new ExternalService(namespace, 'model', { host: 'api.example.com', port: 443 });
      const others = new Namespace(namespace.node.scope as Platform, 'others');
      new AgentApi(others, 'api', { image: IMAGE }).connectTo(model);
      new Namespace(namespace.node.scope as Platform, 'strangers');
    }, { mesh: Mesh.istio() });
    expect(Manifests.of(app).one('ServiceEntry', 'model').spec.exportTo).toEqual(['.', 'others']);
  });

  test('without a mesh must say its addresses', () => {
    expect(refusal(() => withPlatform((namespace) => new ExternalService(namespace, 'model', { host: 'api.example.com', port: 443 })))).toBe(
      '[production/agents/model] "addresses" (Required)');
  });

  test('makes nothing without a mesh', () => {
    const app = silentApp();
    const chart = new Chart(app, 'chart');
    new ExternalService(chart, 'model', { host: 'api.example.com', port: 443, addresses: TrafficPeer.publicInternet() });
    expect(chart.toJson()).toEqual([]);
  });
});

test('leader election reaches the API server through default deny, where the profile says', () => {
  const { manifests } = withPlatform((namespace) => new AgentController(namespace, 'controller', {
    image: IMAGE, coordination: Coordination.leaderElection(),
  }), { cluster: ClusterProfile.generic({ apiServerCidrs: ['10.0.0.1/32'], apiServerPorts: [6443] }) });
  expect(manifests().one('NetworkPolicy', 'controller').spec.egress[1]).toEqual({ to: [{ ipBlock: { cidr: '10.0.0.1/32' } }], ports: tcp(6443) });
});
