import { DataLayer } from '../../../src';
import { withPlatform } from '../../support/platforms';
import { refusal } from '../../support/refusals';

const store = (id: string, database?: string) => withPlatform((agents) => new DataLayer(agents, 'data').addPostgres(id, { database })).made;

// The owner is a role of the same name.
test.each([
  'postgres', 'template0', 'template1', 'replication', 'all', 'sameuser', 'samerole', 'pg_customers', 'streaming_replica', 'public', 'none', 'cnpg_customers',
])('a database called %s, which is reserved for a database or a role, is refused', (name) => {
  expect(refusal(() => store('customers', name))).toBe('[production/agents/data/customers] "database" (Forbidden)');
});

test('so is one that would be called so after the id of the store', () => {
  expect(refusal(() => store('public'))).toBe('[production/agents/data/public] "database" (Forbidden)');
  expect(store('public', 'customers').database).toBe('customers');
});
