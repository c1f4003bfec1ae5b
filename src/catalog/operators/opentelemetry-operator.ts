import { OperatorDescriptor } from './operator-descriptor';

export const OPENTELEMETRY_OPERATOR: OperatorDescriptor = {
  name: 'OpenTelemetry operator',
  apiVersions: ['opentelemetry.io/v1beta1'],
  namespace: 'opentelemetry-operator-system',
  docs: 'https://opentelemetry.io/docs/platforms/kubernetes/operator/',
};
