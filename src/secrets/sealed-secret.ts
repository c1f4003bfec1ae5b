import { bindings } from '../internal/bindings';
import { Guard } from '../internal/guard';
import { checksum } from '../internal/naming';
import { publicKey, SealedSecretOptions, SealedValue } from '../model/sealed-secret';
import { SecretType } from '../model/secret-options';
import { seal } from './seal';
import { requireNamespace, SecretProvisioner, SecretRequest } from './secret-provisioner';

export const provisionSealedSecret: SecretProvisioner<SealedSecretOptions> = (scope, id, request, options) => {
  const { SealedSecret } = bindings.sealedSecret;
  const { name, namespace } = request;
  const encryptedData = sealAll(request, options);
  const metadata = { name, namespace };
  new SealedSecret(scope, id, {
    metadata,
    spec: { encryptedData, template: { type: options.type ?? SecretType.OPAQUE, metadata } },
  });
  const secrets = Object.entries(options.values).filter(([, value]) => value._kind === 'secret');
  return {
    checkKey: (guard, key) => guard.oneOf('key', key, Object.keys(options.values), `seal it too: the sealed Secret ${name} has no other keys`),
    checksum: checksum(encryptedData),
    clearValues: secrets.map(([key, value]) => ({ name: `values["${key}"] of ${name}`, value: SealedValue._reveal(value) })),
  };
};

function sealAll(request: SecretRequest, { values, certificate, sealingKey }: SealedSecretOptions): Record<string, string> {
  const sealOne = (key: string, value: SealedValue): string => value._ciphertext ?? seal({
    publicKey: publicKey(new Guard(request.user), certificate),
    sealingKey: sealingKey!,
    namespace: requireNamespace(request, 'a value is sealed for one namespace'),
    name: request.name,
    key,
    value: SealedValue._reveal(value),
  });
  return Object.fromEntries(Object.entries(values).sort().map(([key, value]) => [key, sealOne(key, value)]));
}
