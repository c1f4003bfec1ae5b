import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { parseArgs } from 'util';
import { run } from '../process';
import { Checks } from './checks';
import { Debian } from './debian';
import { etcd } from './etcd';
import { findProgram, Machine } from './machine';
import { mariadb } from './mariadb';
import { postgres } from './postgres';
import { rabbitmq } from './rabbitmq';
import { redis } from './redis';
import { s3 } from './s3';

const COMMITTED = 'dist/manifests/agent-fleet/plain/agents/data.yaml';
const ENGINES = 'dist/manifests/engines';
const STORES = { PostgreSQL: postgres, Redis: redis };

/**
 * Real PostgreSQL, MariaDB, Redis, HAProxy, etcd and RabbitMQ run the ConfigMaps of the examples' plain stores, on loopback addresses and in a temporary folder.
 *
 *     conformance/daemons/run.sh [--manifest <a changed copy, to see a check fail>]
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { manifest: { type: 'string', default: COMMITTED } } });
  const user = await daemonUser();
  const folder = mkdtempSync(join(tmpdir(), 'daemons-'));
  chmodSync(folder, 0o755);
  process.once('exit', (code) => {
    if (code !== 0) console.log(`Logs, data and what was run are kept in ${folder}`);
  });
  const machine = new Machine(folder, values.manifest!, user);
  const all: Checks[] = [];
  for (const [name, store] of Object.entries(STORES)) {
    const checks = new Checks(name);
    all.push(checks);
    try {
      await store(machine, checks);
    } finally {
      await machine.stop();
    }
  }
  all.push(await s3(join(folder, 's3'), user));
  all.push(await etcd(join(folder, 'etcd')));
  all.push(...await sql(join(folder, 'sql'), user));
  const brokers = await messaging(join(folder, 'messaging'));
  all.push(...brokers);
  console.log(Checks.summary(all));
  if (all.every(({ allPassed }) => allPassed)) rmSync(folder, { recursive: true });
  else process.exitCode = 1;
}

async function sql(folder: string, user: { uid?: number; gid?: number }): Promise<Checks[]> {
  if (!findProgram('mariadbd')) {
    console.log('SKIPPED MariaDB: there is no mariadbd (conformance/daemons/install.sh)');
    return [];
  }
  mkdirSync(folder);
  const machine = new Machine(folder, join(ENGINES, 'mysql/agents/data.yaml'), user);
  const checks = new Checks('MariaDB');
  try {
    await mariadb(machine, checks);
  } finally {
    await machine.stop();
  }
  return [checks];
}

/** As root, in a newer Debian: that of this machine has no RabbitMQ of the version that the image has. */
async function messaging(folder: string): Promise<Checks[]> {
  mkdirSync(folder);
  const machine = new Machine(folder, join(ENGINES, 'rabbitmq/agents/messaging.yaml'), {});
  const debian = new Debian(machine, process.env.UNSTABLE_ROOT ?? '');
  if (!debian.isInstalled) {
    console.log('SKIPPED RabbitMQ: it needs root, and Debian unstable in a folder (conformance/daemons/install.sh)');
    return [];
  }
  const checks = new Checks('RabbitMQ');
  await debian.enter();
  try {
    await rabbitmq(machine, checks);
  } finally {
    await machine.stop();
    await debian.leave();
  }
  return [checks];
}

async function daemonUser(): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid!() !== 0) return {};
  const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => run('id', [flag, 'postgres'])));
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
