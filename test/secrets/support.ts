import { execFileSync } from 'child_process';
import { readFileSync } from 'fs';
import { join } from 'path';
import { InfisicalAuth, SealedValue, SecretSource, SecretStoreRef } from '../../src';
import { temporaryFolder } from '../support/platforms';

/** A certificate whose private key nobody has any more. */
export const CERTIFICATE = readFileSync(join(__dirname, 'golden', 'certificate.pem'), 'utf8');
export const SEALING_KEY = 'a key of tests, of which nothing depends';
export const CLEAR = 'Tr0ub4dor&3 "quoted"';

/** A fresh key pair, made by openssl. */
export function keyPair(bits: number = 2048): { certificate: string; privateKey: string } {
  const folder = temporaryFolder();
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  execFileSync('openssl', ['req', '-x509', '-newkey', `rsa:${bits}`, '-nodes', '-keyout', key, '-out', certificate, '-subj', '/CN=sealed'], { stdio: 'pipe' });
  return { certificate: readFileSync(certificate, 'utf8'), privateKey: key };
}

/** What kubeseal could have printed: nobody can open it. */
export const CIPHERTEXT = `AgA${Buffer.alloc(600, 7).toString('base64').slice(0, 797)}`;

/** The four sources, with whatever keys a reader may want. */
export function sourcesOf(name: string, keys: string[]): [string, SecretSource][] {
  const values = Object.fromEntries(keys.map((key) => [key, SealedValue.encrypted(CIPHERTEXT)]));
  return [
    ['Secret', SecretSource.existing(name)],
    ['SealedSecret', SecretSource.sealed(name, { values })],
    ['ExternalSecret', SecretSource.externalSecrets(name, { store: SecretStoreRef.cluster('vault'), path: `agents/${name}` })],
    ['InfisicalStaticSecret', SecretSource.infisical(name, { auth: InfisicalAuth.ref('agents-auth'), project: 'f3c1', environment: 'prod' })],
  ];
}

/** Whether a tool is there; where it is not, the test that needs it is skipped and says so. */
export function testWith(tool: string, probe: string[]): jest.It {
  try {
    execFileSync(tool, probe, { stdio: 'pipe' });
    return test;
  } catch {
    console.warn(`SKIPPED: ${tool} is missing, so sealed values are not opened by it`);
    return test.skip;
  }
}
