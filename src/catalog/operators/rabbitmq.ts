import { OperatorDescriptor } from './operator-descriptor';

export const RABBITMQ: OperatorDescriptor = {
  name: 'RabbitMQ cluster operator',
  apiVersions: ['rabbitmq.com/v1beta1'],
  namespace: 'rabbitmq-system',
  labels: { 'app.kubernetes.io/name': 'rabbitmq-cluster-operator' },
  docs: 'https://www.rabbitmq.com/kubernetes/operator/install-operator',
};
