import { OperatorDescriptor } from './operator-descriptor';

export const GATEWAY_API: OperatorDescriptor = {
  name: 'Gateway API',
  apiVersions: ['gateway.networking.k8s.io/v1'],
  docs: 'https://gateway-api.sigs.k8s.io/guides/getting-started/',
};
