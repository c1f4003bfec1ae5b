import { Report } from './report';
import { run } from './run';

interface Floor {
  readonly cpu: number;
  readonly floor: number;
  readonly shares: { owner: string; share: number }[];
}

/** Against JSON.stringify of the same documents into the same files. */
export function floor(report: Report): void {
  const { cpu, floor: least, shares } = run<Floor>('floor', 1000)!;
  report.note(`the floor ${least.toFixed(2)} s, ours ${cpu.toFixed(2)} s; by whose code our time goes:`);
  report.table([['', 'share', 'of the floor'], ...shares.map(({ owner, share }) =>
    [owner, `${(share * 100).toFixed(1)} %`, (share * cpu / least).toFixed(2)])]);
  report.atMost('synthesis of 1000 APIs, against the floor', cpu / least, 5);
}
