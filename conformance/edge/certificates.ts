import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { run } from '../process';

export interface Identity {
  readonly cert: string;
  readonly key: string;
}

/** A certificate authority, made with openssl in a folder of its own. */
export class Authority {
  static async create(folder: string, name: string): Promise<Authority> {
    const authority = new Authority(join(folder, name), name);
    mkdirSync(authority.folder);
    await authority.openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', 'ca.key', '-out', 'ca.crt',
      '-days', '2', '-subj', `/CN=${name}`);
    writeFileSync(join(authority.folder, 'index.txt'), '');
    return authority;
  }

  private constructor(private readonly folder: string, private readonly name: string) {}

  get certificate(): string {
    return readFileSync(join(this.folder, 'ca.crt'), 'utf8');
  }

  async sign(subject: string, host?: string): Promise<Identity> {
    await this.request(subject);
    writeFileSync(join(this.folder, 'extensions'), host ? `subjectAltName=DNS:${host}\n` : 'extendedKeyUsage=clientAuth\n');
    await this.openssl('x509', '-req', '-in', 'request', '-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'extensions', '-out', 'crt');
    return this.read();
  }

  /** One that ended last year. */
  async signExpired(subject: string): Promise<Identity> {
    await this.request(subject);
    writeFileSync(join(this.folder, 'ca.conf'), [
      '[ca]', 'default_ca=own', '[own]', 'database=index.txt', 'serial=serial', 'new_certs_dir=.', 'default_md=sha256', 'policy=any', 'unique_subject=no', '[any]', 'commonName=supplied', '',
    ].join('\n'));
    writeFileSync(join(this.folder, 'serial'), '1000\n');
    await this.openssl('ca', '-batch', '-config', 'ca.conf', '-cert', 'ca.crt', '-keyfile', 'ca.key', '-in', 'request', '-out', 'crt', '-notext',
      '-startdate', '20200101000000Z', '-enddate', '20200102000000Z');
    return this.read();
  }

  private async request(subject: string): Promise<void> {
    await this.openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', 'key', '-out', 'request', '-subj', `/CN=${subject}`);
  }

  private read(): Identity {
    return { cert: readFileSync(join(this.folder, 'crt'), 'utf8'), key: readFileSync(join(this.folder, 'key'), 'utf8') };
  }

  private async openssl(...args: string[]): Promise<void> {
    const { code, stderr } = await run('openssl', args, { cwd: this.folder });
    if (code !== 0) throw new Error(`openssl ${args[0]} of ${this.name}: ${stderr}`);
  }
}
