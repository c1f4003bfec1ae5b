/** A rule that is broken knowingly. */
export interface Exception {
  readonly rule: string;
  /** Only in this securityProfile; without it in both. */
  readonly securityProfile?: string;
  /** Only these objects: a regular expression over `Kind namespace/name`. */
  readonly objects?: string;
  readonly reason: string;
}

export function covers(exception: Exception, fault: { rule: string; object: string }, securityProfile: string): boolean {
  return (
    exception.rule === fault.rule &&
    (exception.securityProfile ?? securityProfile) === securityProfile &&
    new RegExp(`^(?:${exception.objects ?? '.*'})$`).test(fault.object)
  );
}

export const describe = ({ rule, objects }: Exception) => `${rule}${objects ? ` for ${objects}` : ''}`;
