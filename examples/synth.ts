import { readdirSync } from 'fs';
import { join } from 'path';
import { PlatformApp, PlatformProps, SynthReport, SynthReporting } from 'cdk8s-agent-platform';

/** What `examples/<name>/main.ts` exports under its own name in camel case: a function that composes the example in an app. */
type Example = (app: PlatformApp, common?: PlatformProps) => void;

/** The examples by the name of their folder: every folder here is one. */
export function findExamples(): Map<string, Example> {
  const folders = readdirSync(__dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();
  return new Map(folders.map((folder) => [folder, load(folder)]));
}

function load(folder: string): Example {
  const name = folder.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const example = require(join(__dirname, folder, 'main'))[name];
  if (typeof example !== 'function') {
    throw new Error(`examples/${folder}/main.ts must export a function ${name}(app, common)`);
  }
  return example;
}

function main(): void {
  const rows = [['example', 'components', 'objects', 'seconds', 'warnings', 'secrets']];
  const notes: string[] = [];
  for (const [name, compose] of findExamples()) {
    const start = process.hrtime.bigint();
    const app = new PlatformApp({ outdir: join('dist', 'manifests', name), reporting: SynthReporting.SILENT });
    compose(app);
    app.synth();
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    const report = app.report();
    rows.push([name, ...[report.components, report.objects, seconds.toFixed(2), report.warnings.length, report.requiredSecrets.length].map(String)]);
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
