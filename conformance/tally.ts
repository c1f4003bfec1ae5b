import { Finding } from './findings';

/** A check that failed among the others, and what it said when it was asked again. */
export interface Repetition {
  readonly check: string;
  readonly first: Finding[];
  readonly passed: boolean;
}

/** Keeps the answer to each check, so that "nothing found" can be told from "nothing asked". */
export class Tally {
  private readonly answers = new Map<string, Finding[]>();
  private readonly first = new Map<string, Finding[]>();

  /** Takes the answer to one check, in place of an earlier one; true when it found nothing. */
  take(check: string, findings: Finding[]): boolean {
    this.answers.set(check, findings);
    return findings.length === 0;
  }

  /** From now on an answer to this check is that of its repetition. */
  repeat(check: string): void {
    this.first.set(check, this.answers.get(check) ?? []);
  }

  get findings(): Finding[] {
    return [...this.answers.values()].flat();
  }

  get failed(): string[] {
    return [...this.answers].filter(([, findings]) => findings.length > 0).map(([check]) => check);
  }

  get passed(): string[] {
    return [...this.answers].filter(([, findings]) => findings.length === 0).map(([check]) => check);
  }

  get repetitions(): Repetition[] {
    return [...this.first].map(([check, first]) => ({ check, first, passed: this.passed.includes(check) }));
  }
}
