import { ApiObject } from 'cdk8s';

/** An object with what it renders as, once for all that look at it. */
export interface RenderedObject {
  readonly object: ApiObject;
  readonly json: object;
}

export function rendered(object: ApiObject): RenderedObject {
  return { object, json: object.toJson() };
}
