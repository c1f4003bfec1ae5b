import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';
import { Severity } from '../model/monitoring-plan';
import { SecretSource } from '../secrets/secret-source';
import { Notified, ON_CALL } from './alert-routing';
import { Receiver, WebhookOptions } from './receiver';

/** Who is notified when an alert fires. */
export class Alerting {
  /** Nobody: alerts are only visible in Prometheus. */
  public static none(): Alerting {
    return new Alerting(() => []);
  }

  /**
   * A webhook, such as that of an on-call service.
   *
   * @param address a Secret with the webhook's address under the key `url`, in the stack's namespace or in those of the components: see the engine
   */
  public static webhook(address: SecretSource, options: WebhookOptions = {}): Alerting {
    const receiver = Receiver.webhook(address, options);
    return new Alerting((guard) => [{ ...receiver._resolve(guard, 'webhook'), name: ON_CALL }]);
  }

  /**
   * Several receivers. Each is notified of the alerts that it takes, so one alert may notify several.
   *
   * At least one receiver must take critical alerts of every team, or some would not be delivered to anyone. Each needs a Secret of its own.
   */
  public static receivers(receivers: Receiver[]): Alerting {
    const given = frozen(receivers);
    return new Alerting((guard) => resolveAll(guard, given));
  }

  private constructor(private readonly resolve: (guard: Guard) => Notified[]) {}

  /** @internal */
  public _resolve(guard: Guard): Notified[] {
    return this.resolve(guard);
  }
}

function resolveAll(guard: Guard, given: Receiver[]): Notified[] {
  const example = 'Receiver.slack(SecretSource.existing(\'slack\'))';
  const receivers = guard.list('receivers', given, 1, `list who is notified, such as ${example}, or use Alerting.none()`);
  const resolved = receivers.map((one, index) => {
    const at = `receivers[${index}]`;
    return guard.instance(at, one, Receiver, example)._resolve(guard.within(at), 'address');
  });
  resolved.forEach(({ secret: shared }, index) => {
    if (resolved.slice(0, index).some(({ secret }) => secret.secretName === shared.secretName)) {
      guard.fail(`receivers[${index}].address`, shared, 'a Secret that no other receiver has', 'give each receiver a Secret of its own', 'Duplicate');
    }
  });
  if (!resolved.some(({ severities, teams }) => teams.length === 0 && severities.includes(Severity.CRITICAL))) {
    guard.fail('receivers', receivers, 'a list with a receiver that takes critical alerts of every team',
      'leave out `severities` and `teams` of one receiver: otherwise some critical alerts notify nobody', 'Invalid');
  }
  return resolved.map((one, index) => {
    const name = numbered(one.kind.name, resolved.slice(0, index).filter(({ kind }) => kind === one.kind).length);
    return { ...one, name, volume: name };
  });
}

/** `slack`, `slack-2` and so on. */
function numbered(name: string, before: number): string {
  return before === 0 ? name : `${name}-${before + 1}`;
}
