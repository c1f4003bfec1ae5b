import { request as plainRequest } from 'http';
import { request } from 'https';
import { TLSSocket } from 'tls';
import { Identity } from './certificates';

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
  /** The serial number of the gateway's certificate. */
  readonly serial: string;
}

export interface Call {
  readonly path: string;
  readonly identity?: Identity;
  readonly headers?: Record<string, string>;
  readonly body?: Buffer;
  /** The address that the client has. */
  readonly from?: string;
}

/** A caller of the gateway. Each call is a connection of its own. */
export class Client {
  constructor(private readonly gateway: { address: string; port: number; host: string; ca: string }) {}

  call({ path, identity, headers, body, from = '127.77.9.1' }: Call): Promise<Answer> {
    const { address, port, host, ca } = this.gateway;
    return new Promise((resolve, reject) => {
      let serial = '';
      const sent = request({
        host: address, port, path, method: body ? 'POST' : 'GET', servername: host, ca, agent: false, localAddress: from, timeout: 20_000,
        headers: { ...headers, Host: host, ...body ? { 'Content-Length': body.length } : {} }, ...identity,
      }, (response) => {
        serial = (response.socket as TLSSocket).getPeerCertificate().serialNumber;
        let text = '';
        response.setEncoding('utf8').on('data', (part) => (text += part)).once('end', () =>
          resolve({ status: response.statusCode!, headers: response.headers as Record<string, string>, body: text, serial }));
      });
      sent.once('error', reject).once('timeout', () => sent.destroy(new Error('no answer within 20 s')));
      sent.end(body);
    });
  }

  /** The status alone, or what went wrong. */
  async status(call: Call): Promise<string> {
    return this.call(call).then(({ status }) => String(status), (error: Error) => error.message);
  }
}

/** What plain HTTP is answered with. */
export function plain(address: string, port: number, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    plainRequest({ host: address, port, path: '/v1?a=b', headers: { Host: host } }, (response) => {
      response.resume();
      resolve(`${response.statusCode} ${response.headers.location ?? ''}`.trim());
    }).once('error', reject).end();
  });
}
