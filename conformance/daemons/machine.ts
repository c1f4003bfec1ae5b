import { chmodSync, mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Document, readDocuments } from '../manifests';
import { Output, run } from '../process';
import { Pod } from './pod';

/** Secrets are made by others; these hold every character that a shell, libpq or Redis could read as its own. */
const SECRETS: Record<string, Record<string, string>> = {
  'data-customers-app': { username: 'app-owner', password: 'p:a\\s"s\'w$rd' },
  'data-customers-replication': { password: 're:pl\\pw' },
  'data-locks-app': { password: 'p"a\\s s$w0rd' },
  'dump-bucket': { 'access-key-id': 'nobody', 'secret-access-key': 'nothing' },
};

/** Where everything of one run is, and as whom it runs. */
export class Machine {
  /** Root becomes postgres, because PostgreSQL refuses root and lets in nobody else over its socket. */
  readonly user: { uid?: number; gid?: number };
  readonly environment: Record<string, string>;
  readonly addresses: Record<string, string> = {};
  private readonly documents: Document[];
  private readonly pods: Pod[] = [];

  constructor(readonly folder: string, manifest: string, user: { uid?: number; gid?: number }) {
    this.documents = readDocuments(manifest);
    this.user = user;
    this.environment = { PATH: `${this.aliases()}:${process.env.PATH}` };
  }

  object(kind: string, name: string): Document['object'] {
    const found = this.documents.find(({ object }) => object.kind === kind && object.metadata.name === name);
    if (!found) throw new Error(`the manifest has no ${kind} ${name}`);
    return found.object;
  }

  secret(name: string): Record<string, string> {
    if (!SECRETS[name]) throw new Error(`no value was invented for Secret ${name}`);
    return SECRETS[name];
  }

  pod(kind: string, owner: string, name: string, podName = name): Pod {
    const pod = new Pod(this, this.object(kind, owner), name, podName);
    this.pods.push(pod);
    return pod;
  }

  /** A question to a daemon: its answer, or what went wrong. It never takes longer than the limit. */
  async ask(limitSeconds: number, command: string[], environment: Record<string, string> = {}): Promise<string> {
    const { code, stdout, stderr } = await this.run(['timeout', String(limitSeconds), ...command], environment);
    return (code === 0 ? stdout : stderr || `exit code ${code}`).trim();
  }

  run([binary, ...args]: string[], environment: Record<string, string> = {}, cwd = this.folder): Promise<Output> {
    return run(binary, args, { ...this.user, cwd, env: { ...this.environment, ...environment } });
  }

  async stop(): Promise<void> {
    await Promise.all(this.pods.map((pod) => pod.stop()));
  }

  /** The manifests run Valkey; Debian 12 has the Redis that it was, which is told the same. */
  private aliases(): string {
    const bin = join(this.folder, 'bin');
    mkdirSync(bin);
    const tools = {
      'valkey-server': 'exec redis-server "$@"',
      // What a pod calls itself is an address of its own here.
      'valkey-cli': 'case " $* " in *" -h "*) ;; *) set -- -h "$POD_ADDRESS" "$@" ;; esac\nexec redis-cli "$@"',
    };
    for (const [tool, script] of Object.entries(tools)) {
      writeFileSync(join(bin, tool), `#!/bin/sh\n${script}\n`);
      chmodSync(join(bin, tool), 0o755);
    }
    return bin;
  }
}
