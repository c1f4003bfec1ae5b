import { StoreReachability } from '../../network-model/store-reachability';
import { Notes } from './notes';

/** Clients connect to the members, who need nothing of each other. */
export const reachability: StoreReachability = {
  store: Notes, isEntrance: ({ labels }) => labels['app.kubernetes.io/component'] === 'notes', needs: [],
};
