import { Guard } from '../internal/guard';
import { SecretSource } from '../secrets/secret-source';

/** Who is notified when an alert fires. */
export class Alerting {
  /** Nobody: alerts are visible in Prometheus only. */
  public static none(): Alerting {
    return new Alerting();
  }

  /**
   * A webhook, such as that of an on-call service.
   *
   * @param address a Secret with the webhook's address under the key `url`, in the stack's namespace or in those of the components: see the engine
   */
  public static webhook(address: SecretSource): Alerting {
    return new Alerting({ address });
  }

  private constructor(private readonly facts: { readonly address?: SecretSource } = {}) {}

  /** @internal */
  public _resolve(guard: Guard): SecretSource | undefined {
    if (!('address' in this.facts)) {
      return undefined;
    }
    const address = guard.instance('webhook', this.facts.address!, SecretSource, 'SecretSource.existing(\'oncall-webhook\')');
    address._validate(guard, 'webhook');
    return address;
  }
}
