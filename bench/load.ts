import { Report } from './report';
import { best, run } from './run';

const ROUNDS = 9;

/** What a program pays before its first line. */
export function load(report: Report): void {
  const { plus, ours } = best(ROUNDS, {
    plus: () => run('load', 'cdk8s-plus-29')!.cpu,
    ours: () => run('load', 'cdk8s-agent-platform')!.cpu,
  });
  report.note(`cdk8s-plus-29 alone ${(plus * 1000).toFixed(0)} ms, with this library ${(ours * 1000).toFixed(0)} ms`);
  report.atMost('load, against cdk8s-plus-29 alone', ours / plus, 1.15);
}
