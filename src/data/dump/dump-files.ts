import { Duration } from 'cdk8s';

export const SCRIPT_FOLDER = '/etc/dump';
export const DATABASE_FOLDER = '/etc/dump-database';
export const BUCKET_FOLDER = '/etc/dump-bucket';
export const DUMP_FOLDER = '/dump';
const HEARTBEAT = '/tmp/heartbeat';

/** What the dump is made of. */
export interface DumpSource {
  readonly host: string;
  readonly port: string;
  readonly database: string;
  /** The files of its credentials: `ca.crt` proves the server's certificate, `tls.crt` and `tls.key` are the client's own. */
  readonly files: string[];
}

/** Where the dump goes. */
export interface DumpTarget {
  readonly bucket: string;
  readonly region: string;
  readonly folder: string;
  readonly retention?: Duration;
}

/** libpq takes a private key only from a file that nobody else may read. */
const CLIENT_CERTIFICATE = `install -m 0600 ${DATABASE_FOLDER}/tls.key /tmp/client.key
export PGSSLCERT=${DATABASE_FOLDER}/tls.crt PGSSLKEY=/tmp/client.key
`;

/**
 * Makes the dump and reads its table of contents back. Passwords come from files and go into files, so that neither the
 * manifest nor a process shows them.
 */
export function dumpScript({ host, port, database, files }: DumpSource): string {
  return `#!/usr/bin/env bash
set -euo pipefail
export PGHOST=${host} PGPORT=${port} PGDATABASE=${database} PGCONNECT_TIMEOUT=10
export PGSSLMODE=${files.includes('ca.crt') ? `verify-ca PGSSLROOTCERT=${DATABASE_FOLDER}/ca.crt` : 'prefer'}
${files.includes('tls.key') ? CLIENT_CERTIFICATE : ''}PGUSER="$(cat ${DATABASE_FOLDER}/username)"
# libpq reads passwords only from a file that nobody else may read.
PGPASSFILE="$(mktemp)"
export PGUSER PGPASSFILE
trap 'rm -f "$PGPASSFILE"' EXIT
printf '*:*:*:*:%s\\n' "$(sed 's/[:\\\\]/\\\\&/g' ${DATABASE_FOLDER}/password)" > "$PGPASSFILE"
# What a run before this one left would make this one fail for want of room.
rm -f ${DUMP_FOLDER}/database.dump
pg_dump --no-password --format=custom --lock-wait-timeout=300s --file=${DUMP_FOLDER}/database.dump
pg_restore --list ${DUMP_FOLDER}/database.dump > /dev/null
`;
}

/** Uploads the dump under the time of its making, and only then lets old ones go. */
export function uploadScript(target: DumpTarget): string {
  return `#!/usr/bin/env bash
set -euo pipefail
(while :; do touch ${HEARTBEAT}; sleep 15; done) &
heartbeat=$!
credentials="$(mktemp)"
trap 'kill "$heartbeat"; rm -f "$credentials"' EXIT
export AWS_REGION=${target.region} AWS_SHARED_CREDENTIALS_FILE="$credentials" HOME=/tmp AWS_PAGER=
printf '[default]\\naws_access_key_id = %s\\naws_secret_access_key = %s\\n' \\
  "$(cat ${BUCKET_FOLDER}/access-key-id)" "$(cat ${BUCKET_FOLDER}/secret-access-key)" > "$credentials"
name="$(date -u +%Y-%m-%dT%H-%M-%SZ).dump"
aws s3 cp --no-progress ${DUMP_FOLDER}/database.dump "s3://${target.bucket}/${target.folder}/$name"
${target.retention ? deleteOld(target, target.retention) : ''}`;
}

/** Names are times, so an older dump has a smaller name. Where no new dump arrives, no old one goes. */
function deleteOld({ bucket, folder }: DumpTarget, retention: Duration): string {
  return `oldest="$(date -u -d "@$(( $(date +%s) - ${retention.toSeconds()} ))" +%Y-%m-%dT%H-%M-%SZ).dump"
keys="$(aws s3api list-objects-v2 --bucket ${bucket} --prefix ${folder}/ --query "Contents[].[Key]" --output text)"
while read -r key; do
  if [[ "$key" =~ ^${folder}/[0-9TZ-]+\\.dump$ && "\${key##*/}" < "$oldest" ]]; then
    aws s3api delete-object --bucket ${bucket} --key "$key"
  fi
done <<< "$keys"
`;
}

/** Whether the script still runs. An upload that hangs is ended by the job's deadline. */
export const HEARTBEAT_IS_FRESH = ['bash', '-c', `test $(( $(date +%s) - $(stat -c %Y ${HEARTBEAT}) )) -lt 120`];
export const HEARTBEAT_EXISTS = ['test', '-f', HEARTBEAT];
