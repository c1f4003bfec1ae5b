import { DATABASE_FOLDER, DUMP_FILE } from '../dump/dump-files';
import { DumpSource } from '../dump/store-dump';

/** libpq rejects a private key file that other users can read. */
const CLIENT_CERTIFICATE = `install -m 0600 ${DATABASE_FOLDER}/tls.key /tmp/client.key
export PGSSLCERT=${DATABASE_FOLDER}/tls.crt PGSSLKEY=/tmp/client.key
`;

/**
 * Makes the dump and verifies that its table of contents can be read. Passwords are passed in files, so that
 * they appear neither in the manifest nor in the process list. Hosts are the standbys first, then the primary: a dump is one long
 * transaction, so it should not burden the primary if possible.
 */
export function postgresDumpScript(hosts: string[], database: string, { port, files }: DumpSource): string {
  return `#!/usr/bin/env bash
set -euo pipefail
export PGHOST=${hosts.join(',')} PGPORT=${port} PGDATABASE=${database} PGCONNECT_TIMEOUT=10 PGTARGETSESSIONATTRS=prefer-standby
export PGSSLMODE=${files.includes('ca.crt') ? `verify-ca PGSSLROOTCERT=${DATABASE_FOLDER}/ca.crt` : 'prefer'}
${files.includes('tls.key') ? CLIENT_CERTIFICATE : ''}PGUSER="$(cat ${DATABASE_FOLDER}/username)"
# libpq ignores a password file that other users can read.
PGPASSFILE="$(mktemp)"
export PGUSER PGPASSFILE
trap 'rm -f "$PGPASSFILE"' EXIT
printf '*:*:*:*:%s\\n' "$(sed 's/[:\\\\]/\\\\&/g' ${DATABASE_FOLDER}/password)" > "$PGPASSFILE"
pg_dump --no-password --format=custom --lock-wait-timeout=300s --file=${DUMP_FILE}
pg_restore --list ${DUMP_FILE} > /dev/null
`;
}
