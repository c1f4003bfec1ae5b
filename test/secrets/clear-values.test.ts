import { readFileSync } from 'fs';
import { inspect } from 'util';
import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import {
  AgentApi, AgentApiProps, AgentController, Coordination, HealthCheck, Namespace, SealedSecretOptions, SealedValue, SecretSource, SecretStoreRef,
} from '../../src';
import { credentialIn } from '../../src/internal/credentials';
import { yamlFiles } from '../support/manifests';
import { IMAGE, messageOf, silentApp, validationErrors, withPlatform } from '../support/platforms';
import { refusal, refusals, summaryOf } from '../support/refusals';
import { CERTIFICATE, CLEAR, SEALING_KEY } from './support';

const FORMS = [CLEAR, JSON.stringify(CLEAR).slice(1, -1), Buffer.from(CLEAR).toString('base64'), encodeURIComponent(CLEAR)];

function sealed(options: Partial<SealedSecretOptions> = {}): SecretSource {
  return SecretSource.sealed('model-api', { certificate: CERTIFICATE, sealingKey: SEALING_KEY, values: { token: SealedValue.secret(CLEAR) }, ...options });
}

function api(namespace: Namespace, props: Partial<AgentApiProps> = {}): AgentApi {
  return new AgentApi(namespace, 'api', { image: IMAGE, secrets: { TOKEN: sealed().key('token') }, ...props });
}

function expectHidden(text: string): void {
  [...FORMS, SEALING_KEY].forEach((form) => expect(text).not.toContain(form));
}

describe('a value given in clear', () => {
  test('is in no file', () => {
    const { app } = withPlatform(api);
    app.synth();
    const files = yamlFiles(app.outdir);
    expect(files).toContain('production/agents/secrets.yaml');
    files.forEach((file) => expectHidden(readFileSync(`${app.outdir}/${file}`, 'utf8')));
  });

  test('is not seen by whoever prints the source', () => {
    expectHidden(inspect(sealed(), { depth: 10, showHidden: false }));
  });

  test('is not seen by whoever turns source, value or key into JSON', () => {
    expectHidden(JSON.stringify([sealed(), sealed().key('token'), SealedValue.secret(CLEAR), { ...sealed() }]));
  });

  test('is not seen by whoever turns a value into a text', () => {
    expectHidden(`${SealedValue.secret(CLEAR)}`);
  });

  test('is not in the report', () => {
    const { app } = withPlatform(api);
    expectHidden(JSON.stringify(app.report()));
  });
});

describe('a value that is sealed and passed on in clear', () => {
  /** What validation finds: the value, and who holds it. */
  const refused = (root: App, holder: string) => {
    expect(refusals(root)).toEqual(['[production] "values["token"] of model-api" (Invalid)']);
    expect(validationErrors(root)[0]).toContain(holder);
  };

  test('as a variable', () => {
    const { app } = withPlatform((namespace) => api(namespace, { variables: { MODEL: `prefix ${CLEAR}` } }));
    refused(app, 'production/agents/api/Default/Default/Resource');
  });

  test('as a configuration file', () => {
    const { app } = withPlatform((namespace) => api(namespace, { configFiles: { 'app.yaml': `token: ${CLEAR}` } }));
    refused(app, 'production/agents/api/Default/ConfigMap-config');
  });

  test('in base64, in an object of the user\'s own', () => {
    const { app } = withPlatform((namespace) => {
      new k8s.KubeConfigMap(namespace, 'own', { data: { token: Buffer.from(CLEAR).toString('base64') } });
      return api(namespace);
    });
    refused(app, 'production/agents/own');
  });

  test('in a chart beside the platform', () => {
    const { app } = withPlatform(api);
    new k8s.KubeConfigMap(new Chart(app, 'beside'), 'own', { data: { token: CLEAR } });
    refused(app, 'beside/own');
  });

  test('writes nothing', () => {
    const { app } = withPlatform((namespace) => api(namespace, { variables: { MODEL: CLEAR } }));
    messageOf(() => app.synth());
    expect(yamlFiles(app.outdir)).toEqual([]);
  });

  test('is allowed for what is no secret', () => {
    const { manifests } = withPlatform((namespace) => api(namespace, {
      variables: { MODEL_HOST: 'api.example.com' },
      secrets: { TOKEN: sealed({ values: { token: SealedValue.secret(CLEAR), host: SealedValue.notSecret('api.example.com') } }).key('token') },
    }));
    expect(manifests().env('Deployment').MODEL_HOST).toBe('api.example.com');
  });
});

describe('a Secret with values', () => {
  test('in a Platform is refused', () => {
    const { app } = withPlatform((namespace) => new k8s.KubeSecret(namespace, 'own', { stringData: { token: CLEAR } }));
    expect(refusals(app)).toEqual(['[production] "kind" (Invalid)']);
  });

  test('without values is not', () => {
    const { manifests } = withPlatform((namespace) => new k8s.KubeSecret(namespace, 'own', { type: 'kubernetes.io/service-account-token' }));
    expect(manifests().all('Secret')).toHaveLength(1);
  });

  test('in a chart outside of a Platform is the user\'s own affair', () => {
    const app = silentApp();
    const chart = new Chart(app, 'chart');
    new AgentApi(chart, 'api', { image: IMAGE });
    new k8s.KubeSecret(chart, 'own', { stringData: { token: CLEAR } });
    expect(() => app.synth()).not.toThrow();
  });
});

describe('what is a credential by its form', () => {
  const TOKEN = `ghp_${'a1'.repeat(18)}`;
  const PRIVATE_KEY = '-----BEGIN RSA PRIVATE KEY-----\nMIIE';
  test.each([
    ['an access token', TOKEN],
    ['an address with a password', 'postgresql://app:hunter2@customers:5432/app'],
    ['a private key', PRIVATE_KEY],
  ])('%s is refused as a variable, and not repeated', (_, value) => {
    const message = messageOf(() => withPlatform((namespace) => api(namespace, { variables: { MODEL: value } })));
    expect(summaryOf(message)).toBe('[production/agents/api] "variables.MODEL" (Invalid)');
    expect(message).not.toContain(value);
  });

  test('a private key is refused in a configuration file', () => {
    const compose = (namespace: Namespace) => new AgentController(namespace, 'controller', {
      image: IMAGE, coordination: Coordination.leaderElection(), configFiles: { 'key.pem': PRIVATE_KEY },
    });
    expect(refusal(() => withPlatform(compose))).toBe('[production/agents/controller] "configFiles["key.pem"]" (Invalid)');
  });

  test.each(['https://api.example.com:443/v1', 'postgresql://$(USER):$(PASSWORD)@host/db', 'postgresql://app:${PASSWORD}@host/db', 'user@example.com'])('%s is none', (value) => {
    expect(() => withPlatform((namespace) => api(namespace, { variables: { MODEL: value } }))).not.toThrow();
  });
});

describe('a value that is sealed is found in every form', () => {
  const b64 = (text: string) => Buffer.from(text).toString('base64');
  test.each<[string, string]>([
    ['base64 without padding', b64(CLEAR).replace(/=/g, '')],
    ['base64url', Buffer.from(CLEAR).toString('base64url')],
    ['a user in base64', b64(`app:${CLEAR}`)],
    ['base64 of base64', b64(b64(CLEAR))],
    ['hexadecimal', Buffer.from(CLEAR).toString('hex')],
    ['hexadecimal in capitals', Buffer.from(CLEAR).toString('hex').toUpperCase()],
    ['JSON in a text', JSON.stringify({ token: CLEAR })],
    ['JSON in JSON', JSON.stringify(JSON.stringify({ token: CLEAR }))],
    ['a percent-encoded address', `https://example.com/${encodeURIComponent(CLEAR)}`],
    ['JSON in base64', b64(JSON.stringify({ token: CLEAR }))],
  ])('%s', (_, text) => {
    const { app } = withPlatform((namespace) => {
      new k8s.KubeConfigMap(namespace, 'own', { data: { a: text } });
      return api(namespace);
    });
    expect(messageOf(() => app.synth())).toMatch(/"values\["token"\] of model-api" is "in clear".* production\/agents\/own holds it/);
  });

  test('with a newline that only the sealed one has', () => {
    const { app } = withPlatform((namespace) => {
      new k8s.KubeConfigMap(namespace, 'own', { data: { a: CLEAR } });
      return api(namespace, { secrets: { TOKEN: sealed({ values: { token: SealedValue.secret(`${CLEAR}\n`) } }).key('token') } });
    });
    expect(messageOf(() => app.synth())).toMatch(/production\/agents\/own holds it/);
  });
});

describe('what the user renders by other means', () => {
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x' }, stringData: { a: 'b' } };
  test('a Secret in a List', () => {
    const { app } = withPlatform((namespace) => new ApiObject(namespace, 'own', { apiVersion: 'v1', kind: 'List', items: [secret] } as never));
    expect(messageOf(() => app.synth())).toMatch(/"kind" is "a Secret with values".*production\/agents\/own/);
  });

  test('an object whose kind was patched', () => {
    const { app } = withPlatform((namespace) => new ApiObject(namespace, 'own', { apiVersion: 'v1', kind: 'ConfigMap', data: { a: 'b' } } as never).addJsonPatch(JsonPatch.replace('/kind', 'Secret')));
    expect(messageOf(() => app.synth())).toMatch(/"kind" is "a Secret with values".*production\/agents\/own/);
  });

  const TOKEN = `ghp_${'a1'.repeat(18)}`;
  test.each<[string, Partial<AgentApiProps>]>([
    ['an argument', { args: ['--token', TOKEN] }],
    ['a command', { command: ['sh', '-c', `curl -H ${TOKEN}`] }],
    ['a probe', { liveness: HealthCheck.command(['check', TOKEN]) }],
    ['an external entry', { secrets: { A: SecretSource.externalSecrets('a', { store: SecretStoreRef.cluster('v'), entries: { a: { path: TOKEN } } }).key('a') } }],
  ])('a token in %s', (_, props) => {
    const { app } = withPlatform((namespace) => new AgentApi(namespace, 'api', { image: IMAGE, ...props }));
    const message = messageOf(() => app.synth());
    expect(message).toMatch(/"manifest" is "an access token", but must be without credentials/);
    expect(message).not.toContain(TOKEN);
  });
});

test.each([
  `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.${'a'.repeat(43)}`, `sk-${'a1'.repeat(24)}`, `sk-proj-${'a1'.repeat(24)}`, `sk_live_${'a1'.repeat(12)}`,
  `ASIA${'A1'.repeat(8)}`, '-----BEGIN PGP PRIVATE KEY BLOCK-----', '-----BEGIN EC PRIVATE KEY-----', `AIza${'a1'.repeat(18)}`, `npm_${'a1'.repeat(18)}`,
])('%s is a credential', (token) => {
  expect(credentialIn(`x=${token}`)).toBeDefined();
});

test.each(['task-controller-manager-of-a-long-name', 'sk-controller-manager', 'asia-southeast1-docker.pkg.dev/a/b', '-----BEGIN CERTIFICATE-----', 'eyJ.eyJ.a'])('%s is none', (text) => {
  expect(credentialIn(text)).toBeUndefined();
});
