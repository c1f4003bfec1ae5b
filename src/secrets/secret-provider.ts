import { Duration } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { OperatorDescriptor } from '../catalog/operators/operator-descriptor';
import { Guard } from '../internal/guard';
import type { SecretChange } from './secret-options';
import type { SecretSource } from './secret-source';

/** A Secret that a component reads and an operator is to make. */
export interface SecretRequest {
  /** The reader in whose chart the object is created. */
  readonly user: IConstruct;
  readonly name: string;
  readonly namespace?: string;
  /** The keys that all its readers use; known when everything is composed. */
  readonly keys: () => string[];
}

/** An object of an operator that must exist before it can make a Secret. */
export interface NeededObject {
  readonly kind: string;
  /** Its namespace; none where it is cluster-scoped. */
  readonly namespace?: string;
  readonly name: string;
}

/** A Secret that an operator itself reads. */
export interface NeededSecret {
  readonly source: SecretSource;
  readonly keys: string[];
}

/** A value that no manifest may hold in clear. */
export interface ClearValue {
  /** What people call it. */
  readonly name: string;
  readonly value: string;
}

/** What came of a request. */
export interface ProvisionedSecret {
  /** Refuses a key that the Secret is not going to have. */
  readonly checkKey: (guard: Guard, key: string) => void;
  /** A fingerprint of the values as far as manifests know them: sealed. */
  readonly checksum?: string;
  readonly clearValues?: ClearValue[];
  readonly objects?: NeededObject[];
  readonly secrets?: NeededSecret[];
}

/**
 * One origin of Secrets, such as a vault: everything that the library asks about it. Another vault is another implementation, and one factory of
 * `SecretSource`.
 */
export interface SecretProvider {
  /** How a user writes it: `SecretSource.sealed`. */
  readonly call: string;
  /** The user's options: two sources of one Secret must have the same. */
  readonly options?: object;
  /** The operator that makes the Secret. */
  readonly operator?: OperatorDescriptor;
  /** Whether the Secret must exist before the manifests are applied: synthesis lists those. */
  readonly mustExist: boolean;
  /** What happens to running pods when its values change. */
  readonly onChange?: SecretChange;
  /** A Secret that the operator reads in order to make this one. */
  readonly credentials?: SecretSource;
  /** Refuses bad options. */
  validate(guard: Guard): void;
  /** Makes the object from which the operator makes the Secret; absent where the manifests hold none. */
  provision?(scope: Construct, id: string, request: SecretRequest): ProvisionedSecret;
}

/** A duration as operators write it: `1h`, `90s`. */
export function interval(duration: Duration): string {
  const seconds = duration.toSeconds();
  const [unit, size] = seconds % 3600 === 0 ? ['h', 3600] as const : seconds % 60 === 0 ? ['m', 60] as const : ['s', 1] as const;
  return `${seconds / size}${unit}`;
}

/** The namespace that an operator needs to know. */
export function requireNamespace({ user, namespace }: SecretRequest, why: string): string {
  return namespace ?? new Guard(user).fail('namespace', namespace, 'known', `${why}: create the component in a Namespace, or in a Chart with one`);
}
