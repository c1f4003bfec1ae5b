import { OperatorDescriptor } from './operator-descriptor';

export const CONFIG_CONNECTOR: OperatorDescriptor = {
  name: 'Config Connector',
  apiVersions: ['sql.cnrm.cloud.google.com/v1beta1'],
  namespace: 'cnrm-system',
  docs: 'https://cloud.google.com/config-connector/docs/how-to/install-upgrade-uninstall',
};
