import { Chart, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import {
  AgentApi, ClusterProfile, InfisicalAuth, Namespace, Operator, PlatformProps, SealedSecretOptions, SealedValue, SecretChange, SecretSource,
  SecretStoreRef,
} from '../../src';
import { IMAGE, silentApp, withPlatform } from '../support/platforms';
import { refusal } from '../support/refusals';
import { CERTIFICATE, CIPHERTEXT, CLEAR, keyPair, SEALING_KEY, sourcesOf } from './support';

const VAULT = SecretStoreRef.cluster('vault');
const AUTH = InfisicalAuth.ref('agents-auth', { namespace: 'infisical' });

function read(namespace: Construct, source: SecretSource, id: string = 'api', keys: string[] = ['token']): AgentApi {
  return new AgentApi(namespace, id, { image: IMAGE, secrets: Object.fromEntries(keys.map((key) => [key.toUpperCase().replace(/-/g, '_'), source.key(key)])) });
}

function messageFor(source: SecretSource, props: PlatformProps = {}): string {
  return refusal(() => withPlatform((namespace) => read(namespace, source), props));
}

describe('refused', () => {
  const sealed = (options: Partial<SealedSecretOptions>) => SecretSource.sealed('model-api', {
    certificate: CERTIFICATE, sealingKey: SEALING_KEY, values: { token: SealedValue.secret(CLEAR) }, ...options,
  });

  test.each<[string, SecretSource, string]>([
    ['a value in clear in the place of a sealed one', sealed({ values: { token: SealedValue.encrypted(CLEAR) } }),
      '"secrets.TOKEN.values["token"]" (Invalid)'],
    ['base64 of a value in clear', sealed({ values: { token: SealedValue.encrypted(Buffer.from(CLEAR).toString('base64')) } }),
      '"secrets.TOKEN.values["token"]" (Invalid)'],
    ['a string in the place of a value', sealed({ values: { token: CLEAR as never } }),
      '"secrets.TOKEN.values["token"]" (Invalid)'],
    ['a variable that is not set', sealed({ values: { token: SealedValue.secret(undefined as never) } }),
      '"secrets.TOKEN.values["token"]" (Required)'],
    ['a secret that is guessed', sealed({ values: { token: SealedValue.secret('1234567') } }),
      '"secrets.TOKEN.values["token"]" (Invalid)'],
    ['no values', sealed({ values: {} }),
      '"secrets.TOKEN.values" (Invalid)'],
    ['no certificate', sealed({ certificate: undefined }), '"secrets.TOKEN.certificate" (Required)'],
    ['a private key in its place', sealed({ certificate: '-----BEGIN PRIVATE KEY-----' }), '"secrets.TOKEN.certificate" (Invalid)'],
    ['no sealing key', sealed({ sealingKey: undefined }),
      '"secrets.TOKEN.sealingKey" (Required)'],
    ['a short sealing key', sealed({ sealingKey: 'short' }),
      '"secrets.TOKEN.sealingKey" (Invalid)'],
    ['a type that is none', sealed({ type: 'tls' as never }),
      '"secrets.TOKEN.type" (NotSupported)'],
    ['a key that is not sealed', sealed({ values: { password: SealedValue.encrypted(CIPHERTEXT) } }),
      '"key" (NotSupported)'],
    ['no store', SecretSource.externalSecrets('x', { store: 'vault' as never, path: 'x' }),
      '"secrets.TOKEN.store" (TypeInvalid)'],
    ['a store by a wrong name', SecretSource.externalSecrets('x', { store: SecretStoreRef.cluster('Vault'), path: 'x' }),
      '"secrets.TOKEN.store.name" (Invalid)'],
    ['a key that is nowhere in the store', SecretSource.externalSecrets('x', { store: VAULT, entries: { other: { path: 'other' } } }),
      '"key" (Invalid)'],
    ['a refresh every second', SecretSource.externalSecrets('x', { store: VAULT, path: 'x', refreshInterval: Duration.seconds(1) }),
      '"secrets.TOKEN.refreshInterval" (OutOfRange)'],
    ['no options', SecretSource.externalSecrets('x', undefined as never),
      '"secrets.TOKEN.options" (Required)'],
    ['no auth', SecretSource.infisical('x', { auth: 'agents-auth' as never, project: 'p', environment: 'prod' }),
      '"secrets.TOKEN.auth" (TypeInvalid)'],
    ['an environment by its title', SecretSource.infisical('x', { auth: AUTH, project: 'p', environment: 'Production' }),
      '"secrets.TOKEN.environment" (Invalid)'],
    ['a name that breaks out of its template', SecretSource.infisical('x', { auth: AUTH, project: 'p', environment: 'prod', names: { token: 'A").Value }}' } }),
      '"secrets.TOKEN.names["token"]" (Invalid)'],
    ['a host without a scheme', SecretSource.infisical('x', {
      auth: InfisicalAuth.kubernetes({ identityId: 'i', serviceAccount: 's', hostApi: 'infisical.example.com' }), project: 'p', environment: 'prod',
    }), '"secrets.TOKEN.auth.hostApi" (Invalid)'],
    ['no identity', SecretSource.infisical('x', { auth: InfisicalAuth.universal('identity' as never), project: 'p', environment: 'prod' }),
      '"secrets.TOKEN.auth.credentials" (Invalid)'],
    ['a change that is none', SecretSource.existing('x', { onChange: 'restart' as never }),
      '"secrets.TOKEN.onChange" (NotSupported)'],
  ])('%s', (_, source, message) => {
    expect(messageFor(source)).toBe(`[production/agents/api] ${message}`);
  });

  test('a certificate that is none', () => {
    expect(messageFor(sealed({ certificate: 'hello' }))).toBe('[production/agents/api] "secrets.TOKEN.certificate" (Invalid)');
  });

  test('a certificate with a short key', () => {
    expect(messageFor(sealed({ certificate: keyPair(1024).certificate }))).toBe('[production/agents/api] "secrets.TOKEN.certificate" (Invalid)');
  });

  test('sealing for a namespace that is not known', () => {
    const chart = new Chart(silentApp(), 'chart');
    expect(refusal(() => read(chart, sealed({})))).toBe('[chart/api] "namespace" (Required)');
  });

  test('credentials that come from themselves', () => {
    const auth = InfisicalAuth.universal(SecretSource.existing('identity'));
    const source = SecretSource.infisical('x', { auth, project: 'p', environment: 'prod' });
    Object.assign(auth._method, { credentials: source });
    expect(messageFor(source)).toBe('[production/agents/api] "secrets.TOKEN.auth.credentials" (Invalid)');
  });

  test('a part under the id of Secrets', () => {
    const compose = (namespace: Namespace) => {
      new AgentApi(namespace, 'Secrets', { image: IMAGE });
      read(namespace, SecretSource.externalSecrets('x', { store: VAULT, path: 'x' }));
    };
    expect(refusal(() => withPlatform(compose))).toBe('[production/agents/api] "id" (Invalid)');
  });

  test.each(sourcesOf('x', ['token']).slice(1))('%s where the cluster lacks its operator', (_, source) => {
    const cluster = ClusterProfile.generic({ operators: [Operator.istio()] });
    expect(messageFor(source, { cluster })).toBe(
      '[production/agents/api] "source" (Unavailable)');
  });

  test('Reloader where the cluster lacks it', () => {
    const cluster = ClusterProfile.generic({ operators: [Operator.externalSecrets()] });
    expect(messageFor(SecretSource.externalSecrets('x', { store: VAULT, path: 'x', onChange: SecretChange.RESTART_BY_RELOADER }), { cluster })).toBe(
      '[production/agents/api] "onChange" (Unavailable)');
  });
});
