import { Size, SizeRoundingBehavior } from 'cdk8s';

export const CONFIG_FOLDER = '/etc/valkey';
export const CREDENTIAL_FOLDER = '/etc/valkey-credentials';
export const RUN_FOLDER = '/run/valkey';
export const DATA_FOLDER = '/data';
export const EXPORTER_FOLDER = '/run/exporter';
export const REDIS_PORT = 6379;

/** How every server keeps its data. */
export function storageConf(memory: Size): string {
  return `port ${REDIS_PORT}
dir ${DATA_FOLDER}
appendonly yes
appendfsync everysec
# The log holds everything. Snapshots beside it would add nothing, and one that fails stops all writes.
save ""
# The rest is for copies while the log is rewritten, and for the buffers of standbys.
maxmemory ${Math.floor(memory.toMebibytes({ rounding: SizeRoundingBehavior.FLOOR }) * 0.6)}mb
maxmemory-policy noeviction
tcp-keepalive 60
`;
}

/** The password for valkey-cli, and quoted as configuration files have it. */
export function readPassword(): string {
  return `REDISCLI_AUTH="$(cat ${CREDENTIAL_FOLDER}/password)"
export REDISCLI_AUTH
quoted="\\"$(printf '%s' "$REDISCLI_AUTH" | sed 's/[\\\\"]/\\\\&/g')\\""`;
}

/** Whether the program answers; one that still loads its data does not. */
export function answersPing(port: number): string[] {
  return ['sh', '-c', `export REDISCLI_AUTH="$(cat ${CREDENTIAL_FOLDER}/password)"
timeout 3 valkey-cli -p ${port} PING | grep -q PONG`];
}

/** Writes what the exporter reads: its image has no shell. */
export function exporterPasswordCommand(port: number): string[] {
  return ['sh', '-c', `umask 077
printf '{"redis://localhost:${port}": "%s"}' "$(sed 's/[\\\\"]/\\\\&/g' ${CREDENTIAL_FOLDER}/password)" > ${EXPORTER_FOLDER}/passwords.json`];
}
