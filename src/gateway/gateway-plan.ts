import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { Connections } from '../connections/connections';
import { TrafficPeer } from '../connections/traffic-peer';
import { SecretSource } from '../secrets/secret-source';
import { ClientCertificates } from './client-certificates';
import { RateLimit } from './rate-limit';

/** A route, decided. */
export interface RoutePlan {
  readonly name: string;
  readonly path: string;
  /** The Service behind it. */
  readonly host: string;
  readonly port: number;
  readonly timeout: Duration;
  readonly retries: number;
  /** The policies of the component behind it, and the ports of its pods. */
  readonly connections?: Connections;
  readonly ports: number[];
}

/** A gateway, decided: what every engine renders in its own way. */
export interface GatewayPlan {
  readonly name: string;
  readonly labels: Record<string, string>;
  /** The host names that callers use. */
  readonly hosts: string[];
  /** Where requests may come from, as IPv4 ranges; from everywhere where there are none. */
  readonly sourceRanges?: string[];
  readonly certificate: SecretSource;
  readonly clientCertificates: ClientCertificates;
  readonly rateLimit?: RateLimit;
  /** Routes so far, the most specific first; read when rendering. */
  readonly routes: () => RoutePlan[];
}

/** What an engine does with a plan. It creates its objects at once, and renders routes when they are all known. */
export interface GatewayProvider {
  /** @returns who the proxies are, as the policies of the components behind them name them, and what watches them. */
  provide(scope: Construct, plan: GatewayPlan): ProvidedGateway;
}

export interface ProvidedGateway {
  readonly proxies: TrafficPeer;
  /** The namespace in which the proxies read the gateway's Secrets. */
  readonly secretNamespace: string;
}
