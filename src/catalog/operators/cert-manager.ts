import { OperatorDescriptor } from './operator-descriptor';

export const CERT_MANAGER: OperatorDescriptor = {
  name: 'cert-manager',
  apiVersions: ['cert-manager.io/v1'],
  namespace: 'cert-manager',
  docs: 'https://cert-manager.io/docs/installation/',
};
