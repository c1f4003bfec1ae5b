import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';
import { CertManagerOptions } from './cert-manager/certificate-options';
import { CertificateSecret } from './cert-manager/certificate-secret';
import { ExistingSecret, GeneratedSecret } from './existing-secret';
import { ExternalSecretOptions } from './external/external-options';
import { ExternalSecret } from './external/external-secret';
import { InfisicalOptions } from './infisical/infisical-options';
import { InfisicalSecret } from './infisical/infisical-secret';
import { SealedSecretOptions } from './sealed/sealed-options';
import { SealedSecret } from './sealed/sealed-secret';
import { ExistingSecretOptions } from './secret-options';
import { SecretProvider } from './secret-provider';

/** A key of a Secret. */
export interface SecretKey {
  /** Where the Secret comes from. */
  readonly source: SecretSource;
  /** The key in the Secret. */
  readonly key: string;
}

/**
 * Where a credential comes from. No manifest contains one: a source names a Secret, which pods read. The Secret
 * must be in the namespace of its reader.
 */
export class SecretSource {
  /** A Secret that must exist before the manifests are applied; synthesis lists it. */
  public static existing(name: string, options: ExistingSecretOptions = {}): SecretSource {
    return new SecretSource(name, new ExistingSecret(frozen(options)));
  }

  /**
   * A Secret whose sealed values are in the manifests: only the controller in the cluster can decrypt them.
   *
   * @see https://github.com/bitnami/sealed-secrets
   */
  public static sealed(name: string, options: SealedSecretOptions): SecretSource {
    return new SecretSource(name, new SealedSecret(frozen(options)));
  }

  /**
   * A Secret that the External Secrets operator fills from a store such as Vault, AWS Secrets Manager or Google Secret Manager.
   *
   * @see https://external-secrets.io
   */
  public static externalSecrets(name: string, options: ExternalSecretOptions): SecretSource {
    return new SecretSource(name, new ExternalSecret(frozen(options)));
  }

  /**
   * A Secret that the Infisical operator fills from Infisical.
   *
   * @see https://infisical.com/docs/integrations/platforms/kubernetes/overview
   */
  public static infisical(name: string, options: InfisicalOptions): SecretSource {
    return new SecretSource(name, new InfisicalSecret(frozen(options)));
  }

  /**
   * A certificate that cert-manager has signed and renews: the keys `tls.crt`, `tls.key` and, where the issuer knows it, `ca.crt`.
   *
   * @see https://cert-manager.io/docs/usage/certificate/
   */
  public static certManager(name: string, options: CertManagerOptions): SecretSource {
    return new SecretSource(name, new CertificateSecret(frozen(options)));
  }

  /**
   * A Secret that an operator makes in the cluster, so synthesis does not list it.
   *
   * @internal
   */
  public static _generated(name: string): SecretSource {
    return new SecretSource(name, new GeneratedSecret());
  }

  /** The name of the Secret. */
  public readonly secretName: string;
  /** @internal */
  public readonly _provider!: SecretProvider;

  private constructor(secretName: string, provider: SecretProvider) {
    this.secretName = secretName;
    // Options may hold the key that values are sealed with: nobody who prints or copies a source shall see them.
    Object.defineProperty(this, '_provider', { value: provider, enumerable: false });
  }

  /** One value of this Secret. */
  public key(key: string): SecretKey {
    return { source: this, key };
  }

  /** @internal */
  public _validate(guard: Guard, prop: string): void {
    guard.objectName(prop, this.secretName);
    this._provider.validate(guard.within(prop));
  }
}
