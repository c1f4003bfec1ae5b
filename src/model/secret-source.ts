import { Guard } from '../internal/guard';

/** A single value in a Secret: what an environment variable or a file of a pod is filled from. */
export interface SecretValue {
  /** Where the Secret comes from. */
  readonly source: SecretSource;
  /** The key in the Secret. */
  readonly key: string;
}

/** Where a credential comes from. No manifest holds one: a source names a Secret, and pods read it. */
export class SecretSource {
  /**
   * A Secret that exists, or that somebody makes before the manifests are applied; synthesis lists it. It must be in the
   * namespace of whoever uses it.
   */
  public static existing(name: string): SecretSource {
    return new SecretSource(name);
  }

  private constructor(
    /** The name of the Secret. */
    public readonly secretName: string,
  ) {}

  /** One value of this Secret. */
  public key(key: string): SecretValue {
    return { source: this, key };
  }

  /** @internal */
  public _validate(guard: Guard, prop: string): void {
    guard.objectName(prop, this.secretName);
  }
}
