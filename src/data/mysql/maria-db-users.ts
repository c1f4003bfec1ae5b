import { CREDENTIAL_FOLDER, MariaDbConfiguration, MONITOR_USER, REPLICATION_USER } from './maria-db-configuration';
import { MySqlUserRequest } from './mysql-provider';

/** The owner of all databases, whose Secret is that of the store: no other user can have this id. */
export const OWNER = 'app';

/** The dump by which a standby is cloned reads everything, the definitions of users included. */
const REPLICATION_PRIVILEGES = 'REPLICATION SLAVE, BINLOG MONITOR, SLAVE MONITOR, SELECT, RELOAD, LOCK TABLES, SHOW VIEW, EVENT, TRIGGER';

/**
 * Writes the statements by which the primary makes its databases and users. The server runs them whenever it starts, before it accepts
 * connections, so that users added later come and changed passwords apply. Passwords are read here, so that no process shows them.
 */
export function usersScript({ databases, standbyHosts, synchronous }: MariaDbConfiguration, users: MySqlUserRequest[]): string {
  const owner: MySqlUserRequest = { id: OWNER, privileges: ['ALL PRIVILEGES'], databases, credentials: undefined! };
  return `# Sourced by start.sh.
reserved=' ${['root', 'mysql', 'mariadb.sys', 'PUBLIC', MONITOR_USER, REPLICATION_USER].join(' ')} '
literal() { sed "s/['\\\\\\\\]/\\\\\\\\&/g" "$1"; }
user() { # ID PRIVILEGES DATABASE...
  local name privileges="$2" database
  name="$(literal "${CREDENTIAL_FOLDER}/$1.username")"
  if [[ -z "$name" || "$reserved" == *" $name "* ]]; then
    echo "the user name in the Secret of $1 is empty or reserved" >&2
    return 1
  fi
  echo "CREATE USER IF NOT EXISTS '$name'@'%' IDENTIFIED BY '$(literal "${CREDENTIAL_FOLDER}/$1.password")';"
  echo "ALTER USER '$name'@'%' IDENTIFIED BY '$(literal "${CREDENTIAL_FOLDER}/$1.password")';"
  echo "REVOKE ALL PRIVILEGES, GRANT OPTION FROM '$name'@'%';"
  shift 2
  for database; do echo "GRANT $privileges ON \\\`$database\\\`.* TO '$name'@'%';"; done
}
statements() {
${databases.map((name) => `  echo "CREATE DATABASE IF NOT EXISTS \\\`${name}\\\`;"\n`).join('')}  echo "CREATE USER IF NOT EXISTS '${MONITOR_USER}'@'localhost';"
  echo "GRANT PROCESS, SLAVE MONITOR ON *.* TO '${MONITOR_USER}'@'localhost';"
${standbyHosts.length > 0 ? replicationUser() : ''}${[owner, ...users].map(userLine).join('')}${synchronous ? `  # Only now: no standby can connect while the statements above run.
  echo "SET GLOBAL rpl_semi_sync_master_enabled = ON;"
` : ''}  # Where a statement fails, the server skips the rest and runs: without this one it takes no writes.
  echo "SET GLOBAL read_only = OFF;"
}
`;
}

/** MariaDB takes `_` in the name of a database for any letter when it grants. */
function userLine({ id, privileges, databases }: MySqlUserRequest): string {
  const names = databases.map((name) => `'${name.replace(/_/g, '\\_')}'`).join(' ');
  return `  user ${id} '${privileges.join(', ')}' ${names}\n`;
}

function replicationUser(): string {
  const password = `$(literal ${CREDENTIAL_FOLDER}/replication)`;
  return `  echo "CREATE USER IF NOT EXISTS '${REPLICATION_USER}'@'%' IDENTIFIED BY '${password}';"
  echo "ALTER USER '${REPLICATION_USER}'@'%' IDENTIFIED BY '${password}' REQUIRE SSL;"
  echo "GRANT ${REPLICATION_PRIVILEGES} ON *.* TO '${REPLICATION_USER}'@'%';"
`;
}
