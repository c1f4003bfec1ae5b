import { Checks } from './checks';
import { Machine } from './machine';
import { Pod } from './pod';

const STORE = 'data-customers';
const BOTH_STREAM = `${STORE}-replica-0 streaming\n${STORE}-replica-1 streaming`;
// Rows of clients that make a slot or clone have other names.
const STANDBYS = `FROM pg_stat_replication WHERE application_name LIKE '${STORE}-replica-%' ORDER BY application_name`;
const STREAMS = `SELECT application_name || ' ' || state ${STANDBYS}`;
const ROWS = 'SELECT count(*) FROM public.kept';

/** A primary, and two standbys of which one must have every write. */
export async function postgres(machine: Machine, checks: Checks): Promise<void> {
  Object.assign(machine.addresses, {
    [`${STORE}-rw`]: '127.0.41.1',
    [`${STORE}-ro`]: '127.0.41.2',
    [`${STORE}-primary-0`]: '127.0.41.1',
    [`${STORE}-replica-0`]: '127.0.41.2',
    [`${STORE}-replica-1`]: '127.0.41.3',
    [`${STORE}-nightly`]: '127.0.41.4',
  });
  const primary = machine.pod('StatefulSet', `${STORE}-primary`, `${STORE}-primary-0`);
  const [first, second] = [0, 1].map((index) => machine.pod('StatefulSet', `${STORE}-replica`, `${STORE}-replica-${index}`));
  const client = new Client(machine);

  [primary, first, second].forEach((pod) => pod.start());
  await checks.sees('both standbys stream', 90, BOTH_STREAM, () => client.query(primary, STREAMS));
  await checks.sees('both count for the quorum', 5, 'quorum\nquorum', () => client.query(primary, `SELECT sync_state ${STANDBYS}`));
  await checks.sees('the owner writes over the network', 15, 'CREATE TABLE', () => client.asOwner(primary, 'CREATE TABLE kept (row text)', 10));
  await checks.sees('what was written is on both standbys', 15, '0 and 0', async () => `${await client.query(first, ROWS)} and ${await client.query(second, ROWS)}`);

  await first.kill();
  await checks.sees('a write survives the death of one standby', 10, 'INSERT 0 1', () => client.write(primary, 'one standby', 10));

  await second.kill();
  // Not awaited: it has to hang.
  let answer = 'it waits';
  void client.write(primary, 'no standby', 120).then((text) => (answer = text));
  await checks.keeps('a write waits while both standbys are gone', 6, 'it waits', async () => answer);
  second.start();
  await checks.sees('it goes on when one is back', 60, 'INSERT 0 1', async () => answer);

  first.start();
  await checks.sees('the other joins again', 60, BOTH_STREAM, () => client.query(primary, STREAMS));
  await checks.sees('and has what it missed', 15, '2', () => client.query(first, ROWS));

  await second.kill();
  second.loseVolume('/var/lib/postgresql');
  second.start();
  await checks.sees('a standby that lost its volume clones the primary again', 60, '2', () => client.query(second, ROWS));
  await checks.sees('and both stream', 60, BOTH_STREAM, () => client.query(primary, STREAMS));

  await primary.kill();
  await checks.sees('a standby answers reads without the primary', 10, '2', () => client.query(first, ROWS));
  primary.start();
  await checks.sees('a primary that was killed comes back with all rows', 60, '2', () => client.query(primary, ROWS));
  await checks.sees('and with both standbys', 60, BOTH_STREAM, () => client.query(primary, STREAMS));

  await dump(machine, checks);

  await primary.kill();
  primary.loseVolume('/var/lib/postgresql');
  primary.start();
  await checks.sees('a primary that lost its volume refuses to begin anew while standbys hold data', 45, '1', async () => primary.ended ?? 'it runs');
  await checks.sees('it says why, and names one', 1, 'true', async () => String(/the standby 127\.0\.41\.[23] holds data/.test(primary.log())));
  await checks.sees('the standbys still have all rows', 5, '2 and 2', async () => `${await client.query(first, ROWS)} and ${await client.query(second, ROWS)}`);

  await Promise.all([first.kill(), second.kill()]);
  primary.start();
  await checks.sees('without any standby it makes a new database', 90, '0', () => client.query(primary, 'SELECT count(*) FROM pg_tables WHERE schemaname = \'public\''));
  first.start();
  await checks.sees('a standby of the old one keeps its rows', 60, '2', () => client.query(first, ROWS));
}

async function dump(machine: Machine, checks: Checks): Promise<void> {
  const job = machine.pod('CronJob', `${STORE}-nightly`, `${STORE}-nightly`);
  await checks.sees('dump.sh makes a dump', 1, '0 ', async () => {
    const { code, stderr } = await job.runToEnd();
    return `${code} ${stderr}`;
  });
  await checks.sees('in which pg_restore finds the table and its rows', 10, 'TABLE public kept\nTABLE DATA public kept', async () => {
    const list = await machine.ask(10, ['pg_restore', '--list', job.path('/dump/database.dump')]);
    return [...list.matchAll(/TABLE (DATA )?public kept/g)].map(([found]) => found).join('\n');
  });
}

class Client {
  constructor(private readonly machine: Machine) {}

  /** As the superuser, which only gets in over the socket. */
  query(pod: Pod, sql: string): Promise<string> {
    return this.psql(10, ['--host', pod.path('/var/run/postgresql'), '--username', 'postgres'], sql);
  }

  write(pod: Pod, row: string, limitSeconds: number): Promise<string> {
    return this.asOwner(pod, `INSERT INTO kept VALUES ('${row}')`, limitSeconds);
  }

  /** As an application, with the password from the Secret. */
  asOwner(pod: Pod, sql: string, limitSeconds: number): Promise<string> {
    const { username, password } = this.machine.secret(`${STORE}-app`);
    return this.psql(limitSeconds, ['--host', pod.address, '--username', username], sql, { PGPASSWORD: password });
  }

  private psql(limitSeconds: number, where: string[], sql: string, environment = {}): Promise<string> {
    return this.machine.ask(limitSeconds, ['psql', '--no-psqlrc', '--no-align', '--tuples-only', '--no-password', '--dbname', 'customers', ...where, '--command', sql], environment);
  }
}
