import { createHash } from 'crypto';
import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { IConstruct } from 'constructs';
import { Images, Namespace, NamespaceProps, Platform, PlatformApp, PlatformProps, SecurityProfile, SynthReporting } from '../../src';
import { Manifests } from './manifests';

/** The image of tests that do not care for one. */
export const IMAGE = 'ghcr.io/acme/agent-api:1.8.0';

const folders: string[] = [];

const clean = (): void => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true }));

// Programs that are no tests use this, too.
typeof afterAll === 'function' ? afterAll(clean) : process.on('exit', clean);

/** A folder of its own for a test that writes. It goes away with the test file, or the program. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-agent-platform-'));
  folders.push(folder);
  return folder;
}

/** An app that says nothing and writes to a folder of its own. */
export function silentApp(outdir: string = temporaryFolder()): PlatformApp {
  return new PlatformApp({ outdir, reporting: SynthReporting.SILENT });
}

/** A digest that no registry knows, the same at each run. */
export function fakeDigest(image: string): string {
  return `sha256:${createHash('sha256').update(image).digest('hex')}`;
}

/**
 * Fake digests for every image that is asked for, those that engines choose by themselves included: which those are is not
 * what the tests of a security profile are about.
 */
export function fakeDigests(): Record<string, string> {
  return new Proxy({}, {
    get: (_, image) => typeof image === 'string' ? fakeDigest(image) : undefined,
    getOwnPropertyDescriptor: (_, image) => ({ value: fakeDigest(String(image)), enumerable: true, configurable: true }),
  });
}

/** What the hardened security profile asks of a Platform. */
export function hardened(): PlatformProps {
  return { securityProfile: SecurityProfile.hardened(), owner: { team: 'agents', email: 'agents@example.com' }, images: Images.of({ digests: fakeDigests() }) };
}

/** What a test composed, and how it renders. */
export interface Composition<T> {
  readonly app: PlatformApp;
  readonly platform: Platform;
  readonly namespace: Namespace;
  readonly made: T;
  /** Renders; twice gives the same twice. */
  readonly manifests: () => Manifests;
}

/** Composes in the namespace `agents` of a production Platform, in the standard security profile where the props say nothing else. */
export function withPlatform<T>(compose: (namespace: Namespace) => T, props: PlatformProps = {}, isolation: NamespaceProps = {}): Composition<T> {
  const app = silentApp();
  const platform = new Platform(app, 'production', props);
  const namespace = new Namespace(platform, 'agents', isolation);
  const made = compose(namespace);
  return { app, platform, namespace, made, manifests: () => Manifests.of(app) };
}

/** The same in the hardened security profile. */
export function withHardenedPlatform<T>(compose: (namespace: Namespace) => T, props: PlatformProps = {}): Composition<T> {
  return withPlatform(compose, { ...hardened(), ...props });
}

/** What a program throws; a test of a message fails where nothing is thrown. */
export function messageOf(program: () => unknown): string {
  try {
    program();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
}

/** What validation finds below a construct. */
export function validationErrors(root: IConstruct): string[] {
  return root.node.findAll().flatMap((construct) => construct.node.validate().map((error) => `[${construct.node.path}] ${error}`));
}
