import { IConstruct } from 'constructs';
import { Guard } from '../internal/guard';
import { Registry } from '../platform/registry';

/** Refuses a target of another Platform: that is another cluster, where none of the names and policies of this one exist. */
export function checkPlatform(guard: Guard, prop: string, client: IConstruct, target: IConstruct): void {
  if (Registry.of(client) !== Registry.of(target)) {
    guard.fail(prop, target.node.path, 'a component of the same Platform',
      'another Platform is another cluster: declare it in this one as an ExternalService');
  }
}
