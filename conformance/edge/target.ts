import { createSocket, Socket } from 'dgram';
import { createServer, Server } from 'http';
import { sleep } from '../wait';

/** The component behind the gateway: it answers with the headers that reached it. */
export class Target {
  requests = 0;
  private server?: Server;

  constructor(private readonly address: string, private readonly port: number) {}

  async start(): Promise<void> {
    this.server = createServer(async (request, response) => {
      this.requests++;
      if (request.url === '/v1/broken') return void request.socket.destroy();
      if (request.url === '/v1/slow') await sleep(3000);
      request.resume().once('end', () => response.end(JSON.stringify(request.headers)));
    });
    await new Promise<void>((resolve) => this.server!.listen(this.port, this.address, resolve));
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => this.server?.close(resolve) ?? resolve(undefined));
    this.server = undefined;
  }
}

/** A name server that knows what it is told, and says of everything else that it does not exist. */
export class NameServer {
  readonly names = new Map<string, string>();
  private readonly socket: Socket = createSocket('udp4');

  async start(address: string, port: number): Promise<void> {
    this.socket.on('message', (query, { address: from, port: to }) => this.socket.send(this.answer(query), to, from));
    await new Promise<void>((resolve) => this.socket.bind(port, address, resolve));
  }

  stop(): void {
    this.socket.close();
  }

  private answer(query: Buffer): Buffer {
    const labels: string[] = [];
    let at = 12;
    for (; query[at] !== 0; at += query[at] + 1) labels.push(query.toString('latin1', at + 1, at + 1 + query[at]));
    const question = query.subarray(12, at + 5);
    const address = this.names.get(labels.join('.'));
    const header = Buffer.alloc(12);
    query.copy(header, 0, 0, 2);
    header.writeUInt16BE(address ? 0x8180 : 0x8183, 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(address ? 1 : 0, 6);
    const record = address ? Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, ...address.split('.').map(Number)]) : Buffer.alloc(0);
    return Buffer.concat([header, question, record]);
  }
}
