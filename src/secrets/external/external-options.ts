import { Duration } from 'cdk8s';
import { Guard } from '../../internal/guard';
import { SecretChange, SecretType, validateSync } from '../secret-options';

/** A store that the External Secrets operator reads from. It must exist already. */
export class SecretStoreRef {
  /** A ClusterSecretStore: every namespace that it admits may read from it. */
  public static cluster(name: string): SecretStoreRef {
    return new SecretStoreRef('ClusterSecretStore', name);
  }

  /** A SecretStore in the namespace of the Secret. */
  public static namespaced(name: string): SecretStoreRef {
    return new SecretStoreRef('SecretStore', name);
  }

  private constructor(
    /** `ClusterSecretStore` or `SecretStore`. */
    public readonly kind: string,
    /** Its name. */
    public readonly name: string,
  ) {}

  /** @internal */
  public _validate(guard: Guard): void {
    guard.objectName('name', this.name);
  }
}

/** Where in the store the value of one key is. */
export interface RemoteEntry {
  /** The entry in the store. */
  readonly path: string;
  /**
   * The property of the entry.
   *
   * @default - the whole entry is the value
   */
  readonly property?: string;
}

/** Options of `SecretSource.externalSecrets`. */
export interface ExternalSecretOptions {
  /** The store that values are read from. */
  readonly store: SecretStoreRef;
  /**
   * The entry in the store, whose properties are named like the keys of the Secret.
   *
   * @default - every key that is read is in `entries`
   */
  readonly path?: string;
  /**
   * Keys with another location or name in the store: `{ token: { path: 'model-token' } }`.
   *
   * @default - all keys are properties of `path`
   */
  readonly entries?: Record<string, RemoteEntry>;
  /**
   * How often the operator reads the store: a rotated value reaches the Secret after this time at most. 10 seconds to 30 days.
   *
   * @default Duration.hours(1)
   */
  readonly refreshInterval?: Duration;
  /**
   * What happens to running pods when a value changes.
   *
   * @default SecretChange.LEAVE_RUNNING
   */
  readonly onChange?: SecretChange;
  /**
   * The type of the Secret.
   *
   * @default SecretType.OPAQUE
   */
  readonly type?: SecretType;
}

/** How often the External Secrets operator reads a store by default. */
export const EXTERNAL_REFRESH = Duration.hours(1);

export function validateExternalSecret(guard: Guard, options: ExternalSecretOptions): void {
  guard.instance('store', guard.struct('options', options).store, SecretStoreRef, 'SecretStoreRef.cluster(\'vault\')')._validate(guard.within('store'));
  if (options.path !== undefined) {
    guard.text('path', options.path);
  }
  for (const [key, entry] of Object.entries(guard.struct('entries', options.entries ?? {}))) {
    guard.secretKey('entries', key);
    guard.text(`entries["${key}"].path`, guard.struct(`entries["${key}"]`, entry).path);
    if (entry.property !== undefined) {
      guard.text(`entries["${key}"].property`, entry.property);
    }
  }
  validateSync(guard, options, EXTERNAL_REFRESH);
}
