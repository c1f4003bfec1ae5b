import { Size } from 'cdk8s';
import { answersPing, CONFIG_FOLDER, CREDENTIAL_FOLDER, DATA_FOLDER, readPassword, REDIS_PORT, RUN_FOLDER, storageConf } from './valkey-files';

export const PROXY_CONFIG_FOLDER = '/etc/haproxy';
export const PROXY_RUN_FOLDER = '/run/haproxy';
export const SENTINEL_PORT = 26379;
/** What Sentinels call the master by. */
const MASTER = 'main';
/** Sentinels that must agree; there are three. */
const QUORUM = 2;

/** Who there is: the stable host names of all members. */
export interface SentinelMembers {
  readonly servers: string[];
  readonly sentinels: string[];
}

/** The files of the servers. */
export function serverFiles(members: SentinelMembers, memory: Size): Record<string, string> {
  return { 'server.conf': valkeyConf(memory), 'start.sh': serverStart(members), 'stop.sh': serverStop(members) };
}

/** A master that lost its standbys takes no writes, because they would be lost when another one is elected. */
function valkeyConf(memory: Size): string {
  return `${storageConf(memory)}min-replicas-to-write 1
min-replicas-max-lag 10
repl-timeout 20
replica-announce-port ${REDIS_PORT}
`;
}

/** What start and stop have in common: who this member is, and whom most Sentinels call the master, or nothing. */
function serverScript({ servers, sentinels }: SentinelMembers): string {
  return `set -eu
servers="${servers.join(' ')}"
sentinels="${sentinels.join(' ')}"
${readPassword()}
for host in $servers; do case "$host" in "$POD_NAME".*|"$POD_NAME") self="$host" ;; esac; done
find_master() {
  for sentinel in $sentinels; do
    timeout 3 valkey-cli -h "$sentinel" -p ${SENTINEL_PORT} SENTINEL get-master-addr-by-name ${MASTER} 2>/dev/null | head -n 1 || true
  done | sort | uniq -c | while read -r votes host; do
    case " $servers " in *" $host "*) [ "$votes" -lt ${QUORUM} ] || echo "$host" ;; esac
  done
}`;
}

/**
 * Ends well within the grace period. Without the hand-over, clients would wait until the Sentinels miss the master, and what it
 * acknowledged last could be lost.
 */
function serverStop(members: SentinelMembers): string {
  return `#!/bin/sh
# Before it stops, a master lets the Sentinels make another server the master.
${serverScript(members)}

failover() {
  for sentinel in $sentinels; do
    if [ "$(timeout 3 valkey-cli -h "$sentinel" -p ${SENTINEL_PORT} SENTINEL FAILOVER ${MASTER} "$@" 2>/dev/null)" = OK ]; then return 0; fi
  done
  return 1
}

[ "$(timeout 3 valkey-cli ROLE | head -n 1)" = master ] || exit 0
# Since Valkey 9 the master waits for the standby that takes over. Before, nothing may be written that it has not got.
failover COORDINATED || { timeout 3 valkey-cli CLIENT PAUSE 30000 WRITE || true; failover; } || echo "no Sentinel can elect another master"
end=$(( $(date +%s) + 25 ))
while [ "$(date +%s)" -lt "$end" ]; do
  case "$(find_master)" in ""|"$self") sleep 1 ;; *) exit 0 ;; esac
done
echo "no standby was promoted; stopping while still the master"
`;
}

function serverStart(members: SentinelMembers): string {
  return `#!/bin/sh
# Starts as whatever the Sentinels know this member to be. They alone know the master, and remember it on their volumes: a
# member that guessed would come back as a second master after it was replaced.
${serverScript(members)}

master=""
while [ -z "$master" ]; do
  master="$(find_master)"
  [ -n "$master" ] || { echo "waiting for ${QUORUM} Sentinels that agree on the master"; sleep 1; }
done

umask 077
{
  cat ${CONFIG_FOLDER}/server.conf
  printf '%s\\n' "replica-announce-ip $self" "requirepass $quoted" "masterauth $quoted"
  [ "$master" = "$self" ] || echo "replicaof $master ${REDIS_PORT}"
} > ${RUN_FOLDER}/valkey.conf
exec valkey-server ${RUN_FOLDER}/valkey.conf
`;
}

/** The files of the Sentinels. */
export function sentinelFiles(members: SentinelMembers): Record<string, string> {
  return { 'start.sh': sentinelStart(members) };
}

function sentinelStart({ servers, sentinels }: SentinelMembers): string {
  return `#!/bin/sh
# Sentinels write what they learn into their own configuration, so it is kept on the volume; passwords are set anew.
set -eu
servers="${servers.join(' ')}"
sentinels="${sentinels.join(' ')}"
config=${DATA_FOLDER}/sentinel.conf
${readPassword()}
for host in $sentinels; do case "$host" in "$POD_NAME".*|"$POD_NAME") self="$host" ;; esac; done
umask 077
if [ -s "$config" ]; then
  grep -v -e '^requirepass ' -e '^user ' -e '^sentinel auth-pass ' -e '^sentinel sentinel-pass ' "$config" > "$config.new"
else
  # Without a memory of its own it asks the servers. Where none is a master, this is the very first start.
  master="\${servers%% *}"
  for host in $servers; do
    if timeout 3 valkey-cli -h "$host" -p ${REDIS_PORT} INFO replication 2>/dev/null | grep -q '^role:master'; then master="$host"; fi
  done
  cat > "$config.new" <<END
port ${SENTINEL_PORT}
dir /tmp
sentinel resolve-hostnames yes
sentinel announce-hostnames yes
sentinel announce-ip $self
sentinel announce-port ${SENTINEL_PORT}
sentinel monitor ${MASTER} $master ${REDIS_PORT} ${QUORUM}
sentinel down-after-milliseconds ${MASTER} 5000
sentinel failover-timeout ${MASTER} 30000
sentinel parallel-syncs ${MASTER} 1
END
fi
printf '%s\\n' "requirepass $quoted" "sentinel sentinel-pass $quoted" "sentinel auth-pass ${MASTER} $quoted" >> "$config.new"
mv "$config.new" "$config"
exec valkey-server "$config" --sentinel
`;
}

/** Whether a server may get requests: it is the master, or a standby whose link to the master is up. */
export const SERVER_IS_READY = ['sh', '-c', `export REDISCLI_AUTH="$(cat ${CREDENTIAL_FOLDER}/password)"
timeout 3 valkey-cli INFO replication | grep -q -e '^role:master' -e '^master_link_status:up'`];

export const SENTINEL_IS_READY = answersPing(SENTINEL_PORT);

/** The files of the proxies. */
export function proxyFiles({ servers }: SentinelMembers): Record<string, string> {
  return { 'haproxy.cfg': haproxyCfg(servers), 'start.sh': PROXY_START };
}

/** The password is sent as hexadecimal digits, so that no character of it means anything to the configuration. */
const PROXY_START = `#!/bin/sh
set -eu
password="$(cat ${CREDENTIAL_FOLDER}/password)"
length="$(printf '%s' "$password" | wc -c)"
auth="$(printf '*2\\r\\n$4\\r\\nAUTH\\r\\n$%s\\r\\n%s\\r\\n' "$length" "$password" | od -An -v -tx1 | tr -d ' \\n')"
umask 077
sed "s/@AUTH@/$auth/" ${PROXY_CONFIG_FOLDER}/haproxy.cfg > ${PROXY_RUN_FOLDER}/haproxy.cfg
exec haproxy -W -db -f ${PROXY_RUN_FOLDER}/haproxy.cfg
`;

function haproxyCfg(servers: string[]): string {
  const lines = servers.map((host, ordinal) => `  server server-${ordinal} ${host}:${REDIS_PORT}`).join('\n');
  return `global
  log stdout format raw local0 notice
  maxconn 8192
  hard-stop-after 40s

resolvers cluster
  parse-resolv-conf
  resolve_retries 2
  timeout resolve 1s
  timeout retry 1s
  hold valid 2s
  hold obsolete 10s

defaults
  log global
  mode tcp
  timeout connect 2s
  timeout check 2s
  timeout client 1h
  timeout server 1h
  option clitcpka
  option srvtcpka
  # A member whose name is not known yet must not keep the others from being reached.
  default-server init-addr last,libc,none resolvers cluster check inter 1s fall 2 rise 1 on-marked-down shutdown-sessions

frontend redis
  bind :${REDIS_PORT}
  default_backend master

backend master
  option tcp-check
  tcp-check connect
  tcp-check send-binary @AUTH@
  tcp-check expect string +OK
  tcp-check send info\\ replication\\r\\n
  tcp-check expect string role:master
  tcp-check send QUIT\\r\\n
  tcp-check expect string +OK
${lines}

frontend health
  mode http
  bind :8404
  timeout client 10s
  http-request use-service prometheus-exporter if { path /metrics }
  http-request return status 503 if { path /readyz } { stopping }
  http-request return status 200 if { path /readyz } or { path /livez }
  http-request return status 404
`;
}
