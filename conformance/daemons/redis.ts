import { Checks } from './checks';
import { Machine } from './machine';
import { Pod } from './pod';

const STORE = 'data-locks';
const MEMBERS = [0, 1, 2];

/** Three servers, three Sentinels that choose the master among them, and the proxy that leads every client to it. */
export async function redis(machine: Machine, checks: Checks): Promise<void> {
  machine.addresses[STORE] = '127.0.42.9';
  MEMBERS.forEach((index) => {
    machine.addresses[`${STORE}-server-${index}`] = `127.0.42.1${index}`;
    machine.addresses[`${STORE}-sentinel-${index}`] = `127.0.42.2${index}`;
  });
  const proxy = machine.pod('Deployment', STORE, STORE);
  const servers = MEMBERS.map((index) => member(machine, 'server', index));
  const sentinels = MEMBERS.map((index) => member(machine, 'sentinel', index));
  const client = new Client(machine);
  console.log(`Redis is ${(await machine.ask(10, ['valkey-server', '--version'])).split(' sha=')[0]}`);
  const masters = async () => (await client.masters(servers)).map(({ name }) => name).join(' ');

  [...servers, ...sentinels, proxy].forEach((pod) => pod.start());
  await checks.sees('the first write through the proxy', 60, 'OK', () => client.command(proxy, 'SET', 'first', 'kept'));
  await checks.sees('the first server is the only master', 10, servers[0].name, masters);
  await checks.sees('each Sentinel knows both standbys and both other Sentinels', 60, '2+2 2+2 2+2', () => client.knownTo(sentinels));

  await checks.sees('the Sentinels could elect another master', 30, 'OK OK OK', () => client.quorum(sentinels));
  await checks.sees('all servers are ready', 10, '0 0 0', async () => (await Promise.all(servers.map((server) => server.probe('readinessProbe')))).join(' '));
  await checks.sees('no server makes snapshots', 5, 'save\n\nsave\n\nsave', async () =>
    (await Promise.all(servers.map((server) => client.command(server, 'CONFIG', 'GET', 'save')))).join('\n\n'));
  await handOver(checks, client, { proxy, servers });

  const [old] = await client.masters(servers);
  const others = servers.filter((server) => server !== old);
  await old.kill();
  await checks.sees('30 s after kill -9 of the master at most, writes go through the proxy again', 30, 'OK', () => client.command(proxy, 'SET', 'second', 'kept'));
  await checks.sees('another server is the only master', 1, '1', async () => String((await client.masters(others)).length));
  const [master] = await client.masters(others.filter((server) => server.ended === undefined));
  // All that follows is about the new master.
  if (!master) return;
  await checks.sees('what was written before is still there', 5, 'kept', () => client.command(proxy, 'GET', 'first'));

  old.start();
  await checks.keeps('no second master while the old one returns', 12, master.name, masters);
  await checks.sees('the old master is a standby', 30, 'slave', () => client.role(old));
  await checks.sees('and has what it missed', 10, 'kept', () => client.command(old, 'GET', 'second'));
  await checks.sees('both standbys follow the new master', 30, '2', () => client.standbys(master));

  await Promise.all([...servers, ...sentinels].map((pod) => pod.kill()));
  [...servers, ...sentinels].forEach((pod) => pod.start());
  await checks.sees('all killed at once come back by themselves', 60, 'OK', () => client.command(proxy, 'SET', 'third', 'kept'));
  await checks.sees('with Sentinels that could elect again', 30, 'OK OK OK', () => client.quorum(sentinels));
  await checks.sees('with one master and all that was written', 10, '1 kept', async () => `${(await client.masters(servers)).length} ${await client.command(proxy, 'GET', 'second')}`);
}

/** A rollout or a drain stops the master: what it acknowledged is on its successor, and nobody waits for it to be missed. */
async function handOver(checks: Checks, client: Client, { proxy, servers }: { proxy: Pod; servers: Pod[] }): Promise<void> {
  const [master, ...standbys] = servers;
  let writing = true;
  let acknowledged = 0;
  const writer = (async () => {
    while (writing) if (/^\d+$/.test(await client.command(proxy, 'RPUSH', 'planned', String(acknowledged)))) acknowledged++;
  })();
  const start = Date.now();
  await checks.sees('a master that is told to stop hands over', 1, 'a standby is master', async () => {
    await master.terminate();
    return (await client.masters(standbys)).length === 1 ? 'a standby is master' : 'nobody is master';
  });
  await checks.sees('within 12 s', 1, 'true', async () => String(Date.now() - start < 12000));
  await checks.sees('and writes go through the proxy again', 5, 'OK', () => client.command(proxy, 'SET', 'after', 'hand-over'));
  writing = false;
  await writer;
  await checks.sees('every write that was acknowledged meanwhile is there', 5, 'true', async () => {
    const kept = Number(await client.command(proxy, 'LLEN', 'planned'));
    return acknowledged > 0 && kept >= acknowledged ? 'true' : `${kept} of ${acknowledged}`;
  });
  master.start();
  await checks.sees('it comes back as a standby', 30, 'slave', () => client.role(master));
  await checks.sees('whose link is up, which makes it ready', 30, '0', async () => String(await master.probe('readinessProbe')));
  await checks.sees('and both standbys follow', 30, '2', async () => client.standbys((await client.masters(servers))[0]));
}

/** Its name is its address: that is how it stands among its peers here. */
function member(machine: Machine, role: string, index: number): Pod {
  const name = `${STORE}-${role}-${index}`;
  return machine.pod('StatefulSet', `${STORE}-${role}`, name, { podName: machine.addresses[name] });
}

class Client {
  constructor(private readonly machine: Machine) {}

  command(pod: Pod, ...words: string[]): Promise<string> {
    return this.cli(pod, 6379, words);
  }

  async role(server: Pod): Promise<string> {
    return (await this.command(server, 'ROLE')).split('\n')[0];
  }

  async masters(servers: Pod[]): Promise<Pod[]> {
    const roles = await Promise.all(servers.map((server) => this.role(server)));
    return servers.filter((_, index) => roles[index] === 'master');
  }

  async standbys(master: Pod): Promise<string> {
    return /connected_slaves:(\d+)/.exec(await this.command(master, 'INFO', 'replication'))?.[1] ?? 'none';
  }

  /** For each Sentinel how many standbys and other Sentinels it knows. */
  async knownTo(sentinels: Pod[]): Promise<string> {
    const counts = async (sentinel: Pod) => {
      const words = (await this.cli(sentinel, 26379, ['SENTINEL', 'MASTER', 'main'])).split('\n');
      return `${words[words.indexOf('num-slaves') + 1]}+${words[words.indexOf('num-other-sentinels') + 1]}`;
    };
    return (await Promise.all(sentinels.map(counts))).join(' ');
  }

  /** Whether each Sentinel sees enough others: they do not where they announce one address. */
  async quorum(sentinels: Pod[]): Promise<string> {
    const answers = await Promise.all(sentinels.map((sentinel) => this.cli(sentinel, 26379, ['SENTINEL', 'CKQUORUM', 'main'])));
    return answers.map((answer) => /^OK 3 usable/.test(answer) ? 'OK' : answer).join(' ');
  }

  private cli(pod: Pod, port: number, words: string[]): Promise<string> {
    const { password } = this.machine.secret(`${STORE}-app`);
    return this.machine.ask(2, ['redis-cli', '-h', pod.address, '-p', String(port), ...words], { REDISCLI_AUTH: password });
  }
}
