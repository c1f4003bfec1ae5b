import { Finding } from './findings';

/** Counts checks as well as what they find, so that "nothing found" can be told from "nothing asked". */
export class Tally {
  readonly findings: Finding[] = [];
  passed = 0;
  failed = 0;

  /** Takes the answer of one check; true when it found nothing. */
  take(findings: Finding[]): boolean {
    this.findings.push(...findings);
    if (findings.length > 0) this.failed++;
    else this.passed++;
    return findings.length === 0;
  }
}
