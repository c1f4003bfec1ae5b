import { execFileSync } from 'child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Report } from './report';

const ROOT = join(__dirname, '..');

/** What a user downloads, and what npm unpacks. */
export function weight(report: Report): void {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const tarball = execFileSync(process.execPath, [join(ROOT, 'packaging', 'pack.js'), ROOT], { cwd: folder, encoding: 'utf8' }).trim();
    execFileSync('tar', ['xzf', tarball], { cwd: folder });
    const unpacked = join(folder, 'package');
    const files = readdirSync(unpacked, { recursive: true, encoding: 'utf8' }).map((path) => ({ path, stats: statSync(join(unpacked, path)) }))
      .filter(({ stats }) => stats.isFile());
    const size = (beginning: string): number =>
      files.filter(({ path }) => path.startsWith(beginning)).reduce((sum, { stats }) => sum + stats.size, 0) / 1e6;
    const parts = ['lib/src', 'lib/imports', 'docs', 'dist', 'node_modules'];
    report.note(`packed ${(statSync(join(folder, tarball)).size / 1e6).toFixed(2)} MB; ${parts.map((part) => `${part} ${size(part).toFixed(2)} MB`).join(', ')}`);
    const onDisk = files.reduce((sum, { stats }) => sum + stats.blocks * 512, 0) / 1e6;
    report.note(`${files.length} files, which take ${onDisk.toFixed(2)} MB of this file system`);
    report.atMost('weight of the installed package', size(''), 8, ' MB');
  } finally {
    rmSync(folder, { recursive: true });
  }
}
