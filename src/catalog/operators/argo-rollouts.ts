import { OperatorDescriptor } from './operator-descriptor';

export const ARGO_ROLLOUTS: OperatorDescriptor = {
  name: 'Argo Rollouts',
  apiVersions: ['argoproj.io/v1alpha1'],
  namespace: 'argo-rollouts',
  docs: 'https://argo-rollouts.readthedocs.io/en/stable/installation/',
};
