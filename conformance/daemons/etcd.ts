import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { Agent, request } from 'https';
import { join } from 'path';
import { engines, isBuilt } from '../engines';
import { Document, readDocuments } from '../manifests';
import { Daemon, run } from '../process';
import { secondsSince, until } from '../wait';
import { Checks } from './checks';
import { localise } from './localise';

const MANIFEST = 'dist/manifests/engines/etcd/agents/data.yaml';
const SERVER = 'data-locks-server';
const PODS = [0, 1, 2].map((index) => `${SERVER}-${index}`);
const addressOf = (pod: string): string => `127.0.44.${Number(pod.slice(-1)) + 1}`;
const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** Three members with the flags of the example's manifest, and a client with a certificate. They run as this user, who alone may read the engines' cache. */
export async function etcd(folder: string): Promise<Checks> {
  const checks = new Checks('etcd');
  if (!isBuilt(engines.etcd)) {
    console.log('SKIPPED etcd: it is not built (conformance/engines/build.sh etcd)');
    return checks;
  }
  mkdirSync(folder);
  const cluster = new Cluster(folder);
  try {
    await cluster.makeCertificates();
    await prove(cluster, checks);
  } finally {
    await cluster.stop(PODS);
  }
  return checks;
}

async function prove(cluster: Cluster, checks: Checks): Promise<void> {
  cluster.start([PODS[0]]);
  await checks.sees('a member is alive while it waits for the others', 20, 'ok', () => cluster.ask(PODS[0], 'livez'));
  cluster.start([PODS[1], PODS[2]]);
  await checks.sees('three members form a cluster and are ready', 30, 'ok ok ok', () => cluster.ready());
  await checks.sees('they are alive', 5, 'ok ok ok', () => cluster.probe('livez'));
  await checks.sees('without a certificate nobody is answered', 5, 'refused', () => cluster.stranger());

  const writer = new Writer(cluster);
  await writer.writeFor(2);
  const leader = await cluster.leader();
  await cluster.kill([leader]);
  const outage = Date.now();
  await writer.writeUntilAcknowledged(30);
  checks.tells(`writes return ${secondsSince(outage).toFixed(1)} s after kill -9 of the leader`);
  await writer.writeFor(2);
  await checks.sees(`all ${writer.acknowledged.length} acknowledged writes are there`, 10, '0 lost', () => writer.lost());
  cluster.start([leader]);
  await checks.sees('the killed member is back', 30, 'ok ok ok', () => cluster.ready());

  await cluster.kill(PODS);
  const full = Date.now();
  cluster.start(PODS);
  await checks.sees('after kill -9 of all members the cluster is back by itself', 30, 'ok ok ok', () => cluster.ready());
  checks.tells(`full outage: ready after ${secondsSince(full).toFixed(1)} s`);
  await checks.sees('without a lost write', 10, '0 lost', () => writer.lost());
  await checks.sees('the metrics of all alerts and panels are there', 5, '', () => cluster.missingMetrics());

  await cluster.loseVolume(PODS[2]);
  await checks.sees('a member that lost its volume is refused, and the others go on', 20, 'ended, ok ok not ok', async () =>
    `${cluster.hasEnded(PODS[2]) ? 'ended' : 'running'}, ${await cluster.ready()}`);
  await cluster.replace(PODS[2]);
  await checks.sees('after it was removed and added again, it joins with the state "existing"', 30, 'ok ok ok', () => cluster.ready());
  await cluster.kill([PODS[0], PODS[2]]);
  await checks.sees('without a majority a member is alive', 10, 'ok', () => cluster.ask(PODS[1], 'livez'));
  await checks.sees('but not ready', 20, 'not ok', () => cluster.ask(PODS[1], 'readyz'));
}

/** Writes keys one after the other, and remembers which were acknowledged. */
class Writer {
  readonly acknowledged: string[] = [];
  private next = 0;

  constructor(private readonly cluster: Cluster) {}

  async writeFor(seconds: number): Promise<void> {
    const start = Date.now();
    while (secondsSince(start) < seconds) await this.write();
  }

  async writeUntilAcknowledged(seconds: number): Promise<void> {
    const before = this.acknowledged.length;
    await until(seconds, async () => {
      await this.write();
      return this.acknowledged.length > before;
    }, 20);
  }

  async lost(): Promise<string> {
    const answer = await this.cluster.call('/v3/kv/range', { key: base64('k'), range_end: base64('l') });
    const found = new Set<string>((answer?.kvs ?? []).map(({ key }: { key: string }) => key));
    return `${this.acknowledged.filter((key) => !found.has(base64(key))).length} lost`;
  }

  private async write(): Promise<void> {
    const key = `k${this.next++}`;
    if ((await this.cluster.call('/v3/kv/put', { key: base64(key), value: base64('v') }))?.header) this.acknowledged.push(key);
  }
}

class Cluster {
  private readonly daemons = new Map<string, Daemon>();
  private readonly container: Document['object'];
  private readonly alerted: string[];
  private agent?: Agent;

  constructor(private readonly folder: string) {
    const set = readDocuments(MANIFEST).find(({ object }) => object.kind === 'StatefulSet' && object.metadata.name === SERVER)!;
    [this.container] = set.object.spec.template.spec.containers;
    this.alerted = ['etcd_server_has_leader', 'etcd_server_leader_changes_seen_total', 'etcd_disk_wal_fsync_duration_seconds_bucket',
      'etcd_disk_backend_commit_duration_seconds_bucket', 'etcd_mvcc_db_total_size_in_bytes', 'etcd_server_quota_backend_bytes',
      'etcd_server_proposals_committed_total'];
  }

  async makeCertificates(): Promise<void> {
    const at = (name: string): string => join(this.folder, name);
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    const names = PODS.map((pod) => `IP:${addressOf(pod)}`).join(',');
    await openssl(['req', '-x509', ...key, '-subj', '/CN=authority', '-keyout', at('ca.key'), '-out', at('ca.crt')]);
    await openssl(['req', '-x509', ...key, '-CA', at('ca.crt'), '-CAkey', at('ca.key'), '-subj', '/CN=members', '-addext', `subjectAltName=${names}`,
      '-addext', 'basicConstraints=critical,CA:FALSE', '-addext', 'extendedKeyUsage=serverAuth,clientAuth', '-keyout', at('tls.key'), '-out', at('tls.crt')]);
    await openssl(['req', '-x509', ...key, '-CA', at('ca.crt'), '-CAkey', at('ca.key'), '-subj', '/CN=client', '-addext', 'basicConstraints=critical,CA:FALSE',
      '-addext', 'extendedKeyUsage=clientAuth', '-keyout', at('client.key'), '-out', at('client.crt')]);
    const read = (name: string): string => readFileSync(at(name), 'utf8');
    this.agent = new Agent({ ca: read('ca.crt'), cert: read('client.crt'), key: read('client.key'), keepAlive: true });
    PODS.forEach((pod) => this.prepare(pod, read));
  }

  start(pods: string[], state = 'new'): void {
    for (const pod of pods) {
      const addresses = Object.fromEntries(PODS.map((name) => [name, addressOf(name)]));
      const mountPaths = this.container.volumeMounts.map(({ mountPath }: { mountPath: string }) => mountPath);
      const args = this.container.args.map((arg: string) => localise(
        arg.replaceAll('$(POD_NAME)', pod).replaceAll('0.0.0.0', addressOf(pod)).replace('cluster-state=new', `cluster-state=${state}`), { root: join(this.folder, pod), mountPaths, addresses },
      ));
      this.daemons.set(pod, new Daemon(pod, engines.etcd(), args, join(this.folder, `${pod}.log`), { cwd: join(this.folder, pod) }));
    }
  }

  async kill(pods: string[]): Promise<void> {
    await Promise.all(pods.map((pod) => this.daemons.get(pod)?.kill()));
  }

  async stop(pods: string[]): Promise<void> {
    await Promise.all(pods.map((pod) => this.daemons.get(pod)?.stop()));
  }

  async loseVolume(pod: string): Promise<void> {
    await this.kill([pod]);
    rmSync(join(this.folder, pod, '/var/lib/etcd/data'), { recursive: true });
    this.start([pod]);
  }

  /** What docs/data-layer.md tells an operator to do. */
  async replace(pod: string): Promise<void> {
    const { members } = await this.call('/v3/cluster/member/list', {});
    const { ID, peerURLs } = members.find(({ name }: { name: string }) => name === pod);
    await this.call('/v3/cluster/member/remove', { ID });
    // Refused until the others have been connected to each other for five seconds.
    await until(20, async () => Boolean((await this.call('/v3/cluster/member/add', { peerURLs }))?.member));
    rmSync(join(this.folder, pod, '/var/lib/etcd/data'), { recursive: true, force: true });
    this.start([pod], 'existing');
  }

  hasEnded(pod: string): boolean {
    return this.daemons.get(pod)?.exit !== undefined;
  }

  ready(): Promise<string> {
    return this.probe('readyz');
  }

  async probe(path: string): Promise<string> {
    return (await Promise.all(PODS.map((pod) => this.ask(pod, path)))).join(' ');
  }

  /** As the kubelet asks: the path and port are those of the manifest's probes. */
  async ask(pod: string, path: string): Promise<string> {
    return (await this.metricsPort(pod, `/${path}`)).code === 200 ? 'ok' : 'not ok';
  }

  async leader(): Promise<string> {
    for (const pod of PODS) {
      if (/^etcd_server_is_leader 1$/m.test((await this.metricsPort(pod, '/metrics')).text)) return pod;
    }
    throw new Error('no member leads');
  }

  async missingMetrics(): Promise<string> {
    const { text } = await this.metricsPort(PODS[0], '/metrics');
    return this.alerted.filter((metric) => !text.includes(`\n${metric}`)).join(' ');
  }

  async stranger(): Promise<string> {
    const agent = new Agent({ ca: readFileSync(join(this.folder, 'ca.crt')) });
    return await post(addressOf(PODS[0]), agent, '/v3/kv/range', { key: base64('k') }) ? 'answered' : 'refused';
  }

  /** The answer of the first member that has one, as a client with several endpoints finds it. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  async call(path: string, body: object): Promise<any> {
    for (const pod of PODS) {
      const answer = await post(addressOf(pod), this.agent!, path, body);
      if (answer) return answer;
    }
    return undefined;
  }

  private async metricsPort(pod: string, path: string): Promise<{ code: number; text: string }> {
    try {
      const answer = await fetch(`http://${addressOf(pod)}:2381${path}`, { signal: AbortSignal.timeout(6000) });
      return { code: answer.status, text: await answer.text() };
    } catch {
      return { code: 0, text: '' };
    }
  }

  /** The volume and the Secret of a member. */
  private prepare(pod: string, read: (name: string) => string): void {
    for (const { mountPath } of this.container.volumeMounts) {
      mkdirSync(join(this.folder, pod, mountPath), { recursive: true });
    }
    for (const name of ['ca.crt', 'tls.crt', 'tls.key']) {
      writeFileSync(join(this.folder, pod, '/etc/etcd-certificate', name), read(name), { mode: 0o440 });
    }
  }
}

/** The JSON of an answer, or nothing where there was none or an error. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function post(host: string, agent: Agent, path: string, body: object): Promise<any> {
  return new Promise((resolve) => {
    const asked = request({ host, port: 2379, path, method: 'POST', agent, timeout: 1000 }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => (text += chunk));
      answer.on('end', () => resolve(answer.statusCode === 200 ? JSON.parse(text) : undefined));
      answer.on('error', () => resolve(undefined));
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => resolve(undefined));
    asked.end(JSON.stringify(body));
  });
}

async function openssl(args: string[]): Promise<void> {
  const { code, stderr } = await run('openssl', args);
  if (code !== 0) throw new Error(stderr);
}
