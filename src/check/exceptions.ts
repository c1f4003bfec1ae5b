import { readFileSync } from 'fs';
import { parse } from 'yaml';

/** Accepted findings, each with a reason. */
export interface Exception {
  readonly rule: string;
  /** Only in this security profile; without it in both. */
  readonly securityProfile?: string;
  /** Only these objects: a regular expression over `Kind namespace/name`. */
  readonly objects?: string;
  readonly reason: string;
}

export function covers(exception: Exception, finding: { rule: string; object: string }, securityProfile: string): boolean {
  return exception.rule === finding.rule
    && (exception.securityProfile ?? securityProfile) === securityProfile
    && new RegExp(`^(?:${exception.objects ?? '.*'})$`).test(finding.object);
}

export function describe({ rule, objects }: Exception): string {
  return `${rule}${objects ? ` for ${objects}` : ''}`;
}

/** The exceptions of a file, or why it cannot be used. */
export function readExceptions(file: string | undefined): { readonly exceptions: Exception[]; readonly refusal?: string } {
  const exceptions = file === undefined ? [] : parse(readFileSync(file, 'utf8')) ?? [];
  if (!Array.isArray(exceptions)) {
    return { exceptions: [], refusal: `${file}: it must be a list of {rule, objects, reason}` };
  }
  const vague = exceptions.find((exception) => !exception?.rule || !exception.reason);
  return { exceptions, refusal: vague && `${file}: an exception needs a rule and a reason, and this one does not have both: ${JSON.stringify(vague)}` };
}
