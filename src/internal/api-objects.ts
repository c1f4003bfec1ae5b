import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';

/** Everything that a construct made, in the order in which it is written. */
export function apiObjectsOf(construct: IConstruct): ApiObject[] {
  return construct.node.findAll().filter(ApiObject.isApiObject);
}
