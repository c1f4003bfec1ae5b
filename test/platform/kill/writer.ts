// The module itself, because its functions are replaced below.
// eslint-disable-next-line @typescript-eslint/no-require-imports
import fs = require('fs');
import { App } from 'cdk8s';
import { Guard } from '../../../src/internal/guard';
import { replaceFolder } from '../../../src/platform/output-folder';
import { filesOf, Version } from './output';

/**
 * A program to be killed: `writer.ts <outdir> loop` writes both versions in turn without end, `writer.ts <outdir> times <version> <number>` one version so many times,
 * `writer.ts <outdir> until <version> <number>` once and kills itself before the so manieth change to the file system.
 */
const [outdir, mode, version, count] = process.argv.slice(2);
const guard = new Guard(new App());
const write = (which: Version): unknown => replaceFolder(guard, outdir, filesOf(which));

const CHANGES = ['writeFileSync', 'mkdirSync', 'renameSync', 'rmSync', 'rmdirSync', 'linkSync', 'symlinkSync', 'chmodSync', 'chownSync'] as const;

function killBefore(change: number): void {
  let left = change;
  for (const name of CHANGES) {
    const original = fs[name] as (...given: unknown[]) => unknown;
    Object.assign(fs, {
      [name]: (...given: unknown[]) => {
        if (--left === 0) {
          process.kill(process.pid, 'SIGKILL');
        }
        return original(...given);
      },
    });
  }
}

function repeat(times: number): void {
  for (let time = 0; time < times; time++) {
    write(version as Version);
  }
}

fs.writeSync(1, 'ready\n');
switch (mode) {
  case 'loop':
    for (;;) {
      write('one');
      write('two');
    }
  case 'times':
    process.stdin.once('data', () => {
      repeat(Number(count));
      process.exit();
    });
    break;
  case 'until':
    killBefore(Number(count));
    repeat(1);
}
