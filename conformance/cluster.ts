import { generateKeyPairSync, randomBytes } from 'crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { stringify } from 'yaml';
import { engines, Version } from './engines';
import { apiServerFlags, clientFlags, controllerManagerFlags, etcdFlags } from './flags';
import { Json, Kubectl } from './kubectl';
import { yamlFiles } from './manifests';
import { freePorts, LOOPBACK } from './ports';
import { Daemon } from './process';
import { POD_DELETE, POD_READY_AGAIN } from './stages';
import { nodes, ZONES, zoneSelector } from './topology';
import { PATIENCE_SECONDS, until } from './wait';

/**
 * A Kubernetes cluster in the test's hand: real etcd, API server, controllers and scheduler, and kwok in
 * the place of kubelets, one process a zone, so that ending that process is the loss of the zone.
 * What no kubelet does is not judged here: images, probes, network policies.
 */
export class Cluster {
  /** A whole cluster of the newest version, with nodes. */
  static async start(): Promise<Cluster> {
    const cluster = await Cluster.startControlPlane('newest');
    try {
      await cluster.startControllers();
      await cluster.startNodes();
      return cluster;
    } catch (error) {
      await cluster.stop(true);
      throw error;
    }
  }

  /** Only what admits and stores objects. */
  static async startControlPlane(version: Version): Promise<Cluster> {
    const cluster = new Cluster();
    try {
      await cluster.startApiServer(version);
      return cluster;
    } catch (error) {
      await cluster.stop(true);
      throw error;
    }
  }

  readonly folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  readonly kubectl: Kubectl;
  private readonly kubeconfig = this.path('kubeconfig');
  private readonly daemons: Daemon[] = [];
  private readonly zones = new Map<string, Daemon>();

  private constructor() {
    this.kubectl = new Kubectl(this.kubeconfig, this.path('cache'));
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  private daemon(name: string, binary: string, args: string[]): Daemon {
    const daemon = new Daemon(name, binary, args, this.path(`${name}.log`));
    this.daemons.push(daemon);
    return daemon;
  }

  private async startApiServer(version: Version): Promise<void> {
    const [client, peer, secure] = await freePorts(3);
    const token = this.writeCredentials(secure);
    const etcd = `http://${LOOPBACK}:${client}`;
    const peerUrl = `http://${LOOPBACK}:${peer}`;
    this.daemon('etcd', engines.etcd(), etcdFlags(this.path('etcd'), etcd, peerUrl));
    writeFileSync(this.path('tokens.csv'), `${token},admin,admin,system:masters\n`);
    this.daemon('kube-apiserver', engines.apiServer(version), apiServerFlags((name) => this.path(name), etcd, secure));
    await this.ready(
      PATIENCE_SECONDS,
      async () => (await this.kubectl.try(['get', '--raw', '/readyz'])).code === 0,
      'the API server is not ready',
    );
    await this.ready(
      PATIENCE_SECONDS,
      async () => (await this.kubectl.try(['get', 'namespace', 'default'])).code === 0,
      'no namespace "default"',
    );
  }

  private writeCredentials(port: number): string {
    const token = randomBytes(16).toString('hex');
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(this.path('sa.key'), privateKey.export({ type: 'pkcs1', format: 'pem' }));
    mkdirSync(this.path('certs'));
    writeFileSync(
      this.kubeconfig,
      stringify({
        'apiVersion': 'v1',
        'kind': 'Config',
        'clusters': [
          {
            name: 'c',
            cluster: { 'server': `https://${LOOPBACK}:${port}`, 'certificate-authority': this.path('certs/apiserver.crt') },
          },
        ],
        'users': [{ name: 'u', user: { token } }],
        'contexts': [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
        'current-context': 'x',
      }),
    );
    return token;
  }

  private async startControllers(): Promise<void> {
    this.daemon('kube-controller-manager', engines.controllerManager(), controllerManagerFlags((name) => this.path(name)));
    this.daemon('kube-scheduler', engines.scheduler(), clientFlags(this.kubeconfig));
  }

  private async startNodes(): Promise<void> {
    const stages = yamlFiles(engines.kwokStages())
      .map((file) => readFileSync(file, 'utf8'))
      .filter((text) => /^kind: Stage$/m.test(text) && !text.includes('node-not-ready') && !text.includes('name: pod-delete'));
    writeFileSync(this.path('stages.yaml'), [...stages, ...[POD_DELETE, POD_READY_AGAIN].map((stage) => stringify(stage))].join('\n---\n'));
    await this.create(nodes());
    ZONES.forEach((zone) => this.startZone(zone));
    await this.ready(PATIENCE_SECONDS, async () => (await this.readyNodes()).length === nodes().length, 'the nodes are not ready');
  }

  private startZone(zone: string): void {
    const index = ZONES.indexOf(zone) + 1;
    const flags = [
      ...['--kubeconfig', this.kubeconfig],
      ...['--config', this.path('stages.yaml')],
      ...['--manage-nodes-with-label-selector', zoneSelector(zone)],
      ...['--node-lease-duration-seconds', '10'],
      ...['--cidr', `10.${index}.0.0/16`],
      ...['--node-ip', `10.0.${index}.1`],
    ];
    this.zones.set(zone, new Daemon(`kwok-${zone}`, engines.kwok(), flags, this.path(`kwok-${zone}.log`)));
  }

  async readyNodes(): Promise<string[]> {
    return (await this.kubectl.list('nodes'))
      .filter((node) =>
        node.status?.conditions?.some((condition: Json) => condition.type === 'Ready' && condition.status === 'True'),
      )
      .map((node) => node.metadata.name);
  }

  /** The power of a zone fails. Returns when the control plane has noticed it at all of its nodes. */
  async loseZone(zone: string): Promise<void> {
    await this.zones.get(zone)!.kill();
    this.zones.delete(zone);
    await this.ready(
      PATIENCE_SECONDS,
      async () => !(await this.readyNodes()).some((node) => node.startsWith(zone)),
      `the loss of ${zone} was not noticed`,
    );
  }

  async returnZone(zone: string): Promise<void> {
    this.startZone(zone);
    await this.ready(
      PATIENCE_SECONDS,
      async () => (await this.readyNodes()).filter((node) => node.startsWith(zone)).length === 3,
      `${zone} did not return`,
    );
  }

  /** Creates objects that belong to the cluster, not to the example. */
  async create(objects: Json[]): Promise<void> {
    if (objects.length === 0) return;
    await this.kubectl.do(['create', '-f', '-'], objects.map((object) => `---\n${JSON.stringify(object)}\n`).join(''));
  }

  private async ready(seconds: number, question: () => Promise<boolean>, otherwise: string): Promise<void> {
    const answered = await until(
      seconds,
      async () => {
        [...this.daemons, ...this.zones.values()].forEach((daemon) => daemon.mustRun());
        return question();
      },
      300,
    );
    if (!answered) throw new Error(`${otherwise} after ${seconds} s; logs in ${this.folder}`);
  }

  /** Ends every process, the last started first. Logs stay only when they are wanted. */
  async stop(keepLogs = false): Promise<void> {
    await Promise.all([...this.zones.values()].map((daemon) => daemon.kill()));
    for (const daemon of this.daemons.reverse()) await daemon.stop(3000);
    if (!keepLogs) {
      rmSync(this.folder, { recursive: true, force: true });
      return;
    }
    rmSync(this.path('etcd'), { recursive: true, force: true });
    console.error(
      `conformance: logs are kept in ${this.folder}: ${readdirSync(this.folder)
        .filter((name) => name.endsWith('.log'))
        .join(' ')}`,
    );
  }
}
