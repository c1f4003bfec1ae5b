import { Peer } from '../../network-model/cluster';
import { POSTGRES_OPERATOR } from '../../network-model/outside';
import { is, StoreReachability } from '../../network-model/store-reachability';
import { Postgres } from 'cdk8s-agent-platform';

const isCloudNativePg = ({ labels }: Peer): boolean => labels['cnpg.io/cluster'] !== undefined && labels['cnpg.io/podRole'] !== 'pooler';

export const reachability: StoreReachability = {
  store: Postgres,
  isEntrance: (pods) => is('database')(pods) || isCloudNativePg(pods),
  needs: [
    { to: isCloudNativePg, from: isCloudNativePg, ports: [5432, 8000] },
    { to: isCloudNativePg, outside: POSTGRES_OPERATOR, ports: [5432, 8000] },
    { to: is('database', '-primary'), from: is('database', '-replica'), ports: [5432] },
    // A primary whose volume is empty asks the standbys whether they still hold the data.
    { to: is('database', '-replica'), from: is('database', '-primary'), ports: [5432] },
    // After a standby was promoted, the others stream from it.
    { to: is('database', '-replica'), from: is('database', '-replica'), ports: [5432] },
  ],
};
