import { AgentApi, DataLayer, DatabaseAccess, IConnectable, Namespace, Postgres, PostgresEngine, PostgresUserProps, SecretSource } from '../../../src';
import { CloudNativePgOptions } from '../../../src/data/postgres/cloud-native-pg';
import { Manifest } from '../../support/manifests';
import { Composition, IMAGE, withPlatform } from '../../support/platforms';
import { refusal } from '../../support/refusals';

function customers(agents: Namespace, options: CloudNativePgOptions = {}): Postgres {
  return new DataLayer(agents, 'data').addPostgres('customers', { engine: PostgresEngine.cloudNativePg(options) });
}

/** A store with one user, and a client that connects as it. */
function compose(props: Partial<PostgresUserProps> = {}, options: CloudNativePgOptions = {}): Composition<IConnectable> {
  return withPlatform((agents) => {
    const reporting = customers(agents, options).addUser('reporting', { access: DatabaseAccess.readOnly(), ...props });
    new AgentApi(agents, 'api', { image: IMAGE }).connectTo(reporting);
    return reporting;
  });
}

function roles(add: (store: Postgres) => void): Manifest[] {
  return withPlatform((agents) => add(customers(agents))).manifests().one('Cluster').spec.managed.roles;
}

describe('the role', () => {
  test('the operator creates it, with the password of its Secret', () => {
    expect(compose().manifests().one('Cluster').spec.managed).toEqual({
      roles: [{ name: 'reporting', ensure: 'present', login: true, inRoles: ['pg_read_all_data'], passwordSecret: { name: 'data-customers-reporting' } }],
    });
  });

  test.each<[string, DatabaseAccess, string[] | undefined]>([
    ['readWrite', DatabaseAccess.readWrite(), ['pg_read_all_data', 'pg_write_all_data']],
    ['granted', DatabaseAccess.granted(), undefined],
  ])('access %s', (_, access, expected) => {
    expect(roles((store) => store.addUser('batch', { access }))[0].inRoles).toEqual(expected);
  });

  test('an id that is no name of a role', () => {
    expect(roles((store) => store.addUser('2nd-Report', { access: DatabaseAccess.readOnly() }))).toMatchObject([
      { name: '_2nd_report', passwordSecret: { name: 'data-customers-2nd-report' } },
    ]);
  });

  test('the order of the program does not matter', () => {
    const add = (...ids: string[]): Manifest[] => roles((store) => ids.forEach((id) => store.addUser(id, { access: DatabaseAccess.readOnly() })));
    expect(add('b', 'a')).toEqual(add('a', 'b'));
  });

  test('a store without users says nothing of roles', () => {
    expect(withPlatform((agents) => customers(agents)).manifests().one('Cluster').spec).not.toHaveProperty('managed');
  });
});

describe('a client', () => {
  test('gets the variables that the owner gets, from the Secret of the user', () => {
    const variables = (target: (store: Postgres) => IConnectable): Record<string, Manifest> => withPlatform((agents) =>
      new AgentApi(agents, 'api', { image: IMAGE }).connectTo(target(customers(agents)))).manifests().env('Deployment', 'api');
    const [owner, user] = [variables((store) => store), variables((store) => store.addUser('reporting', { access: DatabaseAccess.readOnly() }))];
    expect(Object.keys(user).sort()).toEqual(Object.keys(owner).sort());
    expect(user.CUSTOMERS_HOST).toEqual(owner.CUSTOMERS_HOST);
    for (const key of ['username', 'password', 'uri']) {
      expect(user[`CUSTOMERS_${key.toUpperCase()}`]).toMatchObject({ secretKeyRef: { name: 'data-customers-reporting', key } });
    }
  });

  test('does not get the certificate of the owner, which names another role', () => {
    const env = compose({}, { clientCertificate: SecretSource.existing('customers-client') }).manifests().env('Deployment', 'api');
    expect(Object.keys(env)).toContain('CUSTOMERS_CA_FILE');
    expect(Object.keys(env)).not.toContain('CUSTOMERS_CERT_FILE');
  });

  test('is let in', () => {
    const { ingress } = compose().manifests().one('NetworkPolicy', 'data-customers').spec;
    expect(JSON.stringify(ingress)).toContain('"app.kubernetes.io/instance":"api"');
  });
});

describe('the Secret', () => {
  test('must exist, with what the operator and clients read', () => {
    expect(compose().app.report().requiredSecrets).toEqual([expect.objectContaining({
      namespace: 'agents', name: 'data-customers-reporting', keys: ['password', 'uri', 'username'],
    })]);
  });

  test('must exist without a client too', () => {
    const { app } = withPlatform((agents) => customers(agents).addUser('reporting', { access: DatabaseAccess.readOnly() }));
    expect(app.report().requiredSecrets).toMatchObject([
      { name: 'data-customers-reporting', keys: ['password', 'username'], usedBy: ['production/agents/data/customers/reporting'] },
    ]);
  });

  test('of another source', () => {
    const { app, manifests } = compose({ credentials: SecretSource.existing('mine') });
    expect(manifests().one('Cluster').spec.managed.roles[0].passwordSecret).toEqual({ name: 'mine' });
    expect(app.report().requiredSecrets.map(({ name }) => name)).toEqual(['mine']);
  });
});

describe('errors', () => {
  const path = '[production/agents/data/customers';
  const add = (...ids: string[]) => () => roles((store) => ids.forEach((id) => store.addUser(id, { access: DatabaseAccess.readOnly() })));

  test('an engine that does not manage roles', () => {
    const program = () => withPlatform((agents) => new DataLayer(agents, 'data').addPostgres('customers').addUser('reporting', { access: DatabaseAccess.readOnly() }));
    expect(refusal(program)).toBe(`${path}] "engine" (Unavailable)`);
    expect(program).toThrow('PostgresEngine.cloudNativePg()');
  });

  test.each(['postgres', 'streaming_replica', 'cnpg_pooler_pgbouncer', 'cnpg-metrics-exporter', 'pg_monitor', 'public', 'none'])('%s is reserved', (id) => {
    expect(refusal(add(id))).toBe(`${path}/${id}] "id" (Forbidden)`);
  });

  test('the owner is no user', () => {
    expect(refusal(add('Customers'))).toBe(`${path}/Customers] "id" (Forbidden)`);
  });

  test.each(['app', 'ca', 'server', 'superuser'])('the Secret of "%s" would be one of the operator\'s', (id) => {
    expect(refusal(add(id))).toBe(`${path}/${id}] "id" (Forbidden)`);
    expect(roles((store) => store.addUser(id, { access: DatabaseAccess.readOnly(), credentials: SecretSource.existing('mine') }))).toMatchObject([{ name: id }]);
  });

  test('two users with one id, or with one role', () => {
    expect(refusal(add('reporting', 'reporting'))).toBe(`${path}] "id" (Duplicate)`);
    expect(refusal(add('my-report', 'my_report'))).toBe(`${path}/my_report] "id" (Duplicate)`);
  });

  test('a name that is no role', () => {
    expect(refusal(add('a'.repeat(64)))).toBe(`${path}/${'a'.repeat(64)}] "id" (Invalid)`);
    expect(refusal(add('---'))).toBe(`${path}/---] "id" (Invalid)`);
  });
});
