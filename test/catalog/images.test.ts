import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import * as ts from 'typescript';
import { DataLayer, Images, Namespace, PlatformProps, PostgresEngine, RedisEngine } from '../../src';
import { parseImage } from '../../src/internal/forms/image';
import { Manifest } from '../support/manifests';
import { fakeDigest, hardened, IMAGE, messageOf, withPlatform } from '../support/platforms';

const SOURCE = join(__dirname, '..', '..', 'src');
const MIRROR = 'registry.acme.io/mirror';

/** Both stores, in an engine that runs more than one image. */
function stores(namespace: Namespace): void {
  const data = new DataLayer(namespace, 'data');
  data.addPostgres('customers', { engine: PostgresEngine.plain() });
  data.addRedis('locks', { engine: RedisEngine.sentinel() });
}

/** Every image of every pod. */
function imagesOf(props: PlatformProps, compose: (namespace: Namespace) => void = stores): string[] {
  const { documents } = withPlatform(compose, props).manifests();
  const pods = documents.map(({ spec }) => spec?.template?.spec).filter((spec) => spec?.containers);
  const containersOf = pods.flatMap(({ initContainers = [], containers }: Manifest) => [...initContainers, ...containers]);
  return [...new Set<string>(containersOf.map(({ image }: Manifest) => image))].sort();
}

describe('the catalogue', () => {
  const entries = Images.catalogue();

  test.each(entries.map((entry) => [entry.name, entry] as const))('%s has a registry, a full version, a source and a licence', (_, entry) => {
    expect(parseImage(`${entry.repository}:${entry.tag}`)).toEqual({ name: entry.repository, tag: entry.tag });
    expect(entry.repository).toMatch(/^[a-z0-9.-]+\.[a-z]+\/.+\/.+/);
    // PostgreSQL has two numbers in a full version.
    expect(entry.tag).toMatch(entry.program.startsWith('PostgreSQL') ? /^\d+\.\d+/ : /^v?\d+\.\d+\.\d+/);
    expect(entry.source).toMatch(/^https:\/\//);
    expect(entry.licence).toMatch(/^[A-Za-z0-9.-]+$/);
    expect([entry.released, entry.endOfLife].filter((date) => date !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(date))).toEqual([]);
  });

  test('has each name and each image once, below a mirror too', () => {
    const twice = (names: string[]): string[] => names.filter((name, index) => names.indexOf(name) !== index);
    expect(twice(entries.map(({ name }) => name))).toEqual([]);
    expect(twice(entries.map(({ repository }) => repository.replace(/^[^/]+\//, '')))).toEqual([]);
  });

  test('is the only place with a reference of an image', () => {
    const repositories = [...entries.map(({ repository }) => repository), 'docker.io', 'ghcr.io', 'quay.io', 'registry.k8s.io', 'gcr.io', 'public.ecr.aws'];
    const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts') && !path.startsWith(join('catalog', 'images')));
    expect(files.flatMap((path) => texts(path).filter((text) => repositories.some((name) => text.includes(`${name}/`))).map((text) => `${path}: ${text}`)))
      // What users are told to write, and what is known to be retired.
      .toEqual(expect.not.arrayContaining([expect.not.stringMatching(/ghcr\.io\/acme\/|^catalog\/retired\//)]));
  });
});

function texts(path: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    (ts.isStringLiteralLike(node) || ts.isTemplateHead(node)) && found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, readFileSync(join(SOURCE, path), 'utf8'), ts.ScriptTarget.Latest, true));
  return found;
}

test('images come from where they are published', () => {
  expect(imagesOf({})).toEqual(imagesOf({ images: Images.of() }));
  expect(imagesOf({}).filter((image) => !Images.catalogue().some(({ repository, tag }) => image === `${repository}:${tag}`))).toEqual([]);
});

test('a mirror keeps the path of the repository', () => {
  const mirrored = imagesOf({ images: Images.mirror(MIRROR) });
  expect(mirrored).toEqual(imagesOf({}).map((image) => image.replace(/^[^/]+/, MIRROR)).sort());
  expect(mirrored).toContainEqual(expect.stringMatching(/^registry\.acme\.io\/mirror\/library\/haproxy:/));
});

test('one image is replaced, also beside a mirror', () => {
  const replacements = { haproxy: 'registry.acme.io/base/haproxy:3.2.27' };
  expect(imagesOf({ images: Images.of({ replacements }) })).toEqual(imagesOf({}).map((image) => image.includes('/haproxy:') ? replacements.haproxy : image).sort());
  expect(imagesOf({ images: Images.mirror(MIRROR, { replacements }) })).toContain(replacements.haproxy);
});

test('an image that the program names stays, with a mirror too', () => {
  const image = 'docker.io/library/postgres:17.6';
  const props = { images: Images.mirror(MIRROR) };
  expect(imagesOf(props, (namespace) => new DataLayer(namespace, 'data').addPostgres('customers', { engine: PostgresEngine.plain({ image }) }))).toContain(image);
});

test('the major version of a replacement decides where data lies', () => {
  const images = Images.of({ replacements: { postgres: 'registry.acme.io/postgres:17.6' } });
  const { documents } = withPlatform(stores, { images }).manifests();
  const primary = documents.find(({ kind, metadata }) => kind === 'StatefulSet' && metadata.name.endsWith('customers-primary'))!;
  expect(primary.spec.template.spec.containers[0].env).toContainEqual({ name: 'PGDATA', value: expect.stringContaining('17') });
});

describe('digests', () => {
  const HAPROXY = 'docker.io/library/haproxy:3.2.26';
  const digests = { [HAPROXY]: fakeDigest(HAPROXY) };

  test('are those of the published image, from a mirror too', () => {
    expect(imagesOf({ images: Images.mirror(MIRROR, { digests }) })).toContain(`${MIRROR}/library/haproxy:3.2.26@${fakeDigest(HAPROXY)}`);
  });

  test('are not those of the published image for a replacement', () => {
    const replacements = { haproxy: 'registry.acme.io/base/haproxy:3.2.27' };
    expect(imagesOf({ images: Images.of({ digests, replacements }) })).toContain(replacements.haproxy);
  });

  test('hardened asks for those of the catalogue', () => {
    const message = messageOf(() => withPlatform(stores, { ...hardened(), images: Images.of({ digests: { [IMAGE]: fakeDigest(IMAGE) } }) }));
    expect(message).toContain('"engine.image"');
  });
});
