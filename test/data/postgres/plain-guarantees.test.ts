import { Duration, Size } from 'cdk8s';
import {
  AlertOverride, DataLayer, Durability, Environment, PlatformProps, Postgres, PostgresEngine, PostgresProps, RecoveryObjective,
} from '../../../src';
import { Composition, withPlatform } from '../../support/platforms';
import { refusal, refusals } from '../../support/refusals';

function compose(props: PostgresProps = {}, platform: PlatformProps = {}): Composition<Postgres> {
  return withPlatform((agents) => new DataLayer(agents, 'data').addPostgres('customers', props), platform);
}

function error(props: object): string {
  return refusal(() => compose(props as PostgresProps));
}

describe('guarantees', () => {
  test('it does not fail over, and says so', () => {
    expect(compose().made.guarantees).toEqual({
      replicas: 3, automaticFailover: false, durability: Durability.SYNCHRONOUS, pointInTimeRecovery: false, nodes: 3, customResources: [],
    });
  });

  test('production is warned', () => {
    expect(compose().app.report().warnings.map(({ text }) => text)).toContain('this engine does not fail over: when its primary is lost, writes wait until a'
      + ' person promotes a standby; PostgresEngine.cloudNativePg() does it by itself');
  });

  test('staging is not', () => {
    expect(compose({}, { environment: Environment.staging() }).app.report().warnings.filter(({ path }) => path.includes('customers'))).toEqual([]);
  });

  test('one standby to wait for is warned of', () => {
    const engine = PostgresEngine.plain({ replicas: 1, durability: Durability.SYNCHRONOUS });
    expect(compose({ engine }, { environment: Environment.staging() }).app.report().warnings.map(({ text }) => text))
      .toContain('writes wait for the only standby: they hang while it is restarted; give it two, or Durability.ASYNCHRONOUS');
  });

  test('an objective that it cannot keep to names the engine that can', () => {
    const recovery = RecoveryObjective.of({ rpo: Duration.seconds(0), rto: Duration.minutes(5) });
    expect(refusals(compose({ recovery }).app)).toEqual(['[production/agents/data/customers] "recovery" (Invalid)']);
  });

  test('an objective that none can keep to says so', () => {
    const recovery = RecoveryObjective.of({ rpo: Duration.seconds(0), rto: Duration.seconds(1) });
    expect(refusals(compose({ recovery }).app)[0]).toBe('[production/agents/data/customers] "recovery" (Invalid)');
  });
});

describe('errors', () => {
  const path = '[production/agents/data/customers]';

  test.each<[object, string]>([
    [{ engine: 'plain' }, '"engine" (TypeInvalid)'],
    [{ engine: PostgresEngine.plain({ replicas: -1 }) }, '"engine.replicas" (OutOfRange)'],
    [{ engine: PostgresEngine.plain({ replicas: 9 }) }, '"engine.replicas" (OutOfRange)'],
    [{ engine: PostgresEngine.plain({ replicas: 0, durability: Durability.SYNCHRONOUS }) }, '"engine.durability" (Invalid)'],
    [{ engine: PostgresEngine.plain({ durability: 'some' as Durability }) }, '"engine.durability" (NotSupported)'],
    [{ engine: PostgresEngine.plain({ image: 'postgres' }) }, '"engine.image" (Invalid)'],
    [{ engine: PostgresEngine.plain({ image: 'postgres:9.6' }) }, '"engine.image" (Invalid)'],
    [{ storage: Size.mebibytes(512) }, '"storage" (OutOfRange)'],
    [{ storage: Size.gibibytes(65537) }, '"storage" (OutOfRange)'],
    [{ storage: 50 }, '"storage" (TypeInvalid)'],
    [{ storageClass: 'Fast' }, '"storageClass" (Invalid)'],
    [{ database: 'a-b' }, '"database" (Invalid)'],
    [{ database: 'postgres' }, '"database" (Forbidden)'],
    [{ credentials: 'mine' }, '"credentials" (TypeInvalid)'],
    [{ recovery: 0 }, '"recovery" (TypeInvalid)'],
    [{ alerts: [] }, '"alerts" (TypeInvalid)'],
  ])('%j', (props, message) => {
    expect(error(props)).toBe(`${path} ${message}`);
  });

  test('an alert that does not exist', () => {
    expect(error({ alerts: { Nothing: AlertOverride.silence() } })).toBe(`${path} "alerts" (NotSupported)`);
  });

  test('no props at all', () => {
    expect(refusal(() => compose(null as unknown as PostgresProps))).toBe(`${path} "props" (TypeInvalid)`);
  });
});
