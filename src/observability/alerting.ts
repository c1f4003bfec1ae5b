import { Guard } from '../internal/guard';
import { SecretSource } from '../model/secret-source';

/** Who is told when an alert is raised. */
export class Alerting {
  /** Nobody: alerts are only seen in Prometheus. */
  public static none(): Alerting {
    return new Alerting();
  }

  /**
   * A webhook, such as that of an on-call service.
   *
   * @param address a Secret in the stack's namespace with the webhook's address under the key `url`
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
