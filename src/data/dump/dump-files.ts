import { Duration } from 'cdk8s';

export const SCRIPT_FOLDER = '/etc/dump';
export const DATABASE_FOLDER = '/etc/dump-database';
export const BUCKET_FOLDER = '/etc/dump-bucket';
export const DUMP_FOLDER = '/dump';
/** What the script of the store makes, and the upload takes. */
export const DUMP_FILE = `${DUMP_FOLDER}/database.dump`;
const HEARTBEAT = '/tmp/heartbeat';

/** Where the dump goes. */
export interface DumpTarget {
  readonly bucket: string;
  readonly region: string;
  readonly folder: string;
  readonly retention?: Duration;
  /** A service other than Amazon's. */
  readonly service?: S3Service;
  /** What share of the last dump's size, in percent, a new one must have. */
  readonly minimumPercentOfLast: number;
}

export interface S3Service {
  readonly endpoint: string;
  /** What the configuration of the AWS CLI calls `addressing_style`. */
  readonly addressing: string;
  /** Whether the bucket's volume holds the certificate authority of the endpoint. */
  readonly ownAuthority: boolean;
}

/**
 * Uploads the dump with its time as the name, and only then deletes old ones. A dump that is far smaller than
 * the last one is uploaded with the suffix `.small` for inspection: it may be incomplete, and must not cause
 * good ones to be deleted.
 */
export function uploadScript(target: DumpTarget): string {
  const { bucket, folder, region, minimumPercentOfLast } = target;
  return `#!/usr/bin/env bash
set -euo pipefail
beat() { touch ${HEARTBEAT}; }
beat
credentials="$(mktemp)"
trap 'rm -f "$credentials"' EXIT
export AWS_REGION=${region} AWS_SHARED_CREDENTIALS_FILE="$credentials" HOME=/tmp AWS_PAGER=
printf '[default]\\naws_access_key_id = %s\\naws_secret_access_key = %s\\n' \\
  "$(cat ${BUCKET_FOLDER}/access-key-id)" "$(cat ${BUCKET_FOLDER}/secret-access-key)" > "$credentials"
${target.service ? useService(target.service) : ''}is_dump() { [[ "$1" =~ ^"${folder}"/[0-9TZ-]+\\.dump$ ]]; }

# Names are times, and are listed in their order.
dumps="$(aws s3api list-objects-v2 --bucket ${bucket} --prefix "${folder}/" --query "Contents[].[Key,Size]" --output text)"
last=0
while read -r key bytes; do
  if is_dump "$key"; then last="$bytes"; fi
done <<< "$dumps"
size="$(stat -c %s ${DUMP_FILE})"
name="$(date -u +%Y-%m-%dT%H-%M-%SZ).dump"
if (( size * 100 < last * ${minimumPercentOfLast} )); then name="$name.small"; fi

# The heartbeat is only written while the upload makes progress.
aws s3 cp --progress-multiline --progress-frequency 15 ${DUMP_FILE} "s3://${bucket}/${folder}/$name" | while read -r line; do
  beat
  echo "$line"
done
if [[ "$name" == *.small ]]; then
  echo "the dump has $size bytes, the last one $last: it is kept as $name. Where the database did shrink, remove .small from its name" >&2
  exit 1
fi
${target.retention ? deleteOld(target, target.retention) : ''}`;
}

/** Many S3-compatible services do not support the checksums that the AWS CLI sends by default. */
function useService({ endpoint, addressing, ownAuthority }: S3Service): string {
  return `export AWS_ENDPOINT_URL_S3=${endpoint} AWS_CONFIG_FILE=/tmp/aws-config
export AWS_REQUEST_CHECKSUM_CALCULATION=when_required AWS_RESPONSE_CHECKSUM_VALIDATION=when_required
printf '[default]\\ns3 =\\n  addressing_style = ${addressing}\\n' > "$AWS_CONFIG_FILE"
${ownAuthority ? `export AWS_CA_BUNDLE=${BUCKET_FOLDER}/ca.crt\n` : ''}`;
}

/** Names are timestamps, so older dumps sort first. If no new dump is uploaded, no old one is deleted. */
function deleteOld({ bucket }: DumpTarget, retention: Duration): string {
  return `oldest="$(date -u -d "@$(( $(date +%s) - ${retention.toSeconds()} ))" +%Y-%m-%dT%H-%M-%SZ).dump"
while read -r key bytes; do
  if is_dump "$key" && [[ "\${key##*/}" < "$oldest" ]]; then
    aws s3api delete-object --bucket ${bucket} --key "$key"
    beat
  fi
done <<< "$dumps"
`;
}

/** Whether the upload makes progress; it reports it every 15 seconds. */
export const HEARTBEAT_IS_FRESH = ['bash', '-c', `test $(( $(date +%s) - $(stat -c %Y ${HEARTBEAT}) )) -lt 300`];
