import { SecretSource, SecretKey } from '../secrets/secret-source';

/**
 * What a client needs to know about a target, by entry: `host`, `port`, `database`, `uri`, `username`, `password`, `ca.crt`. An entry is a literal or a key of a Secret. The entries do not depend on the engine.
 *
 * @see https://servicebinding.io/spec/core/1.1.0/#well-known-secret-entries
 */
export interface Binding {
  /** What the target is: `postgresql`, `redis`, `http`, ... */
  readonly type: string;
  /** Entries that are not secret. */
  readonly literals: Record<string, string>;
  /**
   * Entries that are read from a Secret.
   *
   * @default - none
   */
  readonly secrets?: Record<string, SecretKey>;
}

/** The same binding with the client's own Secret: a Secret lives in one namespace. */
export function withCredentials(binding: Binding, source: SecretSource): Binding {
  const secrets = Object.entries(binding.secrets ?? {}).map(([entry, value]) => [entry, { source, key: value.key }]);
  return { ...binding, secrets: Object.fromEntries(secrets) };
}

/** Whether a client must hold a Secret to use it. */
export function needsSecret(binding: Binding): boolean {
  return Object.keys(binding.secrets ?? {}).length > 0;
}
