import { OperatorDescriptor } from './operator-descriptor';

export const STRIMZI: OperatorDescriptor = {
  name: 'Strimzi',
  apiVersions: ['kafka.strimzi.io/v1'],
  labels: { 'strimzi.io/kind': 'cluster-operator' },
  // The control plane listener and the agent of each broker.
  podPorts: [9090, 9091, 8443],
  minimumVersion: '1.0',
  docs: 'https://strimzi.io/docs/operators/latest/deploying',
};
