import { Chart } from 'cdk8s';
import { Construct, IConstruct, RootConstruct } from 'constructs';
import { Guard } from './guard';

/** The id of a construct that does not exist yet, for `super(...)`: anything but a string, or a name already taken, would fail there in the words of another library. */
export function constructId(scope: IConstruct, id: string): string {
  if (!isConstruct(scope)) {
    const nowhere = new RootConstruct(typeof id === 'string' ? id : '');
    new Guard(nowhere).fail('scope', scope, 'a construct', 'give the app, the Platform or the Namespace that it is part of',
      scope === undefined ? 'Required' : 'TypeInvalid');
  }
  const guard = new Guard(scope);
  if (typeof id !== 'string' || id === '') {
    guard.fail('id', id, 'a string', 'objects are named after it; write it like "api"', id === undefined || id === '' ? 'Required' : 'TypeInvalid');
  }
  if (scope.node.tryFindChild(id)) {
    guard.fail('id', id, 'an id that is not taken here', 'choose another one', 'Duplicate');
  }
  return id;
}

/** The same for constructs that create objects, which must be in a chart. */
export function componentId(scope: IConstruct, id: string): string {
  const checked = constructId(scope, id);
  if (!scope.node.scopes.some(Chart.isChart)) {
    new Guard(scope).fail('scope', scope, 'a Namespace, another Chart, or a construct in one', `create ${checked} in a Namespace`);
  }
  return checked;
}

/** Whichever copy of the library `constructs` it comes from. */
function isConstruct(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Construct.isConstruct(value);
}
