import { types } from 'util';

/** Stands where a value could not be read, because the program's getter threw: the checks that follow refuse it by the name of the prop. */
export class Unreadable {
  public readonly cause: string;

  public constructor(error: unknown) {
    this.cause = error instanceof Error ? error.message : typeof error;
  }
}

/**
 * A frozen copy of lists and sets of named values, down to the last: what a program does to its own afterwards changes nothing here.
 *
 * Holes become undefined, so that checks of each entry see them; what cannot be read becomes Unreadable. Values of classes stay what
 * they are: constructs, choices and measures. So does an object with functions, or a Proxy: it is behaviour and not data.
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

/** The first value, down to the last, that cannot be read, with the path to it, such as `.dns.labels` or `[1]`. */
export function unreadableIn(value: unknown, seen: Set<unknown> = new Set()): { readonly path: string; readonly value: Unreadable } | undefined {
  if (value instanceof Unreadable) {
    return { path: '', value };
  }
  if (seen.has(value) || !Array.isArray(value) && !isPlain(value)) {
    return undefined;
  }
  seen.add(value);
  for (const key of Object.keys(value)) {
    const found = unreadableIn(read(value, key), seen);
    if (found) {
      return { ...found, path: `${step(value, key)}${found.path}` };
    }
  }
  return undefined;
}

function step(parent: object, key: string): string {
  if (Array.isArray(parent)) {
    return `[${key}]`;
  }
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? `.${key}` : `["${key}"]`;
}

function copy(value: unknown, copies: Map<unknown, unknown>): unknown {
  if (copies.has(value)) {
    return copies.get(value);
  }
  if (Array.isArray(value)) {
    const list: unknown[] = [];
    copies.set(value, list);
    for (let index = 0; index < value.length; index++) {
      list.push(copy(read(value, index), copies));
    }
    return Object.freeze(list);
  }
  if (!isPlain(value) || types.isProxy(value)) {
    return value;
  }
  const entries = Object.keys(value).map((key): [string, unknown] => [key, read(value, key)]);
  if (entries.some(([, entry]) => typeof entry === 'function')) {
    return value;
  }
  const record: Record<string, unknown> = {};
  copies.set(value, record);
  for (const [key, entry] of entries) {
    Object.defineProperty(record, key, { value: copy(entry, copies), enumerable: true, configurable: true, writable: true });
  }
  return Object.freeze(record);
}

function read(value: object, key: PropertyKey): unknown {
  try {
    return Reflect.get(value, key);
  } catch (error) {
    return new Unreadable(error);
  }
}
