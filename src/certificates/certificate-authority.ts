import { Duration } from 'cdk8s';
import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';
import { SecretSource } from '../secrets/secret-source';
import { AcmeChallenge } from './acme-challenge';

/** Options of `CertificateAuthority.acme`. */
export interface AcmeOptions {
  /** The address to which the issuer sends expiry notices and changes of its terms. */
  readonly email: string;
  /** How host names are proved. */
  readonly challenge: AcmeChallenge;
  /**
   * The issuer's directory. For tests, `https://acme-staging-v02.api.letsencrypt.org/directory` has higher rate limits, but browsers do
   * not trust its certificates.
   *
   * @default https://acme-v02.api.letsencrypt.org/directory
   */
  readonly server?: string;
}

/** Options of `CertificateAuthority.selfSigned`. */
export interface SelfSignedOptions {
  /**
   * The name in the root certificate.
   *
   * @default - the name of the issuer
   */
  readonly commonName?: string;
  /**
   * How long the root is valid, 90 days to 10 years. cert-manager renews it when a third is left; what it signed stays valid, but clients must trust
   * the new root by then.
   *
   * @default Duration.days(3650)
   */
  readonly duration?: Duration;
}

/** Options of `CertificateAuthority.vault`. */
export interface VaultOptions {
  /** The address of Vault, such as `https://vault.acme.io`. */
  readonly server: string;
  /** The path that signs: `pki_int/sign/agents`. */
  readonly path: string;
  /** The role of Vault's Kubernetes authentication that cert-manager's requests take. */
  readonly role: string;
  /**
   * The service account, in cert-manager's namespace, whose token cert-manager shows to Vault. It must be allowed to create that token.
   *
   * @default vault-issuer
   * @see https://cert-manager.io/docs/configuration/vault/#secretless-authentication-with-a-service-account
   */
  readonly serviceAccount?: string;
}

/** What an authority adds to the ClusterIssuer. */
export interface AuthorityPlan {
  /** The part of the ClusterIssuer's `spec` that says who signs. */
  readonly spec: object;
  /** A root that has to be made first, and the Secret in which it is. */
  readonly root?: { readonly secretName: string; readonly commonName: string; readonly duration: Duration };
  /** A Secret in cert-manager's namespace that holds the key that signs. */
  readonly signingKey?: SecretSource;
}

/** Who signs the certificates of a `CertificateIssuer`. */
export class CertificateAuthority {
  /** A public ACME issuer that browsers trust, such as Let's Encrypt. */
  public static acme(options: AcmeOptions): CertificateAuthority {
    const given = frozen(options);
    return new CertificateAuthority(
      (guard) => {
        const { email, challenge, server } = guard.struct('options', given);
        guard.email('email', email);
        guard.instance('challenge', challenge, AcmeChallenge, 'AcmeChallenge.httpIngress(\'nginx\')')._validate(guard.within('challenge'));
        validateAddress(guard, 'server', server ?? LETS_ENCRYPT, LETS_ENCRYPT);
      },
      (issuer) => ({
        spec: {
          acme: { email: given.email, server: given.server ?? LETS_ENCRYPT, privateKeySecretRef: { name: `${issuer}-account` }, solvers: [given.challenge._solver()] },
        },
      }),
    );
  }

  /** A root that is created in the cluster, for internal traffic. Clients must be configured to trust it. */
  public static selfSigned(options: SelfSignedOptions = {}): CertificateAuthority {
    const given = frozen(options);
    return new CertificateAuthority(
      (guard) => {
        const { commonName, duration } = guard.struct('options', given);
        if (commonName !== undefined) {
          guard.text('commonName', commonName, 64);
        }
        guard.duration('duration', duration ?? Duration.days(3650), { min: 90 * DAY, max: 3650 * DAY }, 'leave it out for ten years');
      },
      (issuer) => ({
        spec: { ca: { secretName: `${issuer}-root` } },
        root: { secretName: `${issuer}-root`, commonName: given.commonName ?? issuer, duration: given.duration ?? Duration.days(3650) },
      }),
    );
  }

  /** A certificate authority of your own: a Secret with the keys `tls.crt` and `tls.key` in cert-manager's namespace. */
  public static existing(signingKey: SecretSource): CertificateAuthority {
    return new CertificateAuthority(
      (guard) => guard.instance('signingKey', signingKey, SecretSource, 'SecretSource.existing(\'acme-intermediate\')')._validate(guard, 'signingKey'),
      () => ({ spec: { ca: { secretName: signingKey.secretName } }, signingKey }),
    );
  }

  /**
   * HashiCorp Vault's PKI, with the token of a service account.
   *
   * @see https://cert-manager.io/docs/configuration/vault/
   */
  public static vault(options: VaultOptions): CertificateAuthority {
    const given = frozen(options);
    const serviceAccount = (): string => given.serviceAccount ?? 'vault-issuer';
    return new CertificateAuthority(
      (guard) => {
        const { server, path, role } = guard.struct('options', given);
        validateAddress(guard, 'server', server, 'https://vault.acme.io');
        guard.text('path', path, 1024);
        guard.text('role', role, 253);
        guard.objectName('serviceAccount', serviceAccount());
      },
      () => ({ spec: { vault: { server: given.server, path: given.path, auth: { kubernetes: { role: given.role, mountPath: '/v1/auth/kubernetes', serviceAccountRef: { name: serviceAccount() } } } } } }),
    );
  }

  private constructor(
    /** @internal */
    public readonly _validate: (guard: Guard) => void,
    /** @internal */
    public readonly _plan: (issuer: string) => AuthorityPlan,
  ) {}
}

const DAY = 24 * 3600;
const LETS_ENCRYPT = 'https://acme-v02.api.letsencrypt.org/directory';

function validateAddress(guard: Guard, prop: string, value: string, example: string): void {
  if (!/^https:\/\/[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?(\/[-A-Za-z0-9._~/]*)?$/.test(guard.text(prop, value))) {
    guard.fail(prop, value, 'an address that begins with https://', `write it like ${example}`);
  }
}
