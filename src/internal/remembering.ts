/** The maximum number of values in a cache, so that memory use does not grow with the size of the output. */
const MOST_KNOWN = 20_000;
/** Longer texts rarely occur twice. */
const LONGEST = 200;

/** The same function, which remembers what it returned. */
export function remembering<V, R>(compute: (value: V) => R): (value: V) => R {
  const known = new Map<V, R>();
  return (value) => {
    const found = known.get(value);
    if (found !== undefined || known.has(value)) {
      return found as R;
    }
    const result = compute(value);
    if (typeof value !== 'string' || value.length <= LONGEST) {
      if (known.size >= MOST_KNOWN) {
        known.clear();
      }
      known.set(value, result);
    }
    return result;
  };
}
