import { ChildProcess, spawn } from 'child_process';
import { once } from 'events';
import { existsSync, mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { setTimeout } from 'timers/promises';
import { App } from 'cdk8s';
import { Guard } from '../../../src/internal/guard';
import { replaceFolder } from '../../../src/platform/output-folder';
import { addForeignFiles, faults, faultsAfterKill, filesOf, Version } from './output';

/** A folder with an output in it and files of others, gone when the trial is over. */
export async function withOutput<T>(trial: (outdir: string) => Promise<T>): Promise<T> {
  const outdir = mkdtempSync(join(tmpdir(), 'cdk8s-agent-platform-kill-'));
  try {
    write(outdir, 'one');
    addForeignFiles(outdir);
    return await trial(outdir);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** Kills a program that writes without end after so many milliseconds. Returns what is wrong then, and after the next run. */
export async function killAfter(outdir: string, milliseconds: number): Promise<string[]> {
  const writer = await start(outdir, 'loop');
  await setTimeout(milliseconds);
  writer.kill('SIGKILL');
  await once(writer, 'exit');
  return examine(outdir);
}

/** Kills a program before its n-th change to the file system; `ended` where it made fewer. */
export async function killBefore(outdir: string, change: number): Promise<{ ended: boolean; faults: string[] }> {
  write(outdir, 'one');
  const writer = await start(outdir, 'until', 'two', change);
  const [code] = writer.exitCode === null && writer.signalCode === null ? await once(writer, 'exit') : [writer.exitCode];
  return { ended: code === 0, faults: examine(outdir) };
}

/** Lets programs write at the same time, each its version so many times. Returns what is wrong in the end. */
export async function writeTogether(outdir: string, versions: Version[], times: number): Promise<string[]> {
  const writers = await Promise.all(versions.map((version) => start(outdir, 'times', version, times)));
  const exits = writers.map((writer) => once(writer, 'exit'));
  writers.forEach((writer) => writer.stdin!.end('go'));
  const failed = (await Promise.all(exits)).filter(([code]) => code !== 0).map(([code]) => `a writer ended with ${code}`);
  return [...failed, ...faults(outdir), ...leftovers(outdir)];
}

/** First as the program left it, then after the next run. */
function examine(outdir: string): string[] {
  const before = faultsAfterKill(outdir);
  write(outdir, 'two');
  return [...before, ...faults(outdir).map((fault) => `after the next run: ${fault}`), ...leftovers(outdir)];
}

function leftovers(outdir: string): string[] {
  return existsSync(join(outdir, '.cdk8s-agent-platform')) ? ['the workshop is left'] : [];
}

function write(outdir: string, version: Version): void {
  replaceFolder(new Guard(new App()), outdir, filesOf(version));
}

async function start(outdir: string, ...args: (string | number)[]): Promise<ChildProcess> {
  const program = ['-r', join(__dirname, 'register.js'), join(__dirname, 'writer.ts'), outdir, ...args.map(String)];
  const writer = spawn(process.execPath, program, { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(writer.stdout!, 'data');
  return writer;
}
