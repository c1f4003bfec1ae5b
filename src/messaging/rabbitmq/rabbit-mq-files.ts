import { Size, SizeRoundingBehavior } from 'cdk8s';
import { Definitions, UserDefinition, VIRTUAL_HOST } from './definitions';

export const CONFIG_FOLDER = '/etc/rabbitmq';
export const CREDENTIAL_FOLDER = '/etc/rabbitmq-credentials';
export const CERTIFICATE_FOLDER = '/etc/rabbitmq-certificate';
/** The home of the image's user: the cookie is expected there. */
export const HOME_FOLDER = '/var/lib/rabbitmq';
export const DATA_FOLDER = `${HOME_FOLDER}/mnesia`;
export const DEFINITIONS_FILE = `${HOME_FOLDER}/definitions.json`;
export const COOKIE_FILE = 'erlang-cookie';

export const AMQP_PORT = 5672;
export const AMQPS_PORT = 5671;
export const EPMD_PORT = 4369;
export const CLUSTERING_PORT = 25672;
export const METRICS_PORT = 15692;

/** What decides the configuration. */
export interface RabbitMqConfiguration {
  /** The stable host names of all nodes. */
  readonly hosts: string[];
  /** What the cluster is called. */
  readonly name: string;
  readonly memory: Size;
  readonly storage: Size;
  /** Whether clients must use TLS. */
  readonly encrypted: boolean;
}

/** The files of a node. */
export function nodeFiles(configuration: RabbitMqConfiguration, definitions: Definitions): Record<string, string> {
  return {
    'rabbitmq.conf': rabbitMqConf(configuration),
    'enabled_plugins': '[rabbitmq_prometheus].\n',
    'definitions.json': definitionsJson(definitions),
    'start.sh': START,
    'stop.sh': STOP,
  };
}

function rabbitMqConf({ name, hosts, memory, storage, encrypted }: RabbitMqConfiguration): string {
  const mebibytes = (size: Size): number => size.toMebibytes({ rounding: SizeRoundingBehavior.FLOOR });
  const members = hosts.map((host, index) => `cluster_formation.classic_config.nodes.${index + 1} = rabbit@${host}`);
  return `${encrypted ? TLS : `listeners.tcp.default = ${AMQP_PORT}\n`}prometheus.tcp.port = ${METRICS_PORT}
cluster_name = ${name}
log.console = true
log.file = false
cluster_formation.peer_discovery_backend = classic_config
${members.join('\n')}
cluster_formation.target_cluster_size_hint = ${hosts.length}
# Before 4.3 a node that sees no majority stops; since then no other choice exists.
cluster_partition_handling = pause_minority
default_queue_type = quorum
queue_leader_locator = balanced
# A queue that was declared while a node was away gets its replica there when the node is back.
quorum_queue.continuous_membership_reconciliation.enabled = true
quorum_queue.continuous_membership_reconciliation.target_group_size = ${Math.min(hosts.length, 3)}
# Publishers are blocked at these marks, before the kernel ends the process or the volume is full.
vm_memory_high_watermark.absolute = ${Math.floor(mebibytes(memory) * 0.6)}MiB
disk_free_limit.absolute = ${Math.floor(Math.min(mebibytes(memory), mebibytes(storage) / 5))}MiB
definitions.import_backend = local_filesystem
definitions.local.path = ${DEFINITIONS_FILE}
`;
}

const TLS = `listeners.tcp = none
listeners.ssl.default = ${AMQPS_PORT}
ssl_options.certfile = ${CERTIFICATE_FOLDER}/tls.crt
ssl_options.keyfile = ${CERTIFICATE_FOLDER}/tls.key
ssl_options.cacertfile = ${CERTIFICATE_FOLDER}/ca.crt
ssl_options.verify = verify_none
ssl_options.fail_if_no_peer_cert = false
ssl_options.versions.1 = tlsv1.3
ssl_options.versions.2 = tlsv1.2
`;

/** Names and passwords stand in Secrets: start.sh puts the names and hashes in. */
function definitionsJson(definitions: Definitions): string {
  const name = ({ id }: UserDefinition): string => `@${id}.username@`;
  return `${JSON.stringify({
    vhosts: [{ name: VIRTUAL_HOST, metadata: { default_queue_type: 'quorum' } }],
    users: definitions.users.map((user) => ({
      name: name(user), password_hash: `@${user.id}.password-hash@`, hashing_algorithm: 'rabbit_password_hashing_sha256', tags: user.tags,
    })),
    permissions: definitions.users.map((user) => ({
      user: name(user), vhost: VIRTUAL_HOST, configure: user.access._configure, write: user.access._write, read: user.access._read,
    })),
    policies: definitions.policies.map(({ name: policy, pattern, applyTo, priority, definition }) => ({
      'vhost': VIRTUAL_HOST, 'name': policy, pattern, 'apply-to': applyTo, priority, definition,
    })),
    queues: definitions.queues.map(({ name: queue, type }) => ({
      name: queue, vhost: VIRTUAL_HOST, type, durable: true, auto_delete: false, arguments: { 'x-queue-type': type },
    })),
  }, undefined, 2)}\n`;
}

const START = `#!/bin/sh
# Every start imports the definitions, with a hash of each password that is in its Secret now.
set -eu
umask 077

rm -f "$HOME/.erlang.cookie"
printf '%s' "$(cat ${CREDENTIAL_FOLDER}/${COOKIE_FILE})" > "$HOME/.erlang.cookie"
chmod 400 "$HOME/.erlang.cookie"

# The bytes that hexadecimal digits stand for.
bytes() {
  for pair in $(printf '%s' "$1" | sed 's/../& /g'); do printf "\\\\$(printf '%03o' "0x$pair")"; done
}

# As RabbitMQ keeps it: a salt of four bytes, then the SHA-256 of salt and password.
password_hash() {
  salt="$(od -An -N4 -tx1 /dev/urandom | tr -d ' \\n')"
  digest="$({ bytes "$salt"; printf '%s' "$(cat "$1")"; } | sha256sum | cut -c 1-64)"
  bytes "$salt$digest" | base64 -w 0
}

script=""
for file in ${CREDENTIAL_FOLDER}/*.password; do
  user="$(basename "$file" .password)"
  name="$(cat "${CREDENTIAL_FOLDER}/$user.username")"
  case "$name" in ""|*[!A-Za-z0-9._-]*) echo "the username in the Secret of $user must consist of letters, digits, '.', '_' and '-'"; exit 1 ;; esac
  [ -s "$file" ] || { echo "the password in the Secret of $user is empty"; exit 1; }
  script="\${script}s|@$user.username@|$name|g;s|@$user.password-hash@|$(password_hash "$file")|g;"
done
sed "$script" ${CONFIG_FOLDER}/definitions.json > ${DEFINITIONS_FILE}
# The Erlang VM takes the place of this shell, and gets the signal to stop itself.
RUNNING_UNDER_SYSTEMD=true exec rabbitmq-server
`;

/** Ends well within the grace period. */
const STOP = `#!/bin/sh
# A node stops only when every queue has a majority without it, and hands its leaders over first. It cannot wait forever: when all nodes
# are to stop, none finds a majority.
timeout 75 rabbitmq-upgrade await_online_quorum_plus_one -t 60 || echo "stopping although a queue may lose its majority"
timeout 75 rabbitmq-upgrade drain || echo "stopping without having handed over"
`;
