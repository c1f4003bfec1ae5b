import { OperatorDescriptor } from './operator-descriptor';

export const GATEKEEPER: OperatorDescriptor = {
  name: 'Gatekeeper',
  apiVersions: ['templates.gatekeeper.sh/v1', 'constraints.gatekeeper.sh/v1beta1'],
  namespace: 'gatekeeper-system',
  // The first that takes templates in CEL by default.
  minimumVersion: '3.18',
  docs: 'https://open-policy-agent.github.io/gatekeeper/website/docs/install/',
};
