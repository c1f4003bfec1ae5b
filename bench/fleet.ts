import { Report } from './report';
import { Measurement, run } from './run';

const PLATFORMS = 1000;
const APIS_EACH = 50;
/** Jobs that share the Platforms. */
const JOBS = 10;

/** What a fleet of clusters costs: all at once, a tenth of it, and one that is composed alone. */
export function fleet(report: Report): void {
  const tenth = Array.from({ length: PLATFORMS / JOBS }, (_, index) => `cluster-${index}`).join(',');
  const synth = (size: number, ...platforms: string[]): Measurement => run('synth', 'platform', 'platforms', size, 0, 1, ...platforms)!;
  const all = synth(PLATFORMS * APIS_EACH);
  const rows: [string, Measurement][] = [
    [`all ${PLATFORMS} Platforms`, all],
    [`a job of ${JOBS}: all composed, ${PLATFORMS / JOBS} written`, synth(PLATFORMS * APIS_EACH, tenth)],
    [`a job of ${JOBS}: ${PLATFORMS / JOBS} composed and written`, synth(PLATFORMS / JOBS * APIS_EACH)],
    ['one Platform, composed alone', synth(APIS_EACH)],
  ];
  report.table([['', 'processor time', 'share', 'peak MiB'], ...rows.map(([name, { cpu, peakMiB }]) =>
    [name, `${cpu.toFixed(1)} s`, (cpu / all.cpu).toFixed(3), `${peakMiB}`])]);
}
