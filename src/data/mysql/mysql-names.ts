/** An identifier of MySQL that needs no quotes, in lower case, because not every file system distinguishes case. */
export const IDENTIFIER = /^[a-z_][a-z0-9_]{0,63}$/;

/** Databases of the server's own. */
const DATABASES = ['information_schema', 'mysql', 'performance_schema', 'sys'];

/** Endings of Secrets that the store has itself. */
export const OWN_SECRETS = ['app', 'replication', 'tls'];

export function isReservedDatabase(name: string): boolean {
  return DATABASES.includes(name);
}
