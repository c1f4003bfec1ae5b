import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'fs';
import { join } from 'path';
import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { AgentApi, Namespace, Platform, PlatformApp, PlatformAppProps, SecretSource, SynthReporting } from '../../src';
import { yamlFiles } from '../support/manifests';
import { IMAGE, messageOf, temporaryFolder } from '../support/platforms';
import { refusal } from '../support/refusals';

const NAMES = ['development', 'staging', 'production'];
const VARIABLE = 'CDK8S_AGENT_PLATFORMS';

afterEach(() => {
  delete process.env[VARIABLE];
});

/** Three Platforms, one of them below a construct, and a Chart beside them. */
function fleet(outdir: string, props: PlatformAppProps = {}, image: string = IMAGE): PlatformApp {
  const app = new PlatformApp({ outdir, reporting: SynthReporting.SILENT, ...props });
  NAMES.forEach((name) => {
    const scope = name === 'staging' ? new Construct(app, 'group') : app;
    const api = new AgentApi(new Namespace(new Platform(scope, name), 'agents'), 'api', { image });
    api.connectTo(new AgentApi(new Namespace(api.node.scopes.find((one) => one instanceof Platform)!, 'others'), 'other', { image }));
  });
  new ApiObject(new Chart(app, 'mine'), 'config', { apiVersion: 'v1', kind: 'ConfigMap' });
  return app;
}

function contents(outdir: string): Record<string, string> {
  return Object.fromEntries(yamlFiles(outdir).map((file) => [file, readFileSync(join(outdir, file), 'utf8')]));
}

function all(): Record<string, string> {
  const outdir = temporaryFolder();
  fleet(outdir).synth();
  return contents(outdir);
}

describe('a selection of Platforms', () => {
  test.each([[['production']], [['staging', 'development']], [NAMES]])('%j: writes only theirs, with the bytes of all together', (platforms) => {
    const outdir = temporaryFolder();
    fleet(outdir, { platforms }).synth();
    const expected = Object.entries(all()).filter(([file]) => platforms.includes(file.split('/')[0]));
    expect(contents(outdir)).toEqual(Object.fromEntries(expected));
  });

  test('leaves the files of the others as they are', () => {
    const outdir = temporaryFolder();
    fleet(outdir).synth();
    const before = contents(outdir);
    const inode = statSync(join(outdir, 'staging/agents/api.yaml')).ino;
    fleet(outdir, { platforms: ['production'] }, 'ghcr.io/acme/agent-api:2.0.0').synth();
    const changed = Object.entries(contents(outdir)).filter(([file, text]) => text !== before[file]).map(([file]) => file);
    expect(changed).toEqual(['production/agents/api.yaml', 'production/others/other.yaml']);
    expect(Object.keys(contents(outdir))).toEqual(Object.keys(before));
    expect(statSync(join(outdir, 'staging/agents/api.yaml')).ino).toBe(inode);
  });

  test('one after the other makes what all together make', () => {
    const outdir = temporaryFolder();
    NAMES.forEach((name) => fleet(outdir, { platforms: [name] }).synth());
    expect({ ...contents(outdir), 'mine.k8s.yaml': all()['mine.k8s.yaml'] }).toEqual(all());
  });

  test('still refuses the folder of a Platform that the program does not make', () => {
    const outdir = temporaryFolder();
    mkdirSync(join(outdir, 'former'));
    writeFileSync(join(outdir, 'former/kustomization.yaml'), all()['production/kustomization.yaml']);
    expect(messageOf(() => fleet(outdir, { platforms: ['production'] }).synth())).toContain('former/kustomization.yaml');
  });

  test('is validated alone', () => {
    const broken = (platforms: string[]): PlatformApp => {
      const app = fleet(temporaryFolder(), { platforms });
      app.node.findChild('development').node.addValidation({ validate: () => ['no'] });
      return app;
    };
    expect(() => broken(['production']).synth()).not.toThrow();
    expect(messageOf(() => broken(['development', 'production']).synth())).toContain('[development] no');
  });

  test('is what the report is about', () => {
    const app = fleet(temporaryFolder(), { platforms: ['production'] });
    const api = app.node.findChild('production').node.findChild('agents').node.findChild('api') as AgentApi;
    api.connectTo(new AgentApi(api.node.scope as Namespace, 'third', { image: IMAGE }));
    const report = app.report();
    expect(report.components).toBe(3);
    expect(report.connections.every(({ client }) => client.startsWith('production/'))).toBe(true);
    expect(report.images.flatMap(({ users }) => users).every((user) => user.startsWith('production/'))).toBe(true);
  });
});

describe('CDK8S_AGENT_PLATFORMS', () => {
  test.each([['production', ['production']], ['production,staging', ['production', 'staging']], [' production , staging ', ['production', 'staging']]])(
    '%j selects Platforms', (value, folders) => {
      process.env[VARIABLE] = value;
      const outdir = temporaryFolder();
      fleet(outdir).synth();
      expect(NAMES.filter((name) => existsSync(join(outdir, name))).sort()).toEqual([...folders].sort());
    });

  test('gives way to the prop', () => {
    process.env[VARIABLE] = 'staging';
    const outdir = temporaryFolder();
    fleet(outdir, { platforms: ['production'] }).synth();
    expect(existsSync(join(outdir, 'staging'))).toBe(false);
  });

  test.each(['', ' ', 'production,'])('%j is refused: an empty name in a pipeline is a mistake', (value) => {
    process.env[VARIABLE] = value;
    expect(refusal(() => fleet(temporaryFolder()))).toMatch(/^\[\] "platforms(\[\d\])?" \(Invalid\)$/);
  });
});

test('a name that no Platform has is refused with the names that there are, and nothing is written', () => {
  const outdir = temporaryFolder();
  const program = (): void => fleet(outdir, { platforms: ['production', 'prod'] }).synth();
  expect(refusal(program)).toBe('[] "platforms[1]" (NotFound)');
  expect(messageOf(program)).toContain('development, staging, production');
  expect(yamlFiles(outdir)).toEqual([]);
});

test('a selection renders no Secret warnings of others', () => {
  const app = new PlatformApp({ outdir: temporaryFolder(), reporting: SynthReporting.SILENT, platforms: ['one'] });
  ['one', 'two'].forEach((name) => new AgentApi(new Namespace(new Platform(app, name), 'agents'), 'api', {
    image: IMAGE, secrets: { TOKEN: SecretSource.existing('token').key('token') },
  }));
  expect(new Set(app.report().requiredSecrets.map(({ platform }) => platform))).toEqual(new Set(['one']));
});
