import { Duration } from 'cdk8s';
import {
  AgentApi, AgentController, AgentControllerProps, AlertOverride, AntiAffinity, CloudIdentity, ComputeResources, Coordination,
  DataLayer, ExternalProtocol, ExternalService, HealthCheck, LeaderElectionOptions, Namespace, NodePool, Platform,
  PlatformProps, Scaling, SecretSource, TrafficPeer,
} from '../../src';
import { Manifest, Manifests } from '../support/manifests';
import { IMAGE, messageOf, withPlatform } from '../support/platforms';
import { refusal } from '../support/refusals';

const leader = Coordination.leaderElection();

function etcd(namespace: Namespace): ExternalService {
  return new ExternalService(namespace, 'etcd', {
    host: 'etcd.example.com', port: 2379, protocol: ExternalProtocol.TCP, type: 'etcd', addresses: TrafficPeer.cidrs(['192.0.2.0/24']),
  });
}

function controller(props: Partial<AgentControllerProps> = {}, platform: PlatformProps = {}): Manifests {
  return withPlatform((namespace) => new AgentController(namespace, 'controller', { image: IMAGE, coordination: leader, ...props }), platform).manifests();
}

function sharded(props: Partial<AgentControllerProps> = {}): Manifests {
  return withPlatform((namespace) => new AgentController(namespace, 'controller', {
    image: IMAGE, coordination: Coordination.sharded({ lock: etcd(namespace) }), ...props,
  })).manifests();
}

const fieldRef = (fieldPath: string): Manifest => ({ fieldRef: { apiVersion: 'v1', fieldPath } });

describe('with a leader', () => {
  test('it is three pods with an identity, and no Service', () => {
    expect(controller().names()).toEqual([
      'Deployment/controller', 'LimitRange/limits', 'Namespace/agents', 'NetworkPolicy/controller', 'NetworkPolicy/default-deny',
      'PodDisruptionBudget/controller', 'ResourceQuota/quota', 'Role/controller', 'RoleBinding/controller', 'ServiceAccount/controller',
      'ServiceAccount/default',
    ]);
    expect(controller().one('Deployment').spec.replicas).toBe(3);
  });

  test('it may do exactly what leader election does', () => {
    expect(controller().one('Role').rules).toEqual([
      { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['create'] },
      { apiGroups: ['coordination.k8s.io'], resources: ['leases'], resourceNames: ['controller'], verbs: ['get', 'update'] },
      { apiGroups: ['', 'events.k8s.io'], resources: ['events'], verbs: ['create', 'patch'] },
    ]);
  });

  test('the role is bound to its own service account', () => {
    expect(controller().one('RoleBinding')).toMatchObject({
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'controller' },
      subjects: [{ kind: 'ServiceAccount', name: 'controller', namespace: 'agents' }],
    });
  });

  test('its token lives an hour and is read only', () => {
    const spec = controller().podSpec('Deployment');
    expect(spec.automountServiceAccountToken).toBe(false);
    expect(spec.volumes[1].projected.sources[0]).toEqual({ serviceAccountToken: { expirationSeconds: 3600, path: 'token' } });
    expect(spec.containers[0].volumeMounts[1])
      .toEqual({ name: 'kube-api', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true });
  });

  test('the process is told who it is and which lease to take', () => {
    expect(controller().env('Deployment')).toEqual({
      HEALTH_PORT: '8081', METRICS_PORT: '9090', POD_NAME: fieldRef('metadata.name'), POD_NAMESPACE: fieldRef('metadata.namespace'),
      LEADER_ELECTION_LEASE_NAME: 'controller', LEADER_ELECTION_IDENTITY: fieldRef('metadata.name'), LEADER_ELECTION_LEASE_DURATION_SECONDS: '15',
      LEADER_ELECTION_RENEW_DEADLINE_SECONDS: '10', LEADER_ELECTION_RETRY_PERIOD_SECONDS: '2',
    });
  });

  test('every time of the lease is taken', () => {
    const options: Required<LeaderElectionOptions> = {
      leaseDuration: Duration.seconds(60), renewDeadline: Duration.seconds(40), retryPeriod: Duration.seconds(5),
    };
    expect(controller({ coordination: Coordination.leaderElection(options) }).env('Deployment')).toMatchObject({
      LEADER_ELECTION_LEASE_DURATION_SECONDS: '60', LEADER_ELECTION_RENEW_DEADLINE_SECONDS: '40', LEADER_ELECTION_RETRY_PERIOD_SECONDS: '5',
    });
  });

  test.each<[string, LeaderElectionOptions, string]>([
    ['a lease that ends before the leader gives up', { leaseDuration: Duration.seconds(10) },
      '"coordination.renewDeadline" (OutOfRange)'],
    ['a leader with a single try', { retryPeriod: Duration.seconds(9) },
      '"coordination.retryPeriod" (OutOfRange)'],
  ])('%s is refused', (_, options, message) => {
    expect(refusal(() => controller({ coordination: Coordination.leaderElection(options) }))).toBe(`[production/agents/controller] ${message}`);
  });

  test('it grows vertically on request', () => {
    expect(controller({ scaling: Scaling.vertical() }).all('VerticalPodAutoscaler')).toHaveLength(1);
  });
});

describe('with shards', () => {
  test('all pods work, under locks that they are told of', () => {
    expect(sharded().env('Deployment')).toEqual({
      HEALTH_PORT: '8081', METRICS_PORT: '9090', POD_NAME: fieldRef('metadata.name'), POD_NAMESPACE: fieldRef('metadata.namespace'),
      SHARD_IDENTITY: fieldRef('metadata.name'), LOCK_HOST: 'etcd.example.com', LOCK_PORT: '2379', LOCK_URI: 'tcp://etcd.example.com:2379',
    });
  });

  test('it grows horizontally', () => {
    expect(sharded().all('HorizontalPodAutoscaler')).toHaveLength(1);
  });

  test('it may do nothing in the Kubernetes API', () => {
    expect(sharded().all('Role')).toEqual([]);
    expect(sharded().podSpec('Deployment').volumes.map(({ name }: Manifest) => name)).toEqual(['tmp']);
  });

  test('it reaches the lock', () => {
    expect(sharded().one('NetworkPolicy', 'controller').spec.egress[1]).toEqual({
      to: [{ ipBlock: { cidr: '192.0.2.0/24' } }], ports: [{ protocol: 'TCP', port: 2379 }],
    });
  });

  test('what cannot hold a lock is refused', () => {
    expect(refusal(() => withPlatform((namespace) => new AgentController(namespace, 'controller', {
      image: IMAGE, coordination: Coordination.sharded({ lock: new AgentApi(namespace, 'api', { image: IMAGE }) }),
    })))).toBe('[production/agents/controller] "coordination.lock" (NotSupported)');
  });

  test.each([[undefined, 'Required'], ['locks', 'Invalid']])('a lock that is %s is refused', (lock, reason) => {
    expect(refusal(() => withPlatform((namespace) => new AgentController(namespace, 'controller', {
      image: IMAGE, coordination: Coordination.sharded({ lock: lock as never }),
    })))).toBe(`[production/agents/controller] "coordination.lock" (${reason})`);
  });
});

/** Every prop, each other than its default. The type makes a new prop fail here. */
const EVERYTHING: Required<AgentControllerProps> = {
  image: 'ghcr.io/acme/agent-controller:2.0.0',
  coordination: Coordination.leaderElection({ leaseDuration: Duration.seconds(30) }),
  command: ['/bin/control'],
  args: ['--fast'],
  variables: { LOG_LEVEL: 'debug' },
  secrets: { CLOUD_TOKEN: SecretSource.existing('cloud').key('token') },
  configFiles: { 'agent.yaml': 'log: debug\n' },
  resources: { extended: { 'nvidia.com/gpu': 1 } } satisfies ComputeResources,
  antiAffinity: AntiAffinity.required(),
  nodePool: NodePool.dedicated({ labels: { pool: 'agents' } }),
  cloudIdentity: CloudIdentity.eksPodIdentity(),
  metricsPort: 9999,
  startup: HealthCheck.http('/startz'),
  liveness: HealthCheck.http('/alive'),
  readiness: HealthCheck.http('/ready', { port: 'metrics' }),
  alerts: { ControllerTargetMissing: AlertOverride.silence() },
  healthPort: 8000,
  scaling: Scaling.fixed(4),
};

test.each(Object.keys(EVERYTHING).filter((prop) => prop !== 'image'))('leaving out %s changes the output or the plan', (prop) => {
  const { [prop as keyof AgentControllerProps]: left, ...rest } = EVERYTHING;
  void left;
  const render = (props: Partial<AgentControllerProps>): unknown => {
    const composed = withPlatform((namespace) => new AgentController(namespace, 'controller', { image: IMAGE, coordination: leader, ...props }));
    return prop === 'alerts' ? composed.made.toMonitoringPlan() : composed.manifests().documents;
  };
  expect(render(rest)).not.toEqual(render(EVERYTHING));
});

test('a controller without a way to share its work is refused', () => {
  expect(refusal(() => controller({ coordination: undefined }))).toBe('[production/agents/controller] "coordination" (Required)');
});

describe('a lock in another namespace', () => {
  const render = (credentials?: SecretSource) => withPlatform((namespace) => {
    const stores = new Namespace(namespace.node.scope as Platform, 'stores');
    const lock = new DataLayer(stores, 'data').addRedis('locks');
    new AgentController(namespace, 'controller', { image: IMAGE, coordination: Coordination.sharded({ lock, credentials }) });
  });

  test('is used with a Secret of the controller\'s own', () => {
    expect(render(SecretSource.existing('lock-user')).manifests().env('Deployment', 'controller')).toMatchObject({
      LOCK_HOST: 'data-locks.stores.svc.cluster.local', LOCK_PASSWORD: { secretKeyRef: { name: 'lock-user', key: 'password' } },
    });
  });

  test('and refused without one, by the name of the option', () => {
    expect(messageOf(() => render())).toMatch(/^\[production\/agents\/controller\] "coordination\.credentials" /);
  });

  test('credentials that are none are refused', () => {
    expect(messageOf(() => render('s3cret' as never))).toMatch(/"coordination\.credentials" /);
  });
});
