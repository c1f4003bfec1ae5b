import { Duration, Size } from 'cdk8s';
import {
  AgentApi, AgentController, Coordination, DataLayer, Durability, Etcd, EtcdEngine, EtcdProps, ExternalProtocol, ExternalService, PlatformProps,
  RecoveryObjective, SecretSource, TrafficPeer,
} from '../../../src';
import { Manifest, Manifests } from '../../support/manifests';
import { Composition, IMAGE, withHardenedPlatform, withPlatform } from '../../support/platforms';
import { refusal, refusals } from '../../support/refusals';

const LOCKS = 'production/agents/data/locks';
const SERVER = 'data-locks-server';

function compose(props: EtcdProps = {}, platform: PlatformProps = {}): Composition<Etcd> {
  return withPlatform((agents) => new DataLayer(agents, 'data').addEtcd('locks', props), platform);
}

function container(manifests: Manifests): Manifest {
  return manifests.container('StatefulSet', SERVER);
}

function flag(manifests: Manifests, name: string): string | undefined {
  const found = container(manifests).args.find((arg: string) => arg.startsWith(`--${name}=`));
  return found?.slice(name.length + 3);
}

test('ten lines: three members, and a client that is told where they are and what proves who it is', () => {
  const { manifests } = withPlatform((agents) => {
    const locks = new DataLayer(agents, 'data').addEtcd('locks');
    new AgentApi(agents, 'api', { image: IMAGE }).connectTo(locks);
  });
  expect(manifests().one('StatefulSet', SERVER).spec.replicas).toBe(3);
  expect(manifests().one('Service', 'data-locks').spec.ports).toEqual([{ name: 'tcp-client', port: 2379, protocol: 'TCP', targetPort: 'client' }]);
  const host = 'data-locks.agents.svc.cluster.local';
  expect(manifests().env('Deployment', 'api')).toMatchObject({
    LOCKS_HOST: host, LOCKS_PORT: '2379', LOCKS_URI: `https://${host}:2379`,
    LOCKS_CA_FILE: expect.stringMatching(/ca\.crt$/), LOCKS_CERT_FILE: expect.stringMatching(/tls\.crt$/), LOCKS_KEY_FILE: expect.stringMatching(/tls\.key$/),
  });
});

test('it is the lock of a controller', () => {
  const { manifests } = withPlatform((agents) => {
    const lock = new DataLayer(agents, 'data').addEtcd('locks');
    new AgentController(agents, 'controller', { image: IMAGE, coordination: Coordination.sharded({ lock }) });
  });
  expect(manifests().env('Deployment', 'controller')).toMatchObject({ LOCK_PORT: '2379', LOCK_CERT_FILE: expect.any(String) });
});

test('members know each other by their stable names, and need nobody to be ready', () => {
  const manifests = compose({ engine: EtcdEngine.plain({ replicas: 5 }) }).manifests();
  const members = [0, 1, 2, 3, 4].map((n) => `${SERVER}-${n}=https://${SERVER}-${n}.${SERVER}-members.agents.svc.cluster.local:2380`);
  expect(flag(manifests, 'initial-cluster')).toBe(members.join(','));
  expect(flag(manifests, 'initial-advertise-peer-urls')).toBe(`https://$(POD_NAME).${SERVER}-members.agents.svc.cluster.local:2380`);
  expect(manifests.one('Service', `${SERVER}-members`).spec).toMatchObject({ publishNotReadyAddresses: true, clusterIP: 'None' });
  expect(manifests.one('StatefulSet', SERVER).spec.podManagementPolicy).toBe('Parallel');
});

test('a member that lost its volume does not form a cluster of its own', () => {
  const manifests = compose().manifests();
  expect(flag(manifests, 'initial-cluster-state')).toBe('new');
  expect(flag(manifests, 'force-new-cluster')).toBeUndefined();
});

test.each(['', 'peer-'])('nobody connects without a certificate: %s', (prefix) => {
  const manifests = compose().manifests();
  expect(flag(manifests, `${prefix}client-cert-auth`)).toBe('true');
  expect(flag(manifests, `${prefix}trusted-ca-file`)).toBe('/etc/etcd-certificate/ca.crt');
  expect(container(manifests).args.filter((arg: string) => arg.includes('http://'))).toEqual(['--listen-metrics-urls=http://0.0.0.0:2381']);
});

test('the image has no shell: no script, no hook, no command probe', () => {
  const { command, lifecycle, startupProbe, livenessProbe, readinessProbe } = container(compose().manifests());
  expect(command).toEqual(['/usr/local/bin/etcd']);
  expect(lifecycle?.preStop?.exec).toBeUndefined();
  // The peer port is open while a member still reads its log: a liveness check would end it there.
  expect([startupProbe.httpGet, livenessProbe.httpGet, readinessProbe.httpGet]).toEqual([
    { path: '/livez', port: 'metrics', scheme: 'HTTP' }, { path: '/livez', port: 'metrics', scheme: 'HTTP' }, { path: '/readyz', port: 'metrics', scheme: 'HTTP' },
  ]);
});

test.each<[number, number]>([[1, 256], [8, 2048], [100, 8192]])('of a volume of %d GiB the database may take %d MiB', (storage, quota) => {
  const manifests = compose({ storage: Size.gibibytes(storage) }).manifests();
  expect(flag(manifests, 'quota-backend-bytes')).toBe(`${quota * 1024 * 1024}`);
});

test('old revisions are removed, and their space is given back at a start', () => {
  const manifests = compose().manifests();
  expect([flag(manifests, 'auto-compaction-mode'), flag(manifests, 'auto-compaction-retention')]).toEqual(['periodic', '1h']);
  expect(flag(manifests, 'bootstrap-defrag-threshold-megabytes')).toBe('100');
});

test('the Secrets that must exist are the caller\'s to name', () => {
  const engine = EtcdEngine.plain({ certificate: SecretSource.existing('tls'), image: 'quay.io/acme/etcd:v3.6.1' });
  const manifests = compose({ credentials: SecretSource.existing('mine'), engine }).manifests();
  expect(JSON.stringify(manifests.podSpec('StatefulSet', SERVER).volumes)).toContain('"name":"tls"');
  expect(container(manifests).image).toContain('quay.io/acme/etcd:v3.6.1');
});

test('it survives the loss of a zone without losing a write, and promises no backup', () => {
  const recovery = RecoveryObjective.of({ rpo: Duration.seconds(0), rto: Duration.minutes(5) });
  const { guarantees } = compose().made;
  expect(guarantees).toMatchObject({ replicas: 3, automaticFailover: true, durability: Durability.SYNCHRONOUS, pointInTimeRecovery: false });
  expect(refusals(compose({ recovery }).app)).toEqual([]);
  expect(refusals(compose({ engine: EtcdEngine.plain({ replicas: 1 }), recovery }).app)).toEqual([`[${LOCKS}] "recovery" (Invalid)`]);
});

test.each([[0, 'OutOfRange'], [2, 'Invalid'], [4, 'Invalid'], [9, 'OutOfRange']])('%d members are refused', (replicas, reason) => {
  expect(refusal(() => compose({ engine: EtcdEngine.plain({ replicas }) }))).toBe(`[${LOCKS}] "engine.replicas" (${reason})`);
});

test('a client sees the same names of an etcd elsewhere', () => {
  const names = (target: 'inside' | 'outside'): string[] => Object.keys(withPlatform((agents) => {
    const etcd = target === 'inside' ? new DataLayer(agents, 'data').addEtcd('locks') : new ExternalService(agents, 'locks', {
      host: 'etcd.example.com', port: 2379, protocol: ExternalProtocol.TCP, type: 'etcd', addresses: TrafficPeer.cidrs(['192.0.2.0/24']),
    });
    new AgentApi(agents, 'api', { image: IMAGE }).connectTo(etcd);
  }).manifests().env('Deployment', 'api'));
  expect(names('inside')).toEqual(expect.arrayContaining(names('outside')));
});

test('a hardened Platform runs it as it is', () => {
  const { manifests } = withHardenedPlatform((agents) => new DataLayer(agents, 'data').addEtcd('locks'));
  expect(container(manifests()).securityContext).toMatchObject({ readOnlyRootFilesystem: true });
});
