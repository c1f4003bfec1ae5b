/** What stands in a record under a name that may be anybody's: `toString` and the like are in no record unless somebody put them there. */
export function own<T>(record: Record<string, T>, name: string): T | undefined {
  return Object.getOwnPropertyDescriptor(record, name)?.value;
}
