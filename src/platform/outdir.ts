import { resolve } from 'path';
import { Guard } from '../internal/guard';

/** What a template or a conversion leaves where a value was missing. */
const LEFTOVERS = ['undefined', 'null', 'NaN', '[object Object]'];

/** Refuses what is a folder by its type, but surely not the one that was meant. */
export function checkOutdir(guard: Guard, outdir: string): void {
  const refuse = (allowed: string, remedy: string): never => guard.fail('outdir', outdir, allowed, remedy);
  if (typeof outdir !== 'string' || outdir.trim() === '' || outdir.trim() !== outdir) {
    refuse('the path of a folder, without spaces around it', 'write it like dist/manifests, or leave it out for CDK8S_OUTDIR or dist');
  }
  if (/[\0-\x1f\x7f]/.test(outdir)) {
    refuse('a path without control characters', 'write it like dist/manifests');
  }
  if (/^[a-z]+:\/\//i.test(outdir) || outdir.startsWith('file:')) {
    refuse('a path, not a URL', 'use fileURLToPath(...) of node:url');
  }
  const segments = outdir.split(/[/\\]/);
  if (segments[0].startsWith('~') || segments.some((segment) => /^\$(\w+|\{.*\})$/.test(segment))) {
    refuse('a path with nothing left to expand', 'only a shell expands ~ and $NAME: use os.homedir() and process.env');
  }
  if (segments.some((segment) => LEFTOVERS.includes(segment))) {
    refuse('a path without "undefined" or "null"', 'a variable was not set when the path was built');
  }
  if (resolve(outdir) === resolve('/')) {
    refuse('a folder below the root', 'the first part of the path is missing');
  }
}
