import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { HEADER } from '../../../src/platform/output';

export type Version = 'one' | 'two';

const PLATFORMS = ['production', 'staging'];

/** What a program makes in this version: changed files, one that never changes, one that the other version lacks. */
export function filesOf(version: Version): Map<string, string> {
  const files = new Map<string, string>();
  for (const platform of PLATFORMS) {
    files.set(`${platform}/kustomization.yaml`, `${HEADER}version: ${version}\n`);
    files.set(`${platform}/cluster.yaml`, `${HEADER}version: any\n`);
    for (const namespace of ['agents', 'data', version]) {
      files.set(`${platform}/${namespace}/kustomization.yaml`, `${HEADER}version: ${version}\n`);
      files.set(`${platform}/${namespace}/api.yaml`, `${HEADER}version: ${version}\n${'# filling\n'.repeat(500)}`);
    }
  }
  return files;
}

/** What others have put beside. */
const FOREIGN: Record<string, string> = {
  'README.md': 'mine',
  '.git/config': 'mine',
  'production/by-hand.yaml': 'kind: Mine\n',
  'production/agents/notes.txt': 'mine',
  'staging/overlay/deep/patch.yaml': 'kind: Mine\n',
};

export function addForeignFiles(outdir: string): void {
  for (const [path, text] of Object.entries(FOREIGN)) {
    mkdirSync(dirname(join(outdir, path)), { recursive: true });
    writeFileSync(join(outdir, path), text);
  }
  symlinkSync('nowhere', join(outdir, 'production', 'dangling'));
}

/** What is wrong with a folder, whichever version it holds; nothing where all is well. */
export function faults(outdir: string): string[] {
  return [...PLATFORMS.flatMap((platform) => mixtures(outdir, platform)), ...losses(outdir, '')];
}

/** What is wrong with a folder where a program was just killed: a Platform may stand aside, but whole. */
export function faultsAfterKill(outdir: string): string[] {
  const aside = join(outdir, '.cdk8s-agent-platform', 'old');
  return PLATFORMS.flatMap((platform) => {
    const place = existsSync(join(outdir, platform)) ? outdir : aside;
    return [...mixtures(place, platform), ...losses(place, platform)];
  });
}

function mixtures(outdir: string, platform: string): string[] {
  const expected = (['one', 'two'] as Version[]).map((version) => [...filesOf(version)].filter(([path]) => path.startsWith(`${platform}/`)));
  const found = ours(outdir, platform).map((path): [string, string] => [path, readFileSync(join(outdir, path), 'utf8')]);
  const text = (files: [string, string][]): string => JSON.stringify([...files].sort());
  return expected.some((files) => text(files) === text(found)) ? [] : [`${platform} is of no version: ${found.map(([path]) => path).join(' ')}`];
}

function losses(outdir: string, platform: string): string[] {
  const paths = Object.keys(FOREIGN).filter((path) => path.startsWith(platform));
  const lost = paths.filter((path) => !existsSync(join(outdir, path)) || readFileSync(join(outdir, path), 'utf8') !== FOREIGN[path]);
  const link = join(outdir, 'production', 'dangling');
  const hasLink = platform === 'staging' || lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() && readlinkSync(link) === 'nowhere';
  return [...lost, ...hasLink ? [] : ['production/dangling']].map((path) => `${path} is lost`);
}

function ours(outdir: string, platform: string): string[] {
  const folder = join(outdir, platform);
  const paths = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
  return paths.map((path) => `${platform}/${path}`).filter((path) => path.endsWith('.yaml') && !(path in FOREIGN)).sort();
}
