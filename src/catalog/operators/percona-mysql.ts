import { OperatorDescriptor } from './operator-descriptor';

export const PERCONA_MYSQL: OperatorDescriptor = {
  name: 'Percona operator for MySQL',
  apiVersions: ['ps.percona.com/v1'],
  labels: { 'app.kubernetes.io/name': 'percona-server-mysql-operator' },
  // The server, and its port for administrators.
  podPorts: [3306, 33062],
  minimumVersion: '1.0',
  docs: 'https://docs.percona.com/percona-operator-for-mysql/ps/',
};
