import { Duration } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-29';
import {
  BucketAddressing, CloudNativePgBackup, ClusterProfile, DataLayer,
  ObjectStorageBucket, Operator, PlatformProps, Postgres, PostgresEngine, PostgresProps,
  RecoveryObjective, SecretSource, TrafficPeer,
} from '../../../src';
import { Manifest } from '../../support/manifests';
import { Composition, withPlatform } from '../../support/platforms';
import { refusal, refusals } from '../../support/refusals';

const credentials = SecretSource.existing('backups');
const BUCKET = ObjectStorageBucket.s3({ bucket: 'acme-backups', region: 'eu-west-1', credentials, prefix: 'europe' });
const COMPATIBLE = { endpoint: 'https://minio.example.com:9000', bucket: 'acme-backups', credentials, addresses: TrafficPeer.cidrs(['192.0.2.0/24']) };

function compose(backup: Partial<CloudNativePgBackup> = {}, platform: PlatformProps = {}, props: PostgresProps = {}): Composition<Postgres> {
  return withPlatform((agents) => new DataLayer(agents, 'data').addPostgres('customers', {
    engine: PostgresEngine.cloudNativePg({ backup: { bucket: BUCKET, ...backup } }), ...props,
  }), platform);
}

const store = (backup?: Partial<CloudNativePgBackup>): Manifest => compose(backup).manifests().one('ObjectStore', 'data-customers').spec;

test('a bucket is enough: the log goes there all the time, and a base backup every night', () => {
  const { manifests } = compose();
  expect(manifests().one('Cluster').spec.plugins).toEqual([
    { name: 'barman-cloud.cloudnative-pg.io', isWALArchiver: true, parameters: { barmanObjectName: 'data-customers' } },
  ]);
  expect(manifests().one('ObjectStore', 'data-customers').spec).toMatchObject({
    retentionPolicy: '30d',
    configuration: {
      destinationPath: 's3://acme-backups/europe/production/agents/data/customers',
      s3Credentials: { accessKeyId: { name: 'backups', key: 'access-key-id' }, secretAccessKey: { name: 'backups', key: 'secret-access-key' } },
      wal: { compression: 'gzip' }, data: { compression: 'gzip' },
    },
    instanceSidecarConfiguration: { env: [{ name: 'AWS_DEFAULT_REGION', value: 'eu-west-1' }] },
  });
  // Six fields, the seconds first: with five, the operator would read hours as minutes.
  expect(manifests().one('ScheduledBackup', 'data-customers').spec).toEqual({
    cluster: { name: 'data-customers' }, schedule: '0 0 2 * * *', immediate: true, backupOwnerReference: 'self', method: 'plugin',
    pluginConfiguration: { name: 'barman-cloud.cloudnative-pg.io' },
  });
});

test('schedule, retention and resources', () => {
  const { manifests } = compose({ schedule: '0 */6 * * *', retention: Duration.days(90), resources: { cpu: Cpu.millis(200) } });
  expect(manifests().one('ScheduledBackup').spec.schedule).toBe('0 0 */6 * * *');
  const { retentionPolicy, instanceSidecarConfiguration } = manifests().one('ObjectStore').spec;
  expect(retentionPolicy).toBe('90d');
  expect(instanceSidecarConfiguration.resources.requests).toMatchObject({ cpu: '200m', memory: '512Mi' });
});

test('a service that speaks S3, with an authority of its own', () => {
  const spec = store({ bucket: ObjectStorageBucket.s3Compatible({ ...COMPATIBLE, certificateAuthority: SecretSource.existing('minio-ca') }) });
  expect(spec.configuration).toMatchObject({ endpointURL: 'https://minio.example.com:9000', endpointCA: { name: 'minio-ca', key: 'ca.crt' } });
  // Such services reject the checksums that newer clients of AWS send by default.
  expect(spec.instanceSidecarConfiguration.env).toEqual([
    { name: 'AWS_DEFAULT_REGION', value: 'us-east-1' },
    { name: 'AWS_REQUEST_CHECKSUM_CALCULATION', value: 'when_required' },
    { name: 'AWS_RESPONSE_CHECKSUM_VALIDATION', value: 'when_required' },
  ]);
});

test('members reach the bucket, and the Secrets must exist', () => {
  const { app, manifests } = compose({ bucket: ObjectStorageBucket.s3Compatible(COMPATIBLE) });
  expect(manifests().one('NetworkPolicy', 'data-customers').spec.egress).toContainEqual({
    to: [{ ipBlock: { cidr: '192.0.2.0/24' } }], ports: [{ protocol: 'TCP', port: 9000 }],
  });
  expect(app.report().requiredSecrets).toEqual([expect.objectContaining({ name: 'backups', keys: ['access-key-id', 'secret-access-key'] })]);
});

test('an endpoint without TLS is worth a warning', () => {
  const bucket = ObjectStorageBucket.s3Compatible({ ...COMPATIBLE, endpoint: 'http://minio.example.com:9000' });
  expect(compose({ bucket }).app.report().warnings.map(({ text }) => text).join()).toContain('without encryption');
});

test('the containers of the plugin count in the quota', () => {
  const cpu = (composed: Composition<unknown>): number => Number(composed.manifests().one('ResourceQuota', 'quota').spec.hard['requests.cpu']);
  expect(cpu(compose({ resources: { cpu: Cpu.units(2) } })) - cpu(compose({ resources: { cpu: Cpu.units(1) } }))).toBeGreaterThanOrEqual(4);
});

test('the log is archived before five minutes have passed', () => {
  expect(compose().manifests().one('Cluster').spec.postgresql.parameters.archive_timeout).toBe('4min');
  expect(compose().made.guarantees).toMatchObject({ pointInTimeRecovery: true });
  expect(compose().made.guarantees.recoveryPoint?.toSeconds()).toBe(300);
  expect(compose().made.guarantees.customResources).toEqual([
    'clusters.postgresql.cnpg.io', 'objectstores.barmancloud.cnpg.io', 'scheduledbackups.postgresql.cnpg.io',
  ]);
});

test('alerts on backups and on the archive', () => {
  const ids = compose().made.alerts.map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(['PostgresBackupTooOld', 'PostgresBackupMissing', 'PostgresBackupFailed', 'PostgresWalArchivingFailing']));
  const without = withPlatform((agents) => new DataLayer(agents, 'data').addPostgres('customers', { engine: PostgresEngine.cloudNativePg() })).made;
  expect(without.alerts.map(({ id }) => id)).not.toContain('PostgresBackupTooOld');
});

describe('recovery from the loss of the data', () => {
  const recovery = (minutes: number): RecoveryObjective =>
    RecoveryObjective.of({ rpo: Duration.hours(1), rto: Duration.minutes(5), dataLossRpo: Duration.minutes(minutes) });
  const withEngine = (minutes: number, engine: PostgresEngine, dump?: string) => withPlatform((agents) => {
    const made = new DataLayer(agents, 'data').addPostgres('customers', { engine, recovery: recovery(minutes) });
    if (dump) {
      made.addDump('nightly', { bucket: BUCKET, schedule: dump });
    }
    return made;
  });
  const unmet = '[production/agents/data/customers] "recovery" (Invalid)';

  test('five minutes need continuous backups', () => {
    expect(refusals(compose({}, {}, { recovery: recovery(5) }).platform)).toEqual([]);
    const { made, platform } = withEngine(5, PostgresEngine.cloudNativePg());
    expect(refusals(platform)).toEqual([unmet]);
    expect(made.node.validate().join()).toMatch(/makes no backups.*PostgresEngine\.cloudNativePg\(\{ backup \}\) can/);
  });

  test('no backup is newer than four minutes', () => {
    expect(refusals(compose({}, {}, { recovery: recovery(4) }).platform)).toEqual([unmet]);
  });

  test('a dump is as good as its schedule', () => {
    expect(refusals(withEngine(2 * 24 * 60, PostgresEngine.cloudNativePg(), '0 2 * * *').platform)).toEqual([]);
    expect(refusals(withEngine(24 * 60, PostgresEngine.cloudNativePg(), '0 2 * * *').platform)).toEqual([unmet]);
    expect(withEngine(24 * 60, PostgresEngine.cloudNativePg(), '0 2 * * *').made.node.validate().join()).toContain('100800 s');
  });
});

describe('errors', () => {
  const path = '[production/agents/data/customers]';

  test.each<[string, Partial<CloudNativePgBackup>, string]>([
    ['no bucket', { bucket: undefined }, '"engine.backup.bucket" (Required)'],
    ['a schedule with seconds', { schedule: '0 0 2 * * *' }, '"engine.backup.schedule" (Invalid)'],
    ['a short retention', { retention: Duration.hours(1) }, '"engine.backup.retention" (OutOfRange)'],
    ['a part of a day', { retention: Duration.hours(36) }, '"engine.backup.retention" (OutOfRange)'],
    ['a bucket in the host name', {
      bucket:
  ObjectStorageBucket.s3Compatible({ ...COMPATIBLE, addressing: BucketAddressing.VIRTUAL_HOST }),
    }, '"engine.backup.bucket" (Forbidden)'],
  ])('%s', (_, backup, message) => {
    expect(refusal(() => compose(backup))).toBe(`${path} ${message}`);
  });

  test('a cluster without the plugin', () => {
    expect(refusal(() => compose({}, { cluster: ClusterProfile.generic({ operators: [Operator.cloudNativePg()] }) }))).toBe(`${path} "engine.backup" (Unavailable)`);
  });
});
