import { closeSync, lstatSync, mkdirSync, openSync, readFileSync, readSync, Stats, statSync } from 'fs';
import { dirname } from 'path';
import { HEADER } from './output';

/** The status of a path, without following a symbolic link; undefined if there is nothing. */
export function statOf(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

/** Makes a folder and those above it. Node's own recursion never ends where the system says of a new folder that it does not exist, as in /proc. */
export function makeFolders(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    return;
  }
  if (dirname(path) !== path) {
    makeFolders(dirname(path));
  }
  try {
    mkdirSync(path);
  } catch (error) {
    // Another program may have been faster.
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
      throw error;
    }
  }
}

/** Whether we wrote this file, by its first line. A checkout may have changed its line ends. Nothing but a regular file is ever opened. */
export function isOurs(path: string): boolean {
  return path.endsWith('.yaml') && withUnixLineEnds(firstBytes(path, HEADER.length + 1)).startsWith(HEADER);
}

/** Whether a file that we may read has this text, whatever line ends a checkout gave it. */
export function hasText(path: string, { size }: Stats, text: string): boolean {
  const length = Buffer.byteLength(text);
  if (size < length || size > 2 * length) {
    return false;
  }
  const found = unlessForbidden('', () => readFileSync(path, 'utf8'));
  return found === text || withUnixLineEnds(found) === text;
}

/** What is there, in words. */
export function kindOf(stats: Stats): string {
  const kinds: [boolean, string][] = [
    [stats.isFile(), 'a file'], [stats.isDirectory(), 'a folder'], [stats.isSymbolicLink(), 'a symbolic link'], [stats.isFIFO(), 'a named pipe'],
    [stats.isSocket(), 'a socket'],
  ];
  return kinds.find(([applies]) => applies)?.[1] ?? 'a device';
}

/** Nothing where we may not read: then it is not a file that we wrote. */
function firstBytes(path: string, count: number): string {
  return unlessForbidden('', () => {
    if (!statOf(path)?.isFile()) {
      return '';
    }
    const file = openSync(path, 'r');
    const buffer = Buffer.alloc(count);
    const length = readSync(file, buffer, 0, count, 0);
    closeSync(file);
    return buffer.toString('utf8', 0, length);
  });
}

function unlessForbidden<T>(otherwise: T, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!['EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code!)) {
      throw error;
    }
    return otherwise;
  }
}

function withUnixLineEnds(text: string): string {
  return text.replace(/\r\n/g, '\n');
}
