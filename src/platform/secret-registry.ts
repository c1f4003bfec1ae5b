import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { RELOADER } from '../catalog/operators/reloader';
import { Guard } from '../internal/guard';
import { limitName, NameLimit } from '../internal/naming';
import { userPath } from '../internal/refusing';
import { findClearValues } from '../secrets/clear-values';
import { originIdentity } from '../secrets/origin-identity';
import { belongsTo, provisionSecret, withdrawSecret } from '../secrets/provision-secret';
import { SecretChange } from '../secrets/secret-options';
import { NeededObject, ProvisionedSecret, SecretProvider, SecretRequest } from '../secrets/secret-provider';
import { SecretSource } from '../secrets/secret-source';
import { PlatformSettings } from './settings';

/** A Secret that must exist before the manifests are applied. */
export interface RequiredSecret {
  /** The Platform, and so the cluster, that it must exist in. */
  readonly platform: string;
  /** Its namespace; empty if the chart has none. */
  readonly namespace: string;
  /** Its name. */
  readonly name: string;
  /** The keys that it must have. */
  readonly keys: string[];
  /** The paths of the constructs that read it. */
  readonly usedBy: string[];
}

/** An object that an operator needs to make a Secret, and that must exist before the manifests are applied. */
export interface RequiredObject {
  /** The Platform, and so the cluster, that it must exist in. */
  readonly platform: string;
  /** Its kind. */
  readonly kind: string;
  /** Its namespace; empty if it is cluster-scoped, or if the chart has none. */
  readonly namespace: string;
  /** Its name. */
  readonly name: string;
  /** The paths of the constructs that read the Secret. */
  readonly usedBy: string[];
}

interface SecretUse {
  readonly source: SecretSource;
  readonly namespace?: string;
  readonly keys: Set<string>;
  readonly users: Set<string>;
  request: SecretRequest;
  made?: ProvisionedSecret;
}

/**
 * Which component reads which Secret. The objects that create a Secret are made here, once, whichever component asks first.
 */
export class SecretRegistry {
  private readonly uses = new Map<string, SecretUse>();

  public constructor(private readonly settings: PlatformSettings) {}

  public get requiredSecrets(): RequiredSecret[] {
    return this.sorted().filter((use) => use.source._provider.mustExist).map((use) => ({
      platform: this.settings.name, namespace: use.namespace ?? '', name: use.source.secretName, keys: sorted(use.keys), usedBy: sorted(use.users),
    }));
  }

  public get requiredObjects(): RequiredObject[] {
    const found = new Map<string, { object: NeededObject; users: Set<string> }>();
    for (const { made, users } of this.uses.values()) {
      for (const object of made?.objects ?? []) {
        const id = `${object.kind} ${object.namespace ?? ''}/${object.name}`;
        found.set(id, { object, users: new Set([...found.get(id)?.users ?? [], ...users]) });
      }
    }
    return [...found.keys()].sort().map((id) => found.get(id)!).map(({ object, users }) => ({
      platform: this.settings.name, kind: object.kind, namespace: object.namespace ?? '', name: object.name, usedBy: sorted(users),
    }));
  }

  public require(user: IConstruct, namespace: string | undefined, source: SecretSource, keys: string[]): void {
    if (!source._provider.mustExist && !source._provider.provision) {
      return;
    }
    const use = this.uses.get(idOf(namespace, source)) ?? this.begin(user, namespace, source);
    const guard = new Guard(user);
    this.refuseOther(guard, use, source);
    use.users.add(userPath(user));
    for (const key of keys) {
      use.made?.checkKey(guard, key);
      use.keys.add(key);
    }
    this.settle(use, user);
    for (const needed of use.made?.secrets ?? []) {
      this.require(user, namespace, needed.source, needed.keys);
    }
  }

  /** What a pod says of the Secrets that it reads, so that it is replaced when their values change. */
  public restartAnnotations(namespace: string | undefined, sources: SecretSource[]): Record<string, string> {
    const annotations: Record<string, string> = {};
    for (const source of sources) {
      const checksum = this.uses.get(idOf(namespace, source))?.made?.checksum;
      if (checksum) {
        annotations[`checksum/${limitName(`secret-${source.secretName}`, NameLimit.DEFAULT)}`] = checksum;
      }
    }
    const reloaded = sources.filter((source) => isReloaded(source._provider)).map((source) => source.secretName);
    return reloaded.length > 0 ? { ...annotations, 'secret.reloader.stakater.com/reload': sorted(new Set(reloaded)).join(',') } : annotations;
  }

  /** Values that were given to be sealed and appear in plaintext in one of these objects. */
  public leaks(objects: () => ApiObject[]): string[] {
    const values = [...this.uses.values()].flatMap((use) => use.made?.clearValues ?? []);
    return values.length > 0 ? findClearValues(objects(), values) : [];
  }

  private begin(user: IConstruct, namespace: string | undefined, source: SecretSource): SecretUse {
    this.requireOperators(new Guard(user), source._provider);
    const keys = new Set<string>();
    const request: SecretRequest = { user, namespace, name: source.secretName, keys: () => sorted(keys) };
    const use: SecretUse = { source, namespace, keys, users: new Set(), request, made: provisionSecret(request, source._provider) };
    this.uses.set(idOf(namespace, source), use);
    return use;
  }

  /** Moves what makes the Secret to where it belongs, now that another user is known. */
  private settle(use: SecretUse, user: IConstruct): void {
    if (use.made && belongsTo(user, use.request)) {
      withdrawSecret(use.request);
      use.request = { ...use.request, user };
      use.made = provisionSecret(use.request, use.source._provider);
    }
  }

  private requireOperators(guard: Guard, provider: SecretProvider): void {
    if (provider.operator) {
      this.settings.cluster._requireOperator(guard, 'source', provider.operator, 'SecretSource.existing(...)');
    }
    if (isReloaded(provider)) {
      this.settings.cluster._requireOperator(guard, 'onChange', RELOADER, 'SecretChange.LEAVE_RUNNING');
    }
  }

  private refuseOther(guard: Guard, use: SecretUse, source: SecretSource): void {
    if (use.source !== source && originIdentity(use.source._provider) !== originIdentity(source._provider)) {
      guard.fail('source', `${source._provider.call}('${source.secretName}', ...)`, 'one source for one Secret',
        `${sorted(use.users).join(' and ')} gets it from another ${use.source._provider.call}(...); pass one handle to both`);
    }
  }

  private sorted(): SecretUse[] {
    return [...this.uses.keys()].sort().map((id) => this.uses.get(id)!);
  }
}

function idOf(namespace: string | undefined, source: SecretSource): string {
  return `${namespace ?? ''}/${source.secretName}`;
}

function isReloaded({ onChange }: SecretProvider): boolean {
  return onChange === SecretChange.RESTART_BY_RELOADER;
}

function sorted(values: Set<string>): string[] {
  return [...values].sort();
}
