import { randomBytes } from 'crypto';
import { chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Duration } from 'cdk8s';
import {
  DataLayer, ObjectStorageBucket, Namespace, Platform, PlatformApp, PostgresEngine, SecretSource, SynthReporting,
} from '../../src';
import { engines, isBuilt } from '../engines';
import { Daemon, run } from '../process';
import { Bucket, sum } from './bucket';
import { Checks } from './checks';
import { Machine } from './machine';
import { Pod } from './pod';

type User = { uid?: number; gid?: number };

const STORE = 'data-customers';
const ADDRESS = '127.0.43.1';
const PORT = 8443;
const BUCKET = 'acme-dumps';
const FOLDER = 'production/agents/data/customers/nightly';
const OLD = '2020-01-01T00-00-00Z.dump';
/** More than the AWS CLI uploads in one piece. */
const SIZE = 20 * 1024 * 1024;

/** SeaweedFS takes what upload.sh of a `ObjectStorageBucket.s3Compatible` uploads, over TLS by an authority of its own. */
export async function s3(folder: string, user: User): Promise<Checks> {
  const checks = new Checks('S3');
  const missing = [...isBuilt(engines.weed) ? [] : ['weed (conformance/engines/build.sh seaweedfs)'], ...await hasNewAws() ? [] : ['an AWS CLI from 2.13 on (conformance/daemons/unstable.sh)']];
  if (missing.length > 0) {
    console.log(`SKIPPED S3: nothing was uploaded, as there is no ${missing.join(' and no ')}`);
    return checks;
  }
  mkdirSync(folder);
  chmodSync(folder, 0o755);
  const machine = new Machine(folder, compose(folder), user);
  [`${STORE}-nightly`, `${STORE}-ro`, `${STORE}-rw`].forEach((name) => (machine.addresses[name] = ADDRESS));
  const server = await startServer(machine);
  try {
    await upload(machine, checks, new Bucket(machine, { url: `https://${ADDRESS}:${PORT}`, name: BUCKET, folder: FOLDER }));
  } finally {
    await server.stop();
  }
  return checks;
}

async function upload(machine: Machine, checks: Checks, bucket: Bucket): Promise<void> {
  const job = machine.pod('CronJob', `${STORE}-nightly`, `${STORE}-nightly`, { script: 'upload.sh' });
  const dump = (bytes: number): Buffer => {
    const content = randomBytes(bytes);
    writeFileSync(job.path('/dump/database.dump'), content);
    return content;
  };
  await checks.sees('a bucket is made', 60, '', () => bucket.make());
  await bucket.put(`${FOLDER}/notes.txt`, 'notes');

  const content = dump(SIZE);
  await checks.sees('upload.sh uploads the first dump', 1, '0', () => exitCode(job));
  await checks.sees('whole, in the folder of its construct path', 10, `${sum(content)} 1`, () => bucket.newest());
  await checks.sees('and its heart has beaten', 1, '0', async () => String(await job.probe('livenessProbe')));

  await bucket.put(`${FOLDER}/${OLD}`, 'x'.repeat(1000));
  dump(SIZE / 4);
  await checks.sees('one far smaller than the last fails', 1, '1', () => exitCode(job));
  await checks.sees('is kept aside, and deletes nothing', 10, 'small: 1, old: 1, dumps: 2', () => bucket.kinds());

  dump(SIZE - 1000);
  // Names are seconds: the next dump needs one of its own.
  await checks.sees('one of nearly the same size succeeds', 1, '0', () => exitCode(job));
  await checks.sees('and takes the place of what is too old, and of nothing else', 10, 'small: 1, old: 0, dumps: 2', () => bucket.kinds());
  await checks.sees('what is no dump stays', 10, 'notes', () => bucket.get(`${FOLDER}/notes.txt`));

  machine.putSecret('dump-bucket', { 'access-key-id': 'dumper', 'secret-access-key': 'another' });
  const stranger = machine.pod('CronJob', `${STORE}-nightly`, `${STORE}-stranger`, { script: 'upload.sh' });
  writeFileSync(stranger.path('/dump/database.dump'), 'x');
  await checks.sees('with another key nothing is uploaded', 1, 'refused', async () => ((await stranger.runToEnd()).code === 0 ? 'uploaded' : 'refused'));
  await checks.sees('nor changed', 10, 'small: 1, old: 0, dumps: 2', () => bucket.kinds());
}

/** A dump to a service of this machine, as the library renders it. */
function compose(folder: string): string {
  const app = new PlatformApp({ outdir: join(folder, 'manifests'), reporting: SynthReporting.SILENT });
  const agents = new Namespace(new Platform(app, 'production'), 'agents');
  new DataLayer(agents, 'data').addPostgres('customers', { engine: PostgresEngine.plain() }).addDump('nightly', {
    bucket: ObjectStorageBucket.s3Compatible({
      endpoint: `https://${ADDRESS}:${PORT}`, bucket: BUCKET, credentials: SecretSource.existing('dump-bucket'),
      certificateAuthority: SecretSource.existing('dump-authority'),
    }),
    schedule: '0 2 * * *',
    retention: Duration.days(30),
  });
  app.synth();
  return join(folder, 'manifests', 'production', 'agents', 'data.yaml');
}

async function startServer(machine: Machine): Promise<Daemon> {
  const place = (name: string): string => join(machine.folder, name);
  const { code, stderr } = await run('openssl', [
    'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=dumps',
    '-addext', `subjectAltName=IP:${ADDRESS}`, '-keyout', place('server.key'), '-out', place('server.crt'),
  ]);
  if (code !== 0) throw new Error(stderr);
  const { 'access-key-id': accessKey, 'secret-access-key': secretKey } = machine.secret('dump-bucket');
  writeFileSync(place('s3.json'), JSON.stringify({ identities: [{ name: 'dumper', credentials: [{ accessKey, secretKey }], actions: ['Admin', 'Read', 'Write', 'List'] }] }));
  mkdirSync(place('weed'));
  const { uid, gid } = machine.user;
  if (uid !== undefined && gid !== undefined) chownSync(machine.folder, uid, gid);
  machine.putSecret('dump-authority', { 'ca.crt': readFileSync(place('server.crt'), 'utf8') });
  return new Daemon('weed', engines.weed(), [
    'server', `-dir=${place('weed')}`, `-ip=${ADDRESS}`, `-ip.bind=${ADDRESS}`, '-filer', '-volume.max=10', '-master.volumeSizeLimitMB=64',
    '-s3', `-s3.config=${place('s3.json')}`, `-s3.port.https=${PORT}`, `-s3.cert.file=${place('server.crt')}`, `-s3.key.file=${place('server.key')}`,
  ], place('weed.log'), { cwd: machine.folder });
}

async function exitCode(job: Pod): Promise<string> {
  const { code, stderr } = await job.runToEnd();
  return code === 0 || /kept as/.test(stderr) ? String(code) : `${code}: ${stderr}`;
}

/** Before 2.13 the AWS CLI knows no endpoint in a variable. */
async function hasNewAws(): Promise<boolean> {
  try {
    const [, major, minor] = /aws-cli\/(\d+)\.(\d+)/.exec((await run('aws', ['--version'])).stdout) ?? [];
    return Number(major) > 2 || Number(major) === 2 && Number(minor) >= 13;
  } catch {
    return false;
  }
}
