import { Size, SizeRoundingBehavior } from 'cdk8s';

/** Where the files of the members are mounted. */
export const CONFIG_FOLDER = '/etc/mariadb';
export const CREDENTIAL_FOLDER = '/etc/mariadb-credentials';
export const CERTIFICATE_FOLDER = '/etc/mariadb-certificate';
export const SOCKET_FOLDER = '/run/mysqld';
export const VOLUME_FOLDER = '/var/lib/mysql';
/** Below the mount point, which holds `lost+found`: the server takes each folder in its own for a database. */
export const DATA_FOLDER = `${VOLUME_FOLDER}/data`;
export const SOCKET = `${SOCKET_FOLDER}/mysqld.sock`;
/** A promoted standby is one with this file. */
export const PROMOTED_FILE = `${VOLUME_FOLDER}/promoted`;
/** The user that standbys replicate as. */
export const REPLICATION_USER = 'replicator';
/** The user of the exporter. It has no password, and can only log in over the socket of its own pod. */
export const MONITOR_USER = 'monitor';

/** Clients retry for as long as it takes: the largest value that does not overflow in the server, a year in milliseconds. */
const WAIT_FOR_STANDBYS = 365 * 86400 * 1000;
const LOG_DAYS = 3;

/** What the configuration depends on. */
export interface MariaDbConfiguration {
  readonly databases: string[];
  /** Where standbys find the member that takes writes. */
  readonly primaryHost: string;
  /** The host names of the standbys; none where nothing is replicated. */
  readonly standbyHosts: string[];
  /** Whether a write waits for a standby. */
  readonly synchronous: boolean;
  /** Whether clients must use TLS. */
  readonly requiresTls: boolean;
  readonly memory: Size;
  readonly storage: Size;
}

/** `my.cnf` of every member; what differs between them is given by the scripts that start them. */
export function serverConfiguration({ memory, storage, requiresTls }: MariaDbConfiguration): string {
  const mebibytes = (size: Size): number => size.toMebibytes({ rounding: SizeRoundingBehavior.FLOOR });
  const log = Math.floor(Math.min(Math.max(mebibytes(storage) / 20, 96), 2048));
  return `[mariadbd]
datadir = ${DATA_FOLDER}
# Sorts of large results are files, and the root of the container is read-only.
tmpdir = ${VOLUME_FOLDER}/tmp
socket = ${SOCKET}
pid-file = ${SOCKET_FOLDER}/mysqld.pid
bind-address = *
port = 3306
skip-name-resolve = ON
character-set-server = utf8mb4
default-time-zone = +00:00
local-infile = OFF
max-connections = 200
# A probe that only connects is no reason for a warning.
log-warnings = 1

innodb-buffer-pool-size = ${Math.floor(mebibytes(memory) / 2)}M
innodb-log-file-size = ${log}M
innodb-flush-log-at-trx-commit = 1
sync-binlog = 1

log-bin = binlog
relay-log = relay
binlog-format = ROW
log-slave-updates = ON
gtid-strict-mode = ON
max-binlog-size = 128M
# A standby that was away for longer must be cloned again.
binlog-expire-logs-seconds = ${LOG_DAYS * 86400}
# Replication is started by start.sh, with the password of today.
skip-slave-start = ON
slave-net-timeout = 30
# Standbys wait for the primary for as long as it takes.
master-retry-count = 4294967295

# A transaction is on a standby before it is committed here. Without a standby it waits, and is never acknowledged in silence.
rpl-semi-sync-master-wait-point = AFTER_SYNC
rpl-semi-sync-master-wait-no-slave = ON
rpl-semi-sync-master-timeout = ${WAIT_FOR_STANDBYS}

ssl-cert = ${CERTIFICATE_FOLDER}/tls.crt
ssl-key = ${CERTIFICATE_FOLDER}/tls.key
tls-version = TLSv1.2,TLSv1.3
require-secure-transport = ${requiresTls ? 'ON' : 'OFF'}
`;
}
