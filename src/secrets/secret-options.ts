import { Duration } from 'cdk8s';
import { Guard } from '../internal/guard';

/** The type of a Secret. */
export enum SecretType {
  /** Any keys. */
  OPAQUE = 'Opaque',
  /** A certificate: the keys `tls.crt` and `tls.key`. */
  TLS = 'kubernetes.io/tls',
  /** A user: the keys `username` and `password`. */
  BASIC_AUTH = 'kubernetes.io/basic-auth',
  /** A registry of images: the key `.dockerconfigjson`. */
  DOCKER_CONFIG = 'kubernetes.io/dockerconfigjson',
}

/** What happens to running pods when the values of a Secret change in the cluster. */
export enum SecretChange {
  /** Nothing: variables keep their old values until the next rollout; files follow within about a minute. */
  LEAVE_RUNNING = 'leave running',
  /**
   * Deployments and StatefulSets that read it are rolled out again by Stakater's Reloader, which the cluster must have.
   *
   * @see https://docs.stakater.com/reloader/main/
   */
  RESTART_BY_RELOADER = 'restart by Reloader',
}

/** Options of a Secret that exists. */
export interface ExistingSecretOptions {
  /**
   * What happens to running pods when its values change.
   *
   * @default SecretChange.LEAVE_RUNNING
   */
  readonly onChange?: SecretChange;
}

/** What every Secret says that an operator reads from a store. */
interface SyncOptions {
  readonly refreshInterval?: Duration;
  readonly onChange?: SecretChange;
  readonly type?: SecretType;
}

/** Shorter intervals cost requests to the store, and longer ones delay rotations. */
const REFRESH = { min: 10, max: 30 * 24 * 3600 };

export function validateChange(guard: Guard, onChange: SecretChange | undefined): void {
  guard.oneOf('onChange', onChange ?? SecretChange.LEAVE_RUNNING, Object.values(SecretChange), 'leave it out to leave pods running');
}

export function validateType(guard: Guard, type: SecretType | undefined): void {
  guard.oneOf('type', type ?? SecretType.OPAQUE, Object.values(SecretType), 'leave it out for any keys');
}

export function validateSync(guard: Guard, options: SyncOptions, usual: Duration): void {
  guard.duration('refreshInterval', options.refreshInterval ?? usual, REFRESH, `leave it out for ${usual.toHumanString()}`);
  validateChange(guard, options.onChange);
  validateType(guard, options.type);
}
