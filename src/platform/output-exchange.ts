import {
  chmodSync, chownSync, copyFileSync, existsSync, linkSync, mkdirSync, readdirSync, readlinkSync, renameSync, rmdirSync, rmSync, symlinkSync,
  writeFileSync,
} from 'fs';
import { dirname, join } from 'path';
import { isOurs, statOf } from './output-files';
import { Unit } from './output-survey';

/** Where file systems and kernels say that they make no second name for a file. */
const NO_LINKS = ['EPERM', 'EACCES', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL'];

/**
 * Replaces units of an output folder, each as a whole: its new content is made in `new` of the workshop and then changes places with the old one,
 * which goes to `old` and away. Whatever happens in between, `recover` finds in these two what to do.
 */
export class Exchange {
  private readonly fresh: string;
  private readonly former: string;

  public constructor(private readonly outdir: string, workshop: string) {
    this.fresh = join(workshop, 'new');
    this.former = join(workshop, 'old');
  }

  /** Ends what a program began that was killed. Returns what could not be put back, if anything. */
  public recover(): string[] {
    const left = entries(this.former).flatMap((name) => {
      if (statOf(join(this.outdir, name))) {
        return this.discard(join(this.former, name), join(this.outdir, name));
      }
      renameSync(join(this.former, name), join(this.outdir, name));
      return [];
    });
    this.removeIfEmpty(this.former);
    rmSync(this.fresh, { recursive: true, force: true });
    return left;
  }

  /** Returns what others put into the way meanwhile, if anything: it is in `old` then. */
  public replace(units: Unit[]): string[] {
    const swapped: Unit[] = [];
    try {
      mkdirSync(this.fresh);
      mkdirSync(this.former);
      units.forEach((unit) => this.prepare(unit));
      for (const unit of units) {
        swapped.unshift(unit);
        this.swap(unit);
      }
    } catch (error) {
      swapped.forEach((unit) => this.putBack(unit));
      this.recover();
      throw error;
    }
    return this.recover();
  }

  private prepare(unit: Unit): void {
    if (unit.isFolder && unit.exists) {
      unit.foreignFolders.forEach((folder) => this.makeFolder(folder));
    }
    for (const [path, text] of unit.files) {
      this.makeFolder(dirname(path));
      if (!unit.unchanged.has(path) || !this.carry(path)) {
        writeFileSync(join(this.fresh, path), text);
      }
    }
    // Where there are no hard links, files of others move when the folders have changed places.
    unit.foreignFiles.forEach((path) => this.carry(path));
  }

  /** With the permissions and, for root, the owner of the folder whose place it takes. */
  private makeFolder(path: string): void {
    if (path === '.' || existsSync(join(this.fresh, path))) {
      return;
    }
    this.makeFolder(dirname(path));
    mkdirSync(join(this.fresh, path));
    const before = statOf(join(this.outdir, path));
    if (before) {
      chmodSync(join(this.fresh, path), before.mode % 0o10000);
      if (process.getuid?.() === 0) {
        chownSync(join(this.fresh, path), before.uid, before.gid);
      }
    }
  }

  /** Gives a file a second name in the new folder, so that it stays the file that it was. */
  private carry(path: string): boolean {
    const [from, to] = [join(this.outdir, path), join(this.fresh, path)];
    if (statOf(from)!.isSymbolicLink()) {
      symlinkSync(readlinkSync(from), to);
      return true;
    }
    return link(from, to);
  }

  private swap({ name, exists, isFolder }: Unit): void {
    const place = join(this.outdir, name);
    if (exists && isFolder) {
      renameSync(place, join(this.former, name));
    } else if (exists && !link(place, join(this.former, name))) {
      copyFileSync(place, join(this.former, name));
    }
    renameSync(join(this.fresh, name), place);
  }

  /** Whatever of the swap has happened. */
  private putBack({ name }: Unit): void {
    const [place, fresh, former] = [this.outdir, this.fresh, this.former].map((folder) => join(folder, name));
    if (!statOf(fresh)) {
      renameSync(place, fresh);
    }
    if (statOf(former)) {
      renameSync(former, place);
    }
  }

  /** Removes what we wrote and what has moved on; nothing else, as another program may have written it a moment ago. */
  private discard(former: string, place: string): string[] {
    const stats = statOf(former)!;
    if (stats.isDirectory()) {
      const left = entries(former).flatMap((name) => this.discard(join(former, name), join(place, name)));
      this.removeIfEmpty(former);
      return left;
    }
    if (isOurs(former) || isCarried(former, place)) {
      rmSync(former);
      return [];
    }
    if (statOf(place)) {
      return [former];
    }
    mkdirSync(dirname(place), { recursive: true });
    renameSync(former, place);
    return [];
  }

  private removeIfEmpty(folder: string): void {
    if (existsSync(folder) && entries(folder).length === 0) {
      rmdirSync(folder);
    }
  }
}

function entries(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

function isCarried(former: string, place: string): boolean {
  const [before, now] = [statOf(former)!, statOf(place)];
  if (before.isSymbolicLink()) {
    return Boolean(now?.isSymbolicLink()) && readlinkSync(former) === readlinkSync(place);
  }
  return now !== undefined && before.ino === now.ino && before.dev === now.dev;
}

function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (!NO_LINKS.includes((error as NodeJS.ErrnoException).code!)) {
      throw error;
    }
    return false;
  }
}
