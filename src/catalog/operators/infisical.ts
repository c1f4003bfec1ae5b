import { OperatorDescriptor } from './operator-descriptor';

export const INFISICAL: OperatorDescriptor = {
  name: 'Infisical',
  apiVersions: ['secrets.infisical.com/v1beta1'],
  docs: 'https://infisical.com/docs/integrations/platforms/kubernetes/overview',
};
