import { Construct } from 'constructs';
import { AgentApi, BindingForm, Connectable, ExternalService, IConnectable, Namespace, Permission, SecretSource, SecretStoreRef, TrafficPeer } from '../../src';
import { IMAGE, messageOf, withHardenedPlatform, withPlatform } from '../support/platforms';

const model = (n: Namespace, id: string) => new ExternalService(n, id, { host: 'a.example.com', port: 443, addresses: TrafficPeer.publicInternet() });

function connected(...prefixes: string[]) {
  return withPlatform((n) => {
    const api = new AgentApi(n, 'api', { image: IMAGE });
    prefixes.forEach((prefix, index) => api.connectTo(model(n, `m${index}`), { prefix, form: BindingForm.FILES }));
  });
}

class Target extends Construct implements IConnectable {
  public constructor(scope: Construct, id: string, private readonly literals: Record<string, string>, private readonly keys: string[] = []) {
    super(scope, id);
  }

  public toConnectable(): Connectable {
    const secrets = Object.fromEntries(this.keys.map((key) => [key, SecretSource.existing('a').key('b')]));
    return { peers: [TrafficPeer.publicInternet()], ports: [443], binding: { type: 'http', literals: this.literals, secrets } };
  }
}

test.each([[['A_B', 'A__B']], [['A_B', '_A_B']], [['_']]])('prefixes %j are refused', (prefixes) => {
  expect(messageOf(() => connected(...prefixes))).toMatch(/^\[production\/agents\/api\] "connectTo.prefix" is /);
});

test('a long prefix makes names that Kubernetes takes', () => {
  const { template } = connected('A'.repeat(90)).manifests().one('Deployment').spec;
  template.spec.volumes.forEach(({ name }: { name: string }) => expect(name.length).toBeLessThan(64));
  Object.keys(template.metadata.annotations).forEach((name) => expect(name.split('/').at(-1)!.length).toBeLessThan(64));
});

test('certificates beside variables keep apart too', () => {
  const compose = (n: Namespace, prefixes: string[]) => {
    const api = new AgentApi(n, 'api', { image: IMAGE });
    prefixes.forEach((prefix, index) => api.connectTo(new Target(n, `t${index}`, {}, ['ca.crt']), { prefix, form: BindingForm.VARIABLES }));
  };
  expect(messageOf(() => withPlatform((n) => compose(n, ['A_B', 'A__B'])))).toMatch(/"connectTo.prefix" is "A__B"/);
  const { volumes } = withPlatform((n) => compose(n, ['A'.repeat(90)])).manifests().one('Deployment').spec.template.spec;
  volumes.forEach(({ name }: { name: string }) => expect(name.length).toBeLessThan(64));
});

test.each(['..', '.', '/etc/x', '..data', '__proto__'])('entry %s is refused', (entry) => {
  const compose = (n: Namespace, target: Target) => new AgentApi(n, 'api', { image: IMAGE }).connectTo(target);
  const literals = JSON.parse(`{ "${entry}": "x" }`);
  expect(messageOf(() => withPlatform((n) => compose(n, new Target(n, 't', literals))))).toMatch(/^\[production\/agents\/api\] "connectTo\.target\.binding\.literals" is /);
});

test('an entry that is a literal and in a Secret is refused', () => {
  expect(messageOf(() => withPlatform((n) => new AgentApi(n, 'api', { image: IMAGE }).connectTo(new Target(n, 't', { a: 'b' }, ['a'])))))
    .toMatch(/^\[production\/agents\/api\] "connectTo.binding" is "a"/);
});

test.each(['.', '..', '..data'])('key %s of a Secret is refused', (key) => {
  expect(messageOf(() => withPlatform((n) => new AgentApi(n, 'api', { image: IMAGE, secrets: { T: SecretSource.existing('a').key(key) } }))))
    .toMatch(/^\[production\/agents\/api\] "secrets.T.key" is /);
  expect(messageOf(() => withPlatform((n) => new AgentApi(n, 'api', { image: IMAGE, configFiles: { [key]: 'x' } })))).toMatch(/"configFiles" is /);
});

test('secrets as files have a volume each, by names that Kubernetes takes', () => {
  const key = SecretSource.existing('a').key('b');
  const { manifests } = withHardenedPlatform((n) => new AgentApi(n, 'api', { image: IMAGE, secrets: { A_B: key, A__B: key, _: key, ['A'.repeat(90)]: key } }));
  const names: string[] = manifests().one('Deployment').spec.template.spec.volumes.map(({ name }: { name: string }) => name);
  expect(new Set(names).size).toBe(names.length);
  names.forEach((name) => expect(name).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/));
  expect(names).toContain('secret-a-b');
});

test('configuration files are counted in bytes', () => {
  expect(messageOf(() => withPlatform((n) => new AgentApi(n, 'api', { image: IMAGE, configFiles: { a: '€'.repeat(300_001) } })))).toMatch(/"configFiles" is "900004 bytes"/);
});

describe('names that every JavaScript object has', () => {
  test('are no keys of a store', () => {
    const source = SecretSource.externalSecrets('a', { store: SecretStoreRef.cluster('v'), entries: { a: { path: 'b' } } });
    expect(messageOf(() => withPlatform((n) => new AgentApi(n, 'api', { image: IMAGE, secrets: { T: source.key('toString') } })))).toMatch(/"key" is "toString"/);
  });

  test('are no forbidden permissions', () => {
    const permission = Permission.of({ apiGroups: ['', 'acme.io'], resources: ['constructor'], verbs: ['get', 'create'] });
    expect(() => withPlatform((n) => new AgentApi(n, 'api', { image: IMAGE }).allow(permission))).not.toThrow();
  });
});
