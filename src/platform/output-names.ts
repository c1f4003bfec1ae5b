import { IConstruct } from 'constructs';
import { Guard } from '../internal/guard';

const FOLDER = Symbol.for('cdk8s-agent-platform.OutputFolder');

interface Holder extends IConstruct {
  [FOLDER]?: string;
}

/**
 * Gives a construct a folder of the output to itself. A second one that writes there would be applied to the same cluster, and the files of one would take
 * the place of the other's.
 */
export function claimFolder(guard: Guard, construct: IConstruct, prop: string, folder: string): void {
  const holder = construct.node.root.node.findAll().find((other) => (other as Holder)[FOLDER] === folder);
  if (holder) {
    guard.fail(prop, folder, 'a name that no other folder of the output has',
      `${holder.node.path} is written to the folder of that name already; rename one of the two`, 'Duplicate');
  }
  Object.defineProperty(construct, FOLDER, { value: folder });
}
