import { OperatorDescriptor } from './operator-descriptor';

export const ZALANDO_POSTGRES: OperatorDescriptor = {
  name: 'Zalando Postgres operator',
  apiVersions: ['acid.zalan.do/v1'],
  labels: { name: 'postgres-operator' },
  // The server, and Patroni's API.
  podPorts: [5432, 8008],
  docs: 'https://opensource.zalando.com/postgres-operator/docs/quickstart.html',
};
