import { existsSync, readdirSync } from 'fs';
import { join } from 'path';
import { IConstruct } from 'constructs';
import { Peer } from './cluster';
import { Store } from 'cdk8s-agent-platform';

/** Which pods of one kind of store may talk: each store declares it beside its own tests, in `reachability.ts`. */
export interface StoreReachability {
  /** The class of the store. */
  readonly store: Function;
  /** The pods that clients connect to. */
  readonly isEntrance: (pods: Peer, store: Store) => boolean;
  /** What its pods need of each other, and of what operates them. */
  readonly needs: Need[];
}

export interface Need {
  readonly to: (pods: Peer) => boolean;
  readonly ports: number[];
  /** Pods of the same store. */
  readonly from?: (pods: Peer) => boolean;
  /** Somebody outside, by name. */
  readonly outside?: string;
  /** Whether a store has this need; all of them if left out. */
  readonly when?: (store: Store) => boolean;
}

const FOLDERS = ['data', 'messaging'].map((folder) => join(__dirname, '..', folder));

/** The stores of this library, found by their folders. */
export const STORES: StoreReachability[] = FOLDERS.flatMap((area) => readdirSync(area).map((folder) => join(area, folder, 'reachability')))
  .filter((file) => existsSync(`${file}.ts`)).map((file) =>
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- they are found, and not listed
    (require(file) as { reachability: StoreReachability }).reachability);

export function isStore(construct: IConstruct): construct is Store {
  return construct instanceof Store;
}

/** Pods of a component, whose name ends like this. */
export function is(component: string, suffix: string = ''): (pods: Peer) => boolean {
  return ({ labels, name }) => labels['app.kubernetes.io/component'] === component && name.endsWith(suffix);
}
