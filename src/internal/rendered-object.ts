import { ApiObject } from 'cdk8s';

/** An object with what it renders as. */
export interface RenderedObject {
  readonly object: ApiObject;
  readonly json: object;
}

let observer: ((one: RenderedObject) => void) | undefined;

/** The rendered form of an object. Do not modify or retain it: it takes several times the memory of its YAML. */
export function rendered(object: ApiObject): RenderedObject {
  const one = { object, json: object.toJson() };
  observer?.(one);
  return one;
}

/** Shows each object that `action` renders to `observe`, so that it need not be rendered again. */
export function observing<T>(observe: (one: RenderedObject) => void, action: () => T): T {
  const outer = observer;
  observer = observe;
  try {
    return action();
  } finally {
    observer = outer;
  }
}
