import { IConstruct } from 'constructs';
import { Guard } from './guard';

/** The id of a construct that does not exist yet, for `super(...)`: what is no text or taken would fail there in the words of another library. */
export function constructId(scope: IConstruct, id: string): string {
  const guard = new Guard(scope);
  if (typeof id !== 'string' || id === '') {
    guard.fail('id', id, 'a text', 'objects are named after it; write it like "api"', id === undefined || id === '' ? 'Required' : 'TypeInvalid');
  }
  if (scope?.node.tryFindChild(id)) {
    guard.fail('id', id, 'an id that is not taken here', 'choose another one', 'Duplicate');
  }
  return id;
}
