import { createHash } from 'crypto';
import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Machine } from './machine';

export function sum(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The bucket, as somebody sees it who may list and read it. */
export class Bucket {
  private readonly credentials: Record<string, string>;

  constructor(private readonly machine: Machine, private readonly place: { readonly url: string; readonly name: string; readonly folder: string }) {
    this.credentials = machine.secret('dump-bucket');
  }

  make(): Promise<string> {
    return this.aws('s3api', 'create-bucket', '--bucket', this.place.name).then((answer) => (/^\{|^$|Owned/.test(answer) ? '' : answer));
  }

  async put(key: string, text: string): Promise<void> {
    const file = join(this.machine.folder, 'put');
    writeFileSync(file, text);
    await this.aws('s3api', 'put-object', '--bucket', this.place.name, '--key', key, '--body', file);
  }

  async get(key: string): Promise<string> {
    const file = join(this.machine.folder, 'got');
    await this.aws('s3api', 'get-object', '--bucket', this.place.name, '--key', key, file);
    return readFileSync(file, 'latin1');
  }

  /** The checksum of the newest dump, and how many there are. */
  async newest(): Promise<string> {
    const dumps = (await this.keys()).filter((key) => key.endsWith('.dump')).sort();
    const newest = dumps.at(-1);
    return newest === undefined ? 'no dump' : `${sum(Buffer.from(await this.get(newest), 'latin1'))} ${dumps.length}`;
  }

  async kinds(): Promise<string> {
    const keys = await this.keys();
    const count = (pattern: RegExp): number => keys.filter((key) => pattern.test(key)).length;
    return `small: ${count(/\.small$/)}, old: ${count(/2020-.*\.dump$/)}, dumps: ${count(/\.dump$/)}`;
  }

  private async keys(): Promise<string[]> {
    const answer = await this.aws('s3api', 'list-objects-v2', '--bucket', this.place.name, '--prefix', `${this.place.folder}/`, '--query', 'Contents[].Key', '--output', 'text');
    return answer.split(/\s+/);
  }

  private aws(...words: string[]): Promise<string> {
    const { 'access-key-id': id, 'secret-access-key': key } = this.credentials;
    return this.machine.ask(60, ['aws', '--no-cli-pager', ...words], {
      AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: key, AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL_S3: this.place.url,
      AWS_CA_BUNDLE: join(this.machine.folder, 'server.crt'), HOME: this.machine.folder,
      AWS_REQUEST_CHECKSUM_CALCULATION: 'when_required', AWS_RESPONSE_CHECKSUM_VALIDATION: 'when_required',
    });
  }
}
