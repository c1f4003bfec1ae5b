import { Construct } from 'constructs';
import { SEALED_SECRETS } from '../../catalog/operators/sealed-secrets';
import { bindings } from '../../internal/bindings';
import { Guard } from '../../internal/guard';
import { checksum } from '../../internal/naming';
import { SecretType } from '../secret-options';
import { ProvisionedSecret, requireNamespace, SecretProvider, SecretRequest } from '../secret-provider';
import { seal } from './seal';
import { publicKey, SealedSecretOptions, SealedValue, validateSealed } from './sealed-options';

/** The controller of Sealed Secrets: values stand sealed in the manifests. */
export class SealedSecret implements SecretProvider {
  public readonly call = 'SecretSource.sealed';
  public readonly operator = SEALED_SECRETS;
  public readonly mustExist = false;

  public constructor(public readonly options: SealedSecretOptions) {}

  public validate(guard: Guard): void {
    validateSealed(guard, this.options);
  }

  public provision(scope: Construct, id: string, request: SecretRequest): ProvisionedSecret {
    const { options } = this;
    const { name, namespace } = request;
    const encryptedData = sealAll(request, options);
    const metadata = { name, namespace };
    new bindings.sealedSecret.SealedSecret(scope, id, {
      metadata,
      spec: { encryptedData, template: { type: options.type ?? SecretType.OPAQUE, metadata } },
    });
    const secrets = Object.entries(options.values).filter(([, value]) => value._kind === 'secret');
    return {
      checkKey: (guard, key) => guard.oneOf('key', key, Object.keys(options.values), `seal it too: the sealed Secret ${name} has no other keys`),
      checksum: checksum(encryptedData),
      clearValues: secrets.map(([key, value]) => ({ name: `values["${key}"] of ${name}`, value: SealedValue._reveal(value) })),
    };
  }
}

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
