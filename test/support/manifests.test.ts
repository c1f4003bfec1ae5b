import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Construct } from 'constructs';
import { Manifests } from './manifests';
import { messageOf, silentApp, temporaryFolder } from './platforms';

const config = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });

test('one finds by kind and name', () => {
  expect(new Manifests([config('a'), config('b')]).one('ConfigMap', 'b')).toEqual(config('b'));
});

test('one refuses two', () => {
  expect(messageOf(() => new Manifests([config('a'), config('b')]).one('ConfigMap')))
    .toBe('expected one ConfigMap , found 2 among:\n  ConfigMap/a\n  ConfigMap/b');
});

test('one refuses none', () => {
  expect(messageOf(() => new Manifests([config('a')]).one('Secret', 'a'))).toBe('expected one Secret a, found 0 among:\n  ConfigMap/a');
});

test('what does not validate is not rendered', () => {
  const app = silentApp();
  new Construct(app, 'broken').node.addValidation({ validate: () => ['no'] });
  expect(messageOf(() => Manifests.of(app))).toBe('[broken] no');
});

test('reads all documents of all files below a folder', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'below'));
  writeFileSync(join(folder, 'a.yaml'), '# nothing\n');
  writeFileSync(join(folder, 'below', 'b.yaml'), 'kind: A\nmetadata: {name: x}\n---\nkind: B\nmetadata: {name: y}\n');
  expect(Manifests.in(folder).names()).toEqual(['A/x', 'B/y']);
});
