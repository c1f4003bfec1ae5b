import { readFileSync } from 'fs';
import { join } from 'path';
import { ApiObject } from 'cdk8s';
import { AgentApi, Namespace, Platform } from '../../src';
import { parse } from '../support/manifests';
import { messageOf, silentApp, temporaryFolder } from '../support/platforms';

function written(data: Record<string, string>): { data: Record<string, string> } {
  const outdir = temporaryFolder();
  const app = silentApp(outdir);
  new ApiObject(new Namespace(new Platform(app, 'production'), 'agents'), 'texts', { apiVersion: 'v1', kind: 'ConfigMap', data });
  app.synth();
  return parse(readFileSync(join(outdir, 'production/agents/texts.yaml'), 'utf8'))[0];
}

test('texts that YAML readers take for something else are in the file as they were given', () => {
  const data = { nel: 'a\x85b', line: 'a\u2028b', del: '\x7f', octal: '0o17', tab: 'a\n\tb' };
  expect(written(data).data).toEqual(data);
});

test.each(['0o17', '0B1', '0X1F', '1_0'])('an image tag %s is no number in a label', (tag) => {
  const outdir = temporaryFolder();
  const app = silentApp(outdir);
  new AgentApi(new Namespace(new Platform(app, 'production'), 'agents'), 'api', { image: `ghcr.io/acme/api:${tag}` });
  app.synth();
  expect(readFileSync(join(outdir, 'production/agents/api.yaml'), 'utf8')).toMatch(new RegExp(`app.kubernetes.io/version: ["']${tag}["']`));
});

test.each(['\ud83d', 'a\udc00b', '\ufffe', 'a\uffffb'])('%j, which is no character, is refused with the object that holds it', (value) => {
  expect(messageOf(() => written({ value }))).toMatch(/^\[production\/agents\/texts\] "data" is .+, but must be .+: .+$/);
});
