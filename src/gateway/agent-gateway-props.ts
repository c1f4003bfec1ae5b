import { Duration, Size } from 'cdk8s';
import { AlertOverride } from '../model/alert-override';
import { SecretSource } from '../secrets/secret-source';
import { ClientCertificates } from './client-certificates';
import { GatewayEngine } from './gateway-engine';
import { RateLimit } from './rate-limit';

/** Options of an AgentGateway. */
export interface AgentGatewayProps {
  /** The host name that callers use. */
  readonly host: string;
  /**
   * Host names beside it that lead to the same routes. The certificate must hold all of them.
   *
   * @default - none
   */
  readonly additionalHosts?: string[];
  /**
   * Where requests may come from, as IPv4 ranges; others get status 403. The ingress gateway must see the address of the caller: its Service needs
   * `externalTrafficPolicy: Local`, or what stands before it must pass the address on.
   *
   * @default - from everywhere
   */
  readonly allowedSourceRanges?: string[];
  /**
   * What carries the gateway.
   *
   * @default - GatewayEngine.nginx(), under a mesh GatewayEngine.istio()
   */
  readonly engine?: GatewayEngine;
  /** The certificate that the gateway shows: a Secret with the keys `tls.crt` and `tls.key`, in the namespace of its proxies. */
  readonly certificate: SecretSource;
  /**
   * Whether callers show a certificate of their own.
   *
   * @default ClientCertificates.none()
   */
  readonly clientCertificates?: ClientCertificates;
  /**
   * How many requests are let in.
   *
   * @default - as many as come
   */
  readonly rateLimit?: RateLimit;
  /**
   * How many requests each client is let in with, told apart by its address.
   *
   * @default - as many as come
   */
  readonly clientRateLimit?: RateLimit;
  /**
   * How many requests each proxy handles at once, 1 to 1,000,000; others get status 429.
   *
   * @default - as many as it can
   */
  readonly maxConnections?: number;
  /**
   * How many requests of one client each proxy handles at once, 1 to 1,000,000; others get status 429.
   *
   * @default - as many as it can
   */
  readonly maxConnectionsPerClient?: number;
  /**
   * The largest body of a request, 1Ki to 64Gi; larger ones get status 413.
   *
   * @default - the engine's own: 10Mi with NGINX, none with Istio
   */
  readonly maxBodySize?: Size;
  /**
   * Changes to single alerts, by their id.
   *
   * @default - alerts as they are
   */
  readonly alerts?: Record<string, AlertOverride>;
}

/** Options of `route`. */
export interface RouteOptions {
  /**
   * How long a caller waits for the answer at the most, tries included, 1 second to 1 hour.
   *
   * @default Duration.seconds(60)
   */
  readonly timeout?: Duration;
  /**
   * How often a request is tried again that cannot have reached the target, 0 to 10.
   *
   * @default 2
   */
  readonly retries?: number;
}
