import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import * as library from '../../src';
import { SecurityProfile } from './cases';

export const ENGINES = ['validatingAdmissionPolicy', 'kyverno', 'gatekeeper'] as const;
export type EngineName = (typeof ENGINES)[number];
export type Action = 'deny' | 'warn' | 'audit';

/** Nothing in here outlives this program. */
export const SCRATCH = mkdtempSync(join(tmpdir(), 'policies-'));
process.on('exit', () => rmSync(SCRATCH, { recursive: true, force: true }));

/** What the bundle is told of an example. */
export interface Setting {
  readonly securityProfile: SecurityProfile;
  readonly environment: 'production' | 'staging' | 'development';
  readonly mesh: boolean;
  /** The name of the Platform. */
  readonly platform: string;
}

export interface Composed {
  /** Where the policies stand, as a user would commit them. */
  readonly file: string;
  readonly rules: string[];
}

/** Writes the bundle for one engine, by the library as a user calls it. */
export function compose(engine: EngineName, setting: Setting, action: Action = 'deny', exceptions: string[] = []): Composed {
  const outdir = mkdtempSync(join(SCRATCH, 'bundle-'));
  const app = new library.PlatformApp({ outdir, reporting: library.SynthReporting.SILENT });
  const platform = new library.Platform(app, setting.platform, {
    securityProfile: library.SecurityProfile[setting.securityProfile](),
    environment: library.Environment[setting.environment](),
    mesh: setting.mesh ? library.Mesh.istio() : library.Mesh.none(),
    owner: { team: 'agents', email: 'agents@example.com' },
  });
  const bundle = new library.PolicyBundle(platform, 'policies', {
    engine: library.PolicyEngine[engine](),
    enforcement: library.Enforcement[action](),
    exceptions,
  });
  app.synth();
  return { file: join(outdir, setting.platform, 'policies.yaml'), rules: bundle.rules };
}
