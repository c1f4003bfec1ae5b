import { OperatorDescriptor } from './operator-descriptor';

export const REDIS_OPERATOR: OperatorDescriptor = {
  name: 'Redis operator',
  apiVersions: ['redis.redis.opstreelabs.in/v1beta2'],
  namespace: 'ot-operators',
  podPorts: [6379, 26379],
  docs: 'https://redis-operator.opstree.dev/docs/installation/installation/',
};
