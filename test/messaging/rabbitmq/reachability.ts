import { is, StoreReachability } from '../../network-model/store-reachability';
import { RabbitMq } from 'cdk8s-agent-platform';

/** Clients connect to any node, and each node needs the port mapper and the link of each other one. */
export const reachability: StoreReachability = {
  store: RabbitMq,
  isEntrance: (pods) => is('broker')(pods),
  needs: [{ to: is('broker'), from: is('broker'), ports: [4369, 25672] }],
};
