import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'fs';
import { delimiter, join } from 'path';
import { Document, readDocuments } from '../manifests';
import { Output, run } from '../process';
import { Pod } from './pod';

/** Secrets are made by others; these hold every character that a shell, libpq or Redis could read as its own. */
const SECRETS: Record<string, Record<string, string>> = {
  'data-customers-app': { username: 'app-owner', password: 'p:a\\s"s\'w$rd' },
  'data-customers-replication': { password: 're:pl\\pw' },
  'data-locks-app': { password: 'p"a\\s s$w0rd' },
  'data-orders-app': { username: 'app\'owner', password: 'p:a\\s"s\'w$rd' },
  'data-orders-replication': { password: 're\'pl\\p w' },
  'data-orders-reporting': { username: 'reporting', password: 'r\\"e\'port' },
  'messaging-jobs-app': { username: 'app', password: 'p"a\\s |&s$w0rd' },
  'messaging-jobs-worker': { username: 'worker', password: 'w|o&r\\1k' },
  'messaging-jobs-cluster': { 'erlang-cookie': 'aVerySecretCookie' },
  'dump-bucket': { 'access-key-id': 'dumper', 'secret-access-key': 'k/e+y=\\s"s\'w$rd' },
};

export interface PodOptions {
  /** What the container is told that it is called. */
  readonly podName?: string;
  /** The container whose command ends in this script; the first that starts a daemon or makes a dump if left out. */
  readonly script?: string;
}

/** The path of a program, where there is one. */
export function findProgram(name: string): string | undefined {
  return (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)).find(existsSync);
}

/** Where everything of one run is, and as whom it runs. */
export class Machine {
  /** Root becomes postgres, because PostgreSQL refuses root and lets in nobody else over its socket. */
  readonly user: { uid?: number; gid?: number };
  readonly environment: Record<string, string>;
  readonly addresses: Record<string, string> = {};
  private readonly documents: Document[];
  private readonly pods: Pod[] = [];
  private readonly secrets = { ...SECRETS };

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

  /** For a Secret whose values are made as the daemons are. */
  putSecret(name: string, values: Record<string, string>): void {
    this.secrets[name] = values;
  }

  secret(name: string): Record<string, string> {
    if (!this.secrets[name]) throw new Error(`no value was invented for Secret ${name}`);
    return this.secrets[name];
  }

  pod(kind: string, owner: string, name: string, { podName = name, script }: PodOptions = {}): Pod {
    const pod = new Pod(this, this.object(kind, owner), name, podName, script);
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

  /** The manifests run Valkey; where there is none, the Redis that it was is told the same. */
  private aliases(): string {
    const bin = join(this.folder, 'bin');
    mkdirSync(bin, { recursive: true });
    const tools = {
      'valkey-server': `exec ${findProgram('valkey-server') ?? 'redis-server'} "$@"`,
      // What a pod calls itself is an address of its own here.
      'valkey-cli': `case " $* " in *" -h "*) ;; *) set -- -h "$POD_ADDRESS" "$@" ;; esac\nexec ${findProgram('valkey-cli') ?? 'redis-cli'} "$@"`,
    };
    for (const [tool, script] of Object.entries(tools)) {
      writeFileSync(join(bin, tool), `#!/bin/sh\n${script}\n`);
      chmodSync(join(bin, tool), 0o755);
    }
    return bin;
  }
}
