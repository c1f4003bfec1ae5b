import { ChildProcess, spawn, SpawnOptions } from 'child_process';
import { createWriteStream, readFileSync } from 'fs';

/** Everything that runs, so that nothing outlives this program, however it ends. */
const running = new Set<ChildProcess>();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => process.exit(1));
}

/** A program that runs until it is stopped; its output goes to a file. */
export class Daemon {
  private readonly child: ChildProcess;
  private readonly ended: Promise<void>;
  private code?: string;

  constructor(
    readonly name: string,
    binary: string,
    args: string[],
    private readonly log: string,
    options: SpawnOptions = {},
  ) {
    this.child = spawn(binary, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = createWriteStream(log, { flags: 'a' });
    this.child.stdout!.pipe(output, { end: false });
    this.child.stderr!.pipe(output, { end: false });
    running.add(this.child);
    this.ended = new Promise((resolve) =>
      this.child.once('close', (code, signal) => {
        this.code = signal ?? String(code);
        running.delete(this.child);
        output.end(resolve);
      }),
    );
    this.child.once('error', (error) => output.write(`${error.message}\n`));
  }

  /** The exit code or signal, where it has ended. */
  get exit(): string | undefined {
    return this.code;
  }

  /** Throws when the program has ended by itself, with the end of its log. */
  mustRun(): void {
    if (this.code === undefined) return;
    const tail = readFileSync(this.log, 'utf8').trim().split('\n').slice(-8).join('\n');
    throw new Error(`${this.name} ended by itself (${this.code}); the end of ${this.log}:\n${tail}`);
  }

  /** Asks politely, then ends it hard; returns when the process is gone. */
  async stop(patienceMs = 5000): Promise<void> {
    if (this.code !== undefined) return;
    this.child.kill('SIGTERM');
    const hard = setTimeout(() => this.child.kill('SIGKILL'), patienceMs);
    await this.ended;
    clearTimeout(hard);
  }

  /** As a power cut would. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }
}

export interface Output {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. A code other than 0 is an answer, not an exception. */
export function run(
  binary: string,
  args: string[],
  options: { input?: string; cwd?: string; env?: NodeJS.ProcessEnv; uid?: number; gid?: number } = {},
): Promise<Output> {
  return new Promise((resolve, reject) => {
    const { input, ...rest } = options;
    const child = spawn(binary, args, { env: process.env, ...rest });
    running.add(child);
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    child.once('error', reject);
    child.once('close', (code) => {
      running.delete(child);
      resolve({ code: code ?? 1, stdout, stderr });
    });
    // A program that ends before it has read everything says so by its exit code.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
  });
}

/** Starts a program whose output is read line by line while it runs. */
export function stream(binary: string, args: string[], onLine: (line: string) => void): { stop: () => void } {
  const child = spawn(binary, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  running.add(child);
  child.once('close', () => running.delete(child));
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop()!;
    lines.forEach(onLine);
  });
  return { stop: () => child.kill('SIGKILL') };
}
