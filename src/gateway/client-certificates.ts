import { Guard } from '../internal/guard';
import { SecretSource } from '../secrets/secret-source';

/** Whether callers show a certificate of their own. */
export class ClientCertificates {
  /** Nobody is asked. */
  public static none(): ClientCertificates {
    return new ClientCertificates('none');
  }

  /** Callers without a certificate that this authority signed are refused (mutual TLS). The Secret has the key `ca.crt`. */
  public static required(authority: SecretSource): ClientCertificates {
    return new ClientCertificates('required', authority);
  }

  /** Callers may show one; if they do, this authority must have signed it. The Secret has the key `ca.crt`. */
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
