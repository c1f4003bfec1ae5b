import { execFileSync } from 'child_process';
import { join } from 'path';

/**
 * Prints ratios of one run. Every measurement is a process of its own, so that none warms the next; absolute times on a shared
 * machine mean little, the ratios between them more.
 */
const SIZES = [100, 1000, 5000];
const LAYOUTS = ['one-namespace', 'namespace-each'];
const TIMEOUT_MS = 300_000;

interface Measurement {
  readonly seconds: number;
  readonly objects: number;
}

function main(): void {
  const plus = best('load', 'cdk8s-plus-29');
  const ours = best('load', 'cdk8s-agent-platform');
  console.log(`load: cdk8s-plus-29 ${ms(plus)}, cdk8s-agent-platform with it ${ms(ours)}, ratio ${(ours / plus).toFixed(2)}\n`);
  console.log('synthesis of N agent APIs against a stock cdk8s-plus-29 program that makes the same kinds of objects');
  console.log(row(['layout', 'APIs', 'objects', 'stock s', 'ours s', 'ratio', 'stock ms/object', 'ours ms/object']));
  for (const layout of LAYOUTS) {
    for (const size of SIZES) {
      const stock = measure('stock', layout, size);
      const platform = measure('platform', layout, size);
      console.log(row([layout, size, platform?.objects ?? '-', seconds(stock), seconds(platform), ratio(platform, stock), each(stock), each(platform)]));
    }
  }
}

/** The best of five: noise only ever adds. */
function best(kind: string, module: string): number {
  return Math.min(...Array.from({ length: 5 }, () => run('load', kind, module)!.seconds));
}

function measure(kind: string, layout: string, size: number): Measurement | undefined {
  return run('synth', kind, layout, `${size}`);
}

/** Nothing where it took longer than anybody would wait. */
function run(script: string, ...args: string[]): Measurement | undefined {
  try {
    return JSON.parse(execFileSync(process.execPath, ['--max-old-space-size=8192', join(__dirname, `${script}.js`), ...args], {
      encoding: 'utf8', timeout: TIMEOUT_MS, stdio: ['ignore', 'pipe', 'inherit'],
    })) as Measurement;
  } catch (error) {
    if ((error as { code?: string }).code === 'ETIMEDOUT') {
      return undefined;
    }
    throw error;
  }
}

function seconds(measurement: Measurement | undefined): string {
  return measurement ? measurement.seconds.toFixed(2) : `> ${TIMEOUT_MS / 1000}`;
}

function ratio(a: Measurement | undefined, b: Measurement | undefined): string {
  return a && b ? (a.seconds / b.seconds).toFixed(2) : '-';
}

function each(measurement: Measurement | undefined): string {
  return measurement ? (measurement.seconds * 1000 / measurement.objects).toFixed(3) : '-';
}

function ms(value: number): string {
  return `${(value * 1000).toFixed(0)} ms`;
}

function row(cells: (string | number)[]): string {
  return cells.map((cell, index) => index === 0 ? String(cell).padEnd(16) : String(cell).padStart(16)).join('');
}

main();
