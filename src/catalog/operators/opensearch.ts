import { OperatorDescriptor } from './operator-descriptor';

export const OPENSEARCH: OperatorDescriptor = {
  name: 'OpenSearch operator',
  apiVersions: ['opensearch.org/v1'],
  namespace: 'opensearch-operator-system',
  labels: { 'control-plane': 'controller-manager' },
  podPorts: [9200],
  minimumVersion: '3.0',
  docs: 'https://github.com/opensearch-project/opensearch-k8s-operator/blob/main/docs/userguide/main.md',
};
