import { OperatorDescriptor } from './operator-descriptor';

export const SEALED_SECRETS: OperatorDescriptor = {
  name: 'Sealed Secrets',
  apiVersions: ['bitnami.com/v1alpha1'],
  namespace: 'kube-system',
  docs: 'https://github.com/bitnami/sealed-secrets#installation',
};
