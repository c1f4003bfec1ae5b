import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { readDocuments } from '../manifests';
import { Daemon, run } from '../process';
import { sleep } from '../wait';
import { Identity } from './certificates';

export const ADDRESS = '127.77.0.1';
export const TARGET = { address: '127.77.0.2', port: 18080 };
export const NAME_SERVER = { address: '127.77.0.3', port: 15353 };

/** The NGINX of a gateway with the files of its ConfigMap. Folders, addresses and the port of its target are this machine's; nothing else is changed. */
export class Proxy {
  readonly host: string;
  private readonly root: string;
  private readonly files: Record<string, string>;
  private daemon?: Daemon;

  constructor(folder: string, manifest: string) {
    const { object } = readDocuments(manifest).find(({ object: { kind, metadata } }) => kind === 'ConfigMap' && metadata.name === 'gateway-config')!;
    this.root = join(folder, 'pod');
    this.files = object.data;
    this.host = /^ *server_name (\S+);/m.exec(this.files['nginx.conf'])![1];
    for (const path of ['tmp', 'etc/gateway/config', 'etc/gateway/certificate', 'etc/gateway/clients']) mkdirSync(join(this.root, path), { recursive: true });
    Object.entries(this.files).forEach(([name, text]) => writeFileSync(this.path(`/etc/gateway/config/${name}`), this.localise(text)));
    writeFileSync(this.path('/etc/resolv.conf'), `search agents.svc.cluster.local\nnameserver ${NAME_SERVER.address}:${NAME_SERVER.port}\n`);
  }

  /** As the kubelet writes a Secret that has changed. */
  mountSecrets({ cert, key }: Identity, authority: string): void {
    writeFileSync(this.path('/etc/gateway/certificate/tls.key'), key);
    writeFileSync(this.path('/etc/gateway/certificate/tls.crt'), cert);
    writeFileSync(this.path('/etc/gateway/clients/ca.crt'), authority);
  }

  start(): void {
    this.daemon = new Daemon('nginx', 'sh', [this.path('/etc/gateway/config/start.sh')], join(this.root, 'nginx.log'));
  }

  mustRun(): void {
    this.daemon!.mustRun();
  }

  /** What the kubelet runs before it stops the container. */
  async preStop(): Promise<void> {
    await run('sh', [this.path('/etc/gateway/config/stop.sh')]);
  }

  async stop(): Promise<void> {
    // The loop that watches certificates outlives NGINX by its last sleep, and holds the output open.
    await Promise.race([this.daemon?.stop(), sleep(3000)]);
  }

  accessLog(): Record<string, string>[] {
    return readFileSync(this.path('/access.log'), 'utf8').trim().split('\n').map((line) => JSON.parse(line));
  }

  private path(path: string): string {
    return join(this.root, path);
  }

  private localise(text: string): string {
    return text
      .replace(/(?<![\w.])\/(?:etc\/gateway|etc\/resolv\.conf|tmp)(?=[/\s;])/g, (path) => `${this.root}${path}`)
      .replaceAll('/dev/stdout', this.path('/access.log'))
      .replace(/listen (?:127\.0\.0\.1:)?(\d+)/g, `listen ${ADDRESS}:$1`)
      .replaceAll('http://$target:80;', `http://$target:${TARGET.port};`);
  }
}
