import { createHash } from 'crypto';
import { readFileSync, rmSync } from 'fs';
import { join } from 'path';
import { findExamples } from '../examples/synth';
import { yamlFiles } from './manifests';
import { Images, PlatformApp, SecurityProfile, SynthReporting } from 'cdk8s-agent-platform';

/** Where the examples stand in the hardened security profile, laid out like dist/manifests. They are not committed: their digests are made up. */
export const HARDENED = join(__dirname, '..', 'artifacts', 'hardened');

/** A digest for each image that the examples name: no registry is asked, and nothing is pulled in a cluster without kubelets. */
function digests(): Record<string, string> {
  const text = yamlFiles(join(__dirname, '..', 'dist', 'manifests')).map((file) => readFileSync(file, 'utf8')).join('\n');
  const images = [...text.matchAll(/^[ -]*image(?:Name)?: "?([^\s"]+)/gm)].map(([, image]) => image);
  return Object.fromEntries(images.map((image) => [image, `sha256:${createHash('sha256').update(image).digest('hex')}`]));
}

/** Synthesises every example in the hardened security profile, so that both security profiles are judged. */
function main(): void {
  const images = Images.of({ digests: digests() });
  rmSync(HARDENED, { recursive: true, force: true });
  for (const [name, compose] of findExamples()) {
    const app = new PlatformApp({ outdir: join(HARDENED, `${name}-hardened`), reporting: SynthReporting.SILENT });
    compose(app, { securityProfile: SecurityProfile.hardened(), owner: { team: 'agents', email: 'agents@acme.io' }, images });
    app.synth();
  }
  console.log(`conformance: wrote the examples in the hardened security profile to ${HARDENED}`);
}

if (require.main === module) {
  main();
}
