import { OperatorDescriptor } from './operator-descriptor';

export const BARMAN_CLOUD: OperatorDescriptor = {
  name: 'Barman Cloud plugin',
  apiVersions: ['barmancloud.cnpg.io/v1'],
  // The plugin runs where the CloudNativePG operator runs.
  namespace: 'cnpg-system',
  docs: 'https://cloudnative-pg.io/plugin-barman-cloud/docs/installation/',
};
