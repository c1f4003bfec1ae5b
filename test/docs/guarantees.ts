import {
  DataLayer, Durability, EtcdEngine, MySqlEngine,
  MessagingLayer, Namespace, ObjectStorageBucket, Platform, PlatformApp, PostgresEngine, RabbitMqEngine, RedisEngine,
  SecretSource, SynthReporting,
} from '../../src';
import { Store } from '../../src/store/store';

export interface Guaranteed {
  /** As a user writes it. */
  readonly call: string;
  readonly store: Store;
  /** How it is known that the engine keeps its promises. */
  readonly evidence: string;
}

const DAEMONS = '`npm run conformance:daemons`';

/** Every engine that runs a store, with its usual options, on a Platform of three zones. A new engine needs a row here, with its evidence. */
export function guaranteed(): Guaranteed[] {
  const platform = new Platform(new PlatformApp({ reporting: SynthReporting.SILENT }), 'production');
  const namespace = new Namespace(platform, 'agents');
  const data = new DataLayer(namespace, 'data');
  const messaging = new MessagingLayer(namespace, 'messaging');
  const backup = { bucket: ObjectStorageBucket.s3({ bucket: 'acme-backups', region: 'eu-west-1', credentials: SecretSource.existing('acme-backups') }) };
  const cnpg = 'the [CloudNativePG docs](https://cloudnative-pg.io/documentation/current/failover/); the operator was not run';
  return [
    {
      call: 'PostgresEngine.plain()',
      store: data.addPostgres('plain', { engine: PostgresEngine.plain() }),
      evidence: `run here (${DAEMONS}): rows survive the loss of the primary and of all members, a standby that was away catches up`,
    },
    {
      call: 'PostgresEngine.cloudNativePg()',
      store: data.addPostgres('operated', { engine: PostgresEngine.cloudNativePg() }),
      evidence: `stated by ${cnpg}`,
    },
    {
      call: 'PostgresEngine.cloudNativePg({ backup })',
      store: data.addPostgres('backed-up', { engine: PostgresEngine.cloudNativePg({ backup }) }),
      evidence: 'stated by the [docs of the Barman Cloud plugin](https://cloudnative-pg.io/plugin-barman-cloud/docs/intro/); not run',
    },
    {
      call: 'RedisEngine.sentinel()',
      store: data.addRedis('sentinel', { engine: RedisEngine.sentinel() }),
      evidence: `run here (${DAEMONS}): \`kill -9\` of the master and of all servers at once, a planned hand-over without a lost write`,
    },
    {
      call: 'RedisEngine.single()',
      store: data.addRedis('single', { engine: RedisEngine.single() }),
      evidence: 'nothing is promised',
    },
    {
      call: 'MySqlEngine.mariaDb()',
      store: data.addMySql('mariadb', { engine: MySqlEngine.mariaDb() }),
      evidence: `run here (${DAEMONS}): \`kill -9\` of the primary and promotion of a standby, no acknowledged write lost; with MariaDB 10.11`,
    },
    {
      call: 'EtcdEngine.plain()',
      store: data.addEtcd('etcd', { engine: EtcdEngine.plain() }),
      evidence: `run here (${DAEMONS}): \`kill -9\` of the leader and of all members at once, no acknowledged write lost`,
    },
    {
      call: 'RabbitMqEngine.plain()',
      store: messaging.addRabbitMq('jobs', { engine: RabbitMqEngine.plain() }),
      evidence: `run here (${DAEMONS}): \`kill -9\` of a queue's leader and of all nodes at once, no confirmed message lost`,
    },
  ];
}

/** The table of docs/guarantees.md. */
export function guaranteeRows(): string[][] {
  return guaranteed().map(({ call, store, evidence }) => {
    const { replicas, automaticFailover, failoverTime, durability, pointInTimeRecovery, recoveryPoint, nodes, customResources } = store.guarantees;
    return [
      `\`${call}\``,
      `${replicas}`,
      `${nodes}`,
      automaticFailover ? `within ${failoverTime!.toSeconds()} s` : 'no',
      durability === Durability.SYNCHRONOUS ? 'survives' : 'may be lost',
      recoveryPoint ? `at most ${recoveryPoint.toMinutes()} min old` : 'addDump' in store ? 'the last dump, if there are any' : 'nothing',
      pointInTimeRecovery ? 'yes' : 'no',
      customResources.map((name) => `\`${name}\``).join(', ') || 'none',
      evidence,
    ];
  });
}
