import { mkdtempSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

/** Everything that tests, and the programs that they start, put into the temporary directory goes into one folder of it. */
export default function setup(): void {
  process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'cdk8s-agent-platform-tests-'));
}
