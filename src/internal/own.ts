/** Looks up a user-supplied name among a record's own properties, so that inherited ones such as `toString` are not found. */
export function own<T>(record: Record<string, T>, name: string): T | undefined {
  return Object.getOwnPropertyDescriptor(record, name)?.value;
}
