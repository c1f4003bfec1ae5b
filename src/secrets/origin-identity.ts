import { createHash } from 'crypto';
import { Duration } from 'cdk8s';
import { sealedIdentity, SealedValue } from './sealed/sealed-options';
import { SecretProvider } from './secret-provider';
import { SecretSource } from './secret-source';

/**
 * The options of a source, as one text: two handles with the same options are one source. It is compared in memory
 * and never written.
 */
export function originIdentity({ call, options }: SecretProvider): string {
  return createHash('sha256').update(JSON.stringify([call, canonical(options)])).digest('hex');
}

function canonical(value: unknown): unknown {
  if (value instanceof SealedValue) {
    return sealedIdentity(value);
  }
  if (value instanceof Duration) {
    return value.toMilliseconds();
  }
  if (value instanceof SecretSource) {
    return [value.secretName, value._provider.call, canonical(value._provider.options)];
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined).sort(([a], [b]) => a < b ? -1 : 1);
  return entries.map(([key, entry]) => [key, canonical(entry)]);
}
