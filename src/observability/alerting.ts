import { TrafficPeer } from '../connections/traffic-peer';
import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';
import { SecretSource } from '../secrets/secret-source';
import { Destination } from './alert-routing';

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

/** Who is notified when an alert fires. */
export class Alerting {
  /** Nobody: alerts are only visible in Prometheus. */
  public static none(): Alerting {
    return new Alerting();
  }

  /**
   * A webhook, such as that of an on-call service.
   *
   * @param address a Secret with the webhook's address under the key `url`, in the stack's namespace or in those of the components: see the engine
   */
  public static webhook(address: SecretSource, options: WebhookOptions = {}): Alerting {
    return new Alerting({ address, options: frozen(options) });
  }

  private constructor(private readonly facts?: { readonly address: SecretSource; readonly options: WebhookOptions }) {}

  /** @internal */
  public _resolve(guard: Guard): { readonly webhook?: SecretSource; readonly destination: Destination } {
    if (this.facts === undefined) {
      return { destination: { peer: TrafficPeer.publicInternet(), port: 443 } };
    }
    const webhook = guard.instance('webhook', this.facts.address, SecretSource, 'SecretSource.existing(\'oncall-webhook\')');
    webhook._validate(guard, 'webhook');
    const { destination, port } = guard.struct('options', this.facts.options);
    const peer = guard.instance('destination', destination ?? TrafficPeer.publicInternet(), TrafficPeer, 'TrafficPeer.cidrs([\'10.20.0.0/16\'])');
    peer._validate(guard.within('destination'));
    return { webhook, destination: { peer, port: guard.port('port', port ?? 443) } };
  }
}
