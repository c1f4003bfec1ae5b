import { Guard } from '../internal/guard';
import { SecretSource } from '../secrets/secret-source';

/** Whether clients must present a certificate. */
export class ClientCertificates {
  /** Clients are not asked for a certificate. */
  public static none(): ClientCertificates {
    return new ClientCertificates('none');
  }

  /** Clients must present a certificate that this authority signed (mutual TLS). The Secret has the key `ca.crt`. */
  public static required(authority: SecretSource): ClientCertificates {
    return new ClientCertificates('required', authority);
  }

  /** Clients may present a certificate, which this authority must have signed. The Secret has the key `ca.crt`. */
  public static optional(authority: SecretSource): ClientCertificates {
    return new ClientCertificates('optional', authority);
  }

  private constructor(
    /** `none`, `required` or `optional`. */
    public readonly mode: string,
    /** Where the certificate of the authority comes from. */
    public readonly authority?: SecretSource,
  ) {}

  /** @internal */
  public _validate(guard: Guard): void {
    if (this.mode !== 'none') {
      guard.instance('authority', this.authority, SecretSource, 'SecretSource.existing(\'agent-ca\')')!._validate(guard, 'authority');
    }
  }
}
