import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Daemon, run } from '../process';
import { Machine } from './machine';

const PROGRAMS = '/usr/lib/rabbitmq/bin';
const TOOLS = ['rabbitmq-server', 'rabbitmqctl', 'rabbitmq-upgrade'];
/** The port mapper takes a port for taken that a node on another address has. */
const OWN_PORT = 'number="${RABBITMQ_NODENAME#rabbit}"\nexport RABBITMQ_DIST_PORT="256${number%%@*}"';
/** A port mapper of our own beside the machine's. */
const PORT_MAPPER = { ERL_EPMD_PORT: '14369' };

/** A newer Debian in a folder (see unstable.sh), whose RabbitMQ is that of the image. Its programs see the files of this run where we do. */
export class Debian {
  private portMapper?: Daemon;

  constructor(private readonly machine: Machine, private readonly root: string) {}

  get isInstalled(): boolean {
    return process.getuid!() === 0 && existsSync(join(this.root, PROGRAMS, 'rabbitmq-server'));
  }

  async enter(): Promise<void> {
    const { environment, folder } = this.machine;
    for (const tool of TOOLS) {
      const file = join(folder, 'bin', tool);
      writeFileSync(file, `#!/bin/sh\n${OWN_PORT}\nexec chroot ${this.root} ${PROGRAMS}/${tool} "$@"\n`);
      chmodSync(file, 0o755);
    }
    for (const shared of [folder, '/proc', '/dev']) {
      mkdirSync(join(this.root, shared), { recursive: true });
      await this.must('mount', '--bind', shared, join(this.root, shared));
    }
    Object.assign(environment, { ...PORT_MAPPER, LANG: 'C.UTF-8' });
    this.portMapper = new Daemon('epmd', 'chroot', [this.root, 'epmd'], join(folder, 'epmd.log'), { env: { ...process.env, ...PORT_MAPPER } });
  }

  async leave(): Promise<void> {
    await this.portMapper?.stop();
    for (const shared of [this.machine.folder, '/proc', '/dev']) await run('umount', [join(this.root, shared)]);
  }

  private async must(binary: string, ...args: string[]): Promise<void> {
    const { code, stderr } = await run(binary, args);
    if (code !== 0) throw new Error(`${binary} ${args.join(' ')}: ${stderr}`);
  }
}
