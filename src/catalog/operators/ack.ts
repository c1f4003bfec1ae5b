import { OperatorDescriptor } from './operator-descriptor';

export const ACK: OperatorDescriptor = {
  name: 'AWS Controllers for Kubernetes',
  apiVersions: ['services.k8s.aws/v1alpha1'],
  namespace: 'ack-system',
  docs: 'https://aws-controllers-k8s.github.io/community/docs/user-docs/install/',
};
