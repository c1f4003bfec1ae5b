import { Duration } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { Guard } from '../internal/guard';
import { SecretSource } from '../model/secret-source';

/** A Secret that somebody reads and an operator is to make. */
export interface SecretRequest {
  /** The one of those who read it in whose chart the object stands. */
  readonly user: IConstruct;
  readonly name: string;
  readonly namespace?: string;
  /** What is read of it, by all who do; known when everything is composed. */
  readonly keys: () => string[];
}

/** An object of an operator that must be there before it can make a Secret. */
export interface NeededObject {
  readonly kind: string;
  /** Its namespace; none where it belongs to the cluster. */
  readonly namespace?: string;
  readonly name: string;
}

/** A Secret that an operator itself reads. */
export interface NeededSecret {
  readonly source: SecretSource;
  readonly keys: string[];
}

/** A value that may stand nowhere in clear. */
export interface ClearValue {
  /** What people call it. */
  readonly name: string;
  readonly value: string;
}

/** What came of a request. */
export interface ProvisionedSecret {
  /** Says no to a key that the Secret is not going to have. */
  readonly checkKey: (guard: Guard, key: string) => void;
  /** A fingerprint of the values as far as manifests know them: sealed. */
  readonly checksum?: string;
  readonly clearValues?: ClearValue[];
  readonly objects?: NeededObject[];
  readonly secrets?: NeededSecret[];
}

/** Makes the object from which an operator makes the Secret. */
export type SecretProvisioner<Options> = (scope: Construct, id: string, request: SecretRequest, options: Options) => ProvisionedSecret;

/** A duration as operators write it: `1h`, `90s`. */
export function interval(duration: Duration): string {
  const seconds = duration.toSeconds();
  const [unit, size] = seconds % 3600 === 0 ? ['h', 3600] as const : seconds % 60 === 0 ? ['m', 60] as const : ['s', 1] as const;
  return `${seconds / size}${unit}`;
}

/** The namespace that an operator has to be told. */
export function requireNamespace({ user, namespace }: SecretRequest, why: string): string {
  return namespace ?? new Guard(user).fail('namespace', namespace, 'known', `${why}: create the part in a Namespace, or in a Chart with one`);
}
