import { OperatorDescriptor } from './operator-descriptor';

export const KEDA: OperatorDescriptor = {
  name: 'KEDA',
  apiVersions: ['keda.sh/v1alpha1'],
  namespace: 'keda',
  docs: 'https://keda.sh/docs/latest/deploy/',
};
