import { OperatorDescriptor } from './operator-descriptor';

export const PROMETHEUS_OPERATOR: OperatorDescriptor = {
  name: 'Prometheus operator',
  apiVersions: ['monitoring.coreos.com/v1', 'monitoring.coreos.com/v1alpha1'],
  docs: 'https://prometheus-operator.dev/docs/getting-started/installation/',
};
