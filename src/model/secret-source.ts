import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';
import { ExternalSecretOptions, validateExternalSecret } from './external-secret';
import { InfisicalOptions, validateInfisical } from './infisical-secret';
import { SealedSecretOptions, validateSealed } from './sealed-secret';
import { ExistingSecretOptions, validateChange } from './secret-options';

/** A single value in a Secret: what an environment variable or a file of a pod is filled from. */
export interface SecretKey {
  /** Where the Secret comes from. */
  readonly source: SecretSource;
  /** The key in the Secret. */
  readonly key: string;
}

/** Where a Secret comes from, with what the user said of it. */
export type SecretOrigin =
  | { readonly kind: 'existing'; readonly options: ExistingSecretOptions }
  | { readonly kind: 'generated' }
  | { readonly kind: 'sealed'; readonly options: SealedSecretOptions }
  | { readonly kind: 'externalSecrets'; readonly options: ExternalSecretOptions }
  | { readonly kind: 'infisical'; readonly options: InfisicalOptions };

/**
 * Where a credential comes from. No manifest holds one: a source names a Secret, and pods read it. It must be in the namespace
 * of whoever uses it.
 */
export class SecretSource {
  /** A Secret that exists, or that somebody makes before the manifests are applied; synthesis lists it. */
  public static existing(name: string, options: ExistingSecretOptions = {}): SecretSource {
    return new SecretSource(name, { kind: 'existing', options: frozen(options) });
  }

  /**
   * A Secret whose values stand sealed in the manifests: only the controller in the cluster can open them.
   *
   * @see https://github.com/bitnami/sealed-secrets
   */
  public static sealed(name: string, options: SealedSecretOptions): SecretSource {
    return new SecretSource(name, { kind: 'sealed', options: frozen(options) });
  }

  /**
   * A Secret that the External Secrets operator fills from a store such as Vault, AWS Secrets Manager or Google Secret Manager.
   *
   * @see https://external-secrets.io
   */
  public static externalSecrets(name: string, options: ExternalSecretOptions): SecretSource {
    return new SecretSource(name, { kind: 'externalSecrets', options: frozen(options) });
  }

  /**
   * A Secret that the Infisical operator fills from Infisical.
   *
   * @see https://infisical.com/docs/integrations/platforms/kubernetes/overview
   */
  public static infisical(name: string, options: InfisicalOptions): SecretSource {
    return new SecretSource(name, { kind: 'infisical', options: frozen(options) });
  }

  /**
   * A Secret that an operator makes in the cluster: nobody has to make it, so synthesis does not list it.
   *
   * @internal
   */
  public static _generated(name: string): SecretSource {
    return new SecretSource(name, { kind: 'generated' });
  }

  /** The name of the Secret. */
  public readonly secretName: string;
  /** @internal */
  public readonly _origin!: SecretOrigin;

  private constructor(secretName: string, origin: SecretOrigin) {
    this.secretName = secretName;
    // Options may hold the key that values are sealed with: nobody who prints or copies a source shall see them.
    Object.defineProperty(this, '_origin', { value: origin, enumerable: false });
  }

  /** One value of this Secret. */
  public key(key: string): SecretKey {
    return { source: this, key };
  }

  /** @internal */
  public _validate(guard: Guard, prop: string): void {
    guard.objectName(prop, this.secretName);
    const within = guard.within(prop);
    const origin = this._origin;
    switch (origin.kind) {
      case 'existing': return validateChange(within, within.struct('options', origin.options).onChange);
      case 'sealed': return validateSealed(within, origin.options);
      case 'externalSecrets': return validateExternalSecret(within, origin.options);
      case 'infisical': return validateInfisical(within, origin.options);
      case 'generated': return undefined;
    }
  }
}
