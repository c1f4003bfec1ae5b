import { connect, Socket } from 'net';

const [METHOD, HEADER, BODY] = [1, 2, 3];
const PERSISTENT = Buffer.from([0x10, 0, 2]);

interface Frame {
  readonly type: number;
  /** Class and method, such as `60.80`. */
  readonly method: string;
  readonly payload: Buffer;
}

/** As much of AMQP 0-9-1 as a publisher with confirms needs, and one who empties a queue. One request at a time. */
export class Amqp {
  static async open(host: string, user: string, password: string): Promise<Amqp> {
    const client = new Amqp(connect({ host, port: 5672 }));
    client.socket.write(Buffer.from('AMQP\0\0\x09\x01', 'latin1'));
    await client.next('10.10');
    client.send(0, 10, 11, number(0, 4), short('PLAIN'), long(`\0${user}\0${password}`), short('en_US'));
    const { payload } = await client.next('10.30');
    client.send(0, 10, 31, payload.subarray(0, 6), number(0, 2));
    await client.ask(0, 10, 40, '10.41', short('/'), short(''), number(0, 1));
    await client.ask(1, 20, 10, '20.11', short(''));
    await client.ask(1, 85, 10, '85.11', number(0, 1));
    return client;
  }

  private buffer = Buffer.alloc(0);
  private readonly frames: Frame[] = [];
  private wake?: () => void;
  private failure?: string;

  private constructor(private readonly socket: Socket) {
    socket.on('data', (data) => this.read(data));
    socket.on('error', ({ message }) => this.fail(message));
    socket.on('close', () => this.fail('the connection was closed'));
  }

  /** Returns when the broker has confirmed the message. */
  async publish(queue: string, text: string): Promise<void> {
    const body = Buffer.from(text);
    this.send(1, 60, 40, number(0, 2), short(''), short(queue), number(0, 1));
    this.frame(HEADER, 1, Buffer.concat([number(60, 2), number(0, 2), number(0, 4), number(body.length, 4), PERSISTENT]));
    this.frame(BODY, 1, body);
    await this.next('60.80');
  }

  /** Takes everything out of a queue. */
  async drain(queue: string): Promise<string[]> {
    const texts: string[] = [];
    for (;;) {
      this.send(1, 60, 70, number(0, 2), short(queue), number(1, 1));
      const { method } = await this.next('60.71', '60.72');
      if (method === '60.72') return texts;
      await this.next('header');
      texts.push((await this.next('body')).payload.toString());
    }
  }

  close(): void {
    this.socket.destroy();
  }

  private async ask(channel: number, cls: number, method: number, answer: string, ...args: Buffer[]): Promise<void> {
    this.send(channel, cls, method, ...args);
    await this.next(answer);
  }

  private send(channel: number, cls: number, method: number, ...args: Buffer[]): void {
    this.frame(METHOD, channel, Buffer.concat([number(cls, 2), number(method, 2), ...args]));
  }

  private frame(type: number, channel: number, payload: Buffer): void {
    this.socket.write(Buffer.concat([number(type, 1), number(channel, 2), number(payload.length, 4), payload, number(0xce, 1)]));
  }

  private async next(...wanted: string[]): Promise<Frame> {
    while (this.frames.length === 0) {
      if (this.failure) throw new Error(this.failure);
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
    const frame = this.frames.shift()!;
    if (wanted.includes(frame.method)) return frame;
    this.close();
    throw new Error(`the broker said ${frame.method} ${frame.payload.toString('latin1').replace(/[^ -~]+/g, ' ').trim()}`);
  }

  private read(data: Buffer): void {
    this.buffer = Buffer.concat([this.buffer, data]);
    while (this.buffer.length >= 8 && this.buffer.length >= 8 + this.buffer.readUInt32BE(3)) {
      const [type, size] = [this.buffer[0], this.buffer.readUInt32BE(3)];
      const payload = this.buffer.subarray(7, 7 + size);
      this.buffer = this.buffer.subarray(8 + size);
      if (type === METHOD) this.frames.push({ type, method: `${payload.readUInt16BE(0)}.${payload.readUInt16BE(2)}`, payload: payload.subarray(4) });
      else if (type === HEADER || type === BODY) this.frames.push({ type, method: type === HEADER ? 'header' : 'body', payload });
    }
    this.wake?.();
  }

  private fail(reason: string): void {
    this.failure ??= reason;
    this.wake?.();
  }
}

function number(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  if (bytes > 0) buffer.writeUIntBE(value, 0, bytes);
  return buffer;
}

function short(text: string): Buffer {
  return Buffer.concat([number(Buffer.byteLength(text), 1), Buffer.from(text)]);
}

function long(text: string): Buffer {
  return Buffer.concat([number(Buffer.byteLength(text), 4), Buffer.from(text)]);
}
