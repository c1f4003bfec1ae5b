import { OperatorDescriptor } from './operator-descriptor';

export const FLAGGER: OperatorDescriptor = {
  name: 'Flagger',
  apiVersions: ['flagger.app/v1beta1'],
  docs: 'https://docs.flagger.app/install/flagger-install-on-kubernetes',
};
