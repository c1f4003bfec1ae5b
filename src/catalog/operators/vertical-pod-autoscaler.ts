import { OperatorDescriptor } from './operator-descriptor';

export const VERTICAL_POD_AUTOSCALER: OperatorDescriptor = {
  name: 'Vertical Pod Autoscaler',
  apiVersions: ['autoscaling.k8s.io/v1'],
  namespace: 'kube-system',
  docs: 'https://github.com/kubernetes/autoscaler/blob/master/vertical-pod-autoscaler/docs/installation.md',
};
