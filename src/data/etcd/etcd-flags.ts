import { Size, SizeRoundingBehavior } from 'cdk8s';

export const CLIENT_PORT = 2379;
export const PEER_PORT = 2380;
export const METRICS_PORT = 2381;
export const VOLUME_FOLDER = '/var/lib/etcd';
export const CERTIFICATE_FOLDER = '/etc/etcd-certificate';

/** The size that etcd's documentation recommends not to exceed. */
const MAX_QUOTA = Size.gibibytes(8);
/** Members defragment when they start, if that frees at least this much. */
const DEFRAGMENT_MEBIBYTES = 100;

/** What decides the flags of the members. */
export interface EtcdConfiguration {
  readonly pods: string[];
  /** The stable host names of all members, in the order of `pods`. */
  readonly hosts: string[];
  readonly storage: Size;
}

/** The flags of every member; `$(POD_NAME)` is its name. */
export function etcdFlags({ pods, hosts, storage }: EtcdConfiguration): string[] {
  const self = `$(POD_NAME)${hosts[0].slice(pods[0].length)}`;
  return [
    '--name=$(POD_NAME)',
    // A folder below the mount point, because etcd wants one that only its own user can read.
    `--data-dir=${VOLUME_FOLDER}/data`,
    `--listen-client-urls=https://0.0.0.0:${CLIENT_PORT}`,
    `--advertise-client-urls=https://${self}:${CLIENT_PORT}`,
    `--listen-peer-urls=https://0.0.0.0:${PEER_PORT}`,
    `--initial-advertise-peer-urls=https://${self}:${PEER_PORT}`,
    // Probes and Prometheus have no certificate of a client.
    `--listen-metrics-urls=http://0.0.0.0:${METRICS_PORT}`,
    `--initial-cluster=${pods.map((pod, index) => `${pod}=https://${hosts[index]}:${PEER_PORT}`).join(',')}`,
    // Only an empty volume reads it, and a member that lost its volume is refused by the others until it is replaced by hand.
    '--initial-cluster-state=new',
    ...tlsFlags(''),
    ...tlsFlags('peer-'),
    // The address of a pod changes with each start, and lookups of names lag behind; the authority's signature is still required.
    '--peer-skip-client-san-verification=true',
    '--auto-compaction-mode=periodic',
    '--auto-compaction-retention=1h',
    `--quota-backend-bytes=${quota(storage)}`,
    `--bootstrap-defrag-threshold-megabytes=${DEFRAGMENT_MEBIBYTES}`,
  ];
}

function tlsFlags(prefix: string): string[] {
  return [
    `--${prefix}cert-file=${CERTIFICATE_FOLDER}/tls.crt`,
    `--${prefix}key-file=${CERTIFICATE_FOLDER}/tls.key`,
    `--${prefix}trusted-ca-file=${CERTIFICATE_FOLDER}/ca.crt`,
    `--${prefix}client-cert-auth=true`,
  ];
}

/** A quarter of the volume: the log, snapshots, and the copy that defragmentation makes need space too. */
function quota(storage: Size): number {
  const quarter = Math.floor(storage.toKibibytes({ rounding: SizeRoundingBehavior.FLOOR }) / 4);
  return Math.min(quarter, MAX_QUOTA.toKibibytes()) * 1024;
}
