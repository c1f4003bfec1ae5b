import { DATABASE_FOLDER, DUMP_FILE } from '../dump/dump-files';
import { DumpSource } from '../dump/store-dump';

/**
 * Makes the dump and verifies that it is whole. Hosts are the standbys first, then the primary. Passwords are passed in files and in the
 * environment, so that they appear neither in the manifest nor in the process list.
 */
export function mySqlDumpScript(hosts: string[], databases: string[], { port, files }: DumpSource): string {
  const tls = files.includes('ca.crt') ? ` --ssl-ca=${DATABASE_FOLDER}/ca.crt --ssl-verify-server-cert` : '';
  return `#!/usr/bin/env bash
set -euo pipefail
MYSQL_PWD="$(cat ${DATABASE_FOLDER}/password)"
export MYSQL_PWD
server() { # HOST PROGRAM ARGUMENT...
  local host="$1" program="$2"
  shift 2
  "$program" --no-defaults --host="$host" --port=${port} --user="$(cat ${DATABASE_FOLDER}/username)"${tls} "$@"
}
source=
for host in ${hosts.join(' ')}; do
  if server "$host" mariadb --connect-timeout=10 --execute='SELECT 1' > /dev/null; then
    source="$host"
    break
  fi
done
if [ -z "$source" ]; then
  echo "no member answers" >&2
  exit 1
fi
# One transaction sees all tables as they were when it began.
server "$source" mariadb-dump --single-transaction --quick --routines --events --triggers --hex-blob --skip-lock-tables \\
  --databases ${databases.join(' ')} | gzip > ${DUMP_FILE}
# The last line is only written when all tables were read.
last="$(gunzip < ${DUMP_FILE} | tail -n 1)"
if [[ "$last" != '-- Dump completed'* ]]; then
  echo "the dump is not whole: it ends in $last" >&2
  exit 1
fi
`;
}
