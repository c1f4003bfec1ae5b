import { OperatorDescriptor } from './operator-descriptor';

export const PERCONA_MONGODB: OperatorDescriptor = {
  name: 'Percona operator for MongoDB',
  apiVersions: ['psmdb.percona.com/v1'],
  labels: { 'app.kubernetes.io/name': 'percona-server-mongodb-operator' },
  podPorts: [27017],
  docs: 'https://docs.percona.com/percona-operator-for-mongodb/',
};
