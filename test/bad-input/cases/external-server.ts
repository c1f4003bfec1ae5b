import { Cases } from '../case';
import { externalMySql, externalPostgres, externalRedis } from '../compose';

/** What every store outside of the cluster takes, by each of them. */
export const externalServerCases: Cases = {
  'ExternalServerOptions.addresses': [
    ['malformed', () => externalPostgres({ addresses: undefined }), 'production/agents/data/customers', 'engine.addresses', 'Required'],
    ['malformed', () => externalPostgres({ addresses: '192.0.2.0/24' }), 'production/agents/data/customers', 'engine.addresses', 'TypeInvalid'],
    ['malformed', () => externalMySql({ addresses: undefined }), 'production/agents/data/orders', 'engine.addresses', 'Required'],
    ['malformed', () => externalMySql({ addresses: '192.0.2.0/24' }), 'production/agents/data/orders', 'engine.addresses', 'TypeInvalid'],
    ['malformed', () => externalRedis({ addresses: undefined }), 'production/agents/data/locks', 'engine.addresses', 'Required'],
    ['malformed', () => externalRedis({ addresses: '192.0.2.0/24' }), 'production/agents/data/locks', 'engine.addresses', 'TypeInvalid'],
  ],
  'ExternalServerOptions.certificateAuthority': [
    ['malformed', () => externalPostgres({ certificateAuthority: 'rds-ca' }), 'production/agents/data/customers', 'engine.certificateAuthority', 'TypeInvalid'],
    ['malformed', () => externalMySql({ certificateAuthority: 'rds-ca' }), 'production/agents/data/orders', 'engine.certificateAuthority', 'TypeInvalid'],
    ['malformed', () => externalRedis({ certificateAuthority: 'redis-ca' }), 'production/agents/data/locks', 'engine.certificateAuthority', 'TypeInvalid'],
  ],
  'ExternalServerOptions.host': [
    ['malformed', () => externalPostgres({ host: 'postgresql://db.example' }), 'production/agents/data/customers', 'engine.host', 'Invalid'],
    ['malformed', () => externalPostgres({ host: undefined }), 'production/agents/data/customers', 'engine.host', 'Required'],
    ['malformed', () => externalMySql({ host: 'mysql://mysql.example' }), 'production/agents/data/orders', 'engine.host', 'Invalid'],
    ['malformed', () => externalMySql({ host: undefined }), 'production/agents/data/orders', 'engine.host', 'Required'],
    ['malformed', () => externalRedis({ host: 'redis://redis.example' }), 'production/agents/data/locks', 'engine.host', 'Invalid'],
    ['malformed', () => externalRedis({ host: undefined }), 'production/agents/data/locks', 'engine.host', 'Required'],
  ],
  'ExternalServerOptions.promised': [
    ['malformed', () => externalPostgres({ promised: 'everything' }), 'production/agents/data/customers', 'engine.promised', 'TypeInvalid'],
    ['malformed', () => externalMySql({ promised: 'everything' }), 'production/agents/data/orders', 'engine.promised', 'TypeInvalid'],
    ['malformed', () => externalRedis({ promised: 'everything' }), 'production/agents/data/locks', 'engine.promised', 'TypeInvalid'],
  ],
};
