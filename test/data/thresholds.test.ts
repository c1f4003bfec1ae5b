import { Size } from 'cdk8s';
import { Alert, AlertOverride, DataLayer, ObjectStorageBucket, MessagingLayer, Namespace, Platform, PostgresEngine, SecretSource } from '../../src';
import { silentApp } from '../support/platforms';

type Overrides = Record<string, AlertOverride>;

const BUCKET = ObjectStorageBucket.s3({ bucket: 'acme-dumps', region: 'eu-west-1', credentials: SecretSource.existing('dump-bucket') });

const data = (): DataLayer => new DataLayer(new Namespace(new Platform(silentApp(), 'production'), 'agents'), 'data');
const messaging = (): MessagingLayer => new MessagingLayer(new Namespace(new Platform(silentApp(), 'production'), 'agents'), 'messaging');
const STORES: [string, (alerts: Overrides) => Alert[]][] = [
  ['CloudNativePG', (alerts) => data().addPostgres('customers', { engine: PostgresEngine.cloudNativePg(), storage: Size.gibibytes(50), alerts }).alerts],
  ['plain PostgreSQL', (alerts) => data().addPostgres('customers', { engine: PostgresEngine.plain({ replicas: 2 }), storage: Size.gibibytes(50), alerts }).alerts],
  ['a dump', (alerts) => data().addPostgres('customers').addDump('nightly', { bucket: BUCKET, schedule: '0 2 * * *', alerts }).alerts],
  ['RabbitMQ', (alerts) => messaging().addRabbitMq('jobs', { alerts }).alerts],
  ['etcd', (alerts) => data().addEtcd('locks', { alerts }).alerts],
  ['MariaDB', (alerts) => data().addMySql('orders', { alerts }).alerts],
  ['Redis', (alerts) => data().addRedis('locks', { alerts }).alerts],
];

/** The numbers that an expression compares with; 0 and 1 are states, not thresholds. */
function compared({ expr }: Alert): number[] {
  return [...expr.matchAll(/[<>]=? ([0-9.e]+)/g)].map(([, value]) => Number(value)).filter((value) => value > 1 || (value > 0 && value < 1));
}

describe.each(STORES)('%s', (_, make) => {
  const usual = make({});

  test('what an alert compares with is a threshold, or follows from the number of members', () => {
    const fixed = usual.filter((alert) => alert.threshold === undefined && !/ReplicaMissing$|NodesDisconnected$|InsufficientMembers$/.test(alert.id));
    expect(fixed.filter((alert) => compared(alert).length > 0).map(({ id }) => id)).toEqual([]);
    expect(usual.filter(({ threshold }) => threshold !== undefined).length).toBeGreaterThan(1);
  });

  test('another threshold changes expression and summary', () => {
    for (const { id, threshold, summary } of usual.filter((alert) => alert.threshold !== undefined)) {
      const other = threshold! < 1 ? 0.33 : threshold! * 2;
      const changed = make({ [id]: AlertOverride.threshold(other) }).find((alert) => alert.id === id)!;
      expect([id, compared(changed), changed.summary === summary]).toEqual([id, [other], false]);
    }
  });
});
