import { Construct } from 'constructs';
import { AgentApi, BindingForm, Connectable, Connections, ExternalService, IConnectable, Namespace, SecretSource, TrafficPeer } from '../../src';
import { Manifest } from '../support/manifests';
import { IMAGE, withHardenedPlatform, withPlatform } from '../support/platforms';
import { refusal } from '../support/refusals';

/** A store, as far as a client can tell. */
class Store extends Construct implements IConnectable {
  private readonly connections: Connections;

  public constructor(scope: Construct, id: string, private readonly ports: number[] = [5432]) {
    super(scope, id);
    this.connections = new Connections(this, 'Connections', {
      metadata: { name: id }, selector: { 'app.kubernetes.io/instance': id }, serviceAccount: id,
    });
  }

  public toConnectable(): Connectable {
    const source = SecretSource.existing(`${this.node.id}-app`);
    return {
      peers: [this.connections.peer],
      ports: this.ports,
      connections: this.connections,
      binding: {
        type: 'postgresql',
        literals: { host: `${this.node.id}.example`, port: '5432' },
        secrets: { 'username': source.key('username'), 'ca.crt': source.key('ca.crt') },
      },
    };
  }
}

describe('credentials', () => {
  test('are variables from the target\'s Secret', () => {
    const { manifests } = withPlatform((namespace) => new AgentApi(namespace, 'client', { image: IMAGE }).connectTo(new Store(namespace, 'store')));
    expect(manifests().env('Deployment', 'client')).toMatchObject({
      STORE_HOST: 'store.example',
      STORE_USERNAME: { secretKeyRef: { name: 'store-app', key: 'username' } },
    });
  });

  // Authorities and certificates are renewed while the pod runs: a variable would keep the old one until the pod is replaced.
  test.each([
    ['standard', withPlatform, '/etc/certificates/store'], ['hardened', withHardenedPlatform, '/bindings/store'],
  ] as const)('certificates are files in the %s security profile, and variables say where', (_profile, compose, folder) => {
    const source = SecretSource.existing('client');
    const { manifests } = compose((namespace) => new AgentApi(namespace, 'client', { image: IMAGE }).connectTo(new ExternalService(namespace, 'store', {
      host: 'store.example', port: 443, addresses: TrafficPeer.publicInternet(), credentials: {
        'ca.crt': source.key('ca.crt'), 'tls.crt': source.key('tls.crt'), 'tls.key': source.key('tls.key'), 'extra.pem': source.key('extra'),
      },
    })));
    const env = manifests().env('Deployment', 'client');
    expect(env).toMatchObject({
      STORE_CA_FILE: `${folder}/ca.crt`, STORE_CERT_FILE: `${folder}/tls.crt`, STORE_KEY_FILE: `${folder}/tls.key`, STORE_EXTRA_PEM_FILE: `${folder}/extra.pem`,
    });
    expect(Object.keys(env).filter((name) => /^STORE_.*(CRT|KEY|PEM)$/.test(name))).toEqual([]);
    const { containers: [{ volumeMounts }], volumes } = manifests().podSpec('Deployment');
    const { name } = volumeMounts.find(({ mountPath }: Manifest) => mountPath === folder);
    const { projected } = volumes.find((volume: Manifest) => volume.name === name);
    expect(projected.defaultMode).toBe(0o440);
    expect(projected.sources.at(-1).secret.items.map(({ path }: Manifest) => path)).toEqual(['ca.crt', 'tls.crt', 'tls.key', 'extra.pem']);
  });

  test('are the client\'s own Secret where it gives one', () => {
    const { manifests } = withPlatform((namespace) => new AgentApi(namespace, 'client', { image: IMAGE })
      .connectTo(new Store(namespace, 'store'), { credentials: SecretSource.existing('mine') }));
    expect(manifests().env('Deployment', 'client')).toMatchObject({ STORE_USERNAME: { secretKeyRef: { name: 'mine', key: 'username' } } });
  });

  test('are files in the hardened security profile, as servicebinding.io lays them out', () => {
    const { manifests } = withHardenedPlatform((namespace) => new AgentApi(namespace, 'client', { image: IMAGE })
      .connectTo(new Store(namespace, 'store')));
    const { spec: { template } } = manifests().one('Deployment', 'client');
    expect(template.spec.volumes.find(({ name }: Manifest) => name === 'binding-store').projected).toEqual({
      defaultMode: 0o440,
      sources: [
        {
          downwardAPI: {
            items: ['type', 'host', 'port'].map((path) => (
              { path, fieldRef: { apiVersion: 'v1', fieldPath: `metadata.annotations['bindings/store.${path}']` } })),
          },
        },
        { secret: { name: 'store-app', items: [{ key: 'username', path: 'username' }, { key: 'ca.crt', path: 'ca.crt' }] } },
      ],
    });
    expect(template.metadata.annotations).toMatchObject({
      'bindings/store.type': 'postgresql', 'bindings/store.host': 'store.example', 'bindings/store.port': '5432',
    });
    expect(template.spec.containers[0].volumeMounts).toContainEqual({ name: 'binding-store', mountPath: '/bindings/store', readOnly: true });
    expect(manifests().env('Deployment', 'client')).toMatchObject({ SERVICE_BINDING_ROOT: '/bindings' });
  });

  test.each<[BindingForm, boolean]>([[BindingForm.FILES, true], [BindingForm.VARIABLES, false]])('are %s by name', (form, files) => {
    const { manifests } = (files ? withPlatform : withHardenedPlatform)((namespace) => new AgentApi(namespace, 'client', { image: IMAGE })
      .connectTo(new Store(namespace, 'store'), { form }));
    expect('STORE_HOST' in manifests().env('Deployment', 'client')).toBe(!files);
  });

  test('two bindings as files share the root', () => {
    const { manifests } = withHardenedPlatform((namespace) => {
      const client = new AgentApi(namespace, 'client', { image: IMAGE });
      ['one', 'two'].forEach((id) => client.connectTo(new Store(namespace, id)));
    });
    expect(manifests().container('Deployment').volumeMounts.map(({ mountPath }: Manifest) => mountPath)).toEqual(['/tmp', '/bindings/one', '/bindings/two']);
  });

  test('must exist, and synthesis says so', () => {
    const { app } = withPlatform((namespace) => new AgentApi(namespace, 'client', { image: IMAGE }).connectTo(new Store(namespace, 'store')));
    expect(app.report().requiredSecrets).toMatchObject([{ namespace: 'agents', name: 'store-app', keys: ['ca.crt', 'username'] }]);
  });

  test('of another namespace cannot be read', () => {
    const message = refusal(() => withPlatform((namespace) => new AgentApi(namespace, 'client', { image: IMAGE })
      .connectTo(new Store(new Namespace(namespace.node.scope as Construct, 'data'), 'store'))));
    expect(message).toBe('[production/agents/client] "connectTo.credentials" (Required)');
  });

  test('of another namespace are the client\'s own Secret', () => {
    const { app } = withPlatform((namespace) => new AgentApi(namespace, 'client', { image: IMAGE })
      .connectTo(new Store(new Namespace(namespace.node.scope as Construct, 'data'), 'store'), { credentials: SecretSource.existing('copied') }));
    expect(app.report().requiredSecrets).toMatchObject([{ namespace: 'agents', name: 'copied' }]);
  });
});
