import { rmSync } from 'fs';

/** The folder of global-setup.ts goes away, whatever is left in it. */
export default function teardown(): void {
  rmSync(process.env.TMPDIR!, { recursive: true, force: true });
}
