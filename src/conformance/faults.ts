import { Document, Manifests, nameOf } from './documents';
import { Rule } from './rules/rule';

/** What a rule holds against an object, or against a file that holds none. */
export interface Fault {
  readonly rule: string;
  /** `Deployment agents/api`; empty where a whole file is at fault. */
  readonly object: string;
  readonly file: string;
  readonly message: string;
}

/** Faults in the order in which they were found, each once. */
export class Faults {
  readonly all: Fault[] = [];
  private readonly known = new Set<string>();

  fail(rule: string, { object, file }: Document, message: string): void {
    this.add({ rule, object: nameOf(object), file, message });
  }

  failFile(rule: string, file: string, message: string): void {
    this.add({ rule, object: '', file, message });
  }

  private add(fault: Fault): void {
    const key = JSON.stringify(fault);
    if (!this.known.has(key)) this.all.push(fault);
    this.known.add(key);
  }
}

/** What the rules hold against the manifests. */
export function judge(rules: Rule[], manifests: Manifests, faults = new Faults()): Fault[] {
  for (const rule of rules) {
    for (const document of manifests.documents) {
      try {
        rule.check(document.object, manifests).forEach((message) => faults.fail(rule.id, document, message));
      } catch (error) {
        // Rules read what the API server demands: an object without it is the user's fault, not a crash.
        faults.fail(rule.id, document, `it cannot be judged, a field that the rule reads is missing or malformed (${error})`);
      }
    }
  }
  return faults.all;
}
