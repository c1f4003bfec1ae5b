import { readFileSync } from 'fs';
import { join } from 'path';
import { Chart, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import {
  AgentApi, AgentGateway, ClusterProfile, GatewayEngine, InfisicalAuth, Namespace, Operator, Platform, PlatformApp, PlatformProps,
  SealedSecretOptions, SealedValue, SecretChange, SecretSource, SecretStoreRef, SecretType,
} from '../../src';
import { IMAGE, messageOf, silentApp, temporaryFolder, withHardenedPlatform, withPlatform } from '../support/platforms';
import { CERTIFICATE, CIPHERTEXT, CLEAR, keyPair, SEALING_KEY, sourcesOf } from './support';

const VAULT = SecretStoreRef.cluster('vault');
const AUTH = InfisicalAuth.ref('agents-auth', { namespace: 'infisical' });

function read(namespace: Construct, source: SecretSource, id: string = 'api', keys: string[] = ['token']): AgentApi {
  return new AgentApi(namespace, id, { image: IMAGE, secrets: Object.fromEntries(keys.map((key) => [key.toUpperCase().replace(/-/g, '_'), source.key(key)])) });
}

function messageFor(source: SecretSource, props: PlatformProps = {}): string {
  return messageOf(() => withPlatform((namespace) => read(namespace, source), props));
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
    expect(app.report().parts).toBe(1);
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
    const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
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
    expect(messageOf(() => withPlatform((namespace) => [read(namespace, external('x'), 'a'), read(namespace, external('y'), 'b')]))).toBe(
      '[production/agents/b] "source" is "SecretSource.externalSecrets(\'model-api\', ...)", but must be one source for one Secret: '
      + 'production/agents/a gets it from another SecretSource.externalSecrets(...); pass one handle to both');
  });

  test('may not disagree on whether it exists', () => {
    expect(messageOf(() => withPlatform((namespace) => [read(namespace, SecretSource.existing('model-api'), 'a'), read(namespace, external('y'), 'b')]))).toBe(
      '[production/agents/b] "source" is "SecretSource.externalSecrets(\'model-api\', ...)", but must be one source for one Secret: '
      + 'production/agents/a gets it from another SecretSource.existing(...); pass one handle to both');
  });

  test('may not seal different values', () => {
    const sealed = (value: string) => SecretSource.sealed('x', { certificate: CERTIFICATE, sealingKey: SEALING_KEY, values: { token: SealedValue.secret(value) } });
    const message = messageOf(() => withPlatform((namespace) => [read(namespace, sealed('a first value'), 'a'), read(namespace, sealed('another value'), 'b')]));
    expect(message).toContain('must be one source for one Secret');
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

describe('refused', () => {
  const sealed = (options: Partial<SealedSecretOptions>) => SecretSource.sealed('model-api', {
    certificate: CERTIFICATE, sealingKey: SEALING_KEY, values: { token: SealedValue.secret(CLEAR) }, ...options,
  });
  const at = '[production/agents/api] "secrets.TOKEN.';
  const pem = 'but must be a certificate in PEM with an RSA key of at least 2048 bits';
  const fetch = 'pass the text that kubeseal --fetch-cert prints: it is needed to seal values that are given in clear';

  test.each<[string, SecretSource, string]>([
    ['a value in clear in the place of a sealed one', sealed({ values: { token: SealedValue.encrypted(CLEAR) } }),
      `${at}values["token"]" is a text of 20 characters, but must be a value that kubeseal sealed: copy it from "encryptedData" of what kubeseal prints; `
      + 'it is not shown here, because it may be a secret in clear'],
    ['base64 of a value in clear', sealed({ values: { token: SealedValue.encrypted(Buffer.from(CLEAR).toString('base64')) } }),
      `${at}values["token"]" is a text of 28 characters, but must be a value that kubeseal sealed: copy it from "encryptedData" of what kubeseal prints; `
      + 'it is not shown here, because it may be a secret in clear'],
    ['a string in the place of a value', sealed({ values: { token: CLEAR as never } }),
      `${at}values["token"]" is a text of 20 characters, but must be a SealedValue: write it like SealedValue.encrypted('AgB...')`],
    ['a variable that is not set', sealed({ values: { token: SealedValue.secret(undefined as never) } }),
      `${at}values["token"]" is undefined, but must be a text: is the environment variable set that it is read from?`],
    ['a secret that is guessed', sealed({ values: { token: SealedValue.secret('1234567') } }),
      `${at}values["token"]" is a text of 7 characters, but must be a secret of at least 8 characters: shorter ones are guessed; `
      + 'use SealedValue.notSecret for what is none'],
    ['no values', sealed({ values: {} }),
      `${at}values" is an Object, but must be at least one value: write it like { token: SealedValue.encrypted('AgB...') }`],
    ['no certificate', sealed({ certificate: undefined }), `${at}certificate" is undefined, ${pem}: ${fetch}`],
    ['a private key in its place', sealed({ certificate: '-----BEGIN PRIVATE KEY-----' }), `${at}certificate" is a text of 27 characters, ${pem}: ${fetch}`],
    ['no sealing key', sealed({ sealingKey: undefined }),
      `${at}sealingKey" is undefined, but must be a text of at least 32 characters: make one with openssl rand -base64 32 and keep it with the secrets `
      + 'of your pipeline: with it an unchanged value keeps its ciphertext'],
    ['a short sealing key', sealed({ sealingKey: 'short' }),
      `${at}sealingKey" is a text of 5 characters, but must be a text of at least 32 characters: make one with openssl rand -base64 32 and keep it with `
      + 'the secrets of your pipeline: with it an unchanged value keeps its ciphertext'],
    ['a type that is none', sealed({ type: 'tls' as never }),
      `${at}type" is "tls", but must be one of "Opaque", "kubernetes.io/tls", "kubernetes.io/basic-auth", "kubernetes.io/dockerconfigjson": `
      + 'leave it out for any keys'],
    ['a key that is not sealed', sealed({ values: { password: SealedValue.encrypted(CIPHERTEXT) } }),
      '[production/agents/api] "key" is "token", but must be one of "password": seal it too: the sealed Secret model-api has no other keys'],
    ['no store', SecretSource.externalSecrets('x', { store: 'vault' as never, path: 'x' }),
      `${at}store" is "vault", but must be a SecretStoreRef: write it like SecretStoreRef.cluster('vault')`],
    ['a store by a wrong name', SecretSource.externalSecrets('x', { store: SecretStoreRef.cluster('Vault'), path: 'x' }),
      `${at}store.name" is "Vault", but must be an object name (a-z, 0-9, - and ., at most 253 characters): use the name that kubectl shows`],
    ['a key that is nowhere in the store', SecretSource.externalSecrets('x', { store: VAULT, entries: { other: { path: 'other' } } }),
      '[production/agents/api] "key" is "token", but must be a key that the source of x has: add it to "entries" of the source, or say by "path" where all keys are'],
    ['a refresh every second', SecretSource.externalSecrets('x', { store: VAULT, path: 'x', refreshInterval: Duration.seconds(1) }),
      `${at}refreshInterval" is "1s", but must be a Duration from 10 to 2592000 seconds, in whole seconds: leave it out for 60 minutes`],
    ['no options', SecretSource.externalSecrets('x', undefined as never),
      `${at}options" is undefined, but must be a set of named values: write it like { name: value }`],
    ['no auth', SecretSource.infisical('x', { auth: 'agents-auth' as never, project: 'p', environment: 'prod' }),
      `${at}auth" is a text of 11 characters, but must be an InfisicalAuth: write it like InfisicalAuth.ref('agents-auth')`],
    ['an environment by its title', SecretSource.infisical('x', { auth: AUTH, project: 'p', environment: 'Production' }),
      `${at}environment" is "Production", but must be a DNS label (a-z, 0-9 and -, at most 63 characters): shorten it or use lower case, digits and dashes`],
    ['a name that breaks out of its template', SecretSource.infisical('x', { auth: AUTH, project: 'p', environment: 'prod', names: { token: 'A").Value }}' } }),
      `${at}names["token"]" is "A\\").Value }}", but must be the name of a secret in Infisical (letters, digits, _, . and -): copy it from Infisical`],
    ['a host without a scheme', SecretSource.infisical('x', {
      auth: InfisicalAuth.kubernetes({ identityId: 'i', serviceAccount: 's', hostApi: 'infisical.example.com' }), project: 'p', environment: 'prod',
    }), `${at}auth.hostApi" is "infisical.example.com", but must be the address of an API: write it like https://infisical.example.com/api`],
    ['no identity', SecretSource.infisical('x', { auth: InfisicalAuth.universal('identity' as never), project: 'p', environment: 'prod' }),
      `${at}auth.credentials" is a text of 8 characters, but must be a SecretSource: write it like SecretSource.existing('infisical-identity')`],
    ['a change that is none', SecretSource.existing('x', { onChange: 'restart' as never }),
      `${at}onChange" is "restart", but must be one of "leave running", "restart by Reloader": leave it out to leave pods running`],
  ])('%s', (_, source, message) => {
    expect(messageFor(source)).toBe(message);
  });

  test('a certificate that is none', () => {
    expect(messageFor(sealed({ certificate: 'hello' }))).toMatch(/certificate" is a text of 5 characters, but must be a certificate in PEM .* \(.*\): pass the text/);
  });

  test('a certificate with a short key', () => {
    expect(messageFor(sealed({ certificate: keyPair(1024).certificate }))).toContain(pem);
  });

  test('sealing for a namespace that is not known', () => {
    const chart = new Chart(silentApp(), 'chart');
    expect(messageOf(() => read(chart, sealed({})))).toBe('[chart/api] "namespace" is undefined, but must be known: a value is sealed for one namespace: '
      + 'create the part in a Namespace, or in a Chart with one');
  });

  test('a part under the id of Secrets', () => {
    const compose = (namespace: Namespace) => {
      new AgentApi(namespace, 'Secrets', { image: IMAGE });
      read(namespace, SecretSource.externalSecrets('x', { store: VAULT, path: 'x' }));
    };
    expect(messageOf(() => withPlatform(compose))).toBe('[production/agents/api] "id" is "production/agents/Secrets", but must be an id other than Secrets: '
      + 'what makes Secrets stands under this id; rename the part');
  });

  test.each(sourcesOf('x', ['token']).slice(1))('%s where the cluster lacks its operator', (_, source) => {
    const cluster = ClusterProfile.generic({ operators: [Operator.ISTIO] });
    expect(messageFor(source, { cluster })).toMatch(
      /^\[production\/agents\/api\] "source" is "a choice that needs (Sealed Secrets|External Secrets|Infisical)", but must be one that the cluster can run/);
  });

  test('Reloader where the cluster lacks it', () => {
    const cluster = ClusterProfile.generic({ operators: [Operator.EXTERNAL_SECRETS] });
    expect(messageFor(SecretSource.externalSecrets('x', { store: VAULT, path: 'x', onChange: SecretChange.RESTART_BY_RELOADER }), { cluster })).toBe(
      '[production/agents/api] "onChange" is "a choice that needs Reloader", but must be one that the cluster can run (stated operators: External Secrets): '
      + 'add Operator.RELOADER to the ClusterProfile once it is installed, or use SecretChange.LEAVE_RUNNING');
  });
});
