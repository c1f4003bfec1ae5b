import { OperatorDescriptor } from './operator-descriptor';

export const SEAWEEDFS: OperatorDescriptor = {
  name: 'SeaweedFS operator',
  apiVersions: ['seaweed.seaweedfs.com/v1'],
  namespace: 'seaweedfs-operator-system',
  docs: 'https://github.com/seaweedfs/seaweedfs-operator#installation',
};
