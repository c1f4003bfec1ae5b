import { types } from 'util';

/**
 * A frozen copy of lists and sets of named values, down to the last: what a program does to its own afterwards changes nothing here.
 *
 * Holes become undefined, so that whoever checks each entry sees them. Values of classes stay what they are: constructs, choices
 * and measures. So does an object with functions, or a Proxy: it is behaviour and not data.
 */
export function frozen<T>(value: T): T {
  return copy(value, new Map()) as T;
}

/** Whether a value is `{ ... }`, and neither a list nor of a class such as Map; realms do not matter. */
export function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return false;
  }
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf');
}

function copy(value: unknown, copies: Map<unknown, unknown>): unknown {
  if (copies.has(value)) {
    return copies.get(value);
  }
  if (Array.isArray(value)) {
    const list: unknown[] = [];
    copies.set(value, list);
    for (const entry of value) {
      list.push(copy(entry, copies));
    }
    return Object.freeze(list);
  }
  if (!isPlain(value) || types.isProxy(value) || Object.values(value).some((entry) => typeof entry === 'function')) {
    return value;
  }
  const record: Record<string, unknown> = {};
  copies.set(value, record);
  for (const [key, entry] of Object.entries(value)) {
    Object.defineProperty(record, key, { value: copy(entry, copies), enumerable: true, configurable: true, writable: true });
  }
  return Object.freeze(record);
}
