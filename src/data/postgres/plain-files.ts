import { Size } from 'cdk8s';
import { LONG_READS, sizedParameters } from './parameters';

/** Where the files of this file are mounted. */
export const CONFIG_FOLDER = '/etc/postgresql';
export const CREDENTIAL_FOLDER = '/etc/postgresql-credentials';
export const SOCKET_FOLDER = '/var/run/postgresql';
export const VOLUME_FOLDER = '/var/lib/postgresql';
/** The role that the exporter logs in with, over the pod's own socket and without a password. */
export const MONITOR_ROLE = 'monitor';
const REPLICATION_ROLE = 'replicator';

/** What the configuration depends on. */
export interface PlainConfiguration {
  readonly major: string;
  readonly database: string;
  /** Where standbys find the member that takes writes. */
  readonly primaryHost: string;
  /** The host names of the standbys; none where nothing is replicated. */
  readonly standbyHosts: string[];
  /** The names of the standbys that writes wait for; empty for asynchronous. */
  readonly synchronousStandbys: string[];
  /** How many of them must have a write before it is acknowledged. */
  readonly acknowledgements: number;
  readonly memory: Size;
  readonly storage: Size;
}

/** The image's own place since version 18, a folder below the volume: the volume's root holds `lost+found`. */
export function dataFolder(major: string): string {
  return `${VOLUME_FOLDER}/${major}/docker`;
}

/** The files of the member that takes writes. */
export function primaryFiles(config: PlainConfiguration): Record<string, string> {
  return {
    'postgresql.conf': postgresqlConf(config, config.synchronousStandbys),
    ...accessFiles(),
    'start.sh': primaryStart(config),
    'bootstrap.sql': bootstrapSql(config),
  };
}

/** The files of the standbys. They do not wait for other standbys, so that a promoted one accepts writes at once. */
export function standbyFiles(config: PlainConfiguration): Record<string, string> {
  const longReads = Object.entries(LONG_READS).map(([name, value]) => `${name} = ${value}\n`).join('');
  return { 'postgresql.conf': `${postgresqlConf(config, [])}\n${longReads}`, ...accessFiles(), 'start.sh': standbyStart(config) };
}

/**
 * Configuration is outside the data folder: a clone copies that folder, and would bring the other member's
 * name and role along.
 */
function postgresqlConf({ major, memory, storage, acknowledgements }: PlainConfiguration, standbys: string[]): string {
  const sized = Object.entries(sizedParameters(memory, storage)).map(([name, value]) => `${name} = ${value}`);
  // Dashes need the double quotes.
  const names = standbys.map((name) => `"${name}"`).join(',');
  return `data_directory = '${dataFolder(major)}'
hba_file = '${CONFIG_FOLDER}/pg_hba.conf'
ident_file = '${CONFIG_FOLDER}/pg_ident.conf'
unix_socket_directories = '${SOCKET_FOLDER}'
listen_addresses = '*'
password_encryption = 'scram-sha-256'
max_connections = 100

${sized.join('\n')}

wal_level = replica
hot_standby = on
wal_log_hints = on
# Two standbys that are cloned at once read log that no slot holds yet.
wal_keep_size = 256MB
max_wal_senders = 20
max_replication_slots = 20
synchronous_standby_names = '${standbys.length > 0 ? `ANY ${acknowledgements} (${names})` : ''}'

log_timezone = 'UTC'
timezone = 'UTC'
log_line_prefix = '%m [%p] %q%u@%d '
log_lock_waits = on
log_min_duration_statement = 1s
`;
}

/** The superuser has no password and no way in but the socket inside of the pod, which only the pod's own user may open. */
function accessFiles(): Record<string, string> {
  return {
    'pg_hba.conf': `local all postgres peer
local all ${MONITOR_ROLE} peer map=pod
host all postgres all reject
host replication ${REPLICATION_ROLE} all scram-sha-256
host all all all scram-sha-256
`,
    'pg_ident.conf': `pod postgres ${MONITOR_ROLE}
`,
  };
}

function primaryStart({ major, standbyHosts }: PlainConfiguration): string {
  return `#!/usr/bin/env bash
# Creates the database on an empty volume, then runs it.
set -euo pipefail
data=${dataFolder(major)}
${refuseOtherMajor()}
if [ ! -s "$data/PG_VERSION" ]; then
${standbyHosts.length > 0 ? refuseWhileStandbyAnswers(standbyHosts) : ''}  # Made beside its place and moved there when it is whole: what an interrupted attempt left is no database.
  new="$data.new"
  rm -rf "$new"
  mkdir -p "$(dirname "$new")"
  initdb --pgdata="$new" --username=postgres --auth=peer --encoding=UTF8 --lc-collate=C --lc-ctype=C.UTF-8 --data-checksums
  # Nobody but this script can reach it, and no standby is there yet to acknowledge what it writes.
  pg_ctl --pgdata="$new" --wait --options="-c config_file=${CONFIG_FOLDER}/postgresql.conf -c data_directory=$new -c listen_addresses='' -c synchronous_commit=local" start
  psql --no-psqlrc --set=ON_ERROR_STOP=1 --host=${SOCKET_FOLDER} --username=postgres --dbname=postgres --file=${CONFIG_FOLDER}/bootstrap.sql
  pg_ctl --pgdata="$new" --wait --mode=fast stop
  sync
  mv "$new" "$data"
fi
exec postgres -c config_file=${CONFIG_FOLDER}/postgresql.conf -c cluster_name="$POD_NAME"
`;
}

/**
 * A standby without data does not listen. One that listens has data, and an empty primary beside it has lost its volume: the
 * standbys may be starting as well, so they are given half a minute.
 */
function refuseWhileStandbyAnswers(hosts: string[]): string {
  return `  for attempt in $(seq 10); do
    for standby in ${hosts.join(' ')}; do
      answer=0
      pg_isready --quiet --host="$standby" --port=5432 --timeout=2 || answer=$?
      # 0 accepts connections, 1 is starting up: either has data.
      if [ "$answer" -le 1 ]; then
        echo "the volume of the primary is empty, but the standby $standby holds data: a new database is not created." \\
          "Promote a standby; only if its data is not wanted, delete the claims of all standbys first" >&2
        exit 1
      fi
    done
    sleep 3
  done
`;
}

/** Passwords are read by psql itself, so that no process shows them among its arguments. */
function bootstrapSql({ database, standbyHosts }: PlainConfiguration): string {
  const replicated = standbyHosts.length > 0;
  return `\\set owner \`cat ${CREDENTIAL_FOLDER}/username\`
\\set password \`cat ${CREDENTIAL_FOLDER}/password\`
${replicated ? `\\set replication \`cat ${CREDENTIAL_FOLDER}/replication\`
` : ''}SET log_min_error_statement = panic;
${replicated ? `CREATE ROLE ${REPLICATION_ROLE} LOGIN REPLICATION PASSWORD :'replication';
` : ''}CREATE ROLE ${MONITOR_ROLE} LOGIN;
GRANT pg_monitor TO ${MONITOR_ROLE};
CREATE ROLE :"owner" LOGIN PASSWORD :'password';
CREATE DATABASE "${database}" OWNER :"owner";
REVOKE ALL ON DATABASE "${database}" FROM PUBLIC;
`;
}

function standbyStart({ major, primaryHost }: PlainConfiguration): string {
  return `#!/usr/bin/env bash
# Clones the primary onto an empty volume, then follows it.
set -euo pipefail
data=${dataFolder(major)}
primary="host=${primaryHost} port=5432 user=${REPLICATION_ROLE} connect_timeout=5"
slot="\${POD_NAME//-/_}"
${refuseOtherMajor()}
# libpq ignores a password file that other users can read.
export PGPASSFILE=/tmp/replication.pgpass
rm -f "$PGPASSFILE"
(umask 077 && printf '*:*:*:${REPLICATION_ROLE}:%s\\n' "$(sed 's/[:\\\\]/\\\\&/g' ${CREDENTIAL_FOLDER}/replication)" > "$PGPASSFILE")
# The slot keeps what this standby has not seen yet. Each standby makes its own, on whichever member is the primary.
ensure_slot() { timeout 15 pg_receivewal --dbname="$primary" --no-password --slot="$slot" --create-slot --if-not-exists; }
if [ ! -s "$data/PG_VERSION" ]; then
  until ensure_slot; do echo "waiting for the primary"; sleep 3; done
  new="$data.new"
  rm -rf "$new"
  mkdir -p "$(dirname "$new")"
  pg_basebackup --dbname="$primary" --no-password --pgdata="$new" --wal-method=stream --slot="$slot" --checkpoint=fast
  touch "$new/standby.signal"
  sync
  mv "$new" "$data"
else
  # Reads are answered while the primary is away.
  ensure_slot || echo "no primary answers; starting with what is here"
fi
exec postgres -c config_file=${CONFIG_FOLDER}/postgresql.conf -c cluster_name="$POD_NAME" \\
  -c primary_slot_name="$slot" -c primary_conninfo="$primary passfile=$PGPASSFILE"
`;
}

/** A new major finds no data of its own, and would begin with an empty database beside the old one. */
function refuseOtherMajor(): string {
  return `for other in ${VOLUME_FOLDER}/*/docker; do
  if [ -e "$other/PG_VERSION" ] && [ "$other" != "$data" ]; then
    echo "the volume holds $other, another major version: upgrade it with pg_upgrade, or go back to its image" >&2
    exit 1
  fi
done`;
}
