import { Report } from './report';
import { run } from './run';

interface Changes {
  readonly full: number;
  readonly unchanged: number;
  readonly rewritten: string[];
  readonly changed: string[];
}

/** What a synthesis costs that changes nothing, and what one changed component writes. */
export function changes(report: Report): void {
  const { full, unchanged, rewritten, changed } = run<Changes>('changes', 1000)!;
  report.atMost('synthesis without a change, against a full one', unchanged / full, 0.7);
  report.holds('files rewritten without a change', `${rewritten.length}`, 'none', rewritten.length === 0);
  report.holds('files written when 1 of 1000 components changes', changed.join(', '), 'its own', changed.length === 1 && changed[0].endsWith('/api-500.yaml'));
}
