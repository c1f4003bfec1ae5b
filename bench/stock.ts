import { Report } from './report';
import { best, Measurement, run, TIMEOUT_SECONDS } from './run';

const CASES = [
  { layout: 'one-namespace', size: 1000, rounds: 5, goal: 1 },
  { layout: 'one-namespace', size: 5000, rounds: 3, goal: 1 },
  { layout: 'namespace-each', size: 1000, rounds: 2, goal: 0.25 },
  { layout: 'namespace-each', size: 5000, rounds: 1, goal: 0.05 },
];

/** Against a program on cdk8s-plus-29 alone that makes the same kinds of objects, with the fields that it can say: half of the lines. */
export function stock(report: Report): void {
  for (const { layout, size, rounds, goal } of CASES) {
    const name = `synthesis of ${size} APIs, ${layout}, against stock`;
    const side = (kind: string) => (): number => run<Measurement>('synth', kind, layout, size)?.cpu ?? Infinity;
    const { theirs, ours } = best(rounds, { theirs: side('stock'), ours: side('platform') });
    report.note(`stock ${theirs === Infinity ? `stopped after ${TIMEOUT_SECONDS} s` : `${theirs.toFixed(2)} s`}, ours ${ours.toFixed(2)} s`);
    if (theirs === Infinity) {
      report.lessThan(name, ours / TIMEOUT_SECONDS, goal);
    } else {
      report.atMost(name, ours / theirs, goal);
    }
  }
}
