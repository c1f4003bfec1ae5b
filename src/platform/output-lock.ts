import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync, statSync, writeFileSync } from 'fs';
import { hostname } from 'os';
import { join } from 'path';
import { threadId } from 'worker_threads';
import { Guard } from '../internal/guard';

/** The folder in the output folder that the writer works in. It is gone when the writer is done. */
export const WORKSHOP = '.cdk8s-agent-platform';

/** About ten seconds of waiting; a writer holds the folder for a fraction of one. */
const ATTEMPTS = 300;
/** Whether a process on another machine is alive cannot be seen: its lock ends by age. */
const FOREIGN_LOCK_MILLISECONDS = 600_000;
const LOCK = /^lock-(\d+)-(\d+)-(.*)$/;

/**
 * Runs `write` while nothing else writes to the folder.
 *
 * Each writer puts down a lock file of its own and then looks for those of others; where there is one, it takes its own away and tries again.
 * So of two writers at least one sees the other, and any process can remove the lock of a dead one, because no other process ever has its name.
 */
export function withLock<T>(guard: Guard, outdir: string, write: (workshop: string) => T): T {
  const workshop = join(outdir, WORKSHOP);
  const lock = `lock-${process.pid}-${threadId}-${hostname()}`;
  for (let attempt = 1; !acquire(workshop, lock); attempt++) {
    if (attempt >= ATTEMPTS) {
      refuse(guard, outdir, others(workshop, lock));
    }
    sleep(10 + process.pid % 40);
  }
  try {
    return write(workshop);
  } finally {
    release(workshop, lock);
  }
}

function acquire(workshop: string, lock: string): boolean {
  // A writer that was there before may remove the folder just now, also while it is being made.
  const gone = unless(['ENOENT'], () => {
    mkdirSync(workshop, { recursive: true });
    writeFileSync(join(workshop, lock), '');
  });
  if (gone) {
    return false;
  }
  if (others(workshop, lock).length > 0) {
    release(workshop, lock);
    return false;
  }
  // Should we be killed, nobody commits what is left.
  writeFileSync(join(workshop, '.gitignore'), '*\n');
  return true;
}

/** The locks of writers that may be alive; those of the dead are removed. */
function others(workshop: string, own: string): string[] {
  return (existsSync(workshop) ? readdirSync(workshop) : []).filter((name) => LOCK.test(name) && name !== own).filter((name) => {
    const alive = isAlive(workshop, name, own);
    if (!alive) {
      rmSync(join(workshop, name), { force: true });
    }
    return alive;
  });
}

function isAlive(workshop: string, name: string, own: string): boolean {
  const [, pid, thread, host] = LOCK.exec(name)!;
  if (host !== hostname()) {
    const [theirs, ours] = [name, own].map((file) => statSync(join(workshop, file), { throwIfNoEntry: false })?.mtimeMs);
    return theirs !== undefined && (ours === undefined || ours - theirs < FOREIGN_LOCK_MILLISECONDS);
  }
  if (Number(pid) === process.pid) {
    return Number(thread) !== threadId;
  }
  return !unless(['ESRCH'], () => unless(['EPERM'], () => process.kill(Number(pid), 0)));
}

function release(workshop: string, lock: string): void {
  rmSync(join(workshop, lock), { force: true });
  unless(['ENOENT'], () => {
    if (readdirSync(workshop).every((name) => name === '.gitignore')) {
      rmSync(join(workshop, '.gitignore'), { force: true });
      unless(['ENOTEMPTY', 'EEXIST'], () => rmdirSync(workshop));
    }
  });
}

function refuse(guard: Guard, outdir: string, locks: string[]): never {
  const holders = locks.map((name) => LOCK.exec(name)!).map(([, pid, , host]) => `process ${pid} on ${host}`);
  guard.fail('outdir', outdir, 'a folder that no other program writes to at the same time',
    `${holders.join(' and ') || 'another program'} is writing to it; wait for it to end, or delete ${join(outdir, WORKSHOP, locks[0] ?? '')} if it is not a synthesis`);
}

/** Whether the action failed with one of these codes. */
function unless(codes: string[], action: () => void): boolean {
  try {
    action();
    return false;
  } catch (error) {
    if (!codes.includes((error as NodeJS.ErrnoException).code!)) {
      throw error;
    }
    return true;
  }
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
