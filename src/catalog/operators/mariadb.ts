import { OperatorDescriptor } from './operator-descriptor';

export const MARIADB: OperatorDescriptor = {
  name: 'MariaDB operator',
  apiVersions: ['k8s.mariadb.com/v1alpha1'],
  labels: { 'app.kubernetes.io/name': 'mariadb-operator' },
  // The server, and the agent of each member.
  podPorts: [3306, 5555],
  docs: 'https://github.com/mariadb-operator/mariadb-operator/blob/main/docs/helm.md',
};
