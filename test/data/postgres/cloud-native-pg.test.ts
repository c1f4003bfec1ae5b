import { Duration, Size } from 'cdk8s';
import {
  AgentApi, ClientEncryption, ClusterProfile, DataLayer, ObjectStorageBucket, Durability, Mesh, Operator, PlatformProps,
  Postgres, PostgresEngine, PostgresProps, RecoveryObjective, SecretSource, Severity,
} from '../../../src';
import { CloudNativePgOptions } from '../../../src/data/postgres/cloud-native-pg';
import { Manifest } from '../../support/manifests';
import { Composition, IMAGE, withHardenedPlatform, withPlatform } from '../../support/platforms';
import { refusal, refusals } from '../../support/refusals';

function compose(options: CloudNativePgOptions = {}, props: PostgresProps = {}, platform: PlatformProps = {}): Composition<Postgres> {
  return withPlatform((agents) => new DataLayer(agents, 'data').addPostgres('customers', { engine: PostgresEngine.cloudNativePg(options), ...props }), platform);
}

function cluster(options: CloudNativePgOptions = {}, props: PostgresProps = {}, platform: PlatformProps = {}): Manifest {
  return compose(options, props, platform).manifests().one('Cluster');
}

/** Whether a label selector of Kubernetes takes these labels. */
function selects({ matchLabels = {}, matchExpressions = [] }: Manifest, labels: Record<string, string>): boolean {
  return Object.entries(matchLabels).every(([key, value]) => labels[key] === value)
    && matchExpressions.every(({ key, operator, values }: Manifest) => operator === 'NotIn' && !values.includes(labels[key]));
}

describe('the Cluster', () => {
  test('three members, one of which must have a write besides the primary', () => {
    const { metadata, spec } = cluster();
    expect([metadata.name, spec.instances]).toEqual(['data-customers', 3]);
    expect(spec.postgresql.synchronous).toEqual({ method: 'any', number: 1, dataDurability: 'required', failoverQuorum: true });
  });

  test('two members do not wait for each other', () => {
    expect(cluster({ instances: 2 }).spec.postgresql.synchronous).toBeUndefined();
  });

  test('a database of the store\'s name with an owner of the same name', () => {
    expect(cluster({}, { database: 'crm' }).spec.bootstrap.initdb).toEqual({
      database: 'crm', owner: 'crm', encoding: 'UTF8', localeCollate: 'C', localeCType: 'C.UTF-8', dataChecksums: true,
    });
  });

  test('spreads over zones strictly where they are required', () => {
    expect(cluster().spec.topologySpreadConstraints).toEqual([{
      maxSkew: 1,
      minDomains: 3,
      topologyKey: 'topology.kubernetes.io/zone',
      whenUnsatisfiable: 'DoNotSchedule',
      nodeTaintsPolicy: 'Honor',
      labelSelector: {
        matchLabels: { 'cnpg.io/cluster': 'data-customers' },
        matchExpressions: [{ key: 'cnpg.io/podRole', operator: 'NotIn', values: ['pooler'] }],
      },
    }]);
  });

  test('the zone spread counts the pods of the jobs that create members, whose volumes decide the zone, and no pooler', () => {
    const [{ labelSelector }] = cluster().spec.topologySpreadConstraints;
    // What the operator labels its pods with: pkg/specs/jobs.go, pods.go and pgbouncer/deployments.go of 1.30.
    const ofCluster = { 'cnpg.io/cluster': 'data-customers' };
    expect([
      { ...ofCluster, 'cnpg.io/jobRole': 'initdb', 'cnpg.io/instanceName': 'data-customers-1' },
      { ...ofCluster, 'cnpg.io/jobRole': 'join', 'cnpg.io/instanceName': 'data-customers-2' },
      { ...ofCluster, 'cnpg.io/podRole': 'instance', 'cnpg.io/instanceName': 'data-customers-1' },
      { ...ofCluster, 'cnpg.io/podRole': 'pooler' },
      { 'cnpg.io/cluster': 'data-orders', 'cnpg.io/podRole': 'instance' },
    ].map((labels) => selects(labelSelector, labels))).toEqual([true, true, true, false, false]);
  });

  test('standbys let a dump read for a long time', () => {
    expect(cluster().spec.postgresql.parameters).toMatchObject({ hot_standby_feedback: 'on', max_standby_streaming_delay: '5min' });
    expect(cluster({ instances: 1 }).spec.postgresql.parameters).not.toHaveProperty('hot_standby_feedback');
  });

  test('a dump is no transaction that has been open for too long', () => {
    const { expr } = compose().made.alerts.find(({ id }) => id === 'PostgresTransactionTooLong')!;
    expect(expr).toContain('application_name!="pg_dump"');
  });

  test('storage, a volume for the log, and the class of both', () => {
    const { spec } = cluster({ walStorage: Size.gibibytes(10) }, { storage: Size.gibibytes(50), storageClass: 'fast' });
    expect(spec.storage).toEqual({ size: '50Gi', storageClass: 'fast' });
    expect(spec.walStorage).toEqual({ size: '10Gi', storageClass: 'fast' });
  });

  test('pods carry the label by which policies select them', () => {
    expect(cluster().spec.inheritedMetadata.labels).toEqual({ 'app.kubernetes.io/instance': 'data-customers', 'env': 'production' });
  });

  test('under Istio pods get no sidecar', () => {
    expect(cluster({}, {}, { mesh: Mesh.istio() }).spec.inheritedMetadata.labels['sidecar.istio.io/inject']).toBe('false');
  });

  test('the hardened security profile: digest, priority, requests equal to limits', () => {
    const { spec } = withHardenedPlatform((agents) =>
      new DataLayer(agents, 'data').addPostgres('customers', { engine: PostgresEngine.cloudNativePg() })).manifests().one('Cluster');
    expect(spec.imageName).toMatch(/^ghcr\.io\/cloudnative-pg\/postgresql:18\.4-system-trixie@sha256:[0-9a-f]{64}$/);
    expect(spec.priorityClassName).toBe('production-data');
    expect(spec.resources.requests).toEqual(spec.resources.limits);
  });
});

describe('encryption of connections', () => {
  test('connections without TLS are rejected', () => {
    expect(cluster().spec.postgresql.pg_hba).toEqual(['hostnossl all all all reject']);
  });

  test('on request, both are accepted, by the operator\'s own rule', () => {
    expect(cluster({ clientEncryption: ClientEncryption.OPTIONAL }).spec.postgresql.pg_hba).toBeUndefined();
  });

  test('a client certificate needs TLS', () => {
    const clientCertificate = SecretSource.existing('customers-client');
    expect(() => compose({ clientCertificate, clientEncryption: ClientEncryption.OPTIONAL })).toThrow(/^\[production\/agents\/data\/customers\] "engine.clientEncryption"/);
  });
});

describe('under Istio', () => {
  // The operator gives inherited labels to its jobs' pods too: inheritJobMetadata in internal/controller/cluster_create.go.
  test('no pod of the store has a sidecar, so none needs the control plane, and nothing is warned of', () => {
    const { app, manifests } = compose({}, {}, { mesh: Mesh.istio() });
    const { egress } = manifests().one('NetworkPolicy', 'data-customers').spec;
    expect(JSON.stringify(egress)).not.toMatch(/istiod|15012/);
    expect(app.report().warnings.join()).not.toContain('sidecar');
  });
});

describe('policies', () => {
  test('members, the operator and clients are let in; members reach each other and the API server', () => {
    const { manifests } = withPlatform((agents) => {
      const store = new DataLayer(agents, 'data').addPostgres('customers', { engine: PostgresEngine.cloudNativePg() });
      new AgentApi(agents, 'api', { image: IMAGE }).connectTo(store);
    }, { cluster: ClusterProfile.generic({ apiServerCidrs: ['10.0.0.0/28'] }) });
    const { podSelector, ingress, egress } = manifests().one('NetworkPolicy', 'data-customers').spec;
    expect(podSelector).toEqual({ matchLabels: { 'app.kubernetes.io/instance': 'data-customers' } });
    const ports = (rule: Manifest): number[] => rule.ports.map(({ port }: Manifest) => port);
    expect(ingress.map((rule: Manifest) => [rule.from[0].podSelector.matchLabels, ports(rule)])).toEqual([
      [{ 'app.kubernetes.io/name': 'cloudnative-pg' }, [5432, 8000]],
      [{ 'app.kubernetes.io/instance': 'api' }, [5432]],
      [{ 'app.kubernetes.io/instance': 'data-customers' }, [5432, 8000]],
    ]);
    expect(egress).toContainEqual({
      to: [{ ipBlock: { cidr: '10.0.0.0/28' } }], ports: [{ protocol: 'TCP', port: 443 }, { protocol: 'TCP', port: 6443 }],
    });
  });
});

describe('credentials', () => {
  test('the operator makes them, so nobody else has to', () => {
    const { app } = withPlatform((agents) => {
      const store = new DataLayer(agents, 'data').addPostgres('customers', { engine: PostgresEngine.cloudNativePg() });
      new AgentApi(agents, 'api', { image: IMAGE }).connectTo(store);
    });
    expect(app.report().requiredSecrets).toEqual([]);
  });

  test('a client gets the same variables as from the plain engine, and the certificate authority', () => {
    const variables = (engine: PostgresEngine): string[] => Object.keys(withPlatform((agents) =>
      new AgentApi(agents, 'api', { image: IMAGE }).connectTo(new DataLayer(agents, 'data').addPostgres('customers', { engine })),
    ).manifests().env('Deployment', 'api')).filter((name) => name.startsWith('CUSTOMERS_')).sort();
    expect(variables(PostgresEngine.cloudNativePg())).toEqual([...variables(PostgresEngine.plain()), 'CUSTOMERS_CA_FILE'].sort());
  });

  test('a Secret of one\'s own becomes the owner\'s, and must exist', () => {
    const { app, manifests } = compose({}, { credentials: SecretSource.existing('mine') });
    expect(manifests().one('Cluster').spec.bootstrap.initdb.secret).toEqual({ name: 'mine' });
    expect(app.report().requiredSecrets.map(({ name }) => name)).toEqual(['mine']);
  });
});

describe('client certificates', () => {
  const clientCertificate = SecretSource.existing('customers-client');
  const composed = withPlatform((agents) => {
    const store = new DataLayer(agents, 'data').addPostgres('customers', { engine: PostgresEngine.cloudNativePg({ clientCertificate }) });
    new AgentApi(agents, 'api', { image: IMAGE }).connectTo(store);
    store.addDump('nightly', {
      bucket: ObjectStorageBucket.s3({ bucket: 'dumps', region: 'eu-west-1', credentials: SecretSource.existing('bucket') }), schedule: '0 2 * * *',
    });
  });
  const manifests = composed.manifests();

  test('the owner shows one over TLS, and has no other way in', () => {
    expect(manifests.one('Cluster').spec.postgresql.pg_hba).toEqual([
      'hostnossl all all all reject', 'hostssl all customers all scram-sha-256 clientcert=verify-full',
    ]);
  });

  test('a client is given it, and it must exist', () => {
    expect(manifests.env('Deployment', 'api')).toMatchObject({
      CUSTOMERS_CERT_FILE: '/etc/certificates/customers/tls.crt', CUSTOMERS_KEY_FILE: '/etc/certificates/customers/tls.key',
    });
    expect(composed.app.report().requiredSecrets).toContainEqual(expect.objectContaining({ name: 'customers-client', keys: ['tls.crt', 'tls.key'] }));
  });

  test('the dump shows it too', () => {
    const script = manifests.one('ConfigMap', 'data-customers-nightly-config').data['dump.sh'];
    expect(script).toContain('install -m 0600 /etc/dump-database/tls.key /tmp/client.key\nexport PGSSLCERT=/etc/dump-database/tls.crt PGSSLKEY=/tmp/client.key\n');
    const volume = manifests.podSpec('CronJob').volumes.find(({ name }: Manifest) => name === 'database');
    expect(JSON.stringify(volume)).toContain('tls.key');
  });
});

describe('guarantees', () => {
  test('it fails over within two minutes and loses nothing', () => {
    expect(compose().made.guarantees).toMatchObject({ replicas: 3, automaticFailover: true, durability: Durability.SYNCHRONOUS });
    const recovery = RecoveryObjective.of({ rpo: Duration.seconds(0), rto: Duration.minutes(2) });
    expect(refusals(compose({}, { recovery }).app)).toEqual([]);
  });

  test('one member does not fail over', () => {
    const { guarantees } = compose({ instances: 1 }).made;
    expect(guarantees).toMatchObject({ automaticFailover: false, failoverTime: undefined, durability: Durability.ASYNCHRONOUS });
  });

  test('the quota has room for one more', () => {
    const hard = (options: CloudNativePgOptions): Manifest => compose(options).manifests().one('ResourceQuota').spec.hard;
    expect(hard({ instances: 9 })['limits.memory']).toBe('12Gi');
  });
});

test('members are read by the operator\'s own label', () => {
  expect(compose().made.toMonitoringPlan().scrapes).toMatchObject([{ port: 'metrics', portNumber: 9187, podLabels: { 'cnpg.io/cluster': 'data-customers' } }]);
});

describe('alerts', () => {
  const alerts = new Map(compose().made.alerts.map((alert) => [alert.id, alert]));

  test('members that crash, run out of memory or are about to are told of', () => {
    for (const id of ['PodCrashLooping', 'ContainerOomKilled', 'MemoryNearLimit']) {
      expect(alerts.get(id)?.expr).toContain('pod=~"data-customers-[0-9]+"');
    }
  });

  test('a page means that no member answers; a standby that is being created is at most a warning', () => {
    expect(alerts.get('PostgresDown')).toMatchObject({ severity: Severity.CRITICAL });
    expect(alerts.get('PostgresDown')!.expr).toBe('max by (namespace, job) (cnpg_collector_up{namespace="agents",job="data-customers"}) == 0');
    expect(alerts.get('PostgresMemberDown')).toMatchObject({ severity: Severity.WARNING });
  });
});

describe('errors', () => {
  const path = '[production/agents/data/customers]';

  test.each<[CloudNativePgOptions, string]>([
    [{ instances: 0 }, '"engine.instances" (OutOfRange)'],
    [{ instances: 10 }, '"engine.instances" (OutOfRange)'],
    [{ instances: 1, durability: Durability.SYNCHRONOUS }, '"engine.durability" (Invalid)'],
    [{ image: 'ghcr.io/cloudnative-pg/postgresql:trixie' }, '"engine.image" (Invalid)'],
    [{ walStorage: Size.mebibytes(1) }, '"engine.walStorage" (OutOfRange)'],
  ])('%j', (options, message) => {
    expect(refusal(() => compose(options))).toBe(`${path} ${message}`);
  });

  test('a cluster without the operator', () => {
    const profile = ClusterProfile.generic({ operators: [Operator.istio()] });
    expect(refusal(() => compose({}, {}, { cluster: profile }))).toBe(`${path} "engine" (Unavailable)`);
  });
});
