import { OperatorDescriptor } from './operator-descriptor';

export const RABBITMQ_TOPOLOGY: OperatorDescriptor = {
  name: 'RabbitMQ messaging topology operator',
  apiVersions: ['rabbitmq.com/v1beta1'],
  namespace: 'rabbitmq-system',
  labels: { 'app.kubernetes.io/name': 'messaging-topology-operator' },
  // The management API.
  podPorts: [15672],
  docs: 'https://www.rabbitmq.com/kubernetes/operator/install-topology-operator',
};
