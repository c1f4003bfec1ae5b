/** Digits between dots, and whatever a release adds to them. */
const VERSION = /^v?([0-9]{1,6}(?:\.[0-9]{1,6}){0,3})(?:[-+][-+.0-9A-Za-z]{1,64})?$/;

export function isVersion(text: string): boolean {
  return typeof text === 'string' && VERSION.test(text);
}

/** Whether a version comes before another. What is left out counts as 0; a pre-release counts as its release. */
export function isOlder(version: string, other: string): boolean {
  const [one, two] = [numbers(version), numbers(other)];
  const index = one.findIndex((number, position) => number !== two[position]);
  return index >= 0 && one[index] < two[index];
}

function numbers(version: string): number[] {
  const given = VERSION.exec(version)![1].split('.').map(Number);
  return [...given, 0, 0, 0].slice(0, 4);
}
