import { execFileSync, spawnSync } from 'child_process';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'fs';
import { join } from 'path';
import { pathToFileURL } from 'url';
import { ApiObject, Chart } from 'cdk8s';
import { PlatformApp, SynthReporting } from '../../src';
import { messageOf, temporaryFolder } from '../support/platforms';

function write(outdir: unknown): void {
  const app = new PlatformApp({ outdir: outdir as string, reporting: SynthReporting.SILENT });
  new ApiObject(new Chart(app, 'mine'), 'config', { apiVersion: 'v1', kind: 'ConfigMap' });
  app.synth();
}

const REFUSED = /"outdir" is [^]+, but must be [^]+: [^]+/;

test.each<[unknown]>([
  [''], [' '], ['dist '], ['\t'], ['a\0b'], ['a\nb'], ['/'], ['//'], ['/dist/..'], ['file:///tmp/x'], ['https://example.com/dist'], ['~/dist'], ['~'],
  ['$HOME/dist'], ['${OUT}/dist'], ['undefined'], ['undefined/dist'], ['dist/null'], ['dist/[object Object]'], ['dist/NaN'],
  [3], [true], [{}], [[]], [['dist']], [Buffer.from('dist')], [pathToFileURL('/tmp/x')], [() => 'dist'], [Symbol('dist')], [new String('dist')], [3n],
])('the folder %p is refused', (outdir) => {
  expect(messageOf(() => write(outdir))).toMatch(REFUSED);
});

test('an empty CDK8S_OUTDIR is refused', () => {
  process.env.CDK8S_OUTDIR = '';
  try {
    expect(messageOf(() => write(undefined))).toMatch(REFUSED);
  } finally {
    delete process.env.CDK8S_OUTDIR;
  }
});

test.each<[string, (folder: string) => string]>([
  ['a file', (folder) => {
    writeFileSync(join(folder, 'file'), '');
    return join(folder, 'file');
  }],
  ['below a file', (folder) => {
    writeFileSync(join(folder, 'file'), '');
    return join(folder, 'file', 'dist');
  }],
  ['a dangling symbolic link', (folder) => {
    symlinkSync('nowhere/at/all', join(folder, 'link'));
    return join(folder, 'link');
  }],
  ['symbolic links in a circle', (folder) => {
    symlinkSync('link', join(folder, 'link'));
    return join(folder, 'link');
  }],
  ['a name that is too long', (folder) => join(folder, 'a'.repeat(300))],
  ['a path that is too long', (folder) => join(folder, 'a/'.repeat(3000))],
  ['a device', () => '/dev/zero'], // `null` is refused as a value that was missing.
  ['where no folder can be made', () => '/proc/dist'],
  ['a named pipe', (folder) => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    return join(folder, 'pipe');
  }],
  ['a folder in which a file has the name that we work under', (folder) => {
    writeFileSync(join(folder, '.cdk8s-agent-platform'), '');
    return folder;
  }],
])('%s is refused in words', (_, make) => {
  const message = messageOf(() => write(make(temporaryFolder())));
  expect(message).toMatch(REFUSED);
});

test.each<[string, (folder: string) => string]>([
  ['a symbolic link to a folder', (folder) => {
    mkdirSync(join(folder, 'real'));
    symlinkSync('real', join(folder, 'link'));
    return join(folder, 'link');
  }],
  ['a folder with spaces and letters of any language', (folder) => join(folder, 'mein Ausgabe-Ördner', '日本')],
  ['a folder whose parents are missing', (folder) => join(folder, 'a', 'b', 'c')],
  ['a folder with dots and slashes', (folder) => `${folder}/./a/..//b/`],
  ['a folder whose name is as long as may be', (folder) => join(folder, 'a'.repeat(255))],
])('%s is written to', (_, make) => {
  const outdir = make(temporaryFolder());
  write(outdir);
  expect(existsSync(join(outdir, 'mine.k8s.yaml'))).toBe(true);
});

const mounts = process.getuid?.() === 0 && spawnSync('sh', ['-c', 'd=$(mktemp -d); mount -t tmpfs none $d && umount $d; r=$?; rmdir $d; exit $r']).status === 0 ? test : test.skip;
mounts('a mount point is written to, as a container\'s volume is', () => {
  const outdir = temporaryFolder();
  execFileSync('mount', ['-t', 'tmpfs', 'none', outdir]);
  try {
    write(outdir);
    write(outdir);
    expect(existsSync(join(outdir, 'mine.k8s.yaml'))).toBe(true);
  } finally {
    execFileSync('umount', [outdir]);
  }
});
