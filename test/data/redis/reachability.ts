import { Peer } from '../../network-model/cluster';
import { is, StoreReachability } from '../../network-model/store-reachability';
import { Redis } from 'cdk8s-agent-platform';

const hasSeveralMembers = ({ guarantees }: Pick<Redis, 'guarantees'>): boolean => guarantees.replicas > 1;
const isAny = (pods: Peer): boolean => is('cache')(pods) || is('cache-proxy')(pods);

export const reachability: StoreReachability = {
  store: Redis,
  isEntrance: (pods, store) => is(hasSeveralMembers(store) ? 'cache-proxy' : 'cache')(pods),
  needs: [
    { to: is('cache', '-server'), from: isAny, ports: [6379], when: hasSeveralMembers },
    { to: is('cache', '-sentinel'), from: is('cache'), ports: [26379] },
  ],
};
