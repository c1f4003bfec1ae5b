/** Something that must not be: which check says so, about what, and why. */
export interface Finding {
  readonly check: string;
  /** `Deployment agents/api`, or a file where no object is at fault. */
  readonly object: string;
  readonly cause: string;
}

export const print = (finding: Finding) => `${finding.check}: ${finding.object}: ${finding.cause}`;

/** A collector for one check, so that its name is written once. */
export class Findings {
  readonly all: Finding[] = [];

  constructor(private readonly check: string) {}

  add(object: string, cause: string): void {
    this.all.push({ check: this.check, object, cause });
  }
}
