import { readFileSync, renameSync } from 'fs';
import { createConnection, createServer, Server, Socket } from 'net';
import { join } from 'path';
import { Daemon, run } from '../process';
import { secondsSince } from '../wait';
import { Checks } from './checks';
import { findProgram, Machine } from './machine';
import { Pod } from './pod';

const STORE = 'data-orders';
const SERVICE = '127.0.45.9';
const ADDRESSES = ['127.0.45.1', '127.0.45.2', '127.0.45.3', SERVICE];
const VOLUME = '/var/lib/mysql';
const ROWS = 'SELECT COUNT(*) FROM orders.kept';
const CONNECTED = 'SELECT VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME = \'RPL_SEMI_SYNC_MASTER_CLIENTS\'';
const METRICS = ['mysql_up', 'mysql_global_status_threads_connected', 'mysql_global_variables_max_connections', 'mysql_global_variables_read_only',
  'mysql_global_status_slaves_connected', 'mysql_global_status_rpl_semi_sync_master_clients', 'mysql_global_status_rpl_semi_sync_master_wait_sessions',
  'mysql_global_status_queries', 'mysql_global_status_slow_queries', 'mysql_global_status_innodb_buffer_pool_reads',
  'mysql_global_status_innodb_buffer_pool_read_requests'];
const STANDBY_METRICS = ['mysql_slave_status_slave_sql_running', 'mysql_slave_status_seconds_behind_master'];

/** A primary, and two standbys of which one must have every write. A proxy is the Service of the primary. */
export async function mariadb(machine: Machine, checks: Checks): Promise<void> {
  Object.assign(machine.addresses, {
    [`${STORE}-rw`]: SERVICE, [`${STORE}-ro`]: ADDRESSES[1], [`${STORE}-primary-0`]: ADDRESSES[0],
    [`${STORE}-replica-0`]: ADDRESSES[1], [`${STORE}-replica-1`]: ADDRESSES[2], [`${STORE}-nightly`]: '127.0.45.4',
  });
  await makeCertificate(machine, 'first');
  const primary = machine.pod('StatefulSet', `${STORE}-primary`, `${STORE}-primary-0`);
  const [first, second] = [0, 1].map((index) => machine.pod('StatefulSet', `${STORE}-replica`, `${STORE}-replica-${index}`));
  const client = new Client(machine);
  const service = new Proxy(primary.address);
  await service.start();
  try {
    await beginning(client, checks, primary, [first, second]);
    await standbys(client, checks, primary, [first, second]);
    const certificate = await client.certificate(second);
    await renewCertificate(machine, [primary, first, second]);
    await restart(client, checks, primary, [first, second]);
    await dump(machine, client, checks, primary);
    await exporter(machine, checks, primary, first);
    await checks.sees('a renewed certificate is served without a restart', 40, 'true', async () => String(await client.certificate(second) !== certificate));
    await failover(client, checks, primary, [first, second], service);
  } finally {
    await service.stop();
  }
}

async function beginning(client: Client, checks: Checks, primary: Pod, [first, second]: Pod[]): Promise<void> {
  first.start();
  primary.start();
  let answer = 'it waits';
  await checks.sees('the primary answers', 60, '1', () => client.query(primary, 'SELECT 1'));
  // A client that migrates before a standby is there holds locks until one is: the standby must not wait for them in turn.
  void client.asOwner(primary, 'CREATE TABLE orders.kept (row_text TEXT)', 120).then((text) => (answer = text || 'done'));
  await checks.sees('the first migration is done once a standby follows, and does not keep it from doing so', 40, 'done', async () => answer);
  second.start();
  await checks.sees('both standbys follow', 60, '2', () => client.query(primary, CONNECTED));
  await checks.sees('and are ready', 20, '0 0', async () => `${await first.probe('readinessProbe')} ${await second.probe('readinessProbe')}`);
  await checks.sees('the owner, whose name and password need quoting, writes over TLS', 10, '', () => client.write(primary, 'a'));
  await checks.sees('nobody connects without TLS', 5, 'true', async () => String(/^ERROR/.test(await client.asOwner(primary, 'SELECT 1', 5, ['--skip-ssl']))));
  await checks.sees('the reporting user reads on a standby', 10, '1', () => client.as('reporting', first, ROWS));
  await checks.sees('it does not write', 5, 'true', async () => String(/denied/.test(await client.as('reporting', primary, 'DELETE FROM orders.kept'))));
  await checks.sees('a standby takes no writes', 5, 'true', async () => String(/read-only/.test(await client.asOwner(first, 'DELETE FROM orders.kept', 5))));
}

async function standbys(client: Client, checks: Checks, primary: Pod, [first, second]: Pod[]): Promise<void> {
  await first.kill();
  await checks.sees('a write survives the death of one standby', 10, '', () => client.write(primary, 'one standby'));
  await second.kill();
  let answer = 'it waits';
  void client.asOwner(primary, 'INSERT INTO orders.kept VALUES (\'no standby\')', 120).then((text) => (answer = text || 'done'));
  await checks.keeps('a write waits while both standbys are gone', 3, 'it waits', async () => answer);
  second.start();
  await checks.sees('it goes on when one is back', 40, 'done', async () => answer);
  first.loseVolume(VOLUME);
  first.start();
  await checks.sees('a standby that lost its volume follows again from the log', 60, '3', () => client.query(first, ROWS));
  await client.query(primary, 'FLUSH BINARY LOGS; PURGE BINARY LOGS BEFORE NOW() + INTERVAL 1 DAY');
  await first.kill();
  first.loseVolume(VOLUME);
  first.start();
  await checks.sees('and from a dump once the log no longer begins at its beginning', 60, '3', () => client.query(first, ROWS));
  await checks.sees('with the users', 5, '3', () => client.as('reporting', first, ROWS));
  await checks.sees('both follow', 30, '2', () => client.query(primary, CONNECTED));
}

async function restart(client: Client, checks: Checks, primary: Pod, [first, second]: Pod[]): Promise<void> {
  await primary.kill();
  await checks.sees('a standby answers reads without the primary, and is ready', 10, '3 0', async () => `${await client.query(second, ROWS)} ${await second.probe('readinessProbe')}`);
  renameSync(primary.path(`${VOLUME}/data`), primary.path(`${VOLUME}/aside`));
  primary.start();
  await checks.sees('a primary that lost its volume refuses to begin anew while standbys hold data', 20, '1', async () => primary.ended ?? 'it runs');
  await checks.sees('it says why, and names one', 1, 'true', async () => String(/the standby 127\.0\.45\.[23] holds data/.test(primary.log())));
  renameSync(primary.path(`${VOLUME}/aside`), primary.path(`${VOLUME}/data`));
  primary.start();
  await checks.sees('a primary that was killed comes back with all rows', 60, '3', () => client.query(primary, ROWS));
  await checks.sees('and with both standbys', 60, '2', () => client.query(primary, CONNECTED));
  await client.query(first, 'STOP SLAVE SQL_THREAD');
  await checks.sees('a standby that no longer applies changes is not ready', 5, '1', async () => `${await first.probe('readinessProbe')}`);
  await client.query(first, 'START SLAVE SQL_THREAD');
}

async function dump(machine: Machine, client: Client, checks: Checks, primary: Pod): Promise<void> {
  const job = machine.pod('CronJob', `${STORE}-nightly`, `${STORE}-nightly`);
  await checks.sees('dump.sh makes a dump', 1, '0 ', async () => {
    const { code, stderr } = await job.runToEnd();
    return `${code} ${stderr}`;
  });
  await client.asOwner(primary, 'DROP TABLE orders.kept', 10);
  await checks.sees('which brings a dropped table back', 20, '3', async () => {
    const { username, password } = machine.secret(`${STORE}-app`);
    const load = `gunzip < '${job.path('/dump/database.dump')}' | mariadb --no-defaults --host=${primary.address} --user="$OWNER" --ssl`;
    await machine.ask(15, ['bash', '-c', load], { OWNER: username, MYSQL_PWD: password });
    return client.query(primary, ROWS);
  });
}

async function exporter(machine: Machine, checks: Checks, primary: Pod, standby: Pod): Promise<void> {
  if (!findProgram('mysqld_exporter')) {
    console.log('SKIPPED MariaDB: there is no mysqld_exporter');
    return;
  }
  for (const [pod, wanted] of [[primary, METRICS], [standby, [...METRICS, ...STANDBY_METRICS]]] as const) {
    const args = exporterArguments(machine, pod);
    const daemon = new Daemon('exporter', 'mysqld_exporter', args, join(machine.folder, 'exporter.log'), { ...machine.user, env: machine.environment });
    await checks.sees(`the exporter of ${pod.name}, whose user has no password, has the metrics of all alerts`, 10, '', async () => {
      const text = await fetch(`http://${pod.address}:9104/metrics`).then((answer) => answer.text(), () => '');
      return wanted.filter((metric) => !new RegExp(`^${metric}[ {]`, 'm').test(text)).join(' ');
    });
    await daemon.stop();
  }
}

function exporterArguments(machine: Machine, pod: Pod): string[] {
  const owner = machine.object('StatefulSet', pod.name.replace(/-\d+$/, ''));
  const { args } = owner.spec.template.spec.containers.find(({ name }: { name: string }) => name === 'exporter');
  return [...args.map((arg: string) => arg.replace('/run/mysqld', pod.path('/run/mysqld'))), `--web.listen-address=${pod.address}:9104`];
}

async function failover(client: Client, checks: Checks, primary: Pod, [first, second]: Pod[], service: Proxy): Promise<void> {
  // Behind on purpose: the other one has what was acknowledged.
  await client.query(second, 'STOP SLAVE');
  const writer = new Writer(client, primary);
  await writer.writeFor(2);
  const outage = Date.now();
  await primary.kill();
  await checks.sees('a standby that is behind is not promoted', 10, 'true', async () => String(/has received more/.test(await promote(second))));
  await checks.sees('the other one is', 20, 'true', async () => String(/^promoted at/m.test(await promote(first))));
  service.leadTo(first.address);
  await checks.sees('and takes writes', 10, '', () => client.write(first, 'after'));
  checks.tells(`promotion: writes return ${secondsSince(outage).toFixed(1)} s after kill -9, by hand`);
  await checks.sees(`no write that was acknowledged is lost (${writer.acknowledged.length})`, 10, '0', async () => `${await writer.lost(first)}`);
  await client.query(second, 'START SLAVE');
  await checks.sees('the other standby follows through the Service, without a restart', 30, 'after', () => client.query(second, 'SELECT row_text FROM orders.kept WHERE row_text = \'after\''));
  primary.start();
  await checks.sees('the old primary does not start beside a promoted standby', 20, '1', async () => primary.ended ?? 'it runs');
  await checks.sees('and says why', 1, 'true', async () => String(/was promoted and takes writes/.test(primary.log())));
  await first.terminate();
  first.start();
  await checks.sees('a promoted standby that is restarted still takes writes', 30, '', () => client.write(first, 'again'));
  await checks.sees('and is ready', 10, '0', async () => `${await first.probe('readinessProbe')}`);
}

function promote(pod: Pod): Promise<string> {
  return pod.ask(30, ['bash', pod.path('/etc/mariadb/promote.sh')]);
}

/** Writes rows one after the other, and remembers which were acknowledged. */
class Writer {
  readonly acknowledged: string[] = [];

  constructor(private readonly client: Client, private readonly pod: Pod) {}

  async writeFor(seconds: number): Promise<void> {
    const start = Date.now();
    while (secondsSince(start) < seconds) {
      const row = `w${this.acknowledged.length}`;
      if (await this.client.write(this.pod, row) === '') this.acknowledged.push(row);
    }
  }

  async lost(pod: Pod): Promise<number> {
    const found = (await this.client.query(pod, 'SELECT row_text FROM orders.kept')).split('\n');
    return this.acknowledged.filter((row) => !found.includes(row)).length;
  }
}

class Client {
  constructor(readonly machine: Machine) {}

  /** As the administrator, who only gets in over the socket. */
  query(pod: Pod, sql: string): Promise<string> {
    return this.machine.ask(10, ['mariadb', '--no-defaults', `--socket=${pod.path('/run/mysqld')}/mysqld.sock`, '--batch', '--skip-column-names', `--execute=${sql}`]);
  }

  write(pod: Pod, row: string): Promise<string> {
    return this.asOwner(pod, `INSERT INTO orders.kept VALUES ('${row}')`, 10);
  }

  /** As an application, with the password from the Secret. */
  asOwner(pod: Pod, sql: string, limitSeconds: number, more: string[] = ['--ssl']): Promise<string> {
    return this.as('app', pod, sql, limitSeconds, more);
  }

  as(user: string, pod: Pod, sql: string, limitSeconds = 10, more: string[] = ['--ssl']): Promise<string> {
    const { username, password } = this.machine.secret(`${STORE}-${user}`);
    return this.machine.ask(limitSeconds, ['mariadb', '--no-defaults', `--host=${pod.address}`, `--user=${username}`, '--batch', '--skip-column-names', ...more,
      `--execute=${sql}`], { MYSQL_PWD: password });
  }

  certificate(pod: Pod): Promise<string> {
    return this.query(pod, 'SELECT VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME = \'SSL_SERVER_NOT_AFTER\'');
  }
}

/** As a Service without pods of its own: bytes to whichever member is the primary. */
class Proxy {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();

  constructor(private target: string) {
    this.server = createServer((incoming) => {
      const outgoing = createConnection({ host: this.target, port: 3306 });
      for (const [from, to] of [[incoming, outgoing], [outgoing, incoming]]) {
        this.sockets.add(from);
        from.on('error', () => to.destroy()).on('close', () => to.destroy());
        from.pipe(to);
      }
    });
  }

  start(): Promise<void> {
    return new Promise((resolve) => this.server.listen(3306, SERVICE, resolve));
  }

  leadTo(target: string): void {
    this.target = target;
  }

  async stop(): Promise<void> {
    this.sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** Valid for every member, and for as many days as no other of this run, so that it is told apart. */
async function makeCertificate(machine: Machine, name: 'first' | 'renewed'): Promise<void> {
  const at = (file: string): string => join(machine.folder, file);
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', name === 'first' ? '2' : '3'];
  if (name === 'first') await openssl(['req', '-x509', ...key, '-subj', '/CN=authority', '-keyout', at('ca.key'), '-out', at('ca.crt')]);
  await openssl(['req', '-x509', ...key, '-CA', at('ca.crt'), '-CAkey', at('ca.key'), '-subj', '/CN=members', '-addext', 'basicConstraints=critical,CA:FALSE',
    '-addext', `subjectAltName=${ADDRESSES.map((address) => `IP:${address}`).join(',')}`, '-keyout', at('tls.key'), '-out', at('tls.crt')]);
  machine.putSecret(`${STORE}-tls`, Object.fromEntries(['ca.crt', 'tls.crt', 'tls.key'].map((file) => [file, readFileSync(at(file), 'utf8')])));
}

async function renewCertificate(machine: Machine, pods: Pod[]): Promise<void> {
  await makeCertificate(machine, 'renewed');
  pods.forEach((pod) => pod.fillSecret('certificate'));
}

async function openssl(args: string[]): Promise<void> {
  const { code, stderr } = await run('openssl', args);
  if (code !== 0) throw new Error(stderr);
}
