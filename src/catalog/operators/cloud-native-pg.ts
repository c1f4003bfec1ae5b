import { OperatorDescriptor } from './operator-descriptor';

export const CLOUD_NATIVE_PG: OperatorDescriptor = {
  name: 'CloudNativePG',
  apiVersions: ['postgresql.cnpg.io/v1'],
  namespace: 'cnpg-system',
  labels: { 'app.kubernetes.io/name': 'cloudnative-pg' },
  // The server, and the status endpoint of each member's instance manager.
  podPorts: [5432, 8000],
  minimumVersion: '1.28',
  docs: 'https://cloudnative-pg.io/documentation/current/installation_upgrade/',
};
