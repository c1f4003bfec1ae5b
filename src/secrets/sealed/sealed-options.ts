import { createHash, KeyObject, X509Certificate } from 'crypto';
import { Guard } from '../../internal/guard';
import { SecretType, validateType } from '../secret-options';

/** Plaintext values, kept apart from their handles, so that printing, copying or rendering a handle does not reveal them. */
const CLEAR = new WeakMap<SealedValue, string>();

/** One value of a sealed Secret. */
export class SealedValue {
  /** What `kubeseal` printed for this key: it is sealed for one name in one namespace (strict scope). */
  public static encrypted(ciphertext: string): SealedValue {
    return new SealedValue('encrypted', ciphertext);
  }

  /**
   * A credential in plain text, for example from an environment variable. It is sealed at synthesis and may not
   * appear in any manifest. Never write it into the program itself.
   */
  public static secret(value: string): SealedValue {
    return new SealedValue('secret', undefined, value);
  }

  /** A value that is not a secret, such as a user name or a host. It is sealed too. */
  public static notSecret(value: string): SealedValue {
    return new SealedValue('notSecret', undefined, value);
  }

  /**
   * The value in clear, for the one who seals it.
   *
   * @internal
   */
  public static _reveal(value: SealedValue): string {
    return CLEAR.get(value)!;
  }

  private constructor(
    /** @internal */
    public readonly _kind: 'encrypted' | 'secret' | 'notSecret',
    /** @internal */
    public readonly _ciphertext?: string,
    clear?: string,
  ) {
    CLEAR.set(this, clear!);
  }

  /** @internal */
  public _validate(guard: Guard, prop: string): void {
    if (this._kind === 'encrypted') {
      if (!isCiphertext(this._ciphertext)) {
        guard.fail(prop, this._ciphertext, 'a value sealed by kubeseal',
          'copy it from "encryptedData" of what kubeseal prints; it is not shown here, because it may be a secret in clear');
      }
      return;
    }
    const clear = CLEAR.get(this);
    if (typeof clear !== 'string' || clear === '') {
      guard.fail(prop, clear, 'a string', 'check that the environment variable it is read from is set');
    }
    if (this._kind === 'secret' && clear!.length < SHORTEST) {
      guard.fail(prop, clear, `a secret of at least ${SHORTEST} characters`,
        'shorter ones can be guessed; use SealedValue.notSecret for values that are not secret');
    }
  }
}

/** Options of `SecretSource.sealed`. */
export interface SealedSecretOptions {
  /** The values by key. */
  readonly values: Record<string, SealedValue>;
  /**
   * The public certificate of the cluster's sealed-secrets controller, as PEM text: `kubeseal --fetch-cert`.
   *
   * @default - all values are sealed already
   */
  readonly certificate?: string;
  /**
   * A key of your own, at least 32 characters, that stays the same and is in no repository: `openssl rand -base64 32`, kept
   * where your pipeline keeps its secrets. The random inputs of sealing are derived from it, so an unchanged value keeps its ciphertext.
   *
   * @default - all values are sealed already
   */
  readonly sealingKey?: string;
  /**
   * The type of the Secret.
   *
   * @default SecretType.OPAQUE
   */
  readonly type?: SecretType;
}

const SHORTEST = 8;
const SHORTEST_KEY = 32;
const GCM_TAG = 16;
const RSA_SIZES = [256, 384, 512, 1024];

export function validateSealed(guard: Guard, options: SealedSecretOptions): void {
  const values = Object.entries(guard.struct('values', guard.struct('options', options).values));
  if (values.length === 0) {
    guard.fail('values', options.values, 'at least one value', 'write it like { token: SealedValue.encrypted(\'AgB...\') }');
  }
  for (const [key, value] of values) {
    guard.secretKey('values', key);
    if (!(value instanceof SealedValue)) {
      guard.fail(`values["${key}"]`, value, 'a SealedValue', 'write it like SealedValue.encrypted(\'AgB...\')');
    }
    value._validate(guard, `values["${key}"]`);
  }
  if (values.some(([, value]) => value._kind !== 'encrypted')) {
    validateSealingKey(guard, options.sealingKey);
    publicKey(guard, options.certificate);
  }
  validateType(guard, options.type);
}

/** The key to seal with, read from a certificate. */
export function publicKey(guard: Guard, certificate: string | undefined): KeyObject {
  const remedy = 'pass the text that kubeseal --fetch-cert prints: it is needed to seal values that are given in clear';
  const allowed = 'a certificate in PEM with an RSA key of at least 2048 bits';
  if (typeof certificate !== 'string' || certificate.includes('PRIVATE KEY')) {
    guard.fail('certificate', certificate, allowed, remedy);
  }
  try {
    const key = new X509Certificate(certificate!).publicKey;
    if (key.asymmetricKeyType === 'rsa' && key.asymmetricKeyDetails!.modulusLength! >= 2048) {
      return key;
    }
  } catch (error) {
    guard.fail('certificate', certificate, `${allowed} (${(error as Error).message})`, remedy);
  }
  return guard.fail('certificate', certificate, allowed, remedy);
}

/** What distinguishes the values of two handles; for comparing in memory only. */
export function sealedIdentity(value: SealedValue): string {
  return `${value._kind}:${value._ciphertext ?? createHash('sha256').update(SealedValue._reveal(value) ?? '').digest('hex')}`;
}

function validateSealingKey(guard: Guard, key: string | undefined): void {
  if (typeof key !== 'string' || key.length < SHORTEST_KEY) {
    guard.fail('sealingKey', key, `a string of at least ${SHORTEST_KEY} characters`,
      'make one with openssl rand -base64 32 and keep it with the secrets of your pipeline: with it an unchanged value keeps its ciphertext');
  }
}

/** Two bytes of length, the sealed session key, and what AES-GCM made of the value. */
function isCiphertext(text: string | undefined): boolean {
  if (typeof text !== 'string' || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) {
    return false;
  }
  const bytes = Buffer.from(text, 'base64');
  return bytes.length > 2 && RSA_SIZES.includes(bytes.readUInt16BE(0)) && bytes.length >= 2 + bytes.readUInt16BE(0) + GCM_TAG;
}
