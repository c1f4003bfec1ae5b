import { execFileSync } from 'child_process';
import { constants, createDecipheriv, privateDecrypt, X509Certificate } from 'crypto';
import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { seal, SealRequest } from '../../src/secrets/sealed/seal';
import { temporaryFolder } from '../support/platforms';
import { CERTIFICATE, CLEAR, keyPair, SEALING_KEY, testWith } from './support';

const LABEL = 'agents/dump-bucket';
const withGo = testWith('go', ['version']);
const withOpenssl = testWith('openssl', ['version']);

function request(changes: Partial<SealRequest> & { certificate?: string } = {}): SealRequest {
  const { publicKey } = new X509Certificate(changes.certificate ?? CERTIFICATE);
  return { publicKey, sealingKey: SEALING_KEY, namespace: 'agents', name: 'dump-bucket', key: 'password', value: CLEAR, ...changes };
}

describe('opened by others', () => {
  withGo.each([2048, 3072, 4096])('Go opens what was sealed for a key of %i bits', (bits) => {
    const { certificate, privateKey } = keyPair(bits);
    const sealed = seal(request({ certificate }));
    expect(execFileSync('go', ['run', join(__dirname, 'unseal', 'main.go'), privateKey, LABEL], { input: sealed, encoding: 'utf8' })).toBe(CLEAR);
  }, 120_000);

  withGo('Go does not open it under another name', () => {
    const { certificate, privateKey } = keyPair();
    const openElsewhere = () => execFileSync('go', ['run', join(__dirname, 'unseal', 'main.go'), privateKey, 'agents/other'], { input: seal(request({ certificate })), stdio: 'pipe' });
    expect(openElsewhere).toThrow('decryption error');
  }, 120_000);

  withOpenssl('openssl opens the session key, and the value opens with it', () => {
    const { certificate, privateKey } = keyPair();
    const sealed = Buffer.from(seal(request({ certificate })), 'base64');
    const end = 2 + sealed.readUInt16BE(0);
    const file = join(temporaryFolder(), 'sealed');
    writeFileSync(file, sealed.subarray(2, end));
    const label = Buffer.from(LABEL).toString('hex');
    const options = ['rsa_padding_mode:oaep', 'rsa_oaep_md:sha256', 'rsa_mgf1_md:sha256', `rsa_oaep_label:${label}`].flatMap((option) => ['-pkeyopt', option]);
    const sessionKey = execFileSync('openssl', ['pkeyutl', '-decrypt', '-inkey', privateKey, '-in', file, ...options]);
    expect(open(sessionKey, sealed.subarray(end))).toBe(CLEAR);
  });

  withOpenssl('Node opens it with its own OAEP', () => {
    const { certificate, privateKey } = keyPair();
    const sealed = Buffer.from(seal(request({ certificate })), 'base64');
    const end = 2 + sealed.readUInt16BE(0);
    const sessionKey = privateDecrypt({
      key: readFileSync(privateKey), padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256', oaepLabel: Buffer.from(LABEL),
    }, sealed.subarray(2, end));
    expect(open(sessionKey, sealed.subarray(end))).toBe(CLEAR);
  });
});

describe('drawn from the sealing key', () => {
  test('an unchanged value keeps its ciphertext', () => {
    expect(seal(request())).toBe(seal(request()));
  });

  test.each<[string, Partial<SealRequest>]>([
    ['value', { value: 'another value' }],
    ['key', { key: 'token' }],
    ['name', { name: 'other' }],
    ['namespace', { namespace: 'other' }],
    ['sealing key', { sealingKey: 'another key of tests, of which nothing depends' }],
  ])('another %s has nothing in common with it', (_, change) => {
    const [one, other] = [request(), request(change)].map((each) => Buffer.from(seal(each), 'base64'));
    expect(other.subarray(2, 514).equals(one.subarray(2, 514))).toBe(false);
    expect(other.subarray(514).equals(one.subarray(514))).toBe(false);
  });

  withOpenssl('another certificate has nothing in common with it', () => {
    expect(seal(request({ certificate: keyPair().certificate }))).not.toBe(seal(request()));
  });
});

function open(sessionKey: Buffer, sealed: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', sessionKey, Buffer.alloc(12));
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]).toString('utf8');
}
