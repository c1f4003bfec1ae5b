import { Guard } from '../guard';

const NAME = /^[A-Z][A-Za-z]+(\/[A-Z][A-Za-z0-9_+-]*){1,2}$/;

/** Kubernetes refuses a name that it does not know, and `Local`. */
export function checkTimeZone(guard: Guard, name: string): void {
  if (typeof name !== 'string' || !NAME.test(name) || !isKnown(name)) {
    guard.fail('timeZone', name, 'the name of a time zone in the IANA database', 'write it like Europe/Berlin, or leave it out for UTC');
  }
}

/** By how many seconds the time between two runs grows where clocks change. */
export function longestShift(name: string | undefined): number {
  return name === undefined || name.startsWith('Etc/') ? 0 : 3600;
}

function isKnown(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}
