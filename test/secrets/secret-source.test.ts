import { readdirSync, readFileSync } from 'fs';
import { join, relative } from 'path';
import { Chart, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import {
  AgentApi, AgentGateway, GatewayEngine, InfisicalAuth, Namespace, Platform, PlatformApp, SealedValue, SecretChange, SecretSource,
  SecretStoreRef, SecretType,
} from '../../src';
import { IMAGE, messageOf, silentApp, temporaryFolder, withHardenedPlatform, withPlatform } from '../support/platforms';
import { refusal, summaryOf } from '../support/refusals';
import { CERTIFICATE, CIPHERTEXT, CLEAR, SEALING_KEY } from './support';

const VAULT = SecretStoreRef.cluster('vault');
const AUTH = InfisicalAuth.ref('agents-auth', { namespace: 'infisical' });

function read(namespace: Construct, source: SecretSource, id: string = 'api', keys: string[] = ['token']): AgentApi {
  return new AgentApi(namespace, id, { image: IMAGE, secrets: Object.fromEntries(keys.map((key) => [key.toUpperCase().replace(/-/g, '_'), source.key(key)])) });
}

/** The text of every file below a folder. */
function filesIn(folder: string): [string, string][] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return paths.sort().map((path) => [relative(folder, path), readFileSync(path, 'utf8')]);
}

describe('what stands in secrets.yaml', () => {
  const inFull: [string, string[], SecretSource][] = [
    ['sealed', ['token', 'username'], SecretSource.sealed('model-api', {
      certificate: CERTIFICATE, sealingKey: SEALING_KEY, type: SecretType.BASIC_AUTH,
      values: { username: SealedValue.notSecret('agents'), token: SealedValue.secret(CLEAR), old: SealedValue.encrypted(CIPHERTEXT) },
    })],
    ['external-secrets', ['token', 'username'], SecretSource.externalSecrets('model-api', {
      store: VAULT, path: 'agents/model', entries: { token: { path: 'agents/token' } }, refreshInterval: Duration.minutes(30), type: SecretType.BASIC_AUTH,
    })],
    ['infisical', ['token', 'username'], SecretSource.infisical('model-api', {
      auth: AUTH, project: 'f3c1', environment: 'prod', path: '/agents', names: { token: 'MODEL_TOKEN' }, refreshInterval: Duration.seconds(90),
    })],
    ['infisical-former', ['token', 'username'], SecretSource.infisical('model-api', {
      auth: InfisicalAuth.universal(SecretSource.existing('identity'), { hostApi: 'https://infisical.example.com/api' }),
      project: 'f3c1', environment: 'prod', path: '/agents', names: { token: 'MODEL_TOKEN' },
    })],
    ['infisical-former-kubernetes', ['token', 'username'], SecretSource.infisical('model-api', {
      auth: InfisicalAuth.kubernetes({ identityId: '7c2e', serviceAccount: 'infisical' }), project: 'f3c1', environment: 'prod',
    })],
  ];

  test.each(inFull)('%s', (name, keys, source) => {
    const { app } = withPlatform((namespace) => read(namespace, source, 'api', keys));
    app.synth();
    const golden = readFileSync(join(__dirname, 'golden', `${name}.yaml`), 'utf8');
    expect(readFileSync(join(app.outdir, 'production', 'agents', 'secrets.yaml'), 'utf8')).toBe(golden);
  });

  test('is the same whoever reads it first', () => {
    const one = SecretSource.externalSecrets('one', { store: VAULT, path: 'one' });
    const other = SecretSource.externalSecrets('other', { store: VAULT, path: 'other' });
    const text = (sources: [string, SecretSource][]) => {
      const { app } = withPlatform((namespace) => sources.forEach(([id, source]) => read(namespace, source, id, [`${id}-key`])));
      app.synth();
      return readFileSync(join(app.outdir, 'production', 'agents', 'secrets.yaml'), 'utf8');
    };
    expect(text([['a', one], ['b', other], ['c', one]])).toBe(text([['c', one], ['b', other], ['a', one]]));
  });

  test('is no part of its own in the report', () => {
    const { app } = withPlatform((namespace) => read(namespace, SecretSource.externalSecrets('one', { store: VAULT, path: 'one' })));
    expect(app.report().components).toBe(1);
  });

  test('is not there for Secrets that exist', () => {
    const { namespace } = withPlatform((agents) => read(agents, SecretSource.existing('model-api')));
    expect(namespace.node.tryFindChild('Secrets')).toBeUndefined();
  });

  test('names the namespace that the Secret is read in, where that is not the reader\'s', () => {
    const { manifests } = withPlatform((namespace) => {
      const certificate = SecretSource.externalSecrets('certificate', { store: SecretStoreRef.namespaced('vault'), path: 'tls', type: SecretType.TLS });
      new AgentGateway(namespace, 'gateway', { host: 'agents.example.com', engine: GatewayEngine.istio(), certificate }).route('/', read(namespace, certificate));
    });
    expect(manifests().all('ExternalSecret').map(({ metadata, spec }) => [metadata.namespace, spec.data.map((entry: { secretKey: string }) => entry.secretKey)])).toEqual([
      ['istio-ingress', ['tls.crt', 'tls.key']], ['agents', ['token']],
    ]);
  });

  test('holds the keys of all readers', () => {
    const source = SecretSource.externalSecrets('model-api', { store: VAULT, path: 'model' });
    const { manifests } = withPlatform((namespace) => [read(namespace, source, 'a', ['token']), read(namespace, source, 'b', ['key', 'token'])]);
    expect(manifests().one('ExternalSecret').spec.data).toEqual(['key', 'token'].map((key) => ({ secretKey: key, remoteRef: { key: 'model', property: key } })));
  });
});

describe('whoever asks first', () => {
  const external = (name: string) => SecretSource.externalSecrets(name, { store: VAULT, path: name, type: SecretType.TLS });
  const gateway = (namespace: Construct, certificate: SecretSource) =>
    new AgentGateway(namespace, 'gateway', { host: `${namespace.node.id}.example.com`, engine: GatewayEngine.istio(), certificate })
      .route('/', new AgentApi(namespace, 'api', { image: IMAGE }));
  const infisical = () => SecretSource.infisical('x', { auth: InfisicalAuth.universal(external('identity')), project: 'p', environment: 'prod' });
  const shared: [string, (charts: Chart[]) => (() => unknown)[]][] = [
    ['components of one namespace', ([a]) => ['api', 'zed', 'jobs'].map((id) => () => read(a, external('one'), id, [`${id}-key`]))],
    ['gateways in two namespaces', ([a, b]) => [a, b].map((chart) => () => gateway(chart, external('tls')))],
    ['charts with one namespace', ([a, , c, d]) => [a, c, d].map((chart) => () => read(chart, external('one'), `of-${chart.node.id}`, [chart.node.id]))],
    ['charts outside of a Namespace', ([, , c, d]) => [d, c].map((chart) => () => read(chart, external('one'), `of-${chart.node.id}`))],
    ['readers whose operator reads a Secret itself', ([a, , c]) => [c, a].map((chart) => () => read(chart, infisical(), `of-${chart.node.id}`))],
    ['a reader of what an operator reads', ([a, , c]) => [() => read(c, infisical(), 'x'), () => read(a, external('identity'), 'y', ['clientId'])]],
  ];

  test.each(shared)('%s: every file and the report are the same', (_, steps) => {
    const output = (order: (made: (() => unknown)[]) => (() => unknown)[]) => {
      const app = silentApp();
      const platform = new Platform(app, 'production');
      const charts = [new Namespace(platform, 'm'), new Namespace(platform, 'b'), new Chart(platform, 'c', { namespace: 'm' }), new Chart(platform, 'z', { namespace: 'm' })];
      order(steps(charts)).forEach((step) => step());
      app.synth();
      return { report: app.report(), files: filesIn(app.outdir) };
    };
    expect(output((made) => [...made].reverse())).toEqual(output((made) => made));
  });
});

describe('what must exist', () => {
  test('the store, by all who read from it', () => {
    const source = (name: string) => SecretSource.externalSecrets(name, { store: VAULT, path: name });
    const { app } = withPlatform((namespace) => [read(namespace, source('x'), 'a'), read(namespace, source('y'), 'b')]);
    expect(app.report()).toMatchObject({
      requiredSecrets: [],
      requiredObjects: [{ kind: 'ClusterSecretStore', namespace: '', name: 'vault', usedBy: ['production/agents/a', 'production/agents/b'] }],
    });
  });

  test('a store in the namespace of the Secret', () => {
    const { app } = withPlatform((namespace) => read(namespace, SecretSource.externalSecrets('x', { store: SecretStoreRef.namespaced('vault'), path: 'x' })));
    expect(app.report().requiredObjects).toMatchObject([{ kind: 'SecretStore', namespace: 'agents', name: 'vault' }]);
  });

  test('the InfisicalAuth', () => {
    const { app } = withPlatform((namespace) => read(namespace, SecretSource.infisical('x', { auth: AUTH, project: 'p', environment: 'prod' })));
    expect(app.report().requiredObjects).toMatchObject([{ kind: 'InfisicalAuth', namespace: 'infisical', name: 'agents-auth' }]);
  });

  test('is printed', () => {
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const app = new PlatformApp({ outdir: temporaryFolder() });
    read(new Namespace(new Platform(app, 'production'), 'agents'), SecretSource.infisical('x', { auth: AUTH, project: 'p', environment: 'prod' }));
    app.synth();
    const text = write.mock.calls.join('');
    write.mockRestore();
    expect(text).toContain('\n  objects that must exist:\n    production: infisical/agents-auth (InfisicalAuth)\n');
  });

  test('the identity of the former Infisical API, which may come from any source itself', () => {
    const identity = SecretSource.externalSecrets('identity', { store: VAULT, path: 'identity' });
    const source = SecretSource.infisical('x', { auth: InfisicalAuth.universal(identity), project: 'p', environment: 'prod' });
    const { app, manifests } = withPlatform((namespace) => read(namespace, source));
    expect(app.report().requiredSecrets).toEqual([]);
    expect(manifests().one('ExternalSecret', 'identity').spec.data.map((entry: { secretKey: string }) => entry.secretKey)).toEqual(['clientId', 'clientSecret']);
  });
});

describe('pods that run while values change', () => {
  const sealed = (value: string) => SecretSource.sealed('model-api', { certificate: CERTIFICATE, sealingKey: SEALING_KEY, values: { token: SealedValue.secret(value) } });
  const annotationsWith = (source: SecretSource, compose: typeof withPlatform = withPlatform) =>
    compose((namespace) => read(namespace, source)).manifests().one('Deployment').spec.template.metadata.annotations ?? {};
  const checksumOf = (source: SecretSource) => annotationsWith(source)['checksum/secret-model-api'];

  test('are replaced when a sealed value does', () => {
    expect(checksumOf(sealed('a first value'))).toMatch(/^[0-9a-f]{16}$/);
    expect(checksumOf(sealed('a first value'))).not.toBe(checksumOf(sealed('another value')));
  });

  test('stay when it does not', () => {
    expect(checksumOf(sealed('a first value'))).toBe(checksumOf(sealed('a first value')));
  });

  test('that read files are replaced too', () => {
    expect(annotationsWith(sealed('a first value'), withHardenedPlatform)).toHaveProperty(['checksum/secret-model-api']);
  });

  test('are replaced by Reloader where it was asked for', () => {
    const source = SecretSource.externalSecrets('model-api', { store: VAULT, path: 'x', onChange: SecretChange.RESTART_BY_RELOADER });
    expect(annotationsWith(source)['secret.reloader.stakater.com/reload']).toBe('model-api');
  });

  test('are replaced by Reloader for a Secret that exists, too', () => {
    expect(annotationsWith(SecretSource.existing('model-api', { onChange: SecretChange.RESTART_BY_RELOADER }))['secret.reloader.stakater.com/reload']).toBe('model-api');
  });

  test('stay where nothing is said', () => {
    expect(annotationsWith(SecretSource.externalSecrets('model-api', { store: VAULT, path: 'x' }))).not.toHaveProperty(['secret.reloader.stakater.com/reload']);
  });
});

describe('one Secret, two readers', () => {
  const external = (path: string) => SecretSource.externalSecrets('model-api', { store: VAULT, path });

  test('may say the same in two handles', () => {
    const { manifests } = withPlatform((namespace) => [read(namespace, external('x'), 'a'), read(namespace, external('x'), 'b')]);
    expect(manifests().all('ExternalSecret')).toHaveLength(1);
  });

  test('may not say different things', () => {
    expect(refusal(() => withPlatform((namespace) => [read(namespace, external('x'), 'a'), read(namespace, external('y'), 'b')]))).toBe(
      '[production/agents/b] "source" (Invalid)');
  });

  test('may not disagree on whether it exists', () => {
    expect(refusal(() => withPlatform((namespace) => [read(namespace, SecretSource.existing('model-api'), 'a'), read(namespace, external('y'), 'b')]))).toBe(
      '[production/agents/b] "source" (Invalid)');
  });

  test('may not seal different values', () => {
    const sealed = (value: string) => SecretSource.sealed('x', { certificate: CERTIFICATE, sealingKey: SEALING_KEY, values: { token: SealedValue.secret(value) } });
    const message = messageOf(() => withPlatform((namespace) => [read(namespace, sealed('a first value'), 'a'), read(namespace, sealed('another value'), 'b')]));
    expect(summaryOf(message)).toBe('[production/agents/b] "source" (Invalid)');
    expect(message).not.toContain('value');
  });

  test('are apart in two namespaces', () => {
    const { manifests } = withPlatform((namespace) => [
      read(namespace, external('x'), 'a'), read(new Namespace(namespace.node.scope as never, 'others'), external('y'), 'b'),
    ]);
    expect(manifests().all('ExternalSecret').map(({ metadata }) => metadata.namespace)).toEqual(['agents', 'others']);
  });

  test('are apart in two Platforms of one app', () => {
    const first = withPlatform((namespace) => read(namespace, external('x')));
    const second = withPlatform((namespace) => read(namespace, external('x')));
    expect([first, second].map(({ manifests }) => manifests().all('ExternalSecret').length)).toEqual([1, 1]);
  });
});

