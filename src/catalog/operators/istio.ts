import { OperatorDescriptor } from './operator-descriptor';

export const ISTIO: OperatorDescriptor = {
  name: 'Istio',
  apiVersions: ['networking.istio.io/v1', 'networking.istio.io/v1alpha3', 'security.istio.io/v1'],
  namespace: 'istio-system',
  labels: { app: 'istiod' },
  docs: 'https://istio.io/latest/docs/setup/install/',
};
