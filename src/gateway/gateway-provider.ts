import { Duration, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { Connections } from '../connections/connections';
import { TrafficPeer } from '../connections/traffic-peer';
import { Guard } from '../internal/guard';
import { MonitoringPlan } from '../model/monitoring-plan';
import { SecretSource } from '../secrets/secret-source';
import { ClientCertificates } from './client-certificates';
import { GatewayCapabilities } from './gateway-capabilities';
import { RateLimit } from './rate-limit';

/** A route, decided. */
export interface RoutePlan {
  readonly name: string;
  readonly path: string;
  /** The Service behind it. */
  readonly host: string;
  readonly port: number;
  /** What it speaks: `http` or `grpc`. */
  readonly protocol: string;
  readonly timeout: Duration;
  readonly retries: number;
  /** The ports of the pods behind the Service. */
  readonly ports: number[];
}

/** A gateway, decided: what every engine renders in its own way. */
export interface GatewayPlan {
  readonly name: string;
  readonly labels: Record<string, string>;
  /** The host names that callers use. */
  readonly hosts: string[];
  /** Where requests may come from, as IPv4 ranges; any address where there are none. */
  readonly sourceRanges?: string[];
  readonly certificate: SecretSource;
  readonly clientCertificates: ClientCertificates;
  readonly rateLimit?: RateLimit;
  readonly clientRateLimit?: RateLimit;
  /** Requests that a proxy handles at once. */
  readonly maxConnections?: number;
  readonly maxConnectionsPerClient?: number;
  readonly maxBodySize?: Size;
  /** Routes so far, the most specific first; read when rendering. */
  readonly routes: () => RoutePlan[];
  /** Routes of the gateways of this Platform with the same engine that come before this one, by their path; read when rendering. */
  readonly precedingRoutes: () => RoutePlan[];
}

/** What an engine watches of a gateway. */
export interface GatewayMonitoring extends MonitoringPlan {
  /** Alerts among them that are raised for another gateway instead of this one. They can still be named in `alerts`. */
  readonly raisedElsewhere?: string[];
}

/** What an engine made. */
export interface ProvidedGateway {
  /** Who the proxies are, as the policies of the components behind them name them. */
  readonly proxies: TrafficPeer;
  /**
   * The policies of the proxies.
   *
   * @default - the proxies are not the gateway's own
   */
  readonly connections?: Connections;
  /** The namespace in which the proxies read the gateway's Secrets. */
  readonly secretNamespace?: string;
  /**
   * Told of each route at once, for engines that make objects of their own for it.
   *
   * @default - routes are read when rendering
   */
  addRoute?(route: RoutePlan): void;
  /** Scrapes, alerts and panels; read when rendering. */
  monitoring(): GatewayMonitoring;
}

/** An engine that carries gateways: everything that the library asks about it. */
export interface GatewayProvider {
  /** How a user writes it: `GatewayEngine.istio()`. */
  readonly call: string;
  /** What it can do. Asking for anything else is an error that names engines that can. */
  readonly capabilities: GatewayCapabilities;
  /** Refuses bad options. */
  validate(guard: Guard): void;
  /** Makes the objects of a gateway at once; routes are rendered when they are all known. */
  provide(scope: Construct, plan: GatewayPlan): ProvidedGateway;
}
