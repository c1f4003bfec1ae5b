import { Duration } from 'cdk8s';
import { frozen } from '../../internal/frozen';
import { Guard } from '../../internal/guard';
import { SecretChange, SecretType, validateSync } from '../secret-options';
import type { SecretSource } from '../secret-source';

/** Options of `InfisicalAuth.universal`. */
export interface InfisicalUniversalOptions {
  /**
   * The API of the Infisical server.
   *
   * @default - Infisical's own cloud
   */
  readonly hostApi?: string;
}

/** Options of `InfisicalAuth.kubernetes`. */
export interface InfisicalKubernetesOptions {
  /** The machine identity in Infisical. */
  readonly identityId: string;
  /** The service account, in the namespace of the Secret, whose token the operator uses. */
  readonly serviceAccount: string;
  /**
   * The API of the Infisical server.
   *
   * @default - Infisical's own cloud
   */
  readonly hostApi?: string;
}

/** Options of `InfisicalAuth.ref`. */
export interface InfisicalAuthRefOptions {
  /**
   * The namespace that the InfisicalAuth is in.
   *
   * @default - that of the Secret
   */
  readonly namespace?: string;
}

/** A way to authenticate, decided. */
export type InfisicalMethod =
  | { readonly kind: 'ref'; readonly name: string; readonly namespace?: string }
  | { readonly kind: 'universal'; readonly credentials: SecretSource; readonly hostApi?: string }
  | { readonly kind: 'kubernetes'; readonly identityId: string; readonly serviceAccount: string; readonly hostApi?: string };

/** How the Infisical operator authenticates. It determines which of the operator's two APIs is used. */
export class InfisicalAuth {
  /**
   * An InfisicalAuth that exists in the cluster: `secrets.infisical.com/v1beta1`, the operator's current API. It must exist already, and so must its InfisicalConnection.
   */
  public static ref(name: string, options: InfisicalAuthRefOptions = {}): InfisicalAuth {
    const given = frozen(options);
    return new InfisicalAuth({ kind: 'ref', ...given, name }, given);
  }

  /**
   * A machine identity with an id and a secret: `secrets.infisical.com/v1alpha1`, the operator's deprecated API. The Secret has the keys `clientId` and `clientSecret`.
   */
  public static universal(credentials: SecretSource, options: InfisicalUniversalOptions = {}): InfisicalAuth {
    const given = frozen(options);
    return new InfisicalAuth({ kind: 'universal', ...given, credentials }, given);
  }

  /**
   * A service account of the cluster: `secrets.infisical.com/v1alpha1`, the operator's deprecated API.
   */
  public static kubernetes(options: InfisicalKubernetesOptions): InfisicalAuth {
    const given = frozen(options);
    return new InfisicalAuth({ ...given, kind: 'kubernetes' }, given);
  }

  private constructor(
    /** @internal */
    public readonly _method: InfisicalMethod,
    private readonly options: object,
  ) {}

  /** @internal */
  public _validate(guard: Guard): void {
    const method = this._method;
    guard.struct('options', this.options);
    if (method.kind === 'ref') {
      guard.objectName('name', method.name);
      if (method.namespace !== undefined) {
        guard.dnsLabel('namespace', method.namespace);
      }
      return;
    }
    if (method.hostApi !== undefined) {
      validateHost(guard, method.hostApi);
    }
    if (method.kind === 'kubernetes') {
      guard.text('identityId', method.identityId, 253);
      guard.objectName('serviceAccount', method.serviceAccount);
    } else if (typeof method.credentials?._validate === 'function') {
      refuseCircle(guard, method.credentials);
      method.credentials._validate(guard, 'credentials');
    } else {
      guard.fail('credentials', method.credentials, 'a SecretSource', 'write it like SecretSource.existing(\'infisical-identity\')');
    }
  }
}

/** Options of `SecretSource.infisical`. */
export interface InfisicalOptions {
  /** How the operator authenticates. */
  readonly auth: InfisicalAuth;
  /** The id of the project. */
  readonly project: string;
  /** The environment in the project, as its slug: `prod`. */
  readonly environment: string;
  /**
   * The folder in the environment.
   *
   * @default /
   */
  readonly path?: string;
  /**
   * The names of keys in Infisical, if they differ: `{ password: 'DB_PASSWORD' }`. A name that does not exist in Infisical results in an empty value.
   *
   * @default - keys have the same names in Infisical
   */
  readonly names?: Record<string, string>;
  /**
   * How often the operator reads Infisical: a rotated value reaches the Secret after this time at most. 10 seconds to 30 days.
   *
   * @default Duration.minutes(5)
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

/** How often the Infisical operator reads by default. */
export const INFISICAL_REFRESH = Duration.minutes(5);

const HOST_API = /^https?:\/\/[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?(\/[-A-Za-z0-9._~/]*)?$/;
const INFISICAL_NAME = /^[A-Za-z0-9_.-]{1,200}$/;

export function validateInfisical(guard: Guard, options: InfisicalOptions): void {
  guard.instance('auth', guard.struct('options', options).auth, InfisicalAuth, 'InfisicalAuth.ref(\'agents-auth\')')._validate(guard.within('auth'));
  guard.text('project', options.project, 253);
  guard.dnsLabel('environment', options.environment);
  guard.path('path', options.path ?? '/');
  for (const [key, name] of Object.entries(guard.struct('names', options.names ?? {}))) {
    guard.secretKey('names', key);
    if (typeof name !== 'string' || !INFISICAL_NAME.test(name)) {
      guard.fail(`names["${key}"]`, name, 'the name of a secret in Infisical (letters, digits, _, . and -)', 'copy it from Infisical');
    }
  }
  validateSync(guard, options, INFISICAL_REFRESH);
}

function validateHost(guard: Guard, hostApi: string): void {
  if (typeof hostApi !== 'string' || !HOST_API.test(hostApi)) {
    guard.fail('hostApi', hostApi, 'the address of an API', 'write it like https://infisical.example.com/api');
  }
}

/** Credentials that are read with themselves can never be read. */
function refuseCircle(guard: Guard, credentials: SecretSource): void {
  const seen = new Set<SecretSource>();
  for (let source: SecretSource | undefined = credentials; source; source = source._provider?.credentials) {
    if (seen.has(source)) {
      guard.fail('credentials', source, 'a SecretSource that does not come from itself', 'the first credentials must be in the cluster: SecretSource.existing(...)');
    }
    seen.add(source);
  }
}
