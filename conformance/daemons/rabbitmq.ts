import { sleep } from '../wait';
import { Amqp } from './amqp';
import { Checks } from './checks';
import { Machine } from './machine';
import { Pod } from './pod';

const STORE = 'messaging-jobs';
const QUEUE = 'runs';

/** Three nodes, a quorum queue, and a publisher that counts what was confirmed to it. */
export async function rabbitmq(machine: Machine, checks: Checks): Promise<void> {
  const names = [0, 1, 2].map((index) => `${STORE}-server-${index}`);
  names.forEach((name, index) => (machine.addresses[name] = `127.0.43.1${index}`));
  const nodes = names.map((name) => machine.pod('StatefulSet', `${STORE}-server`, name));
  const [first] = nodes;
  const broker = new Broker(nodes);
  const publisher = new Publisher(machine, nodes);

  nodes.forEach((node) => node.start());
  await checks.sees('three nodes are one cluster', 90, '3', () => broker.running(first));
  await checks.sees('the queues are quorum queues on all three', 30, 'failed quorum 3, runs quorum 3', () => broker.queues(first));
  await checks.sees('the users are there, guest is not', 10, 'app worker', () => broker.users(first));
  await checks.sees('the owner publishes with the password of its Secret', 10, 'confirmed', () => publisher.once('app'));
  await checks.sees('another password is refused', 15, 'true', async () => String(/ACCESS_REFUSED|ECONNRESET|closed/.test(await publisher.once('app', 'wrong'))));
  await checks.sees('a user who only consumes may not publish', 10, 'true', async () => String(/ACCESS_REFUSED/.test(await publisher.once('worker'))));

  publisher.start();
  await sleep(1000);
  const leader = await broker.leader(first);
  await leader.kill();
  await checks.sees('30 s after kill -9 of the leader at most, messages are confirmed again', 30, 'confirmed', () => publisher.afterNow());
  await sleep(3000);
  checks.tells(`the longest gap between two confirms was ${publisher.longestGap()} s`);
  leader.start();
  await checks.sees('it joins again', 60, '3', () => broker.running(nodes.find((node) => node !== leader)!));
  await checks.sees('and the queue has all replicas again', 60, '3', () => broker.online(first));

  const second = await broker.leader(first);
  await checks.sees('a leader that is told to stop hands over and stops', 1, 'stopped', async () => {
    await second.terminate();
    return second.ended === undefined ? 'it runs' : 'stopped';
  });
  await checks.sees('messages are confirmed meanwhile', 5, 'confirmed', () => publisher.afterNow());
  second.start();
  await checks.sees('it joins again', 60, '3', () => broker.online(nodes.find((node) => node !== second)!));
  await publisher.stop();

  const [, ...others] = nodes;
  await Promise.all(others.map((node) => node.kill()));
  let answer = 'it waits';
  void publisher.once('app').then((text) => (answer = text === 'confirmed' ? text : 'it waits'));
  await checks.keeps('nothing is confirmed without a majority', 5, 'it waits', async () => answer);
  await first.kill();
  nodes.forEach((node) => node.start());
  await checks.sees('all killed at once come back by themselves', 90, 'confirmed', () => publisher.once('app'));
  await checks.sees('with every message that was confirmed', 30, 'true', () => publisher.allKept());
}

/** What the broker says of itself, by the tools in its pods. */
class Broker {
  constructor(private readonly nodes: Pod[]) {}

  async running(node: Pod): Promise<string> {
    const status = await node.ask(20, ['rabbitmqctl', 'cluster_status', '--formatter', 'json']);
    return String(/"running_nodes":\[([^\]]*)\]/.exec(status)?.[1].split(',').length ?? status);
  }

  async queues(node: Pod): Promise<string> {
    const rows = (await this.table(node, 'list_queues', 'name', 'type', 'members')).map(([name, type, members]) => `${name} ${type} ${members.split(',').length}`);
    return rows.sort().join(', ');
  }

  async users(node: Pod): Promise<string> {
    return (await this.table(node, 'list_users')).map(([user]) => user).sort().join(' ');
  }

  async online(node: Pod): Promise<string> {
    const rows = await this.table(node, 'list_queues', 'name', 'online');
    return String(rows.find(([name]) => name === QUEUE)?.[1].split(',').length);
  }

  async leader(node: Pod): Promise<Pod> {
    const rows = await this.table(node, 'list_queues', 'name', 'leader');
    const host = rows.find(([name]) => name === QUEUE)![1].split('@')[1];
    return this.nodes.find(({ address }) => address === host)!;
  }

  private async table(node: Pod, ...command: string[]): Promise<string[][]> {
    const text = await node.ask(20, ['rabbitmqctl', '-q', '--no-table-headers', ...command]);
    return text.split('\n').map((line) => line.split('\t'));
  }
}

/** Publishes one message after the other, at any node that takes it, as clients behind the Service would. */
class Publisher {
  private readonly confirmed: string[] = [];
  private readonly times: number[] = [];
  private running?: Promise<void>;
  private going = false;
  private turn = 0;

  constructor(private readonly machine: Machine, private readonly nodes: Pod[]) {}

  start(): void {
    this.going = true;
    this.running = this.loop();
  }

  async stop(): Promise<void> {
    this.going = false;
    await this.running;
  }

  /** Whether another message is confirmed from now on. */
  async afterNow(): Promise<string> {
    const before = this.confirmed.length;
    await sleep(500);
    return this.confirmed.length > before ? 'confirmed' : 'nothing is confirmed';
  }

  async once(user: string, password = this.password(user)): Promise<string> {
    const text = `once ${user}`;
    try {
      const client = await this.connect(user, password);
      await client.publish(QUEUE, text);
      client.close();
      if (!this.confirmed.includes(text)) this.confirmed.push(text);
      return 'confirmed';
    } catch (error) {
      return (error as Error).message;
    }
  }

  longestGap(): string {
    const gaps = this.times.slice(1).map((time, index) => time - this.times[index]);
    return (Math.max(...gaps) / 1000).toFixed(1);
  }

  async allKept(): Promise<string> {
    const kept = new Set(await (await this.connect('app', this.password('app'))).drain(QUEUE));
    const lost = this.confirmed.filter((text) => !kept.has(text));
    return lost.length === 0 && this.confirmed.length > 100 ? 'true' : `${lost.length} of ${this.confirmed.length} are lost`;
  }

  private async loop(): Promise<void> {
    let client: Amqp | undefined;
    for (let index = 0; this.going; index++) {
      try {
        client ??= await this.connect('app', this.password('app'));
        await client.publish(QUEUE, `message ${index}`);
        this.confirmed.push(`message ${index}`);
        this.times.push(Date.now());
        await sleep(5);
      } catch {
        client?.close();
        client = undefined;
        await sleep(50);
      }
    }
    client?.close();
  }

  private connect(user: string, password: string): Promise<Amqp> {
    return Amqp.open(this.nodes[this.turn++ % this.nodes.length].address, user, password);
  }

  private password(user: string): string {
    return this.machine.secret(`${STORE}-${user}`).password;
  }
}
