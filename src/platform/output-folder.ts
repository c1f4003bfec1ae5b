import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { HEADER } from './output';

/**
 * Replaces what a folder holds by these files.
 *
 * Everything new is written beside its place first; only when all of that has worked, it is moved there, and files of ours
 * that the program no longer makes go away. Files that would not change are not touched, and files of others never.
 *
 * @returns how many files were written or removed
 */
export function replaceFolder(outdir: string, files: Map<string, string>): number {
  const changed = [...files].filter(([path, text]) => !hasText(join(outdir, path), text));
  const staging = join(outdir, '.synth');
  try {
    changed.forEach(([path, text]) => write(join(staging, path), text));
    changed.forEach(([path]) => move(join(staging, path), join(outdir, path)));
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
  const stale = ours(outdir, '').filter((path) => !files.has(path));
  stale.forEach((path) => remove(outdir, path));
  return changed.length + stale.length;
}

function hasText(path: string, text: string): boolean {
  return existsSync(path) && readFileSync(path, 'utf8') === text;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function move(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  renameSync(from, to);
}

/** Files that we wrote, by their first line. */
function ours(outdir: string, folder: string): string[] {
  const here = join(outdir, folder);
  if (!existsSync(here)) {
    return [];
  }
  return readdirSync(here, { withFileTypes: true }).flatMap((entry) => {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.isDirectory()) {
      return folder || isPlatform(join(outdir, path)) ? ours(outdir, path) : [];
    }
    return isOurs(join(outdir, path)) ? [path] : [];
  });
}

/** A Platform's folder has a kustomization of ours. Other folders may be another app's output, and are left alone. */
function isPlatform(folder: string): boolean {
  const kustomization = join(folder, 'kustomization.yaml');
  return existsSync(kustomization) && isOurs(kustomization);
}

function isOurs(file: string): boolean {
  return file.endsWith('.yaml') && readFileSync(file, 'utf8').startsWith(HEADER);
}

function remove(outdir: string, path: string): void {
  rmSync(join(outdir, path));
  for (let folder = dirname(path); folder !== '.' && readdirSync(join(outdir, folder)).length === 0; folder = dirname(folder)) {
    rmSync(join(outdir, folder), { recursive: true });
  }
}
