import { readdirSync } from 'fs';
import { join } from 'path';
import { AgentApi, DataLayer, Namespace, Platform } from '../../src';
import { Manifests } from '../support/manifests';
import { IMAGE, silentApp, temporaryFolder } from '../support/platforms';

const LABEL = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

test.each(['-api', 'api-', 'a/b', 'My Api', 'a'.repeat(64), 'a'.repeat(250), 'b'.repeat(1000)])('an id %s makes labels and files that can be', (id) => {
  const outdir = temporaryFolder();
  const app = silentApp(outdir);
  const namespace = new Namespace(new Platform(app, 'production'), 'agents');
  new AgentApi(namespace, id, { image: IMAGE });
  new DataLayer(namespace, 'data').addRedis(id);
  app.synth();
  const values = Manifests.in(join(outdir, 'production')).documents.flatMap(({ metadata }) => Object.values(metadata?.labels ?? {}) as string[]);
  expect(values.filter((value) => !LABEL.test(value))).toEqual([]);
  expect(readdirSync(join(outdir, 'production', 'agents')).filter((name) => name.length > 210)).toEqual([]);
});
