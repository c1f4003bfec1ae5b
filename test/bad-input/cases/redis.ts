import { Cases } from '../case';
import { externalRedis } from '../compose';

const LOCKS = 'production/agents/data/locks';

export const externalRedisCases: Cases = {
  'ExternalRedisOptions.port': [
    ['low', () => externalRedis({ port: 0 }), LOCKS, 'engine.port', 'OutOfRange'],
    ['high', () => externalRedis({ port: 65536 }), LOCKS, 'engine.port', 'OutOfRange'],
    ['malformed', () => externalRedis({ port: '6379' }), LOCKS, 'engine.port', 'TypeInvalid'],
  ],
};
