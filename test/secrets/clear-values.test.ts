import { readFileSync } from 'fs';
import { inspect } from 'util';
import { App, Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import { AgentApi, AgentApiProps, AgentController, Coordination, Namespace, SealedSecretOptions, SealedValue, SecretSource } from '../../src';
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
