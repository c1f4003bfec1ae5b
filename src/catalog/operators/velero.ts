import { OperatorDescriptor } from './operator-descriptor';

export const VELERO: OperatorDescriptor = {
  name: 'Velero',
  apiVersions: ['velero.io/v1'],
  namespace: 'velero',
  docs: 'https://velero.io/docs/main/basic-install/',
};
