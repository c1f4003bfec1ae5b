import { execFileSync } from 'child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Duration } from 'cdk8s';
import { uploadScript } from '../../../src/data/dump/dump-files';
import { temporaryFolder } from '../../support/platforms';

/** As much of the program `aws` as the script uses, with a folder for the bucket. */
const AWS = `#!/usr/bin/env bash
set -eu
case "$1 $2" in
  "s3api list-objects-v2") cd "$BUCKETS" && find . -type f -printf '%P\\t%s\\n' | sort | sed 's,^[^/]*/,,' ;;
  "s3 cp") mkdir -p "$(dirname "$BUCKETS/\${7#s3://}")"; cp "$6" "$BUCKETS/\${7#s3://}"; echo Completed ;;
  "s3api delete-object") rm "$BUCKETS/$4/$6" ;;
esac
`;
const FOLDER = 'production/agents/data/customers/nightly';

/** Runs the script in a folder of its own, where a bucket holds dumps of these sizes by name. */
function upload(size: number, before: Record<string, number>): { succeeded: boolean; kept: string[]; beat: boolean } {
  const root = temporaryFolder();
  const bucket = join(root, 'buckets', 'b', FOLDER);
  [bucket, join(root, 'dump'), join(root, 'etc'), join(root, 'tmp')].forEach((folder) => mkdirSync(folder, { recursive: true }));
  Object.entries(before).forEach(([name, bytes]) => writeFileSync(join(bucket, name), 'x'.repeat(bytes)));
  writeFileSync(join(root, 'dump', 'database.dump'), 'x'.repeat(size));
  ['access-key-id', 'secret-access-key'].forEach((key) => writeFileSync(join(root, 'etc', key), 'none'));
  writeFileSync(join(root, 'aws'), AWS);
  chmodSync(join(root, 'aws'), 0o755);
  const script = uploadScript({ bucket: 'b', region: 'eu-west-1', folder: FOLDER, retention: Duration.days(30), minimumPercentOfLast: 50 })
    .replaceAll('/etc/dump-bucket', join(root, 'etc')).replaceAll('/dump/database', `${root}/dump/database`).replaceAll('/tmp/heartbeat', `${root}/tmp/heartbeat`);
  let succeeded = true;
  try {
    execFileSync('bash', ['-c', script], { env: { ...process.env, PATH: `${root}:${process.env.PATH}`, BUCKETS: join(root, 'buckets') }, stdio: 'pipe' });
  } catch {
    succeeded = false;
  }
  return { succeeded, kept: readdirSync(bucket).sort(), beat: existsSync(join(root, 'tmp', 'heartbeat')) };
}

const OLD = '2020-01-01T00-00-00Z.dump';
const NEW = /^20[2-9][0-9]-[0-9TZ-]+\.dump$/;

test('the first dump is as large as it is', () => {
  const { succeeded, kept, beat } = upload(10, {});
  expect([succeeded, beat]).toEqual([true, true]);
  expect(kept).toEqual([expect.stringMatching(NEW)]);
});

test('one of nearly the same size takes the place of those that are too old, and of nothing else', () => {
  const { succeeded, kept } = upload(60, { [OLD]: 100, 'notes.txt': 5 });
  expect(succeeded).toBe(true);
  expect(kept).toEqual([expect.stringMatching(NEW), 'notes.txt']);
});

test('one far smaller than the last fails, is kept aside, and deletes nothing', () => {
  const { succeeded, kept } = upload(40, { [OLD]: 100 });
  expect(succeeded).toBe(false);
  expect(kept).toEqual([OLD, expect.stringMatching(/\.dump\.small$/)]);
});

test('what was kept aside is no last one, neither for what follows nor for its own size', () => {
  const aside = (bytes: number): Record<string, number> => ({ [OLD]: 100, '2020-01-02T00-00-00Z.dump.small': bytes });
  expect(upload(10, aside(1)).succeeded).toBe(false);
  expect(upload(60, aside(1000)).succeeded).toBe(true);
});
