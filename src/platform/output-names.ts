import { IConstruct } from 'constructs';
import { Guard } from '../internal/guard';

const FOLDERS = Symbol.for('cdk8s-agent-platform.OutputFolders');

interface Root extends IConstruct {
  [FOLDERS]?: Map<string, IConstruct>;
}

/**
 * Gives a construct a folder of the output to itself. A second one that writes there would be applied to the same cluster, and the files of one would take
 * the place of the other's.
 */
export function claimFolder(guard: Guard, construct: IConstruct, prop: string, folder: string): void {
  const folders = foldersOf(construct.node.root);
  const holder = folders.get(folder);
  if (holder && isInTree(holder)) {
    guard.fail(prop, folder, 'a name that no other folder of the output has',
      `${holder.node.path} is written to the folder of that name already; rename one of the two`, 'Duplicate');
  }
  folders.set(folder, construct);
}

function foldersOf(root: Root): Map<string, IConstruct> {
  if (!root[FOLDERS]) {
    Object.defineProperty(root, FOLDERS, { value: new Map() });
  }
  return root[FOLDERS]!;
}

/** A construct that was removed keeps its scope, but its scope does not keep it. */
function isInTree(construct: IConstruct): boolean {
  const { scope } = construct.node;
  return scope === undefined || scope.node.tryFindChild(construct.node.id) === construct && isInTree(scope);
}
