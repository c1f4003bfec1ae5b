import { DatabaseAccess, Durability, MySqlAccess, RedisEngine } from '../../../src';
import { Cases } from '../case';
import { externalMySql, mariaDb, mySql, mySqlUser } from '../compose';

const ORDERS = 'production/agents/data/orders';

export const mySqlCases: Cases = {
  'MySqlProps.databases': [
    ['malformed', () => mySql({ databases: 'orders' }), ORDERS, 'databases', 'TypeInvalid'],
    ['low', () => mySql({ databases: [] }), ORDERS, 'databases', 'Required'],
    ['malformed', () => mySql({ databases: ['my-orders'] }), ORDERS, 'databases', 'Invalid'],
    ['malformed', () => mySql({ databases: ['mysql'] }), ORDERS, 'databases', 'Forbidden'],
    ['malformed', () => mySql({ databases: ['orders', 'orders'] }), ORDERS, 'databases', 'Duplicate'],
    ['malformed', () => mySql({}, 'sys'), 'production/agents/data/sys', 'databases', 'Forbidden'],
  ],
  'MySqlProps.engine': [
    ['malformed', () => mySql({ engine: RedisEngine.sentinel() }), ORDERS, 'engine', 'TypeInvalid'],
  ],
  'MariaDbOptions.certificate': [
    ['malformed', () => mariaDb({ certificate: 'orders-tls' }), ORDERS, 'engine.certificate', 'TypeInvalid'],
  ],
  'MariaDbOptions.clientEncryption': [
    ['malformed', () => mariaDb({ clientEncryption: 'tls' }), ORDERS, 'engine.clientEncryption', 'NotSupported'],
  ],
  'MariaDbOptions.durability': [
    ['malformed', () => mariaDb({ durability: 'sync' }), ORDERS, 'engine.durability', 'NotSupported'],
    ['malformed', () => mariaDb({ durability: Durability.SYNCHRONOUS, replicas: 0 }), ORDERS, 'engine.durability', 'Invalid'],
  ],
  'MariaDbOptions.image': [
    ['malformed', () => mariaDb({ image: 'mariadb' }), ORDERS, 'engine.image', 'Invalid'],
  ],
  'MariaDbOptions.replicas': [
    ['low', () => mariaDb({ replicas: -1 }), ORDERS, 'engine.replicas', 'OutOfRange'],
    ['high', () => mariaDb({ replicas: 9 }), ORDERS, 'engine.replicas', 'OutOfRange'],
    ['malformed', () => mariaDb({ replicas: '2' }), ORDERS, 'engine.replicas', 'TypeInvalid'],
  ],
  'MySql.addUser.id': [
    ['malformed', () => mySqlUser({}, 5 as never), ORDERS, 'id', 'TypeInvalid'],
    ['malformed', () => mySqlUser({}, '---'), `${ORDERS}/---`, 'id', 'Invalid'],
    ['high', () => mySqlUser({}, 'a'.repeat(64)), `${ORDERS}/${'a'.repeat(64)}`, 'id', 'Invalid'],
    ['malformed', () => mySqlUser({}, 'app'), `${ORDERS}/app`, 'id', 'Forbidden'],
    ['malformed', () => {
      const store = mySql({});
      mySqlUser({}, 'my-report', store);
      mySqlUser({}, 'my_report', store);
    }, `${ORDERS}/my_report`, 'id', 'Duplicate'],
    ['malformed', () => mySqlUser({}, 'reporting', externalMySql({})), ORDERS, 'engine', 'Unavailable'],
  ],
  'MySqlUserProps.access': [
    ['malformed', () => mySqlUser({ access: DatabaseAccess.readOnly() as unknown as MySqlAccess }), `${ORDERS}/reporting`, 'access', 'TypeInvalid'],
    ['malformed', () => mySqlUser({ access: undefined }), `${ORDERS}/reporting`, 'access', 'Required'],
  ],
  'MySqlUserProps.credentials': [
    ['malformed', () => mySqlUser({ credentials: 'reporting' }), `${ORDERS}/reporting`, 'credentials', 'TypeInvalid'],
  ],
  'MySqlUserProps.databases': [
    ['malformed', () => mySqlUser({ databases: 'orders' }), `${ORDERS}/reporting`, 'databases', 'TypeInvalid'],
    ['low', () => mySqlUser({ databases: [] }), `${ORDERS}/reporting`, 'databases', 'Required'],
    ['malformed', () => mySqlUser({ databases: ['audit'] }), `${ORDERS}/reporting`, 'databases', 'Invalid'],
  ],
  'ExternalMySqlOptions.port': [
    ['low', () => externalMySql({ port: 0 }), ORDERS, 'engine.port', 'OutOfRange'],
    ['high', () => externalMySql({ port: 65536 }), ORDERS, 'engine.port', 'OutOfRange'],
    ['malformed', () => externalMySql({ port: '3306' }), ORDERS, 'engine.port', 'TypeInvalid'],
  ],
  'ExternalMySqlOptions.readOnlyHost': [
    ['malformed', () => externalMySql({ readOnlyHost: 'Standby' }), ORDERS, 'engine.readOnlyHost', 'Invalid'],
    ['malformed', () => externalMySql({ readOnlyHost: 'mysql.example' }), ORDERS, 'engine.readOnlyHost', 'Duplicate'],
  ],
};
