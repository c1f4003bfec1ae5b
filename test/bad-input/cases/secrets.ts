import { Duration } from 'cdk8s';
import { Alerting, InfisicalAuth, SealedValue, SecretSource, SecretStoreRef } from '../../../src';
import { Cases } from '../case';
import { CIPHERTEXT, api, gateway, infisical, reads, sealed, stack, stored, text, wild } from '../compose';

export const secretsCases: Cases = {
  'SecretKey.key': [
    ['malformed', () => api({ secrets: { TOKEN: { source: SecretSource.existing('model'), key: 'a b' } } }), 'production/agents/api', 'secrets.TOKEN.key', 'Invalid'],
  ],
  'SecretKey.source': [
    ['malformed', () => api({ secrets: { TOKEN: { source: 'model', key: 'token' } } }), 'production/agents/api', 'secrets.TOKEN', 'Invalid'],
  ],
  'SecretSource.existing.name': [
    ['malformed', () => api({ secrets: { TOKEN: SecretSource.existing('Model API').key('token') } }), 'production/agents/api', 'secrets.TOKEN', 'Invalid'],
    ['high', () => gateway({ certificate: SecretSource.existing('a'.repeat(254)) }), 'production/agents/gateway', 'certificate', 'Invalid'],
    ['low', () => stack({ alerting: Alerting.webhook(SecretSource.existing('')) }), 'production/agents/observability', 'alerting.webhook', 'Invalid'],
  ],
  'SecretSource.key.key': [
    ['malformed', () => api({ secrets: { TOKEN: SecretSource.existing('model').key('a/b') } }), 'production/agents/api', 'secrets.TOKEN.key', 'Invalid'],
    ['low', () => api({ secrets: { TOKEN: SecretSource.existing('model').key('') } }), 'production/agents/api', 'secrets.TOKEN.key', 'Invalid'],
  ],
  'ExistingSecretOptions.onChange': [
    ['malformed', () => reads(SecretSource.existing('model', { onChange: wild('restart') })), 'production/agents/api', 'secrets.TOKEN.onChange', 'NotSupported'],
  ],
  'SecretSource.externalSecrets.name': [
    ['malformed', () => reads(SecretSource.externalSecrets('Model API', { store: SecretStoreRef.cluster('vault') })), 'production/agents/api', 'secrets.TOKEN', 'Invalid'],
  ],
  'ExternalSecretOptions.store': [
    ['malformed', () => reads(stored({ store: 'vault' })), 'production/agents/api', 'secrets.TOKEN.store', 'TypeInvalid'],
  ],
  'ExternalSecretOptions.path': [
    ['low', () => reads(stored({ path: '' })), 'production/agents/api', 'secrets.TOKEN.path', 'Invalid'],
    ['high', () => reads(stored({ path: 'a'.repeat(1025) })), 'production/agents/api', 'secrets.TOKEN.path', 'Invalid'],
    ['malformed', () => reads(stored({ path: 5 })), 'production/agents/api', 'secrets.TOKEN.path', 'Invalid'],
  ],
  'ExternalSecretOptions.entries': [
    ['malformed', () => reads(stored({ entries: { 'a b': { path: 'x' } } })), 'production/agents/api', 'secrets.TOKEN.entries', 'Invalid'],
    ['malformed', () => reads(stored({ entries: text })), 'production/agents/api', 'secrets.TOKEN.entries', 'TypeInvalid'],
  ],
  'ExternalSecretOptions.refreshInterval': [
    ['low', () => reads(stored({ refreshInterval: Duration.seconds(9) })), 'production/agents/api', 'secrets.TOKEN.refreshInterval', 'OutOfRange'],
    ['high', () => reads(stored({ refreshInterval: Duration.days(31) })), 'production/agents/api', 'secrets.TOKEN.refreshInterval', 'OutOfRange'],
    ['malformed', () => reads(stored({ refreshInterval: '1h' })), 'production/agents/api', 'secrets.TOKEN.refreshInterval', 'TypeInvalid'],
  ],
  'ExternalSecretOptions.onChange': [
    ['malformed', () => reads(stored({ onChange: true })), 'production/agents/api', 'secrets.TOKEN.onChange', 'NotSupported'],
  ],
  'ExternalSecretOptions.type': [
    ['malformed', () => reads(stored({ type: 'tls' })), 'production/agents/api', 'secrets.TOKEN.type', 'NotSupported'],
  ],
  'RemoteEntry.path': [
    ['low', () => reads(stored({ entries: { token: { path: '' } } })), 'production/agents/api', 'secrets.TOKEN.entries["token"].path', 'Invalid'],
    ['malformed', () => reads(stored({ entries: { token: {} } })), 'production/agents/api', 'secrets.TOKEN.entries["token"].path', 'Required'],
  ],
  'RemoteEntry.property': [
    ['malformed', () => reads(stored({ entries: { token: { path: 'x', property: 5 } } })), 'production/agents/api', 'secrets.TOKEN.entries["token"].property', 'Invalid'],
  ],
  'SecretStoreRef.cluster.name': [
    ['malformed', () => reads(stored({ store: SecretStoreRef.cluster('My Vault') })), 'production/agents/api', 'secrets.TOKEN.store.name', 'Invalid'],
  ],
  'SecretStoreRef.namespaced.name': [
    ['malformed', () => reads(stored({ store: SecretStoreRef.namespaced(wild(undefined)) })), 'production/agents/api', 'secrets.TOKEN.store.name', 'Required'],
  ],
  'SecretSource.infisical.name': [
    ['malformed', () => reads(SecretSource.infisical('', { auth: InfisicalAuth.ref('agents-auth'), project: 'p', environment: 'prod' })), 'production/agents/api', 'secrets.TOKEN', 'Invalid'],
  ],
  'InfisicalOptions.auth': [
    ['malformed', () => reads(infisical({ auth: 'agents-auth' })), 'production/agents/api', 'secrets.TOKEN.auth', 'TypeInvalid'],
  ],
  'InfisicalOptions.project': [
    ['low', () => reads(infisical({ project: '' })), 'production/agents/api', 'secrets.TOKEN.project', 'Invalid'],
    ['malformed', () => reads(infisical({ project: undefined })), 'production/agents/api', 'secrets.TOKEN.project', 'Required'],
  ],
  'InfisicalOptions.environment': [
    ['malformed', () => reads(infisical({ environment: 'Production' })), 'production/agents/api', 'secrets.TOKEN.environment', 'Invalid'],
  ],
  'InfisicalOptions.path': [
    ['malformed', () => reads(infisical({ path: 'agents' })), 'production/agents/api', 'secrets.TOKEN.path', 'Invalid'],
  ],
  'InfisicalOptions.names': [
    ['malformed', () => reads(infisical({ names: { password: 'DB PASSWORD' } })), 'production/agents/api', 'secrets.TOKEN.names["password"]', 'Invalid'],
    ['malformed', () => reads(infisical({ names: text })), 'production/agents/api', 'secrets.TOKEN.names', 'TypeInvalid'],
  ],
  'InfisicalOptions.refreshInterval': [
    ['low', () => reads(infisical({ refreshInterval: Duration.seconds(1) })), 'production/agents/api', 'secrets.TOKEN.refreshInterval', 'OutOfRange'],
    ['high', () => reads(infisical({ refreshInterval: Duration.days(31) })), 'production/agents/api', 'secrets.TOKEN.refreshInterval', 'OutOfRange'],
    ['malformed', () => reads(infisical({ refreshInterval: 300 })), 'production/agents/api', 'secrets.TOKEN.refreshInterval', 'TypeInvalid'],
  ],
  'InfisicalOptions.onChange': [
    ['malformed', () => reads(infisical({ onChange: 'restart' })), 'production/agents/api', 'secrets.TOKEN.onChange', 'NotSupported'],
  ],
  'InfisicalOptions.type': [
    ['malformed', () => reads(infisical({ type: 'opaque' })), 'production/agents/api', 'secrets.TOKEN.type', 'NotSupported'],
  ],
  'InfisicalAuth.ref.name': [
    ['malformed', () => reads(infisical({ auth: InfisicalAuth.ref('Agents Auth') })), 'production/agents/api', 'secrets.TOKEN.auth.name', 'Invalid'],
  ],
  'InfisicalAuthRefOptions.namespace': [
    ['malformed', () => reads(infisical({ auth: InfisicalAuth.ref('agents-auth', { namespace: 'My Secrets' }) })), 'production/agents/api', 'secrets.TOKEN.auth.namespace', 'Invalid'],
  ],
  'InfisicalAuth.universal.credentials': [
    ['malformed', () => reads(infisical({ auth: InfisicalAuth.universal(wild('identity')) })), 'production/agents/api', 'secrets.TOKEN.auth.credentials', 'Invalid'],
  ],
  'InfisicalUniversalOptions.hostApi': [
    ['malformed', () => reads(infisical({ auth: InfisicalAuth.universal(SecretSource.existing('identity'), { hostApi: 'infisical' }) })), 'production/agents/api', 'secrets.TOKEN.auth.hostApi', 'Invalid'],
  ],
  'InfisicalKubernetesOptions.hostApi': [
    ['malformed', () => reads(infisical({ auth: InfisicalAuth.kubernetes({ identityId: 'x', serviceAccount: 'api', hostApi: wild(5) }) })), 'production/agents/api', 'secrets.TOKEN.auth.hostApi', 'Invalid'],
  ],
  'InfisicalKubernetesOptions.identityId': [
    ['low', () => reads(infisical({ auth: InfisicalAuth.kubernetes({ identityId: '', serviceAccount: 'api' }) })), 'production/agents/api', 'secrets.TOKEN.auth.identityId', 'Invalid'],
    ['malformed', () => reads(infisical({ auth: InfisicalAuth.kubernetes({ identityId: wild(undefined), serviceAccount: 'api' }) })), 'production/agents/api', 'secrets.TOKEN.auth.identityId', 'Required'],
  ],
  'InfisicalKubernetesOptions.serviceAccount': [
    ['malformed', () => reads(infisical({ auth: InfisicalAuth.kubernetes({ identityId: 'x', serviceAccount: 'My Account' }) })), 'production/agents/api', 'secrets.TOKEN.auth.serviceAccount', 'Invalid'],
  ],
  'SecretSource.sealed.name': [
    ['malformed', () => reads(SecretSource.sealed('Model API', { values: { token: SealedValue.encrypted(CIPHERTEXT) } })), 'production/agents/api', 'secrets.TOKEN', 'Invalid'],
  ],
  'SealedSecretOptions.values': [
    ['low', () => reads(sealed({ values: {} })), 'production/agents/api', 'secrets.TOKEN.values', 'Invalid'],
    ['malformed', () => reads(sealed({ values: { token: 'hunter2' } })), 'production/agents/api', 'secrets.TOKEN.values["token"]', 'Invalid'],
    ['malformed', () => reads(sealed({ values: { 'a b': SealedValue.encrypted(CIPHERTEXT) } })), 'production/agents/api', 'secrets.TOKEN.values', 'Invalid'],
  ],
  'SealedSecretOptions.certificate': [
    ['malformed', () => reads(sealed({ values: { token: SealedValue.secret('long enough') }, sealingKey: 'k'.repeat(32) })), 'production/agents/api', 'secrets.TOKEN.certificate', 'Required'],
  ],
  'SealedSecretOptions.sealingKey': [
    ['low', () => reads(sealed({ values: { token: SealedValue.secret('long enough') }, sealingKey: 'k'.repeat(31) })), 'production/agents/api', 'secrets.TOKEN.sealingKey', 'Invalid'],
    ['malformed', () => reads(sealed({ values: { token: SealedValue.secret('long enough') } })), 'production/agents/api', 'secrets.TOKEN.sealingKey', 'Required'],
  ],
  'SealedSecretOptions.type': [
    ['malformed', () => reads(sealed({ type: 'secret' })), 'production/agents/api', 'secrets.TOKEN.type', 'NotSupported'],
  ],
  'SealedValue.encrypted.ciphertext': [
    ['malformed', () => reads(sealed({ values: { token: SealedValue.encrypted('hunter2') } })), 'production/agents/api', 'secrets.TOKEN.values["token"]', 'Invalid'],
  ],
  'SealedValue.secret.value': [
    ['low', () => reads(sealed({ values: { token: SealedValue.secret('short') } })), 'production/agents/api', 'secrets.TOKEN.values["token"]', 'Invalid'],
    ['malformed', () => reads(sealed({ values: { token: SealedValue.secret(wild(undefined)) } })), 'production/agents/api', 'secrets.TOKEN.values["token"]', 'Required'],
  ],
  'SealedValue.notSecret.value': [
    ['malformed', () => reads(sealed({ values: { user: SealedValue.notSecret('') } })), 'production/agents/api', 'secrets.TOKEN.values["user"]', 'Invalid'],
  ],
};
