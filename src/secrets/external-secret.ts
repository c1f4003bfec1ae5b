import { Lazy } from 'cdk8s';
import { bindings } from '../internal/bindings';
import { own } from '../internal/own';
import { EXTERNAL_REFRESH, ExternalSecretOptions, SecretStoreRef } from '../model/external-secret';
import { SecretType } from '../model/secret-options';
import { interval, NeededObject, SecretProvisioner } from './secret-provisioner';

export const provisionExternalSecret: SecretProvisioner<ExternalSecretOptions> = (scope, id, { name, namespace, keys }, options) => {
  const external = bindings.externalSecret;
  const { store, path } = options;
  const [entries, refreshInterval, type] = [options.entries ?? {}, options.refreshInterval ?? EXTERNAL_REFRESH, options.type ?? SecretType.OPAQUE];
  new external.ExternalSecret(scope, id, {
    metadata: { name, namespace },
    spec: {
      refreshPolicy: external.ExternalSecretSpecRefreshPolicy.PERIODIC,
      refreshInterval: interval(refreshInterval),
      secretStoreRef: { kind: store.kind as never, name: store.name },
      target: {
        name,
        creationPolicy: external.ExternalSecretSpecTargetCreationPolicy.OWNER,
        deletionPolicy: external.ExternalSecretSpecTargetDeletionPolicy.RETAIN,
        template: type === SecretType.OPAQUE ? undefined : { type },
      },
      data: Lazy.any({ produce: () => keys().map((key) => ({ secretKey: key, remoteRef: remoteRef(key, path, entries) })) }) as never,
    },
  });
  return {
    checkKey: (guard, key) => {
      if (path === undefined && !own(entries, key)) {
        guard.fail('key', key, `a key that the source of ${name} has`, 'add it to "entries" of the source, or say by "path" where all keys are');
      }
    },
    objects: [needed(store, namespace)],
  };
};

function remoteRef(key: string, path: string | undefined, entries: NonNullable<ExternalSecretOptions['entries']>): object {
  const entry = own(entries, key);
  return entry ? { key: entry.path, property: entry.property } : { key: path, property: key };
}

function needed({ kind, name }: SecretStoreRef, namespace: string | undefined): NeededObject {
  return { kind, name, namespace: kind === 'SecretStore' ? namespace : undefined };
}
