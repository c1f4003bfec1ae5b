import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Report } from './report';
import { best, cpuOf } from './run';

const ROOT = join(__dirname, '..');
const BIN = join(ROOT, 'node_modules', '.bin');
const RUNNERS = [
  { name: 'ts-node -T', program: join(BIN, 'ts-node'), options: ['-T', '-P', join(ROOT, 'tsconfig.dev.json')] },
  { name: 'ts-node, with types', program: join(BIN, 'ts-node'), options: ['-P', join(ROOT, 'tsconfig.dev.json')] },
  { name: 'tsx', program: join(BIN, 'tsx'), options: [] },
];

/** From a cold process to the YAML of the quickstart, and how much of it a program spends that only loads cdk8s-plus-29. */
export function cold(report: Report): void {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'empty.ts'), 'import \'cdk8s-plus-29\';\n');
    RUNNERS.forEach((runner) => measure(report, folder, runner));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function measure(report: Report, folder: string, { name, program, options }: typeof RUNNERS[number]): void {
  if (!existsSync(program)) {
    report.note(`SKIPPED ${name}: not installed`);
    return;
  }
  const time = (file: string) => (): number => cpuOf('env', [`CDK8S_OUTDIR=${folder}/out`, program, ...options, file], folder);
  const { empty, quickstart } = best(3, { empty: time(join(folder, 'empty.ts')), quickstart: time(join(ROOT, 'examples', 'quickstart', 'main.ts')) });
  report.note(`${name}: the quickstart ${quickstart.toFixed(2)} s, of which ${(quickstart - empty).toFixed(2)} s are ours; the rest is Node.js, TypeScript and cdk8s-plus-29`);
}
