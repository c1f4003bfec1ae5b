import { Lazy } from 'cdk8s';

/** A value that is known when everything is composed. Its type is that of the value: whoever takes it renders it, and does not look into it. */
export function late<T>(produce: () => T): T {
  return Lazy.any({ produce }) as T;
}
