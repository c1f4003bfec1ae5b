import { Report } from './report';
import { Measurement, run } from './run';

/** The number of APIs and of runs in one process, after warm-up runs: Node.js optimises the program during the first ten thousand objects. */
const SIZES = [[17, 60], [167, 6], [1667, 2], [16667, 1]];
const WARMUP = 4000;
const LIMIT_MIB = 1536;

/** What an object costs, and what the largest app needs, in one namespace and as a fleet of Platforms. */
export function growth(report: Report): void {
  const rows = SIZES.map(([size, repeat]) => {
    const rounds = [1, 2, 3].map(() => run('synth', 'platform', 'one-namespace', size, WARMUP, repeat)!);
    return rounds.reduce((a, b) => a.cpu < b.cpu ? a : b);
  });
  const cost = ({ cpu, objects }: Measurement): number => cpu * 1e6 / objects;
  const costs = rows.map(cost);
  report.table([['objects', 'microseconds each', 'peak MiB'], ...rows.map((row, index) =>
    [`${row.objects / SIZES[index][1]}`, cost(row).toFixed(0), `${row.peakMiB}`])]);
  report.atMost('cost of an object, 100 to 100,000 objects: largest over smallest', Math.max(...costs) / Math.min(...costs), 1.2);
  memory(report);
}

function memory(report: Report): void {
  for (const [layout, name] of [['one-namespace', 'one namespace'], ['platforms', '334 Platforms']]) {
    const [half, whole] = [8350, 16700].map((size) => run('synth', 'platform', layout, size)!);
    const [base] = [run('synth', 'platform', layout, 50)!];
    report.atMost(`peak memory of ${whole.objects} objects, ${name}`, whole.peakMiB, LIMIT_MIB, ' MiB');
    report.atMost(`peak memory of ${whole.objects} objects over that of ${half.objects}, ${name}`, (whole.peakMiB - base.peakMiB) / (half.peakMiB - base.peakMiB), 2.2);
  }
}
