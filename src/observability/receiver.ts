import { TrafficPeer } from '../connections/traffic-peer';
import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';
import { Severity } from '../model/monitoring-plan';
import { SecretSource } from '../secrets/secret-source';
import { Notified, SEVERITY_ROUTES } from './alert-routing';
import { OPSGENIE, PAGER_DUTY, ReceiverKind, SLACK, TEAMS, WEBHOOK } from './receiver-kinds';

/** Options of `Alerting.webhook`. */
export interface WebhookOptions {
  /**
   * Where the webhook is. The network policy of the stack's Alertmanager allows egress to it; the address itself is in the Secret.
   *
   * @default TrafficPeer.publicInternet()
   */
  readonly destination?: TrafficPeer;
  /**
   * Its port, 1 to 65535.
   *
   * @default 443
   */
  readonly port?: number;
}

/** Options of a Receiver. */
export interface ReceiverOptions extends WebhookOptions {
  /**
   * The severities of which it is notified: `Severity.CRITICAL`, `Severity.WARNING` or both. Alerts of `Severity.INFO` are not sent to receivers.
   *
   * @default [Severity.CRITICAL, Severity.WARNING]
   */
  readonly severities?: Severity[];
  /**
   * The teams, by `owner.team`, of whose components it is notified.
   *
   * @default every team, and components without an owner
   */
  readonly teams?: string[];
}

/**
 * A service that notifies people. Its credential is in a Secret, which Alertmanager reads as a file.
 *
 * Grafana OnCall is archived since March 2026: where it still runs, use `Receiver.webhook` with the address of its Alertmanager integration.
 */
export class Receiver {
  /**
   * A webhook that takes the JSON of Alertmanager.
   *
   * @param address a Secret with the webhook's address under the key `url`
   */
  public static webhook(address: SecretSource, options: ReceiverOptions = {}): Receiver {
    return new Receiver(WEBHOOK, address, frozen(options));
  }

  /**
   * A channel of Slack.
   *
   * @param address a Secret with the address of an incoming webhook, which belongs to one channel, under the key `url`
   */
  public static slack(address: SecretSource, options: ReceiverOptions = {}): Receiver {
    return new Receiver(SLACK, address, frozen(options));
  }

  /**
   * A service of PagerDuty.
   *
   * @param address a Secret with the integration key of its Events API v2 under the key `routing-key`
   */
  public static pagerDuty(address: SecretSource, options: ReceiverOptions = {}): Receiver {
    return new Receiver(PAGER_DUTY, address, frozen(options));
  }

  /**
   * Opsgenie.
   *
   * @param address a Secret with the key of an API integration under the key `api-key`
   */
  public static opsgenie(address: SecretSource, options: ReceiverOptions = {}): Receiver {
    return new Receiver(OPSGENIE, address, frozen(options));
  }

  /**
   * A channel of Microsoft Teams.
   *
   * @param address a Secret with the address of a workflow that posts webhook requests to the channel, under the key `url`
   */
  public static teams(address: SecretSource, options: ReceiverOptions = {}): Receiver {
    return new Receiver(TEAMS, address, frozen(options));
  }

  private constructor(private readonly kind: ReceiverKind, private readonly address: SecretSource, private readonly options: ReceiverOptions) {}

  /**
   * @param prop what its Secret is called in errors
   * @internal
   */
  public _resolve(guard: Guard, prop: string): Notified {
    const secret = guard.instance(prop, this.address, SecretSource, 'SecretSource.existing(\'oncall-webhook\')');
    secret._validate(guard, prop);
    const { destination, port, severities, teams } = guard.struct('options', this.options);
    const peer = guard.instance('destination', destination ?? TrafficPeer.publicInternet(), TrafficPeer, 'TrafficPeer.cidrs([\'10.20.0.0/16\'])');
    peer._validate(guard.within('destination'));
    return {
      name: this.kind.name,
      volume: this.kind.name,
      kind: this.kind,
      secret,
      severities: checkedSeverities(guard, severities),
      teams: teams === undefined ? [] : checkedTeams(guard, teams),
      destination: { peer, port: guard.port('port', port ?? 443) },
    };
  }
}

function checkedSeverities(guard: Guard, given: Severity[] | undefined): Severity[] {
  const notifying = SEVERITY_ROUTES.map(({ severity }) => severity);
  const severities = guard.list('severities', given ?? notifying, 1, 'leave it out for critical alerts and warnings');
  return severities.map((one, index) => guard.oneOf(`severities[${index}]`, one, notifying, 'alerts of Severity.INFO are not sent to receivers'));
}

function checkedTeams(guard: Guard, given: string[]): string[] {
  return guard.list('teams', given, 1, 'leave it out for every team').map((team, index) => {
    guard.text(`teams[${index}]`, team, 63);
    guard.labelValue(`teams[${index}]`, team);
    return team;
  });
}
