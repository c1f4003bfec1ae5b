import { Construct } from 'constructs';
import { EXTERNAL_SECRETS } from '../../catalog/operators/external-secrets';
import { bindings } from '../../internal/bindings';
import { Guard } from '../../internal/guard';
import { late } from '../../internal/late';
import { own } from '../../internal/own';
import { SecretChange, SecretType } from '../secret-options';
import { interval, NeededObject, ProvisionedSecret, SecretProvider, SecretRequest } from '../secret-provider';
import { EXTERNAL_REFRESH, ExternalSecretOptions, SecretStoreRef, validateExternalSecret } from './external-options';

/** The External Secrets operator, which reads a store such as Vault. */
export class ExternalSecret implements SecretProvider {
  public readonly call = 'SecretSource.externalSecrets';
  public readonly operator = EXTERNAL_SECRETS;
  public readonly mustExist = false;

  public constructor(public readonly options: ExternalSecretOptions) {}

  public get onChange(): SecretChange | undefined {
    return this.options?.onChange;
  }

  public validate(guard: Guard): void {
    validateExternalSecret(guard, this.options);
  }

  public provision(scope: Construct, id: string, { name, namespace, keys }: SecretRequest): ProvisionedSecret {
    const external = bindings.externalSecret;
    const { ExternalSecretSpecSecretStoreRefKind: Kind } = external;
    const { store, path, type = SecretType.OPAQUE } = this.options;
    const entries = this.options.entries ?? {};
    new external.ExternalSecret(scope, id, {
      metadata: { name, namespace },
      spec: {
        refreshPolicy: external.ExternalSecretSpecRefreshPolicy.PERIODIC,
        refreshInterval: interval(this.options.refreshInterval ?? EXTERNAL_REFRESH),
        secretStoreRef: { kind: store.kind === 'SecretStore' ? Kind.SECRET_STORE : Kind.CLUSTER_SECRET_STORE, name: store.name },
        target: {
          name,
          creationPolicy: external.ExternalSecretSpecTargetCreationPolicy.OWNER,
          deletionPolicy: external.ExternalSecretSpecTargetDeletionPolicy.RETAIN,
          template: type === SecretType.OPAQUE ? undefined : { type },
        },
        data: late(() => keys().map((key) => ({ secretKey: key, remoteRef: remoteRef(key, path, entries) }))),
      },
    });
    return { checkKey: (guard, key) => this.checkKey(guard, name, key), objects: [needed(store, namespace)] };
  }

  private checkKey(guard: Guard, name: string, key: string): void {
    const { path, entries } = this.options;
    if (path === undefined && !own(entries ?? {}, key)) {
      guard.fail('key', key, `a key that the source of ${name} has`, 'add it to "entries" of the source, or say by "path" where all keys are');
    }
  }
}

function remoteRef(key: string, path: string | undefined, entries: NonNullable<ExternalSecretOptions['entries']>): { key: string; property?: string } {
  const entry = own(entries, key);
  return entry ? { key: entry.path, property: entry.property } : { key: path!, property: key };
}

function needed({ kind, name }: SecretStoreRef, namespace: string | undefined): NeededObject {
  return { kind, name, namespace: kind === 'SecretStore' ? namespace : undefined };
}
