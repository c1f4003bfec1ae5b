import { is, StoreReachability } from '../../network-model/store-reachability';
import { Etcd } from 'cdk8s-agent-platform';

/** Clients connect to any member, and each member needs the peer port of each other one. */
export const reachability: StoreReachability = {
  store: Etcd,
  isEntrance: (pods) => is('etcd')(pods),
  needs: [{ to: is('etcd'), from: is('etcd'), ports: [2380] }],
};
