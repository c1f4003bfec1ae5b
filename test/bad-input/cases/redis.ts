import { Cases } from '../case';
import { externalRedis } from '../compose';

const LOCKS = 'production/agents/data/locks';

export const externalRedisCases: Cases = {
  'ExternalRedisOptions.addresses': [
    ['malformed', () => externalRedis({ addresses: undefined }), LOCKS, 'engine.addresses', 'Required'],
    ['malformed', () => externalRedis({ addresses: '192.0.2.0/24' }), LOCKS, 'engine.addresses', 'TypeInvalid'],
  ],
  'ExternalRedisOptions.certificateAuthority': [
    ['malformed', () => externalRedis({ certificateAuthority: 'redis-ca' }), LOCKS, 'engine.certificateAuthority', 'TypeInvalid'],
  ],
  'ExternalRedisOptions.host': [
    ['malformed', () => externalRedis({ host: 'redis://redis.example' }), LOCKS, 'engine.host', 'Invalid'],
    ['malformed', () => externalRedis({ host: undefined }), LOCKS, 'engine.host', 'Required'],
  ],
  'ExternalRedisOptions.port': [
    ['low', () => externalRedis({ port: 0 }), LOCKS, 'engine.port', 'OutOfRange'],
    ['high', () => externalRedis({ port: 65536 }), LOCKS, 'engine.port', 'OutOfRange'],
    ['malformed', () => externalRedis({ port: '6379' }), LOCKS, 'engine.port', 'TypeInvalid'],
  ],
  'ExternalRedisOptions.promised': [
    ['malformed', () => externalRedis({ promised: 'everything' }), LOCKS, 'engine.promised', 'TypeInvalid'],
  ],
};
