import { Json, nameOf } from '../catalog/rules/manifest';
import { Rule } from '../catalog/rules/rule';
import { Document, Manifests } from './documents';

/** What a rule found wrong with an object, or with a file that holds none. */
export interface Finding {
  readonly rule: string;
  /** `Deployment agents/api`; empty where a whole file is meant. */
  readonly object: string;
  readonly file: string;
  readonly message: string;
}

/** Findings in the order in which they were made, each once. */
export class Findings {
  public readonly all: Finding[] = [];
  private readonly known = new Set<string>();

  public add(rule: string, { object, file }: Pick<Document, 'object' | 'file'>, message: string): void {
    this.put({ rule, object: nameOf(object), file, message });
  }

  public addFile(rule: string, file: string, message: string): void {
    this.put({ rule, object: '', file, message });
  }

  private put(finding: Finding): void {
    const key = JSON.stringify(finding);
    if (!this.known.has(key)) {
      this.all.push(finding);
    }
    this.known.add(key);
  }
}

/** Holds manifests against the rules. */
export function judge(rules: readonly Rule[], manifests: Manifests, findings: Findings = new Findings()): Finding[] {
  for (const rule of rules.filter(({ hardened }) => !hardened || manifests.securityProfile === 'hardened')) {
    for (const document of manifests.documents) {
      problemsOf(rule, document.object, manifests).forEach((message) => findings.add(rule.id, document, message));
    }
  }
  return findings.all;
}

function problemsOf({ check }: Rule, object: Json, manifests: Manifests): string[] {
  try {
    return check?.(object, manifests) ?? [];
  } catch (error) {
    // Rules read what the API server demands: an object without it is the user's mistake, not a crash.
    return malformed(error);
  }
}

function malformed(error: unknown): string[] {
  return [`it cannot be judged: a field that the rule reads is missing or malformed (${error})`];
}
