import { OperatorDescriptor } from './operator-descriptor';

export const KEDA: OperatorDescriptor = {
  name: 'KEDA',
  apiVersions: ['keda.sh/v1alpha1'],
  namespace: 'keda',
  labels: { app: 'keda-operator' },
  docs: 'https://keda.sh/docs/latest/deploy/',
};
