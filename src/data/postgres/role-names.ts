/** An identifier of PostgreSQL that needs no quotes. */
export const IDENTIFIER = /^[a-z_][a-z0-9_]{0,62}$/;

/** Databases of PostgreSQL's own, and words with a meaning of their own in its rules of authentication. */
const DATABASES = ['postgres', 'template0', 'template1', 'replication', 'all', 'sameuser', 'samerole'];

/** The role that the operator replicates by, and words that PostgreSQL does not take for a role. */
const RESERVED_ROLES = [...DATABASES, 'streaming_replica', 'public', 'none'];

/** Whether PostgreSQL or CloudNativePG, whose roles begin with `cnpg_`, has a role of this name or never creates one. */
export function isReservedRole(name: string): boolean {
  return RESERVED_ROLES.includes(name) || name.startsWith('pg_') || name.startsWith('cnpg_');
}

/** The endings of Secrets that the operator creates for a Cluster. */
export const OPERATOR_SECRETS = ['app', 'ca', 'pull', 'pull-secret', 'replication', 'server', 'superuser'];
