import { appendFileSync, chownSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { Document } from '../manifests';
import { Daemon, Output } from '../process';
import { localise, Place } from './localise';
import type { Machine } from './machine';

type Json = Document['object'];

/** The first container of a pod, with the files and the command of its manifest, as a process of this machine. */
export class Pod {
  private readonly spec: Json;
  private readonly container: Json;
  private readonly root: string;
  private daemon?: Daemon;

  /** `podName` is what the container is told; a member that finds itself among its peers needs its address there. */
  constructor(private readonly machine: Machine, owner: Json, readonly name: string, private readonly podName: string, script?: string) {
    this.spec = (owner.spec.jobTemplate ?? owner).spec.template.spec;
    this.container = (this.spec.initContainers ?? []).concat(this.spec.containers).find(({ command }: Json) =>
      script ? command?.at(-1).endsWith(`/${script}`) : /\/(start|dump)\.sh$/.test(command?.at(-1)));
    this.root = join(machine.folder, name);
    this.folder(this.root);
    this.container.volumeMounts.forEach((mount: Json) => this.fill(mount));
  }

  get address(): string {
    return this.machine.addresses[this.name];
  }

  /** The folder of a mount. */
  path(mountPath: string): string {
    return join(this.root, mountPath);
  }

  start(): void {
    const [binary, ...args] = this.command();
    const options = { ...this.machine.user, cwd: this.root, env: { ...this.machine.environment, ...this.environment() } };
    this.daemon = new Daemon(this.name, binary, args, join(this.machine.folder, `${this.name}.log`), options);
  }

  /** What the kubelet does: the hook first, then the signal. */
  async terminate(): Promise<void> {
    const hook = this.container.lifecycle?.preStop?.exec?.command;
    if (hook) {
      const { stdout, stderr } = await this.machine.run(['timeout', '60', ...this.localised(hook)], this.environment(), this.root);
      appendFileSync(join(this.machine.folder, `${this.name}.log`), `preStop: ${stdout}${stderr}\n`);
    }
    await this.stop();
  }

  /** The exit code where the container has ended, by itself or not. */
  get ended(): string | undefined {
    return this.daemon?.exit;
  }

  /** The exit code of a probe's command. */
  async probe(name: 'readinessProbe' | 'livenessProbe'): Promise<number> {
    return (await this.machine.run(this.localised(this.container[name].exec.command), this.environment(), this.root)).code;
  }

  /** What `kubectl exec` would answer. */
  ask(limitSeconds: number, command: string[]): Promise<string> {
    return this.machine.ask(limitSeconds, command, this.environment());
  }

  log(): string {
    return readFileSync(join(this.machine.folder, `${this.name}.log`), 'utf8');
  }

  /** Runs a container that ends by itself. */
  runToEnd(): Promise<Output> {
    return this.machine.run(['timeout', '60', ...this.command()], this.environment(), this.root);
  }

  async kill(): Promise<void> {
    await this.daemon?.kill();
  }

  async stop(): Promise<void> {
    await this.daemon?.stop();
  }

  loseVolume(mountPath: string): void {
    rmSync(this.path(mountPath), { recursive: true });
    this.folder(this.path(mountPath));
  }

  /** What the kubelet does some time after a Secret changed. */
  fillSecret(volume: string): void {
    this.container.volumeMounts.filter(({ name }: Json) => name === volume).forEach((mount: Json) => this.fill(mount));
  }

  private command(): string[] {
    return this.localised(this.container.command);
  }

  private localised(command: string[]): string[] {
    return command.map((word) => this.localise(word));
  }

  private environment(): Record<string, string> {
    // `$(POD_NAME)` in a value is the real name, which is part of a host.
    const fromManifest = (this.container.env ?? []).map(({ name, value, valueFrom }: Json) => [
      name,
      valueFrom?.fieldRef?.fieldPath === 'metadata.name' ? this.podName : this.localise(value.replaceAll('$(POD_NAME)', this.name)),
    ]);
    return { POD_ADDRESS: this.address, HOME: this.root, TMPDIR: this.path('/tmp'), ...Object.fromEntries(fromManifest) };
  }

  private fill({ name, mountPath }: Json): void {
    this.folder(this.path(mountPath));
    const volume = this.spec.volumes.find((candidate: Json) => candidate.name === name);
    for (const { configMap, secret } of volume?.projected?.sources ?? []) {
      const data = configMap ? this.machine.object('ConfigMap', configMap.name).data : this.machine.secret(secret.name);
      for (const { key, path } of (configMap ?? secret).items) this.file(join(mountPath, path), configMap ? this.localise(data[key]) : data[key]);
    }
  }

  private localise(text: string): string {
    const mountPaths = this.container.volumeMounts.map(({ mountPath }: Json) => mountPath);
    const place: Place = { root: this.root, mountPaths, address: this.address, addresses: this.machine.addresses };
    return localise(text, place);
  }

  private folder(path: string): void {
    mkdirSync(dirname(path), { recursive: true });
    mkdirSync(path, { recursive: true });
    this.give(path);
  }

  private file(mountedPath: string, text: string): void {
    writeFileSync(this.path(mountedPath), text, { mode: 0o440 });
    this.give(this.path(mountedPath));
  }

  private give(path: string): void {
    const { uid, gid } = this.machine.user;
    if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
  }
}
