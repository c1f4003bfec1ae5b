/**
 * Why an input is refused. The names follow the field errors of Kubernetes. They stand at the end of each message and stay
 * the same when its wording changes: search for them in docs/errors.md.
 */
export type Reason =
  /** A value that must be given is missing. */
  | 'Required'
  /** The value is of another type. */
  | 'TypeInvalid'
  /** The value is of the right type, but malformed. */
  | 'Invalid'
  /** A number, duration or size outside of its limits. */
  | 'OutOfRange'
  /** One of a fixed set of values is expected. */
  | 'NotSupported'
  /** The value is well formed, but must not be used here. */
  | 'Forbidden'
  /** Something else has this name, path or host already. */
  | 'Duplicate'
  /** The value contradicts another one. */
  | 'Conflict'
  /** The value names something that does not exist. */
  | 'NotFound'
  /** The choice needs something that the cluster or the program does not have. */
  | 'Unavailable';

/** "prop" is VALUE, but must be ALLOWED: REMEDY. */
export function invalid(prop: string, shown: string, allowed: string, remedy: string, reason: Reason): string {
  return `"${prop}" is ${shown}, but must be ${allowed}: ${remedy} (${reason})`;
}

/** "prop" is not allowed: PROBLEM. REMEDY. */
export function notAllowed(prop: string, problem: string, remedy: string, reason: Reason = 'Forbidden'): string {
  return `"${prop}" is not allowed: ${problem}. ${capitalized(remedy)} (${reason})`;
}

/** "prop" needs SOMETHING. REMEDY. */
export function needs(prop: string, what: string, remedy: string, reason: Reason = 'Unavailable'): string {
  return `"${prop}" needs ${what}. ${capitalized(remedy)} (${reason})`;
}

/** "prop" conflicts with SOMETHING. REMEDY. */
export function conflicts(prop: string, withWhat: string, remedy: string, reason: Reason = 'Conflict'): string {
  return `"${prop}" conflicts with ${withWhat}. ${capitalized(remedy)} (${reason})`;
}

/** Whether an error is one of these, and not a fault of the program. */
export function isRefusal(error: unknown): error is Error {
  return error instanceof Error && error.message.startsWith('[') && /\([A-Z][A-Za-z]{0,20}\)$/.test(error.message);
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Why a value is refused that is not of the type that is wanted. */
export function typeReason(value: unknown): Reason {
  return value === undefined ? 'Required' : 'TypeInvalid';
}

/** Why a number is refused. */
export function numberReason(value: unknown): Reason {
  return typeof value === 'number' && Number.isFinite(value) ? 'OutOfRange' : typeReason(value);
}
