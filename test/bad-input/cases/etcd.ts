import { RedisEngine } from '../../../src';
import { Cases } from '../case';
import { etcd, plainEtcd } from '../compose';

const LOCKS = 'production/agents/data/locks';

export const etcdCases: Cases = {
  'EtcdProps.engine': [
    ['malformed', () => etcd({ engine: RedisEngine.sentinel() }), LOCKS, 'engine', 'TypeInvalid'],
  ],
  'PlainEtcdOptions.certificate': [
    ['malformed', () => plainEtcd({ certificate: 'locks-tls' }), LOCKS, 'engine.certificate', 'TypeInvalid'],
  ],
  'PlainEtcdOptions.image': [
    ['malformed', () => plainEtcd({ image: 'etcd' }), LOCKS, 'engine.image', 'Invalid'],
  ],
  'PlainEtcdOptions.replicas': [
    ['low', () => plainEtcd({ replicas: 0 }), LOCKS, 'engine.replicas', 'OutOfRange'],
    ['high', () => plainEtcd({ replicas: 9 }), LOCKS, 'engine.replicas', 'OutOfRange'],
    ['malformed', () => plainEtcd({ replicas: 4 }), LOCKS, 'engine.replicas', 'Invalid'],
    ['malformed', () => plainEtcd({ replicas: '3' }), LOCKS, 'engine.replicas', 'TypeInvalid'],
  ],
};
