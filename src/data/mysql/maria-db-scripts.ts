import {
  CERTIFICATE_FOLDER, CONFIG_FOLDER, CREDENTIAL_FOLDER, DATA_FOLDER, MariaDbConfiguration, PROMOTED_FILE, REPLICATION_USER, serverConfiguration,
  SOCKET, VOLUME_FOLDER,
} from './maria-db-configuration';
import { usersScript } from './maria-db-users';
import { MySqlUserRequest } from './mysql-provider';

/** Marks a standby that has caught up with the primary once; until then it is not ready. */
const SYNCED_FILE = `${VOLUME_FOLDER}/synced`;
const INIT_FILE = '/tmp/init.sql';

/** The files of the member that takes writes. */
export function primaryFiles(config: MariaDbConfiguration, users: MySqlUserRequest[]): Record<string, string> {
  return { ...commonFiles(config), 'users.sh': usersScript(config, users), 'start.sh': primaryStart(config), 'ready.sh': PRIMARY_READY };
}

/** The files of the standbys. */
export function standbyFiles(config: MariaDbConfiguration): Record<string, string> {
  return { ...commonFiles(config), 'start.sh': standbyStart(config), 'ready.sh': standbyReady(), 'promote.sh': promote(config) };
}

function commonFiles(config: MariaDbConfiguration): Record<string, string> {
  return { 'my.cnf': serverConfiguration(config), 'common.sh': common(config) };
}

/** The server goes on where one of its first statements fails, but then it takes no writes: see `users.sh`. */
const PRIMARY_READY = `#!/usr/bin/env bash
set -euo pipefail
. ${CONFIG_FOLDER}/common.sh
[ "$(sql 'SELECT @@GLOBAL.read_only')" = 0 ]
`;

function common({ standbyHosts }: MariaDbConfiguration): string {
  return `# Sourced by the other scripts.
data=${DATA_FOLDER}
# As the system user of this pod, who is the administrator and has no way in but the socket.
sql() { mariadb --no-defaults --socket=${SOCKET} --batch --skip-column-names --execute="$1"; }
replication_status() { mariadb --no-defaults --socket=${SOCKET} --execute='SHOW SLAVE STATUS\\G'; }
# PROGRAM HOST ARGUMENT...: asks another member. Passwords stay out of the arguments of processes.
remote() {
  local program="$1" host="$2"
  shift 2
  MYSQL_PWD="$(cat ${CREDENTIAL_FOLDER}/replication)" "$program" --no-defaults --host="$host" --port=3306 --user=${REPLICATION_USER} \\
    --ssl-ca=${CERTIFICATE_FOLDER}/ca.crt --ssl-verify-server-cert "$@"
}
standbys='${standbyHosts.join(' ')}'

# Made beside its place and moved there when it is whole: what an interrupted attempt left is no database.
install_into() {
  rm -rf "$1"
  mariadb-install-db --no-defaults --datadir="$1" --auth-root-authentication-method=socket --auth-root-socket-user="$(id -un)" \\
    --skip-test-db --skip-name-resolve > /tmp/install.log 2>&1 || { cat /tmp/install.log >&2; exit 1; }
}

# The server reads a renewed certificate only when it is told to. LOCAL, or every standby would run the statement too.
reload_certificate() { # PID
  local known current
  known="$(cksum < ${CERTIFICATE_FOLDER}/tls.crt)"
  while sleep 15 && kill -0 "$1"; do
    current="$(cksum < ${CERTIFICATE_FOLDER}/tls.crt)"
    if [ "$current" != "$known" ] && sql 'FLUSH LOCAL SSL'; then known="$current"; fi
  done
}

run() {
  rm -rf ${VOLUME_FOLDER}/tmp
  mkdir -p ${VOLUME_FOLDER}/tmp
  reload_certificate $$ < /dev/null > /dev/null 2>&1 &
  exec mariadbd --defaults-file=${CONFIG_FOLDER}/my.cnf --init-file=${INIT_FILE} "$@"
}
`;
}

function primaryStart({ standbyHosts }: MariaDbConfiguration): string {
  return `#!/usr/bin/env bash
# Creates the databases on an empty volume, then runs the server.
set -euo pipefail
. ${CONFIG_FOLDER}/common.sh
. ${CONFIG_FOLDER}/users.sh
${standbyHosts.length > 0 ? REFUSE_SECOND_PRIMARY : ''}if [ ! -d "$data" ]; then
${standbyHosts.length > 0 ? REFUSE_EMPTY_PRIMARY : ''}  install_into "$data.new"
  sync
  mv "$data.new" "$data"
fi
(umask 077; statements > ${INIT_FILE})
run --server-id=1 --report-host="$POD_NAME" --read-only=ON
`;
}

/** A standby that was promoted is the primary now; two would take different writes. */
const REFUSE_SECOND_PRIMARY = `for standby in $standbys; do
  if [ "$(remote mariadb "$standby" --connect-timeout=3 --batch --skip-column-names --execute='SELECT @@GLOBAL.read_only' 2> /dev/null)" = 0 ]; then
    echo "the standby $standby was promoted and takes writes: this member must not. See 'When the primary is lost' in the documentation" >&2
    exit 1
  fi
done
`;

/**
 * A standby without data does not listen. One that listens has data, and an empty primary beside it has lost its volume: the standbys may
 * be starting as well, so they are given half a minute.
 */
const REFUSE_EMPTY_PRIMARY = `  for attempt in $(seq 10); do
    for standby in $standbys; do
      # It also answers where it does not know the user.
      if remote mariadb-admin "$standby" --connect-timeout=2 ping > /dev/null 2>&1; then
        echo "the volume of the primary is empty, but the standby $standby holds data: a new database is not created." \\
          "Promote a standby; only if its data is not wanted, delete the claims of all standbys first" >&2
        exit 1
      fi
    done
    sleep 3
  done
`;

function standbyStart({ primaryHost }: MariaDbConfiguration): string {
  return `#!/usr/bin/env bash
# Gets the data of the primary onto an empty volume, then follows it.
set -euo pipefail
. ${CONFIG_FOLDER}/common.sh
primary=${primaryHost}
id=$((100 + \${POD_NAME##*-}))
${CLONE}if [ ! -d "$data" ]; then
  rm -f ${SYNCED_FILE} ${PROMOTED_FILE}
  until logs="$(remote mariadb "$primary" --connect-timeout=5 --batch --skip-column-names --execute='SHOW BINARY LOGS')"; do
    echo "waiting for the primary"
    sleep 3
  done
  install_into "$data.new"
  # With its log from the beginning, the standby follows at once, and writes that wait for it go on. A dump would wait for them in turn.
  if [[ "$logs" != binlog.000001$'\\t'* ]]; then clone "$data.new"; fi
  sync
  mv "$data.new" "$data"
fi
if [ -e ${PROMOTED_FILE} ]; then
  : > ${INIT_FILE}
  run --server-id="$id" --report-host="$POD_NAME" --read-only=OFF
fi
password="$(sed "s/['\\\\\\\\]/\\\\\\\\&/g" ${CREDENTIAL_FOLDER}/replication)"
(umask 077 && cat > ${INIT_FILE} << END
CHANGE MASTER TO MASTER_HOST='$primary', MASTER_PORT=3306, MASTER_USER='${REPLICATION_USER}', MASTER_PASSWORD='$password', MASTER_USE_GTID=slave_pos, MASTER_SSL=1, MASTER_SSL_CA='${CERTIFICATE_FOLDER}/ca.crt', MASTER_SSL_VERIFY_SERVER_CERT=1, MASTER_CONNECT_RETRY=3, MASTER_HEARTBEAT_PERIOD=5;
START SLAVE;
END
)
run --server-id="$id" --report-host="$POD_NAME" --read-only=ON --rpl-semi-sync-slave-enabled=ON
`;
}

/** By a dump, which needs no other port or program on the primary. The server that loads it accepts no connections. */
const CLONE = `clone() {
  rm -rf ${VOLUME_FOLDER}/tmp
  mkdir -p ${VOLUME_FOLDER}/tmp
  mariadbd --defaults-file=${CONFIG_FOLDER}/my.cnf --datadir="$1" --skip-networking --skip-log-bin --sync-binlog=0 &
  local server=$!
  until mariadb-admin --no-defaults --socket=${SOCKET} ping > /dev/null 2>&1; do
    kill -0 "$server" || exit 1
    sleep 1
  done
  remote mariadb-dump "$primary" --all-databases --single-transaction --quick --routines --events --triggers --hex-blob \\
    --master-data=1 --gtid --flush-privileges | mariadb --no-defaults --socket=${SOCKET}
  mariadb-admin --no-defaults --socket=${SOCKET} shutdown
  wait "$server"
}
`;

/**
 * Reads are answered while the primary is away, but not by a standby that never had its data, or whose replication broke: its data gets older
 * and older.
 */
function standbyReady(): string {
  return `#!/usr/bin/env bash
set -euo pipefail
. ${CONFIG_FOLDER}/common.sh
status="$(replication_status)"
if [ -e ${PROMOTED_FILE} ]; then exit 0; fi
if [ ! -e ${SYNCED_FILE} ]; then
  grep -q 'Seconds_Behind_Master: 0$' <<< "$status"
  touch ${SYNCED_FILE}
fi
grep -q 'Slave_SQL_Running: Yes$' <<< "$status"
`;
}

function promote({ standbyHosts }: MariaDbConfiguration): string {
  return `#!/usr/bin/env bash
# Makes this standby the primary: promote.sh [--alone], which does not ask the other standbys.
set -euo pipefail
. ${CONFIG_FOLDER}/common.sh
# The number of the last transaction that a member has received or applied.
last() { { grep -oE '(^|Gtid_IO_Pos: )[0-9]+-[0-9]+-[0-9]+$' || true; } | sed 's/.*-//' | sort -n | tail -n 1; }
position='SELECT @@GLOBAL.gtid_slave_pos; SHOW SLAVE STATUS\\G'
if [ -e ${PROMOTED_FILE} ]; then
  echo "this member is the primary already"
  exit 0
fi
sql 'STOP SLAVE IO_THREAD'
own="$(sql "$position" | last)"
if [ "\${1:-}" != --alone ]; then
  for standby in $standbys; do
    if ! other="$(remote mariadb "$standby" --connect-timeout=5 --batch --skip-column-names --execute="$position" | last)"; then
      sql 'START SLAVE IO_THREAD'
      echo "the standby $standby does not answer, and may have acknowledged writes that this one does not have: start it, or use --alone" >&2
      exit 1
    fi
    if [ "\${other:-0}" -gt "\${own:-0}" ]; then
      sql 'START SLAVE IO_THREAD'
      echo "the standby $standby has received more (\${other:-0}, this one \${own:-0}): promote that one" >&2
      exit 1
    fi
  done
fi
# What was received is applied before the first write.
received="$(replication_status | sed -n 's/^ *Gtid_IO_Pos: //p')"
if [ -n "$received" ] && [ "$(sql "SELECT MASTER_GTID_WAIT('$received', 3600)")" != 0 ]; then
  echo "what was received cannot be applied: see SHOW SLAVE STATUS" >&2
  exit 1
fi
touch ${PROMOTED_FILE}
sync
sql 'STOP SLAVE; RESET SLAVE ALL; SET GLOBAL read_only = OFF'
echo "promoted at \${own:-0}; ${standbyHosts.length > 1 ? 'the other standbys follow as soon as the Service of the primary leads here' : 'it has no standby'}"
`;
}
