import { OperatorDescriptor } from './operator-descriptor';

export const TRUST_MANAGER: OperatorDescriptor = {
  name: 'trust-manager',
  apiVersions: ['trust.cert-manager.io/v1alpha1'],
  namespace: 'cert-manager',
  docs: 'https://cert-manager.io/docs/trust/trust-manager/installation/',
};
