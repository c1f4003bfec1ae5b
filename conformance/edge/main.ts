import { chmodSync, mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { parseArgs } from 'util';
import { Checks } from '../daemons/checks';
import { sleep } from '../wait';
import { Authority } from './certificates';
import { Client, plain } from './client';
import { ADDRESS, NAME_SERVER, Proxy, TARGET } from './proxy';
import { NameServer, Target } from './target';

const COMMITTED = 'dist/manifests/agent-fleet/plain/agents/gateway.yaml';
const API = 'api.agents.svc.cluster.local';

/**
 * A real NGINX runs the ConfigMap of the example's plain gateway, on loopback addresses and in a temporary folder.
 *
 *     conformance/edge/run.sh [--manifest <a changed copy, to see a check fail>]
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { manifest: { type: 'string', default: COMMITTED } } });
  const folder = mkdtempSync(join(tmpdir(), 'edge-'));
  chmodSync(folder, 0o755);
  process.once('exit', (code) => {
    if (code !== 0) console.log(`Logs and what was run are kept in ${folder}`);
  });
  const checks = new Checks('gateway');
  const proxy = new Proxy(folder, values.manifest!);
  try {
    await gateway(folder, proxy, checks);
  } finally {
    await proxy.stop();
  }
  console.log(Checks.summary([checks]));
  if (checks.allPassed) rmSync(folder, { recursive: true });
  process.exit(checks.allPassed ? 0 : 1);
}

async function gateway(folder: string, proxy: Proxy, checks: Checks): Promise<void> {
  const { host } = proxy;
  const [publicCa, agents, strangers] = await Promise.all(['public-ca', 'agents-ca', 'strangers-ca'].map((name) => Authority.create(folder, name)));
  const [first, renewed] = [await publicCa.sign(host, host), await publicCa.sign(host, host)];
  const [agent, stranger, expired] = [await agents.sign('agent-7'), await strangers.sign('agent-7'), await agents.signExpired('agent-6')];
  const client = new Client({ address: ADDRESS, port: 8443, host, ca: publicCa.certificate });
  const target = new Target(TARGET.address, TARGET.port);
  const names = new NameServer();
  await names.start(NAME_SERVER.address, NAME_SERVER.port);

  proxy.mountSecrets(first, agents.certificate);
  proxy.start();
  await checks.sees('a target whose name is unknown does not stop the start: 502', 10, '502', () => client.status({ path: '/v1', identity: agent }));
  proxy.mustRun();
  await target.start();
  names.names.set(API, TARGET.address);
  await checks.sees('the target is found once its name is known', 15, '200', () => client.status({ path: '/v1', identity: agent, from: '127.77.9.2' }));

  await checks.sees('without a client certificate: 400', 1, '400', () => client.status({ path: '/v1' }));
  await checks.sees('with one of another authority: 400', 1, '400', () => client.status({ path: '/v1', identity: stranger }));
  await checks.sees('with one that is expired: 400', 1, '400', () => client.status({ path: '/v1', identity: expired }));
  await checks.sees('a path that only begins like a route: 404', 1, '404', () => client.status({ path: '/v10', identity: agent }));
  await checks.sees('plain HTTP is sent to HTTPS', 1, `301 https://${host}/v1?a=b`, () => plain(ADDRESS, 8080, host));
  await checks.sees('an unknown host gets no redirect', 1, '404', () => plain(ADDRESS, 8080, 'evil.example.com'));
  await checks.sees('forged headers are replaced', 1, 'CN=agent-7 127.77.9.3 127.77.9.3 https none', async () => {
    const forged = { 'X-Client-Subject': 'CN=admin', 'X-Forwarded-For': '6.6.6.6', 'X-Real-IP': '6.6.6.6', 'X-Forwarded-Client-Cert': 'Subject="CN=admin"', 'X-Forwarded-Proto': 'http' };
    const seen = JSON.parse((await client.call({ path: '/v1', identity: agent, headers: forged, from: '127.77.9.3' })).body);
    return [seen['x-client-subject'], seen['x-forwarded-for'], seen['x-real-ip'], seen['x-forwarded-proto'], seen['x-forwarded-client-cert'] ?? 'none'].join(' ');
  });
  await checks.sees('a body of 5 MiB passes', 1, '200', () => client.status({ path: '/v1', identity: agent, body: Buffer.alloc(5 * 1024 * 1024), from: '127.77.9.4' }));
  await checks.sees('a larger one: 413', 1, '413', () => client.status({ path: '/v1', identity: agent, body: Buffer.alloc(5 * 1024 * 1024 + 1), from: '127.77.9.4' }));

  await checks.sees('one client: 429 after the burst of 40', 1, '40 or a few more', async () => {
    const all = await Promise.all(Array.from({ length: 100 }, () => client.status({ path: '/v1', identity: agent, from: '127.77.9.5' })));
    const passed = all.filter((status) => status === '200').length;
    const refused = all.filter((status) => status === '429').length;
    return passed + refused === 100 && passed >= 40 && passed < 80 ? '40 or a few more' : `${passed} passed, ${refused} refused of ${all.length}`;
  });
  await checks.sees('another client is served meanwhile', 1, '200', () => client.status({ path: '/v1', identity: agent, from: '127.77.9.6' }));
  await checks.sees('the first one recovers', 5, '200', () => client.status({ path: '/v1', identity: agent, from: '127.77.9.5' }));

  await checks.sees('a request that reached the target is not tried again', 1, '502 after 1', async () => {
    const before = target.requests;
    const status = await client.status({ path: '/v1/broken', identity: agent, from: '127.77.9.7' });
    return `${status} after ${target.requests - before}`;
  });
  await target.stop();
  await checks.sees('a refused connection is tried twice more', 3, '502 after 3', async () => {
    const status = await client.status({ path: '/v1/refused', identity: agent, from: '127.77.9.8' });
    await sleep(200);
    const { target: tried } = proxy.accessLog().filter(({ path }) => path === '/v1/refused').pop()!;
    return `${status} after ${tried.split(/ : |, /).length}`;
  });
  await target.start();

  await renewal(proxy, client, checks, () => proxy.mountSecrets(renewed, agents.certificate), agent);
  await checks.sees('the access log is JSON with the client, its subject and no query', 2, '127.77.9.9 CN=agent-7 /v1/logged 200', async () => {
    await client.status({ path: '/v1/logged?token=x', identity: agent, from: '127.77.9.9' });
    await sleep(200);
    const { client: address, subject, path, status } = proxy.accessLog().filter((line) => line.path.startsWith('/v1/logged')).pop()!;
    return `${address} ${subject} ${path} ${status}`;
  });
  await checks.sees('a request in flight ends well when the pod stops', 30, '200 after the hook', async () => {
    const hook = proxy.preStop();
    await sleep(13_500);
    const slow = client.status({ path: '/v1/slow', identity: agent, from: '127.77.9.10' });
    await hook;
    return `${await slow} after the hook`;
  });
  await target.stop();
  names.stop();
}

/** Requests of many clients, before, while and after a renewed certificate is read: none may fail. */
async function renewal(proxy: Proxy, client: Client, checks: Checks, renew: () => void, identity: { cert: string; key: string }): Promise<void> {
  const seen = new Map<string, number>();
  const failed: string[] = [];
  const end = Date.now() + 36_000;
  renew();
  for (let count = 0; Date.now() < end; count++) {
    void client.call({ path: '/v1', identity, from: `127.77.10.${1 + count % 200}` }).then(
      ({ status, serial }) => status === 200 ? seen.set(serial, (seen.get(serial) ?? 0) + 1) : failed.push(String(status)),
      (error: Error) => failed.push(error.message));
    await sleep(20);
  }
  await sleep(1000);
  proxy.mustRun();
  await checks.sees('a renewed certificate is served within 35 s', 1, '2 certificates', async () => `${seen.size} certificates`);
  await checks.sees('and no request failed meanwhile', 1, 'none', async () => [...new Set(failed)].join(', ') || 'none');
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
