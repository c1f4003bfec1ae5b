import { OperatorDescriptor } from './operator-descriptor';

export const GRAFANA_OPERATOR: OperatorDescriptor = {
  name: 'Grafana operator',
  apiVersions: ['grafana.integreatly.org/v1beta1'],
  labels: { 'app.kubernetes.io/name': 'grafana-operator' },
  podPorts: [3000],
  docs: 'https://grafana.github.io/grafana-operator/docs/installation/',
};
