import { Duration, Size } from 'cdk8s';
import { AlertOverride } from '../model/alert-override';
import { SecretSource } from '../secrets/secret-source';
import { ClientCertificates } from './client-certificates';
import { GatewayEngine } from './gateway-engine';
import { RateLimit } from './rate-limit';

/** Options of an AgentGateway. */
export interface AgentGatewayProps {
  /** The host name that clients use. */
  readonly host: string;
  /**
   * Further host names with the same routes. The certificate must cover all of them.
   *
   * @default - none
   */
  readonly additionalHosts?: string[];
  /**
   * The source addresses of requests, as IPv4 ranges; others get status 403. The proxies must see the address of the client: their Service needs
   * `externalTrafficPolicy: Local`, or the proxy in front of them must forward the address.
   *
   * @default - any address
   */
  readonly allowedSourceRanges?: string[];
  /**
   * The implementation of the gateway.
   *
   * @default - GatewayEngine.nginx(), under a mesh GatewayEngine.istio()
   */
  readonly engine?: GatewayEngine;
  /** The server certificate of the gateway: a Secret with the keys `tls.crt` and `tls.key`, in the namespace of its proxies. */
  readonly certificate: SecretSource;
  /**
   * Whether clients must present a certificate.
   *
   * @default ClientCertificates.none()
   */
  readonly clientCertificates?: ClientCertificates;
  /**
   * The maximum rate of requests.
   *
   * @default - no limit
   */
  readonly rateLimit?: RateLimit;
  /**
   * The maximum rate of requests of each client, by its address.
   *
   * @default - no limit
   */
  readonly clientRateLimit?: RateLimit;
  /**
   * The maximum number of concurrent requests of each proxy, 1 to 1,000,000; others get status 429.
   *
   * @default - no limit
   */
  readonly maxConnections?: number;
  /**
   * The maximum number of concurrent requests of one client at each proxy, 1 to 1,000,000; others get status 429.
   *
   * @default - no limit
   */
  readonly maxConnectionsPerClient?: number;
  /**
   * The maximum size of a request body, 1Ki to 64Gi; larger ones get status 413.
   *
   * @default - the engine's own: 10Mi with NGINX, none with Istio
   */
  readonly maxBodySize?: Size;
  /**
   * Overrides of single alerts, by alert id.
   *
   * @default - no overrides
   */
  readonly alerts?: Record<string, AlertOverride>;
}

/** Options of `route`. */
export interface RouteOptions {
  /**
   * The maximum time until the response, including retries, 1 second to 1 hour.
   *
   * @default Duration.seconds(60)
   */
  readonly timeout?: Duration;
  /**
   * How often a request is retried that cannot have reached the target, 0 to 10.
   *
   * @default 2
   */
  readonly retries?: number;
}
