import { readdirSync } from 'fs';
import { join } from 'path';
import { PlatformApp, PlatformProps, SynthReport, SynthReporting } from 'cdk8s-agent-platform';

/** What each `examples/<name>/main.ts` exports: a function that composes the example in an app. */
type Example = (app: PlatformApp, common?: PlatformProps) => void;

/** The examples by the name of their folder: every folder here is one. */
export function findExamples(): Map<string, Example> {
  const folders = readdirSync(__dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return new Map(folders.map((folder) => [folder, Object.values(require(join(__dirname, folder, 'main')))[0] as Example]));
}

function main(): void {
  const rows = [['example', 'parts', 'objects', 'seconds', 'warnings', 'secrets']];
  const notes: string[] = [];
  for (const [name, compose] of findExamples()) {
    const start = process.hrtime.bigint();
    const app = new PlatformApp({ outdir: join('dist', 'manifests', name), reporting: SynthReporting.SILENT });
    compose(app);
    app.synth();
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    const report = app.report();
    rows.push([name, ...[report.parts, report.objects, seconds.toFixed(2), report.warnings.length, report.requiredSecrets.length].map(String)]);
    notes.push(...describe(name, report));
  }
  console.log([...table(rows), '', ...notes].join('\n'));
}

function table(rows: string[][]): string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) => row.map((cell, column) => column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])).join('  '));
}

function describe(name: string, report: SynthReport): string[] {
  return [
    `${name}: Secrets that must exist`,
    ...report.requiredSecrets.map((secret) => `  ${secret.platform}: ${secret.namespace}/${secret.name}: ${secret.keys.join(', ')}`),
    `${name}: warnings`,
    ...report.warnings.map((warning) => `  [${warning.path}] ${warning.text}`),
  ];
}

if (require.main === module) {
  main();
}
