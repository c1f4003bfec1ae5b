import { App, Chart, Duration, Size } from 'cdk8s';
import {
  AlertOverride, BucketAddressing, DataLayer,
  ObjectStorageBucket, Mesh, Namespace, Platform, PlatformProps, StoreDump, StoreDumpProps, PostgresEngine,
  SecretSource, TrafficPeer,
} from '../../../src';
import { S3BucketOptions, S3CompatibleBucketOptions } from '../../../src/store/object-storage-bucket';
import { Manifest, Manifests } from '../../support/manifests';
import { Composition, validationErrors, withHardenedPlatform, withPlatform } from '../../support/platforms';
import { refusal } from '../../support/refusals';

const CREDENTIALS = SecretSource.existing('dump-bucket');

function bucket(options: Partial<S3BucketOptions> = {}): ObjectStorageBucket {
  return ObjectStorageBucket.s3({ bucket: 'acme-dumps', region: 'eu-west-1', credentials: CREDENTIALS, ...options });
}

function compose(props: Partial<StoreDumpProps> = {}, platform: PlatformProps = {}, engine?: PostgresEngine): Composition<StoreDump> {
  return withPlatform((agents) =>
    new DataLayer(agents, 'data').addPostgres('customers', { engine }).addDump('nightly', { bucket: bucket(), schedule: '0 2 * * *', ...props }), platform);
}

function compatible(options: Partial<S3CompatibleBucketOptions> = {}): ObjectStorageBucket {
  return ObjectStorageBucket.s3Compatible({ endpoint: 'https://minio.example.com:9000', bucket: 'acme-dumps', credentials: CREDENTIALS, ...options });
}

const NAME = 'data-customers-nightly';
const script = (manifests: Manifests, name: string): string => manifests.one('ConfigMap', `${NAME}-config`).data[name];

describe('the CronJob', () => {
  test('runs by the clock in UTC and never twice at once', () => {
    expect(compose().manifests().one('CronJob', NAME).spec).toMatchObject({ schedule: '0 2 * * *', timeZone: 'Etc/UTC', concurrencyPolicy: 'Forbid' });
  });

  test('dumps with the server\'s own image, then uploads', () => {
    const spec = compose().manifests().podSpec('CronJob', NAME);
    expect(spec.initContainers.map(({ name, image }: Manifest) => [name, image])).toEqual([['dump', 'docker.io/library/postgres:18.4']]);
    expect(spec.containers.map(({ name, image }: Manifest) => [name, image])).toEqual([['upload', 'docker.io/amazon/aws-cli:2.27.0']]);
  });

  test('an upload that hangs is found by its heartbeat, which beats only while it gets on', () => {
    const manifests = compose().manifests();
    const { livenessProbe, readinessProbe } = manifests.container('CronJob', NAME);
    expect(livenessProbe.exec.command[2]).toContain('stat -c %Y /tmp/heartbeat');
    expect(readinessProbe).toBeUndefined();
    expect(script(manifests, 'upload.sh')).not.toContain('while :');
  });

  test('the dump is on a volume as large as the store\'s', () => {
    const { volumes } = compose({ scratch: Size.gibibytes(7) }).manifests().podSpec('CronJob', NAME);
    expect(volumes).toContainEqual({
      name: 'dump', ephemeral: { volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '7Gi' } } } } },
    });
  });

  test('deadline', () => {
    expect(compose({ deadline: Duration.hours(1) }).manifests().one('CronJob').spec.jobTemplate.spec.activeDeadlineSeconds).toBe(3600);
  });

  test.each([
    ['standard', compose()],
    ['hardened', withHardenedPlatform((agents) =>
      new DataLayer(agents, 'data').addPostgres('customers').addDump('nightly', { bucket: bucket(), schedule: '0 2 * * *' }))],
  ])('credentials are files in security profile %s', (_, { manifests }) => {
    const spec = manifests().podSpec('CronJob', NAME);
    expect(JSON.stringify(spec)).not.toContain('secretKeyRef');
    expect(spec.volumes.filter(({ projected }: Manifest) => projected?.sources[0].secret).map(({ name }: Manifest) => name)).toEqual(['database', 'bucket']);
  });

  test('works on a stock Chart', () => {
    const chart = new Chart(new App(), 'chart');
    new DataLayer(chart, 'data').addPostgres('customers').addDump('nightly', { bucket: bucket(), schedule: '0 2 * * *' });
    expect(script(Manifests.of(chart), 'upload.sh')).toContain('"s3://acme-dumps/chart/data/customers/nightly/$name"');
  });
});

describe('scripts', () => {
  test('the dump is read back before it is uploaded', () => {
    expect(script(compose().manifests(), 'dump.sh')).toMatch(/pg_dump .*\npg_restore --list \/dump\/database.dump > \/dev\/null\n$/);
  });

  test('with CloudNativePG the server must prove itself', () => {
    expect(script(compose({}, {}, PostgresEngine.cloudNativePg()).manifests(), 'dump.sh'))
      .toContain('export PGSSLMODE=verify-ca PGSSLROOTCERT=/etc/dump-database/ca.crt\n');
  });

  test('it is made from a standby, and from the primary only where none answers', () => {
    expect(script(compose().manifests(), 'dump.sh')).toContain(
      'PGHOST=data-customers-ro.agents.svc.cluster.local,data-customers-rw.agents.svc.cluster.local PGPORT=5432 PGDATABASE=customers'
      + ' PGCONNECT_TIMEOUT=10 PGTARGETSESSIONATTRS=prefer-standby\n');
    expect(script(compose({}, {}, PostgresEngine.plain({ replicas: 0 })).manifests(), 'dump.sh'))
      .toContain('PGHOST=data-customers-rw.agents.svc.cluster.local PGPORT');
  });

  test('without retention nothing is deleted', () => {
    expect(script(compose().manifests(), 'upload.sh')).not.toContain('delete');
  });

  test('with retention old dumps go after a new one is there', () => {
    const text = script(compose({ retention: Duration.days(30) }).manifests(), 'upload.sh');
    expect(text.indexOf('aws s3 cp')).toBeLessThan(text.indexOf('delete-object'));
    expect(text).toContain('- 2592000 ');
  });

  test('bucket, region and prefix', () => {
    const text = script(compose({ bucket: bucket({ bucket: 'other', region: 'us-east-2', prefix: 'a/b' }) }).manifests(), 'upload.sh');
    expect(text).toContain('export AWS_REGION=us-east-2 ');
    expect(text).toContain('"s3://other/a/b/production/agents/data/customers/nightly/$name"');
  });
});

describe('folders', () => {
  const twoDumps = (first: Partial<S3BucketOptions>, second: Partial<S3BucketOptions>, ids = ['nightly', 'weekly']): Composition<unknown> => withPlatform((agents) => {
    const store = new DataLayer(agents, 'data').addPostgres('customers');
    ids.forEach((id, index) => store.addDump(id, { bucket: bucket([first, second][index]), schedule: '0 2 * * *', retention: Duration.days(index + 1) }));
  });

  test('two dumps of one store have one each', () => {
    const manifests = twoDumps({}, {}).manifests();
    const folders = ['nightly', 'weekly'].map((id) => /s3:\/\/[^"]*\//.exec(manifests.one('ConfigMap', `data-customers-${id}-config`).data['upload.sh'])![0]);
    expect(folders).toEqual(['s3://acme-dumps/production/agents/data/customers/nightly/', 's3://acme-dumps/production/agents/data/customers/weekly/']);
  });

  test('two Platforms with one prefix have one each', () => {
    const app = new App();
    const folders = ['blue', 'green'].map((id) => {
      const agents = new Namespace(new Platform(app, id), 'agents');
      const store = new DataLayer(agents, 'data').addPostgres('customers');
      store.addDump('nightly', { bucket: bucket({ prefix: 'mine' }), schedule: '0 2 * * *' });
      return /s3:\/\/[^"]*\//.exec(script(Manifests.of(agents), 'upload.sh'))![0];
    });
    expect(folders[0]).not.toBe(folders[1]);
  });

  test('an overlap is refused: ids that are one folder', () => {
    const { app } = twoDumps({}, {}, ['a b', 'a?b']);
    expect(validationErrors(app).filter((error) => error.includes('a folder of its own'))).toHaveLength(2);
  });
});

describe('paths', () => {
  const egress = (manifests: Manifests): Manifest[] => manifests.one('NetworkPolicy', NAME).spec.egress;

  test('the job is let into the store', () => {
    const { ingress } = compose().manifests().one('NetworkPolicy', 'data-customers-primary').spec;
    expect(ingress.map((rule: Manifest) => rule.from[0].podSelector.matchLabels['app.kubernetes.io/instance'])).toContain(NAME);
  });

  test('and out to the public internet on the port of HTTPS', () => {
    expect(egress(compose().manifests()).find(({ to }) => to[0].ipBlock)).toMatchObject({ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }], ports: [{ port: 443 }] });
  });

  test('or to stated addresses', () => {
    const manifests = compose({ bucket: bucket({ addresses: TrafficPeer.cidrs(['203.0.113.0/24']) }) }).manifests();
    expect(egress(manifests)).toContainEqual({ to: [{ ipBlock: { cidr: '203.0.113.0/24' } }], ports: [{ protocol: 'TCP', port: 443 }] });
  });

  test('under Istio the mesh knows the bucket, and the sidecar ends with the job', () => {
    const manifests = compose({}, { mesh: Mesh.istio() }).manifests();
    expect(manifests.one('ServiceEntry').spec.hosts).toEqual(['acme-dumps.s3.eu-west-1.amazonaws.com']);
    expect(manifests.one('CronJob').spec.jobTemplate.spec.template.metadata.annotations['sidecar.istio.io/nativeSidecar']).toBe('true');
  });
});

describe('watching', () => {
  const alert = (props: Partial<StoreDumpProps>, id: string): string => compose(props).made.alerts.find((one) => one.id === id)!.expr;

  const schedules: [string, number][] = [['0 2 * * *', 24], ['0 2 * * 1', 7 * 24], ['0 */6 * * *', 6], ['0 8-18 * * *', 14]];

  test.each(schedules)('a dump by "%s" is too old after %d hours and a run\'s own time', (schedule, hours) => {
    expect(alert({ schedule }, 'DumpTooOld')).toContain(`> ${(hours + 4) * 3600}) and`);
  });

  test('four alerts, each of which can be changed', () => {
    expect(compose().made.alerts.map(({ id }) => id)).toEqual(['DumpTooOld', 'DumpNeverSucceeded', 'DumpFailed', 'DumpSuspended']);
    expect(compose({ alerts: { DumpSuspended: AlertOverride.silence() } }).made.alerts).toHaveLength(3);
  });
});

test('the bucket\'s Secret must exist', () => {
  expect(compose().app.report().requiredSecrets.map(({ name, keys }) => [name, keys])).toContainEqual(['dump-bucket', ['access-key-id', 'secret-access-key']]);
});

describe('errors', () => {
  const path = '[production/agents/data/customers/nightly]';

  test.each<[object, string]>([
    [{ bucket: 'acme' }, '"bucket" (TypeInvalid)'],
    [{ bucket: bucket({ bucket: 'a.b' }) }, '"bucket.bucket" (Invalid)'],
    [{ bucket: bucket({ region: 'Europe' }) }, '"bucket.region" (Invalid)'],
    [{ bucket: bucket({ prefix: '/a' }) }, '"bucket.prefix" (Invalid)'],
    [{ bucket: bucket({ credentials: 'x' as never }) }, '"bucket.credentials" (TypeInvalid)'],
    [{ schedule: 'nightly' }, '"schedule" (Invalid)'],
    [{ retention: Duration.hours(1) }, '"retention" (OutOfRange)'],
    [{ deadline: Duration.seconds(1) }, '"deadline" (OutOfRange)'],
    [{ scratch: Size.mebibytes(1) }, '"scratch" (OutOfRange)'],
  ])('%j', (props, message) => {
    expect(refusal(() => compose(props))).toBe(`${path} ${message}`);
  });
});

describe('a bucket of another service than Amazon\'s', () => {
  test('requests go to the endpoint, with the bucket in the path', () => {
    const upload = script(compose({ bucket: compatible() }).manifests(), 'upload.sh');
    expect(upload).toContain('export AWS_ENDPOINT_URL_S3=https://minio.example.com:9000 ');
    expect(upload).toContain('addressing_style = path\\n');
    expect(upload).toContain('AWS_REQUEST_CHECKSUM_CALCULATION=when_required');
    expect(upload).toContain('AWS_REGION=us-east-1 ');
    expect(script(compose().manifests(), 'upload.sh')).not.toContain('AWS_ENDPOINT_URL_S3');
  });

  test('its own certificate authority is a file, and its Secret is listed', () => {
    const { app, manifests } = compose({ bucket: compatible({ certificateAuthority: SecretSource.existing('minio-ca') }) });
    expect(script(manifests(), 'upload.sh')).toContain('\nexport AWS_CA_BUNDLE=/etc/dump-bucket/ca.crt\n');
    expect(app.report().requiredSecrets).toContainEqual(expect.objectContaining({ name: 'minio-ca', keys: ['ca.crt'] }));
  });

  const egress = (bucketOf: ObjectStorageBucket): Manifest[] => compose({ bucket: bucketOf }).manifests().one('NetworkPolicy', NAME).spec.egress;

  test('only its port is open, and only to where it is', () => {
    const addresses = TrafficPeer.pods({ namespace: 'storage', labels: { app: 'minio' } });
    const rules = egress(compatible({ endpoint: 'http://minio.storage.svc.cluster.local:9000', addresses }));
    expect(rules).toContainEqual({
      to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'storage' } }, podSelector: { matchLabels: { app: 'minio' } } }],
      ports: [{ port: 9000, protocol: 'TCP' }],
    });
    expect(JSON.stringify(rules)).not.toContain('443');
  });

  test.each([
    ['https://minio.example.com', {}, 'minio.example.com', 443, 'TLS'],
    ['https://minio.example.com', { addressing: BucketAddressing.VIRTUAL_HOST }, 'acme-dumps.minio.example.com', 443, 'TLS'],
    ['http://minio.example.com', {}, 'minio.example.com', 80, 'HTTP'],
  ])('the mesh knows %s %j as %s:%d', (endpoint, options, host, number, protocol) => {
    const { spec } = compose({ bucket: compatible({ endpoint, ...options }) }, { mesh: Mesh.istio() }).manifests().one('ServiceEntry');
    expect([spec.hosts, spec.ports[0].number, spec.ports[0].protocol]).toEqual([[host], number, protocol]);
  });

  test('a Service is known to the mesh already', () => {
    const endpoint = 'http://minio.storage.svc.cluster.local:9000';
    expect(compose({ bucket: compatible({ endpoint }) }, { mesh: Mesh.istio() }).manifests().all('ServiceEntry')).toEqual([]);
  });

  test('dumps in clear text over the network are a warning', () => {
    const warnings = (endpoint: string): string => compose({ bucket: compatible({ endpoint }) }).app.report().warnings.map(({ text }) => text).join();
    expect(warnings('http://minio.example.com')).toContain('without encryption');
    expect(warnings('https://minio.example.com')).not.toContain('without encryption');
  });

  test('two services can hold buckets of one name', () => {
    const { platform } = withPlatform((agents) => {
      const store = new DataLayer(agents, 'data').addPostgres('customers');
      store.addDump('nightly', { bucket: compatible(), schedule: '0 2 * * *' });
      return store.addDump('nightly.2', { bucket: bucket(), schedule: '0 2 * * *' });
    });
    expect(validationErrors(platform)).toEqual([]);
  });
});
