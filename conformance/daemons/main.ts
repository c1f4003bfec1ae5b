import { chmodSync, mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { parseArgs } from 'util';
import { run } from '../process';
import { Checks } from './checks';
import { Machine } from './machine';
import { postgres } from './postgres';
import { redis } from './redis';
import { s3 } from './s3';

const COMMITTED = 'dist/manifests/agent-fleet/plain/agents/data.yaml';
const STORES = { PostgreSQL: postgres, Redis: redis };

/**
 * Real PostgreSQL, Redis and HAProxy run the ConfigMaps of the example's plain stores, on loopback addresses and in a temporary folder.
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
  console.log(Checks.summary(all));
  if (all.every(({ allPassed }) => allPassed)) rmSync(folder, { recursive: true });
  else process.exitCode = 1;
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
