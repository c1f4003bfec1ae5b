import { Duration } from 'cdk8s';
import { Guard } from '../../internal/guard';
import { SecretChange, validateChange } from '../secret-options';

/** An issuer of cert-manager, which signs certificates. */
export class IssuerRef {
  /** A ClusterIssuer: it signs for every namespace. A `CertificateIssuer` makes one. */
  public static cluster(name: string): IssuerRef {
    return new IssuerRef('ClusterIssuer', name, false);
  }

  /** An Issuer in the namespace of the Secret. */
  public static namespaced(name: string): IssuerRef {
    return new IssuerRef('Issuer', name, false);
  }

  /**
   * A ClusterIssuer that the same Platform makes: it need not exist before.
   *
   * @internal
   */
  public static _made(name: string): IssuerRef {
    return new IssuerRef('ClusterIssuer', name, true);
  }

  private constructor(
    /** `ClusterIssuer` or `Issuer`. */
    public readonly kind: string,
    /** Its name. */
    public readonly name: string,
    /** @internal */
    public readonly _isMade: boolean,
  ) {}

  /** @internal */
  public _validate(guard: Guard): void {
    guard.objectName('name', this.name);
  }
}

/** What a certificate may be used for. */
export enum CertificateUsage {
  /** A server proves its name to clients. */
  SERVER = 'server auth',
  /** A client proves its name to servers. */
  CLIENT = 'client auth',
}

/** Options of `SecretSource.certManager`. */
export interface CertManagerOptions {
  /** What signs the certificate. */
  readonly issuer: IssuerRef;
  /**
   * The host names that the certificate is for; `*.agents.acme.io` covers one label. Public issuers sign only names that they can verify, and wildcards only
   * with a DNS challenge.
   */
  readonly dnsNames: string[];
  /**
   * How long each certificate is valid, 1 hour to 10 years. Public issuers may ignore it.
   *
   * @default Duration.days(90)
   * @see https://cert-manager.io/docs/usage/certificate/#renewal
   */
  readonly duration?: Duration;
  /**
   * How long before its expiry a certificate is renewed: at least 5 minutes, and less than `duration`.
   *
   * @default - a third of `duration`
   */
  readonly renewBefore?: Duration;
  /**
   * What it may be used for.
   *
   * @default [CertificateUsage.SERVER]
   */
  readonly usages?: CertificateUsage[];
  /**
   * What happens to running pods when the certificate is renewed. Gateways, and programs that watch their files, need no restart.
   *
   * @default SecretChange.LEAVE_RUNNING
   */
  readonly onChange?: SecretChange;
}

const DAY = 24 * 3600;
/** cert-manager accepts no shorter ones. */
const SHORTEST = { duration: 3600, renewBefore: 300 };

/** The lifetime of a certificate and the time before its end at which it is renewed, in seconds. */
export function lifetimeOf({ duration = Duration.days(90), renewBefore }: CertManagerOptions): { duration: Duration; renewBefore: Duration } {
  return { duration, renewBefore: renewBefore ?? Duration.seconds(Math.floor(duration.toSeconds() / 3)) };
}

export function validateCertificate(guard: Guard, options: CertManagerOptions): void {
  guard.instance('issuer', guard.struct('options', options).issuer, IssuerRef, 'IssuerRef.cluster(\'letsencrypt\')')._validate(guard.within('issuer'));
  guard.list('dnsNames', options.dnsNames, 1, 'write it like [\'agents.acme.io\']').forEach((name, index) => validateName(guard, `dnsNames[${index}]`, name));
  const duration = guard.duration('duration', options.duration ?? Duration.days(90), { min: SHORTEST.duration, max: 3650 * DAY }, 'leave it out for 90 days');
  if (options.renewBefore !== undefined) {
    guard.duration('renewBefore', options.renewBefore, { min: SHORTEST.renewBefore, max: duration.toSeconds() - 1 }, 'leave it out for a third of "duration"');
  }
  guard.list('usages', options.usages ?? [CertificateUsage.SERVER], 1, 'leave it out for servers').forEach((usage, index) =>
    guard.oneOf(`usages[${index}]`, usage, Object.values(CertificateUsage), 'leave it out for servers'));
  validateChange(guard, options.onChange);
}

function validateName(guard: Guard, prop: string, name: string): void {
  guard.text(prop, name, 253);
  guard.host(prop, name.startsWith('*.') ? name.slice(2) : name);
}

/** Whether a certificate for these names is valid for a host: a wildcard matches exactly one label. */
export function covers(dnsNames: string[], host: string): boolean {
  return dnsNames.some((name) => name === host || name.startsWith('*.') && name.slice(2) === host.slice(host.indexOf('.') + 1));
}
