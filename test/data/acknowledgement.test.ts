import { Duration } from 'cdk8s';
import { AvailabilityZones, DataLayer, Durability, PostgresEngine, RecoveryObjective } from '../../src';
import { acknowledge } from '../../src/store/acknowledgement';
import { messageOf, withPlatform } from '../support/platforms';

test.each([
  ['alone in its zone, one standby elsewhere', 2, 0, 1, true],
  ['one standby beside it', 3, 1, 2, true],
  ['one standby beside it, and only two in all', 2, 1, 1, false],
  ['a single standby elsewhere', 1, 0, 1, true],
  ['two beside it', 5, 2, 3, true],
])('a primary %s', (_, standbys, lostWithPrimary, asked, survivesZone) => {
  expect(acknowledge(standbys, lostWithPrimary)).toEqual({ standbys: asked, survivesZone });
});

const store = (engine: PostgresEngine, zones: number, recovery?: RecoveryObjective) => withPlatform((namespace) =>
  new DataLayer(namespace, 'data').addPostgres('customers', { engine, recovery }), { zones: AvailabilityZones.required({ zones }) });

test.each([[3, 3, 1], [5, 3, 2], [6, 3, 2], [7, 3, 3]])('CloudNativePG: %d members over %d zones wait for %d', (instances, zones, number) => {
  const { made, manifests } = store(PostgresEngine.cloudNativePg({ instances }), zones);
  expect(manifests().one('Cluster').spec.postgresql.synchronous.number).toBe(number);
  expect(made.guarantees.durability).toBe(Durability.SYNCHRONOUS);
});

test.each([[2, 3, 1], [3, 3, 2], [4, 3, 3], [6, 3, 3]])('plain: %d standbys over %d zones, of which %d acknowledge', (replicas, zones, number) => {
  const { made, manifests } = store(PostgresEngine.plain({ replicas }), zones);
  expect(manifests().one('ConfigMap', 'data-customers-primary-config').data['postgresql.conf']).toContain(`'ANY ${number} (`);
  expect(made.guarantees.durability).toBe(Durability.SYNCHRONOUS);
});

test('three members over two zones cannot promise that nothing is lost with a zone', () => {
  const recovery = RecoveryObjective.of({ rpo: Duration.seconds(0), rto: Duration.minutes(5) });
  expect(store(PostgresEngine.cloudNativePg(), 2).made.guarantees.durability).toBe(Durability.ASYNCHRONOUS);
  expect(messageOf(() => store(PostgresEngine.cloudNativePg(), 2, recovery).manifests())).toContain('it replicates asynchronously');
});
