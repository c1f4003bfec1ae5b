import { OperatorDescriptor } from './operator-descriptor';

export const ECK: OperatorDescriptor = {
  name: 'Elastic Cloud on Kubernetes',
  apiVersions: ['elasticsearch.k8s.elastic.co/v1', 'kibana.k8s.elastic.co/v1'],
  namespace: 'elastic-system',
  labels: { 'control-plane': 'elastic-operator' },
  podPorts: [9200],
  docs: 'https://www.elastic.co/docs/deploy-manage/deploy/cloud-on-k8s',
};
