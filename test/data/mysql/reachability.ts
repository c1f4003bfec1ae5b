import { is, StoreReachability } from '../../network-model/store-reachability';
import { MySql } from 'cdk8s-agent-platform';

export const reachability: StoreReachability = {
  store: MySql,
  isEntrance: is('database'),
  needs: [
    { to: is('database', '-primary'), from: is('database', '-replica'), ports: [3306] },
    // A primary that starts asks whether a standby was promoted, or holds data that it has lost.
    { to: is('database', '-replica'), from: is('database', '-primary'), ports: [3306] },
    // After a standby was promoted, the others replicate from it; before that it asks how much they have.
    { to: is('database', '-replica'), from: is('database', '-replica'), ports: [3306] },
  ],
};
