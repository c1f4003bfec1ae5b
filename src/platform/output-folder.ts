import { existsSync } from 'fs';
import { join } from 'path';
import { Guard } from '../internal/guard';
import { Exchange } from './output-exchange';
import { makeFolders } from './output-files';
import { withLock, WORKSHOP } from './output-lock';
import { survey } from './output-survey';

const REASONS = new Map(Object.entries({
  EACCES: 'permission denied', EPERM: 'not permitted', EROFS: 'read-only file system', ENOTDIR: 'not a folder', EEXIST: 'not a folder',
  ENOENT: 'does not exist', ENOSPC: 'no space left', EDQUOT: 'no quota left', ENAMETOOLONG: 'name too long', ELOOP: 'symbolic links in a circle',
  EBUSY: 'in use, or a mount point', EXDEV: 'on another file system', ENOTEMPTY: 'not empty', EISDIR: 'a folder', EMFILE: 'too many open files',
  EIO: 'input/output error',
}));

/**
 * Makes these files the content of the output folder.
 *
 * The folder of each Platform is replaced as a whole or not at all, and so is each file of a Chart outside of a Platform. Files that would not change stay the files that
 * they are. Files that the library did not write are kept; if one is in the way, nothing is written.
 * `others` are folders and files of the program that are left as they are.
 *
 * @returns how many files were written or removed
 */
export function replaceFolder(guard: Guard, outdir: string, files: Map<string, string>, others: Set<string> = new Set()): number {
  return explained(guard, outdir, () => {
    makeFolders(outdir);
    return withLock(guard, outdir, (workshop) => {
      recoverIn(guard, outdir, workshop);
      const units = survey(guard, outdir, files, others);
      const changes = units.map((unit) => unit.files.size - unit.unchanged.size + unit.stale.length);
      const changed = units.filter((_, index) => changes[index] > 0);
      if (changed.length > 0) {
        refuseLeft(guard, outdir, new Exchange(outdir, workshop).replace(changed));
      }
      return changes.reduce((sum, count) => sum + count, 0);
    });
  });
}

/** Ends what a program began that was killed while it wrote to the folder. */
export function recoverFolder(guard: Guard, outdir: string): void {
  explained(guard, outdir, () => {
    if (existsSync(join(outdir, WORKSHOP))) {
      withLock(guard, outdir, (workshop) => recoverIn(guard, outdir, workshop));
    }
  });
}

function recoverIn(guard: Guard, outdir: string, workshop: string): void {
  refuseLeft(guard, outdir, new Exchange(outdir, workshop).recover());
}

function refuseLeft(guard: Guard, outdir: string, left: string[]): void {
  if (left.length > 0) {
    guard.fail('outdir', outdir, 'a folder that no other program writes to at the same time',
      `two versions of a file were written at once; one is in its place, the other is ${left.join(', ')}: keep one, and delete the other`);
  }
}

/** Errors of the file system, in words. */
function explained<T>(guard: Guard, outdir: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const { code, syscall, path, dest } = error as NodeJS.ErrnoException & { dest?: string };
    if (code === undefined || syscall === undefined) {
      throw error;
    }
    return guard.fail('outdir', outdir, 'a folder that this program can write to',
      `${REASONS.get(code) ?? 'refused by the system'} (${code}): ${[path, dest].filter(Boolean).join(' -> ')}`);
  }
}
