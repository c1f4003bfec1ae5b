import { accessSync, constants, readdirSync, Stats } from 'fs';
import { dirname, join } from 'path';
import { Guard } from '../internal/guard';
import { hasText, isOurs, kindOf, statOf } from './output-files';
import { WORKSHOP } from './output-lock';

/** A folder of a Platform, or a file of a Chart outside of one: what is replaced as a whole. */
export interface Unit {
  /** Its name in the output folder. */
  readonly name: string;
  readonly isFolder: boolean;
  readonly exists: boolean;
  /** Files with their text, by their path below the output folder. */
  readonly files: Map<string, string>;
  /** The folders that they stand in. */
  readonly folders: Set<string>;
  /** Those among them that stand there already. */
  readonly unchanged: Set<string>;
  /** Folders of others, by their path below the output folder, parents first. */
  readonly foreignFolders: string[];
  /** Files of others. */
  readonly foreignFiles: string[];
  /** Files of ours that are no longer made. */
  readonly stale: string[];
}

/**
 * Compares what is to be written with what is there, and refuses what would be lost by it. Nothing is written. `others` are what the program
 * makes besides, and does not write this time.
 */
export function survey(guard: Guard, outdir: string, files: Map<string, string>, others: Set<string>): Unit[] {
  const units = new Map<string, Unit>();
  for (const [path, text] of files) {
    const name = path.split('/')[0];
    const unit = units.get(name) ?? {
      name, isFolder: path !== name, exists: statOf(join(outdir, name)) !== undefined,
      files: new Map(), folders: new Set<string>(), unchanged: new Set<string>(), foreignFolders: [], foreignFiles: [], stale: [],
    };
    unit.files.set(path, text);
    addFolders(unit.folders, dirname(path));
    units.set(name, unit);
  }
  const surveyor = new Surveyor(guard, outdir);
  surveyor.refuseOtherOutput(new Set([...units.keys(), ...others]));
  units.forEach((unit) => surveyor.compare(unit));
  return [...units.values()];
}

function addFolders(folders: Set<string>, folder: string): void {
  if (folder !== '.' && !folders.has(folder)) {
    folders.add(folder);
    addFolders(folders, dirname(folder));
  }
}

class Surveyor {
  private readonly device: number;

  public constructor(private readonly guard: Guard, private readonly outdir: string) {
    this.device = statOf(join(outdir, WORKSHOP))!.dev;
  }

  /** A Platform that is gone, or another program's output: only a person can tell, and the first would take a whole cluster down. */
  public refuseOtherOutput(made: Set<string>): void {
    for (const name of readdirSync(this.outdir).filter((entry) => !made.has(entry)).sort()) {
      const path = statOf(join(this.outdir, name))!.isDirectory() ? `${name}/kustomization.yaml` : name;
      if (isOurs(join(this.outdir, path))) {
        this.guard.fail('outdir', this.outdir, 'a folder for the output of this program alone',
          `it holds ${path}, which this program does not make; delete ${name} if it is no longer wanted, or give each program a folder of its own`);
      }
    }
  }

  public compare(unit: Unit): void {
    const stats = statOf(join(this.outdir, unit.name));
    if (!stats) {
      return;
    }
    if (unit.isFolder) {
      this.requireFolder(unit.name, stats);
      this.walk(unit, unit.name);
    } else {
      this.compareFile(unit, unit.name);
    }
  }

  private walk(unit: Unit, folder: string): void {
    accessSync(join(this.outdir, folder), constants.R_OK + constants.W_OK + constants.X_OK);
    for (const entry of readdirSync(join(this.outdir, folder)).sort()) {
      this.visit(unit, `${folder}/${entry}`);
    }
  }

  private visit(unit: Unit, path: string): void {
    const stats = statOf(join(this.outdir, path))!;
    if (unit.folders.has(path)) {
      this.requireFolder(path, stats);
      this.walk(unit, path);
    } else if (unit.files.has(path)) {
      this.compareFile(unit, path);
    } else if (stats.isDirectory()) {
      this.visitForeignFolder(unit, path, stats);
    } else {
      (isOurs(join(this.outdir, path)) ? unit.stale : unit.foreignFiles).push(path);
    }
  }

  /** A folder that held files of ours and nothing else goes away with them. */
  private visitForeignFolder(unit: Unit, path: string, stats: Stats): void {
    this.requireFolder(path, stats);
    const [files, stale, position] = [unit.foreignFiles.length, unit.stale.length, unit.foreignFolders.length];
    this.walk(unit, path);
    if (unit.foreignFiles.length > files || unit.stale.length === stale) {
      unit.foreignFolders.splice(position, 0, path);
    }
  }

  private compareFile(unit: Unit, path: string): void {
    const place = join(this.outdir, path);
    const stats = statOf(place)!;
    // A file with this text begins with our first line.
    if (stats.isFile() && hasText(place, stats, unit.files.get(path)!)) {
      unit.unchanged.add(path);
    } else if (!stats.isFile() || !isOurs(place)) {
      this.refuse(path, stats.isFile() ? 'which this library did not write' : `which is ${kindOf(stats)}`);
    }
  }

  private requireFolder(path: string, stats: Stats): void {
    if (!stats.isDirectory()) {
      this.refuse(path, `which is ${kindOf(stats)} where a folder must be`);
    }
    if (stats.dev !== this.device) {
      this.refuse(path, 'where another file system is mounted');
    }
  }

  private refuse(path: string, reason: string): never {
    this.guard.fail('outdir', this.outdir, 'a folder in which nothing of others stands in the way', `it holds ${path}, ${reason}; move it away`);
  }
}
