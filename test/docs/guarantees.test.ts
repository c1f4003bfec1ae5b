import { StoreEngine } from '../../src/store/store-life';
import { StoreProvider } from '../../src/store/store-provider';
import { guaranteed } from './guarantees';

/** The engines that a store knows, which a refused objective names. */
function enginesOf(store: object): string[] {
  const { kind } = Reflect.get(store, '_life') as { kind: { engines: () => StoreEngine<StoreProvider>[] } };
  return kind.engines().map(({ _provider }) => _provider.call);
}

const ROWS = guaranteed();

test('every engine of every store has a row', () => {
  const known = [...new Set(ROWS.flatMap(({ store }) => enginesOf(store)))].map((call) => call.replace(/\{ backup: .*\}/, '{ backup }'));
  expect(ROWS.map(({ call }) => call).sort()).toEqual(known.sort());
});

test('every row says how it is known', () => {
  expect(ROWS.filter(({ evidence }) => !evidence)).toEqual([]);
});
