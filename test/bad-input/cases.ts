import { Cases } from './case';
import { agentsCases } from './cases/agents';
import { bucketCases } from './cases/buckets';
import { certificatesCases } from './cases/certificates';
import { componentCases } from './cases/component';
import { connectionsCases } from './cases/connections';
import { dataCases } from './cases/data';
import { etcdCases } from './cases/etcd';
import { eventsCases } from './cases/events';
import { externalServerCases } from './cases/external-server';
import { gatewayCases } from './cases/gateway';
import { messagingCases } from './cases/messaging';
import { mySqlCases } from './cases/mysql';
import { observabilityCases } from './cases/observability';
import { placementCases } from './cases/placement';
import { platformCases } from './cases/platform';
import { policyCases } from './cases/policy';
import { externalRedisCases } from './cases/redis';
import { secretsCases } from './cases/secrets';
import { tasksCases } from './cases/tasks';
import { webCases } from './cases/web';
import { workloadCases } from './cases/workload';

/** Bad input by `<type>.<prop>`, and `<type>.<method>.<parameter>`. */
export const CASES: Cases = {
  ...agentsCases,
  ...certificatesCases,
  ...componentCases,
  ...connectionsCases,
  ...bucketCases,
  ...dataCases,
  ...eventsCases,
  ...externalServerCases,
  ...gatewayCases,
  ...etcdCases,
  ...mySqlCases,
  ...messagingCases,
  ...observabilityCases,
  ...externalRedisCases,
  ...placementCases,
  ...platformCases,
  ...policyCases,
  ...secretsCases,
  ...tasksCases,
  ...webCases,
  ...workloadCases,
};
