import { constants, createCipheriv, createHash, createHmac, KeyObject, publicEncrypt } from 'crypto';

/** A value to be sealed for one key of one Secret. */
export interface SealRequest {
  readonly publicKey: KeyObject;
  readonly sealingKey: string;
  readonly namespace: string;
  readonly name: string;
  readonly key: string;
  readonly value: string;
}

const HASH = 'sha256';
const HASH_SIZE = 32;

/**
 * Seals a value as `kubeseal` does, in its strict scope: a session key by RSA-OAEP under the label `namespace/name`, the value by
 * AES-256-GCM under the session key. The nonce is zero because no session key is used twice.
 *
 * What `kubeseal` draws at random is derived here from the user's sealing key and from everything that is sealed. So the same
 * value has the same ciphertext at each run and on each machine, another value has another session key, and values cannot
 * be guessed without the sealing key: the derived bytes are as good as random.
 */
export function seal(request: SealRequest): string {
  const { publicKey, namespace, name, value } = request;
  const drawn = derive(request);
  const sessionKey = drawn.subarray(0, HASH_SIZE);
  const padded = padOaep(sessionKey, `${namespace}/${name}`, drawn.subarray(HASH_SIZE), modulusBytes(publicKey));
  const sealedKey = publicEncrypt({ key: publicKey, padding: constants.RSA_NO_PADDING }, padded);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(sealedKey.length);
  const cipher = createCipheriv('aes-256-gcm', sessionKey, Buffer.alloc(12));
  return Buffer.concat([length, sealedKey, cipher.update(value, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64');
}

/** The session key and the seed of the padding. */
function derive({ publicKey, sealingKey, namespace, name, key, value }: SealRequest): Buffer {
  const certificate = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  return createHmac('sha512', sealingKey).update(JSON.stringify(['cdk8s-agent-platform/seal', certificate, namespace, name, key, value])).digest();
}

/**
 * EME-OAEP with SHA-256 (RFC 8017, 7.1.1): Node's own draws its seed at random and takes none.
 */
function padOaep(message: Buffer, label: string, seed: Buffer, size: number): Buffer {
  const block = Buffer.alloc(size - HASH_SIZE - 1);
  createHash(HASH).update(label).digest().copy(block);
  block[block.length - message.length - 1] = 1;
  message.copy(block, block.length - message.length);
  const maskedBlock = xor(block, mask(seed, block.length));
  const maskedSeed = xor(seed, mask(maskedBlock, HASH_SIZE));
  return Buffer.concat([Buffer.alloc(1), maskedSeed, maskedBlock]);
}

/** MGF1 with SHA-256 (RFC 8017, B.2.1). */
function mask(seed: Buffer, length: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / HASH_SIZE) }, (_, index) => {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(index);
    return createHash(HASH).update(seed).update(counter).digest();
  });
  return Buffer.concat(blocks).subarray(0, length);
}

function xor(a: Buffer, b: Buffer): Buffer {
  // eslint-disable-next-line no-bitwise
  return Buffer.from(a.map((byte, index) => byte ^ b[index]));
}

function modulusBytes(key: KeyObject): number {
  return Math.ceil(key.asymmetricKeyDetails!.modulusLength! / 8);
}
