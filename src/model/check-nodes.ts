import { Guard } from '../internal/guard';
import { NodeSelection } from './cluster-facts';

/** Labels and taints as a node can have them. Without labels, pods would run anywhere. */
export function checkNodes(guard: Guard, { labels, taints = [] }: NodeSelection): void {
  if (Object.keys(guard.labels('labels', labels)).length === 0) {
    guard.fail('labels', labels, 'at least one label', 'give a label that only these nodes have, such as { \'example.com/pool\': \'agents\' }', 'Required');
  }
  guard.list('taints', taints, 0, 'leave it out for none').forEach((key, index) => guard.labelKey(`taints[${index}]`, key));
}
